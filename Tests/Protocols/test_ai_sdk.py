"""The UI message stream of the Vercel AI SDK, read as its parser does: data only, in the order it wants."""

import json

import httpx
import pytest
from httpx_sse import connect_sse


def chat(playground, text):
    body = {"id": "chat-1", "messages": [{"id": "m-1", "role": "user", "parts": [{"type": "text", "text": text}]}]}
    with httpx.Client(timeout=20) as client:
        with connect_sse(client, "POST", f"{playground.url}/ai-sdk/chat?speed=20", json=body) as source:
            assert source.response.headers["x-vercel-ai-ui-message-stream"] == "v1"
            return list(source.iter_sse())


@pytest.fixture(scope="module")
def events(playground):
    return chat(playground, "Weather in Oslo?")


def test_every_block_is_data_alone_and_the_last_says_done(events):
    assert {event.event for event in events} == {"message"}
    assert events[-1].data == "[DONE]"


def test_parts_come_between_start_and_finish_in_the_order_of_the_protocol(events):
    parts = [json.loads(event.data) for event in events[:-1]]
    types = list(dict.fromkeys(part["type"] for part in parts))
    assert types == [
        "start",
        "start-step",
        "tool-input-start",
        "tool-input-delta",
        "tool-input-available",
        "tool-output-available",
        "finish-step",
        "text-start",
        "text-delta",
        "text-end",
        "data-usage",
        "finish",
    ]
    assert sum(part["type"] == "start-step" for part in parts) == sum(part["type"] == "finish-step" for part in parts)


def test_text_parts_share_an_id_and_make_up_the_answer(events):
    parts = [json.loads(event.data) for event in events[:-1]]
    texts = [part for part in parts if part["type"] in ("text-start", "text-delta", "text-end")]
    assert len({part["id"] for part in texts}) == 1
    assert "Weather in Oslo?" in "".join(part.get("delta", "") for part in texts)


def test_the_input_of_a_tool_comes_in_fragments_that_make_up_its_json(events):
    parts = [json.loads(event.data) for event in events[:-1]]
    fragments = "".join(part["inputTextDelta"] for part in parts if part["type"] == "tool-input-delta")
    available = next(part for part in parts if part["type"] == "tool-input-available")
    assert json.loads(fragments) == available["input"]
