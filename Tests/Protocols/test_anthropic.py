"""The client `anthropic` of PyPI, unmodified, against the scenario anthropic-messages."""

import anthropic
import httpx
import jsonschema
import pytest

QUESTION = [{"role": "user", "content": "What is an event stream?"}]
WEATHER = {
    "name": "get_weather",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}


@pytest.fixture
def client(playground):
    with anthropic.Anthropic(
        base_url=playground.url, api_key="test", max_retries=0, default_query={"speed": 20}
    ) as client:
        yield client


def ask(client, **options):
    return client.messages.create(model="claude-sonnet-5", max_tokens=256, messages=QUESTION, **options)


def test_a_message_streams_as_one_block_of_text(client):
    events = list(ask(client, stream=True))

    assert list(dict.fromkeys(event.type for event in events)) == [
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]
    assert events[0].message.model == "claude-sonnet-5"
    assert events[0].message.content == []
    assert events[0].message.usage.input_tokens > 0
    text = "".join(event.delta.text for event in events if event.type == "content_block_delta")
    assert "What is an event stream?" in text
    assert events[-2].delta.stop_reason == "end_turn"
    assert events[-2].usage.output_tokens > 5
    assert events[-2].usage.input_tokens == events[0].message.usage.input_tokens


def test_the_helper_that_collects_a_stream_ends_with_the_whole_message(client):
    with client.messages.stream(model="claude-sonnet-5", max_tokens=256, messages=QUESTION) as stream:
        text = "".join(stream.text_stream)
        message = stream.get_final_message()

    assert "What is an event stream?" in text
    assert message.content[0].text == text
    assert message.stop_reason == "end_turn"


def test_without_stream_the_message_is_one_json_document(client):
    message = ask(client)

    assert message.type == "message" and message.role == "assistant"
    assert "What is an event stream?" in message.content[0].text
    assert message.stop_reason == "end_turn"


def test_when_tools_are_sent_the_message_ends_with_a_tool_use_whose_input_came_in_fragments(client):
    with client.messages.stream(
        model="claude-sonnet-5", max_tokens=256, messages=QUESTION, tools=[WEATHER]
    ) as stream:
        fragments = [event.partial_json for event in stream if event.type == "input_json"]
        message = stream.get_final_message()

    assert len(fragments) > 2
    assert message.stop_reason == "tool_use"
    assert [block.type for block in message.content] == ["text", "tool_use"]
    assert message.content[1].name == "get_weather"
    assert list(message.content[1].input) == ["city"]


SCHEMAS = [
    ({"count": {"type": "integer"}, "unit": {"enum": ["celsius", "kelvin"]}, "on": {"type": "boolean"}}, ["count", "unit"]),
    ({"place": {"type": "object", "properties": {"lat": {"type": "number", "minimum": 50}}, "required": ["lat"]}}, ["place"]),
    ({"names": {"type": "array", "items": {"type": "string", "maxLength": 3}, "minItems": 2}}, ["names"]),
    ({"when": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/day"}]}}, ["when"]),
]


@pytest.mark.parametrize(("properties", "required"), SCHEMAS)
def test_the_input_of_a_tool_fits_its_schema(client, properties, required):
    schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    schema["$defs"] = {"day": {"type": "string", "format": "date"}}
    block = ask(client, tools=[{"name": "t", "input_schema": schema}]).content[1]
    jsonschema.validate(block.input, schema)
    assert set(required) <= set(block.input)


@pytest.mark.parametrize("body", [b'{"model": ', b"", b"[]"])
def test_a_body_that_is_no_json_object_is_refused_as_the_api_does(playground, body):
    answer = httpx.post(f"{playground.url}/v1/messages", content=body)
    assert answer.status_code == 400
    assert (answer.json()["type"], answer.json()["error"]["type"]) == ("error", "invalid_request_error")


def test_after_the_result_of_a_tool_the_message_is_text(client):
    message = client.messages.create(
        model="claude-sonnet-5",
        max_tokens=256,
        tools=[WEATHER],
        messages=QUESTION
        + [
            {"role": "assistant", "content": [{"type": "tool_use", "id": "toolu_1", "name": "get_weather", "input": {}}]},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "sunny, 21 °C"}]},
        ],
    )

    assert message.stop_reason == "end_turn"
    assert "sunny, 21 °C" in message.content[0].text


def test_a_bearer_token_does_in_place_of_a_key(playground):
    with anthropic.Anthropic(base_url=playground.url, api_key=None, auth_token="test", max_retries=0) as client:
        assert ask(client).stop_reason == "end_turn"


def test_a_key_that_says_invalid_is_refused_as_the_api_does(playground):
    with anthropic.Anthropic(base_url=playground.url, api_key="invalid", max_retries=0) as client:
        with pytest.raises(anthropic.AuthenticationError, match="invalid x-api-key"):
            ask(client, stream=True)


def test_an_overloaded_model_says_so_inside_the_stream(client):
    with pytest.raises(anthropic.APIStatusError, match="overloaded_error"):
        list(client.messages.create(model="overloaded", max_tokens=256, messages=QUESTION, stream=True))
