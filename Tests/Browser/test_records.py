"""What is shown belongs to the record that it came from: nothing of one run is ever seen in another."""

import pytest

# Each record is told of by its own word, in everything: data, type, gate, reason.
SHOW = """
async ({ first, second }) => {
  const { RunView } = await import('/components/run-view.js');
  const { RunRecord } = await import('/lib/run-record.js');
  const frames = async (count) => {
    for (let time = 0; time < count; time += 1) await new Promise(requestAnimationFrame);
  };
  const lane = (word, events) => {
    const record = new RunRecord();
    record.setState({ name: 'open', reason: `HTTP 200 ${word}` }, 1000);
    record.begin(word, `GET /play/${word}`);
    for (let number = 1; number <= events; number += 1) {
      record.push(new TextEncoder().encode(`event: ${word}\\nid: ${number}\\ndata: ${word}\\n\\n`), 1000 + 300 * number);
    }
    record.setGate({ gate: 'go', line: word.length });
    return { record, title: '', scenario: word, session: word };
  };
  const view = new RunView(() => {});
  document.body.append(view.root);
  view.show([lane('before', first)], '');
  await frames(2);
  await new Promise((resolve) => setTimeout(resolve, 150));
  await frames(2);
  for (const selector of ['.event-row[data-kind=event]', '.timeline-controls button[aria-label="Zoom in"]']) view.root.querySelector(selector).click();
  const filter = view.root.querySelector('#filter');
  filter.value = 'type before';
  filter.dispatchEvent(new Event('change'));
  await frames(2);
  const was = view.root.textContent;
  view.show([lane('after', second)], '');
  const atOnce = view.root.querySelectorAll('.timeline-dots').length;
  await frames(2);
  await new Promise((resolve) => setTimeout(resolve, 150));
  await frames(2);
  return {
    was,
    now: view.root.textContent,
    dotsAtOnce: atOnce,
    rows: view.root.querySelectorAll('.event-row').length,
    lit: view.root.querySelectorAll('[data-lit], .timeline-lit, [aria-selected=true]').length,
    timeline: view.root.querySelector('.timeline svg').getAttribute('aria-label'),
    filter: filter.value,
  };
}
"""


@pytest.mark.parametrize(("first", "second"), [(3, 3), (5, 2), (1, 4)])
def test_another_record_takes_the_place_of_all_that_the_one_before_showed(page, first, second):
    page.goto("/")
    shown = page.evaluate(SHOW, {"first": first, "second": second})
    assert "before" in shown["was"] and "(line 6)" in shown["was"]
    assert "before" not in shown["now"]
    assert "(line 5)" in shown["now"]
    assert shown["rows"] == second + 1
    assert (shown["lit"], shown["dotsAtOnce"], shown["filter"]) == (0, 0, "")
    assert shown["timeline"] == f"Timeline, {(second - 1) * 0.3:.1f} s: after {second}"


PAUSED = """
async () => {
  const { RunView } = await import('/components/run-view.js');
  const { RunRecord } = await import('/lib/run-record.js');
  const frames = async () => {
    for (let time = 0; time < 3; time += 1) await new Promise(requestAnimationFrame);
  };
  const record = new RunRecord();
  const push = (number) => record.push(new TextEncoder().encode(`data: ${number}\\n\\n`), 1000 * number);
  record.begin('s', 'GET /play/x');
  push(1);
  const view = new RunView(() => {});
  document.body.append(view.root);
  view.show([{ record, title: '', scenario: '', session: '' }], '');
  await frames();
  view.togglePause();
  await frames();
  push(2);
  await frames();
  view.root.querySelector('.wire').dispatchEvent(new Event('scroll'));
  await frames();
  const wire = () => [...view.root.querySelectorAll('.wire-row code')].map(({ textContent }) => textContent);
  const paused = wire();
  [...view.root.querySelectorAll('button')].find(({ textContent }) => textContent === 'Clear').click();
  await frames();
  const cleared = [wire().length, view.root.querySelectorAll('.event-row').length, view.root.querySelector('.timeline').hidden];
  view.togglePause();
  push(3);
  await frames();
  return { paused, cleared, after: wire() };
}
"""


def test_a_paused_view_neither_grows_nor_keeps_what_was_cleared(page):
    page.goto("/")
    assert page.evaluate(PAUSED) == {"paused": ["data: 1↵", "↵"], "cleared": [0, 0, True], "after": ["data: 3↵", "↵"]}


BOARD = """
async ({ before, after }) => {
  const { StreamBoard } = await import('/components/stream-board.js');
  const frames = async () => {
    for (let time = 0; time < 3; time += 1) await new Promise(requestAnimationFrame);
  };
  const stream = ({ scenario, started }) => ({
    stream: '1', session: 'a', scenario, method: 'GET', target: `/play/${scenario}`, remoteAddress: '127.0.0.1', userAgent: null, page: null,
    started, state: 'open', status: 200, events: 0, bytes: 0, duration: 0, lastEventId: null, attempt: 1, gate: null, endedBy: null, ending: null,
  });
  const board = new StreamBoard();
  document.body.append(board.root);
  board.load([{ session: 'a', streams: [stream(before)] }]);
  await frames();
  board.load([{ session: 'a', streams: [stream(after)] }]);
  await frames();
  return [...board.root.querySelectorAll('.stream .stream-name')].map(({ textContent }) => textContent);
}
"""


def test_a_stream_of_a_server_that_was_started_anew_is_not_taken_for_one_of_the_former(page):
    page.goto("/sessions/")
    before = {"scenario": "before", "started": "2026-01-01T00:00:00.000Z"}
    after = {"scenario": "after", "started": "2026-01-01T00:01:00.000Z"}
    assert page.evaluate(BOARD, {"before": before, "after": after}) == ["after"]
