"""The models of `ag-ui-protocol` of PyPI read every event of the scenario ag-ui."""

import json

import httpx
import pytest
from ag_ui.core import AssistantMessage, Event, EventType, RunAgentInput, Tool, ToolMessage, UserMessage
from httpx_sse import connect_sse
from pydantic import TypeAdapter

EVENT = TypeAdapter(Event)
CITY = {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}, "required": ["city", "days"]}


def run_agent(playground, text, tools=(), more=()):
    request = RunAgentInput(
        thread_id="thread-7",
        run_id="run-9",
        state={},
        messages=[UserMessage(id="message-1", role="user", content=text), *more],
        tools=list(tools),
        context=[],
        forwarded_props={},
    )
    with httpx.Client(timeout=20) as client:
        with connect_sse(
            client,
            "POST",
            f"{playground.url}/ag-ui?speed=20",
            content=request.model_dump_json(by_alias=True),
            headers={"content-type": "application/json"},
        ) as source:
            return [EVENT.validate_json(event.data) for event in source.iter_sse()]


@pytest.fixture(scope="module")
def events(playground):
    return run_agent(playground, "Plan a picnic")


def test_a_run_starts_and_finishes_once_with_the_ids_of_the_request(events):
    types = [event.type for event in events]
    assert types[0] == EventType.RUN_STARTED and types[-1] == EventType.RUN_FINISHED
    assert types.count(EventType.RUN_STARTED) == types.count(EventType.RUN_FINISHED) == 1
    assert (events[0].thread_id, events[0].run_id) == ("thread-7", "run-9")
    assert (events[-1].thread_id, events[-1].run_id) == ("thread-7", "run-9")


def test_steps_that_start_also_finish(events):
    started = [event.step_name for event in events if event.type == EventType.STEP_STARTED]
    finished = [event.step_name for event in events if event.type == EventType.STEP_FINISHED]
    assert started and started == finished


def test_a_message_has_a_start_pieces_that_are_not_empty_and_an_end(events):
    start = next(event for event in events if event.type == EventType.TEXT_MESSAGE_START)
    pieces = [event for event in events if event.type == EventType.TEXT_MESSAGE_CONTENT]
    end = next(event for event in events if event.type == EventType.TEXT_MESSAGE_END)
    assert start.role == "assistant"
    assert {piece.message_id for piece in pieces} == {start.message_id} == {end.message_id}
    assert all(piece.delta for piece in pieces)
    assert "Plan a picnic" in "".join(piece.delta for piece in pieces)


def test_the_state_is_a_snapshot_and_then_patches_of_it(events):
    types = [event.type for event in events]
    assert types.index(EventType.STATE_SNAPSHOT) < types.index(EventType.STATE_DELTA)
    for delta in (event for event in events if event.type == EventType.STATE_DELTA):
        assert all(operation.op == "replace" for operation in delta.delta)


def test_a_tool_that_the_request_offers_is_called(playground):
    weather = Tool(name="get_weather", description="The weather", parameters=CITY)
    events = run_agent(playground, "Weather?", [weather])
    start = next(event for event in events if event.type == EventType.TOOL_CALL_START)
    arguments = [event for event in events if event.type == EventType.TOOL_CALL_ARGS]
    assert start.tool_call_name == "get_weather"
    assert len(arguments) > 1 and all(event.tool_call_id == start.tool_call_id for event in arguments)
    assert any(event.type == EventType.TOOL_CALL_END for event in events)
    made = json.loads("".join(event.delta for event in arguments))
    assert isinstance(made["city"], str) and type(made["days"]) is int
    assert events[-1].type == EventType.RUN_FINISHED


def test_the_result_of_a_tool_is_answered_in_words(playground):
    weather = Tool(name="get_weather", description="The weather", parameters=CITY)
    call = {"id": "call-1", "type": "function", "function": {"name": "get_weather", "arguments": "{}"}}
    more = [
        AssistantMessage(id="message-2", role="assistant", tool_calls=[call]),
        ToolMessage(id="message-3", role="tool", tool_call_id="call-1", content="21 degrees"),
    ]
    events = run_agent(playground, "Weather?", [weather], more)
    assert not any(event.type == EventType.TOOL_CALL_START for event in events)
    assert "21 degrees" in "".join(event.delta for event in events if event.type == EventType.TEXT_MESSAGE_CONTENT)
    assert events[-1].type == EventType.RUN_FINISHED


def test_ids_of_messages_are_new_in_each_run(playground):
    ids = [{event.message_id for event in run_agent(playground, "Hello") if hasattr(event, "message_id")} for _ in range(3)]
    assert all(len(each) == 1 for each in ids) and len(set.union(*ids)) == 3


def test_a_run_that_fails_ends_with_an_error_in_place_of_the_finish(playground):
    types = [event.type for event in run_agent(playground, "Please fail")]
    assert types[-1] == EventType.RUN_ERROR
    assert EventType.RUN_FINISHED not in types
