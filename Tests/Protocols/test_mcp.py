"""The client `mcp` of PyPI, unmodified, against the scenario mcp, in both eras of the protocol."""

import json

import anyio
import httpx
import pytest
from mcp import ClientSession, MCPError
from mcp.client import Client
from mcp.client.sse import sse_client
from mcp.client.streamable_http import streamable_http_client

ERAS = pytest.mark.parametrize("mode", ["legacy", "auto", "2026-07-28"])


def in_session(playground, mode, use, **options):
    async def run():
        with anyio.fail_after(20):
            async with Client(f"{playground.url}/mcp", mode=mode, **options) as client:
                return await use(client)

    return anyio.run(run)


@ERAS
def test_the_tools_are_listed_with_their_schemas(playground, mode):
    async def use(client):
        return client.protocol_version, (await client.list_tools()).tools

    version, tools = in_session(playground, mode, use)
    assert version == ("2025-11-25" if mode == "legacy" else "2026-07-28")
    assert [tool.name for tool in tools] == ["echo", "count", "report"]
    assert all(tool.input_schema["type"] == "object" for tool in tools)


@ERAS
def test_a_tool_that_echoes_answers_with_its_argument(playground, mode):
    async def use(client):
        return await client.call_tool("echo", {"text": "Grüße, 世界"})

    result = in_session(playground, mode, use)
    assert not result.is_error
    assert result.content[0].text == "Grüße, 世界"


@ERAS
def test_a_tool_that_counts_reports_its_progress_on_the_stream_of_the_answer(playground, mode):
    async def use(client):
        seen = []

        async def progress(done, total, message):
            seen.append((done, total))

        result = await client.call_tool("count", {"to": 4}, progress_callback=progress)
        return seen, result

    seen, result = in_session(playground, mode, use)
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert result.content[0].text == "Counted to 4."


def test_an_answer_whose_stream_was_closed_is_fetched_with_the_last_event_id(playground):
    async def use(client):
        return await client.call_tool("report", {})

    assert in_session(playground, "legacy", use).content[0].text == "The report is ready."


@ERAS
def test_a_tool_that_does_not_exist_is_an_error_of_the_protocol(playground, mode):
    async def use(client):
        with pytest.raises(MCPError, match="Unknown tool: nothing"):
            await client.call_tool("nothing", {})

    in_session(playground, mode, use)


def test_the_server_speaks_on_the_stream_that_the_client_listens_to(playground):
    async def use(client):
        with anyio.fail_after(10):
            await heard.wait()

    heard = None
    messages = []

    async def on_message(message):
        messages.append(message)
        heard.set()

    async def run():
        nonlocal heard
        heard = anyio.Event()
        async with Client(f"{playground.url}/mcp", mode="legacy", message_handler=on_message) as client:
            await use(client)

    anyio.run(run)
    assert messages


def test_a_server_of_the_first_era_makes_the_client_fall_back(playground):
    """`?era=2025` hides the second era: server/discover is then an unknown method."""

    async def run():
        with anyio.fail_after(20):
            transport = streamable_http_client(f"{playground.url}/mcp?era=2025")
            async with Client(transport, mode="auto") as client:
                return client.protocol_version

    assert anyio.run(run) == "2025-11-25"


def post(playground, body, **fields):
    fields = {"accept": "application/json, text/event-stream", "content-type": "application/json", **fields}
    return httpx.post(f"{playground.url}/mcp", content=body, headers=fields)


@pytest.mark.parametrize(("body", "code"), [(b'{"jsonrpc": "2.0", ', -32700), (b"", -32700), (b"[]", -32600), (b'{"id": 1}', -32600)])
def test_what_is_no_message_of_json_rpc_is_refused_as_the_protocol_says(playground, body, code):
    answer = post(playground, body)
    assert answer.status_code == 400
    assert (answer.json()["id"], answer.json()["error"]["code"]) == (None, code)


def test_a_result_that_is_fetched_by_resuming_has_its_type(playground):
    stream = httpx.get(f"{playground.url}/mcp?speed=100", headers={"last-event-id": "report:1"}).text
    result = json.loads(stream.split("data: ")[1])["result"]
    assert result["resultType"] == "complete"


# The first transport: GET /mcp-first/sse beside POST.


def over_sse(playground, use):
    async def run():
        with anyio.fail_after(20):
            async with sse_client(f"{playground.url}/mcp-first/sse") as (read, write):
                async with ClientSession(read, write) as session:
                    return await use(session)

    return anyio.run(run)


def test_the_first_transport_answers_posts_on_the_stream(playground):
    async def use(session):
        started = await session.initialize()
        tools = (await session.list_tools()).tools
        await session.send_ping()
        result = await session.call_tool("echo", {"text": "Grüße, 世界"})
        return started.protocol_version, [tool.name for tool in tools], result.content[0].text

    assert over_sse(playground, use) == ("2024-11-05", ["echo"], "Grüße, 世界")


def test_clients_of_the_first_transport_do_not_hear_one_another(playground):
    async def run():
        heard = {}

        async def client(name):
            async with sse_client(f"{playground.url}/mcp-first/sse") as (read, write), ClientSession(read, write) as session:
                await session.initialize()
                for number in range(5):
                    result = await session.call_tool("echo", {"text": f"{name} {number}"})
                    heard.setdefault(name, []).append(result.content[0].text)

        with anyio.fail_after(20):
            async with anyio.create_task_group() as group:
                for name in ["one", "other", "third"]:
                    group.start_soon(client, name)
        return heard

    assert anyio.run(run) == {name: [f"{name} {number}" for number in range(5)] for name in ["one", "other", "third"]}


def test_a_tool_that_does_not_exist_is_an_error_of_the_first_transport_too(playground):
    async def use(session):
        await session.initialize()
        with pytest.raises(MCPError):
            await session.call_tool("none", {})

    over_sse(playground, use)
