"""The client `openai` of PyPI, unmodified, against the scenarios openai-chat and openai-responses."""

import json
import re

import httpx
import openai
import pytest

QUESTION = [{"role": "user", "content": "What is an event stream?"}]
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}


@pytest.fixture
def client(playground):
    base = f"{playground.url}/v1"
    with openai.OpenAI(base_url=base, api_key="test", max_retries=0, default_query={"speed": 20}) as client:
        yield client


def test_a_chat_answer_comes_token_by_token_and_repeats_the_question(client):
    chunks = list(client.chat.completions.create(model="gpt-5", messages=QUESTION, stream=True))

    texts = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices[0].delta.content]
    assert chunks[0].choices[0].delta.role == "assistant"
    assert len(texts) > 5
    assert "What is an event stream?" in "".join(texts)
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices[0].finish_reason] == ["stop"]
    assert {chunk.model for chunk in chunks} == {"gpt-5"}
    assert {chunk.object for chunk in chunks} == {"chat.completion.chunk"}
    assert len({chunk.id for chunk in chunks}) == 1


def test_the_usage_chunk_comes_last_and_only_when_asked_for(client):
    def chunks(**options):
        return list(client.chat.completions.create(model="gpt-5", messages=QUESTION, stream=True, **options))

    asked = chunks(stream_options={"include_usage": True})
    assert asked[-1].choices == []
    usage = asked[-1].usage
    assert usage.prompt_tokens > 0 and usage.completion_tokens > 5
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens
    assert all(chunk.usage is None for chunk in asked[:-1])
    assert all("usage" in chunk.model_fields_set for chunk in asked)
    assert not any("usage" in chunk.model_fields_set for chunk in chunks())


def test_without_stream_the_chat_answer_is_one_json_document(client):
    answer = client.chat.completions.create(model="gpt-5-mini", messages=QUESTION)

    assert answer.object == "chat.completion"
    assert answer.model == "gpt-5-mini"
    assert "What is an event stream?" in answer.choices[0].message.content
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.total_tokens > 0


def test_the_helper_that_collects_a_chat_stream_ends_with_the_whole_message(client):
    with client.chat.completions.stream(model="gpt-5", messages=QUESTION) as stream:
        types = [event.type for event in stream]
        message = stream.get_final_completion().choices[0].message

    assert "content.delta" in types and "content.done" in types
    assert "What is an event stream?" in message.content


def test_when_tools_are_sent_a_chat_calls_the_first_one(client):
    with client.chat.completions.stream(model="gpt-5", messages=QUESTION, tools=[WEATHER]) as stream:
        types = [event.type for event in stream]
        choice = stream.get_final_completion().choices[0]

    assert "tool_calls.function.arguments.delta" in types
    assert choice.finish_reason == "tool_calls"
    assert choice.message.tool_calls[0].function.name == "get_weather"
    assert '"city"' in choice.message.tool_calls[0].function.arguments


@pytest.mark.parametrize("parameters", [None, {}, {"type": "object", "properties": {}}])
def test_a_tool_without_parameters_is_called_with_none(client, parameters):
    function = {"name": "ping"} | ({} if parameters is None else {"parameters": parameters})
    answer = client.chat.completions.create(model="m", messages=QUESTION, tools=[{"type": "function", "function": function}])
    assert answer.choices[0].message.tool_calls[0].function.arguments == "{}"


def test_the_tool_that_is_asked_for_is_called(client):
    other = {"type": "function", "function": {"name": "other", "parameters": {}}}
    choice = {"type": "function", "function": {"name": "get_weather"}}
    answer = client.chat.completions.create(model="m", messages=QUESTION, tools=[other, WEATHER], tool_choice=choice)
    assert answer.choices[0].message.tool_calls[0].function.name == "get_weather"


def test_after_the_result_of_a_tool_a_chat_answers_in_words(client):
    messages = QUESTION + [
        {
            "role": "assistant",
            "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": "{}"}}],
        },
        {"role": "tool", "tool_call_id": "call_1", "content": "sunny, 21 °C"},
    ]
    chunks = list(client.chat.completions.create(model="gpt-5", messages=messages, tools=[WEATHER], stream=True))

    assert "sunny, 21 °C" in "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert chunks[-1].choices[0].finish_reason == "stop"


def test_a_key_that_says_invalid_is_refused_as_the_api_does(playground):
    with openai.OpenAI(base_url=f"{playground.url}/v1", api_key="sk-invalid", max_retries=0) as client:
        with pytest.raises(openai.AuthenticationError, match="Incorrect API key"):
            client.chat.completions.create(model="gpt-5", messages=QUESTION, stream=True)


@pytest.mark.parametrize("address", ["chat/completions", "responses"])
@pytest.mark.parametrize("body", [b'{"model": "m", "messages": [', b"", b"[1]", b"{}", b"null"])
def test_a_body_that_is_no_json_object_is_refused_as_the_api_does(playground, address, body):
    answer = httpx.post(f"{playground.url}/v1/{address}", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"


@pytest.mark.parametrize("address", ["chat/completions", "responses", "messages"])
def test_a_stream_has_no_comment_and_each_request_ids_of_its_own_unless_it_has_a_seed(playground, address):
    def stream(seed=""):
        body = {"model": "m", "stream": True, "messages": QUESTION, "input": "Hi", "max_tokens": 9}
        return httpx.post(f"{playground.url}/v1/{address}?speed=100{seed}", json=body).text

    def ids(text):
        return set(re.findall(r'"id":"([^"]+)"', text))

    first, second = stream(), stream()
    assert not re.search(r"^:", first, flags=re.MULTILINE)
    assert ids(first) and not ids(first) & ids(second)
    assert ids(stream("&seed=7")) == ids(stream("&seed=7"))


def test_the_models_are_listed(client):
    assert "gpt-5" in [model.id for model in client.models.list()]


RESPONSE_EVENTS = [
    "response.created",
    "response.in_progress",
    "response.output_item.added",
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_text.done",
    "response.content_part.done",
    "response.output_item.done",
    "response.completed",
]


def test_a_response_streams_its_events_in_order_and_numbered(client):
    events = list(client.responses.create(model="gpt-5", input="What is an event stream?", stream=True))

    assert list(dict.fromkeys(event.type for event in events)) == RESPONSE_EVENTS
    assert [event.sequence_number for event in events] == list(range(len(events)))
    deltas = "".join(event.delta for event in events if event.type == "response.output_text.delta")
    assert "What is an event stream?" in deltas
    assert events[-1].response.output_text == deltas
    assert events[-1].response.status == "completed"
    assert events[-1].response.usage.total_tokens > 0


def test_the_helper_that_collects_a_response_ends_with_the_whole_response(client):
    with client.responses.stream(model="gpt-5", input="Hello") as stream:
        for _ in stream:
            pass
        assert "Hello" in stream.get_final_response().output_text


def test_without_stream_the_response_is_one_json_document(client):
    response = client.responses.create(
        model="gpt-5-mini", input=[{"role": "user", "content": [{"type": "input_text", "text": "Good morning"}]}]
    )

    assert response.model == "gpt-5-mini"
    assert response.status == "completed"
    assert "Good morning" in response.output_text


TOOL = {"type": "function", "name": "get_weather", "strict": False, **{"parameters": WEATHER["function"]["parameters"]}}


def test_a_response_calls_a_tool_that_is_offered_and_answers_its_output_in_words(client):
    with client.responses.stream(model="gpt-5", input="Weather?", tools=[{"type": "web_search"}, TOOL]) as stream:
        types = list(dict.fromkeys(event.type for event in stream))
        call = stream.get_final_response().output[0]
    assert "response.function_call_arguments.delta" in types and "response.function_call_arguments.done" in types
    assert (call.type, call.name, list(json.loads(call.arguments))) == ("function_call", "get_weather", ["city"])
    output = {"type": "function_call_output", "call_id": call.call_id, "output": "sunny, 21 degrees"}
    answer = client.responses.create(model="gpt-5", input=[call.model_dump(exclude_none=True), output], tools=[TOOL])
    assert "sunny, 21 degrees" in answer.output_text
    assert answer.output[0].type == "message"
