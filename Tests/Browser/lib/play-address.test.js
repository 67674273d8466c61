// @ts-check
import { curlCommand, parametersOf, playAddress } from '/lib/play-address.js';
import { equal } from './expect.js';

export const tests = {
  'parameters are read in their order'() {
    equal(parametersOf('/a/{one}/b/{two}'), ['one', 'two']);
    equal(parametersOf('/events'), []);
  },
  'a parameter is percent-encoded into the path'() {
    equal(playAddress('/stream/{agent_id}', { agent_id: 'a b/c?ü' }, {}), '/stream/a%20b%2Fc%3F%C3%BC');
  },
  'a parameter without a value becomes its name'() {
    equal(playAddress('/stream/{agent_id}', { agent_id: '' }, {}), '/stream/agent_id');
  },
  'what is empty stays out of the query'() {
    equal(playAddress('/events', {}, { speed: '', seed: '' }), '/events');
    equal(playAddress('/events', {}, { speed: '10', seed: 'a&b' }), '/events?speed=10&seed=a%26b');
  },
  'the curl command quotes what a shell would read'() {
    equal(curlCommand('http://127.0.0.1:8000/events'), 'curl -N http://127.0.0.1:8000/events');
    equal(curlCommand('http://h/e?a=1&b=$x'), "curl -N 'http://h/e?a=1&b=$x'");
    equal(curlCommand('http://h/e', { method: 'POST', body: '{"a": 1}' }), `curl -N --data-raw '{"a": 1}' http://h/e`);
    equal(curlCommand('http://h/e', { method: 'PUT', body: 'x' }), 'curl -N -X PUT --data-raw x http://h/e');
    equal(curlCommand('http://h/e', { method: 'DELETE' }), 'curl -N -X DELETE http://h/e');
    equal(curlCommand("http://h/it's"), "curl -N 'http://h/it'\\''s'");
  },
};
