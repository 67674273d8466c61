"""The Gemini API, read as Google's clients do: an address with an action behind the model, data alone, CR LF."""

import json

import httpx
import pytest

WEATHER = {"functionDeclarations": [{"name": "get_weather", "parameters": {"type": "OBJECT", "properties": {"days": {"type": "INTEGER"}}, "required": ["days"]}}]}


def ask(playground, action, content="What is an event stream?", query="", **more):
    part = {"text": content} if isinstance(content, str) else content
    body = {"contents": [{"role": "user", "parts": [part]}], **more}
    return httpx.post(f"{playground.url}/v1beta/models/gemini-3-flash:{action}?speed=100{query}", json=body)


def chunks(answer):
    assert answer.headers["content-type"].startswith("text/event-stream")
    blocks = answer.text.split("\r\n\r\n")
    assert blocks.pop() == ""
    assert all(block.startswith("data: ") and "\n" not in block for block in blocks)
    return [json.loads(block[6:]) for block in blocks]


def test_a_stream_is_parts_of_one_candidate_and_ends_with_a_reason(playground):
    found = chunks(ask(playground, "streamGenerateContent", query="&alt=sse"))
    assert len(found) > 5
    assert "What is an event stream?" in "".join(each["candidates"][0]["content"]["parts"][0]["text"] for each in found)
    assert [each["candidates"][0].get("finishReason") for each in found] == [None] * (len(found) - 1) + ["STOP"]
    assert {each["modelVersion"] for each in found} == {"gemini-3-flash"}
    assert found[-1]["usageMetadata"]["totalTokenCount"] > 0


def test_without_alt_sse_it_is_a_document(playground):
    whole = ask(playground, "generateContent").json()["candidates"][0]["content"]["parts"][0]["text"]
    assert ask(playground, "streamGenerateContent").json()[0]["candidates"][0]["content"]["parts"][0]["text"] == whole
    assert ask(playground, "countTokens").json()["totalTokens"] > 0
    assert ask(playground, "embedContent").json()["error"]["status"] == "NOT_FOUND"


@pytest.mark.parametrize("action", ["generateContent", "streamGenerateContent"])
def test_a_function_is_called_and_its_response_answered_in_words(playground, action):
    def parts(content):
        answer = ask(playground, action, content, query="&alt=sse" if "stream" in action else "", tools=[WEATHER])
        found = chunks(answer) if "stream" in action else [answer.json()]
        return [each["candidates"][0]["content"]["parts"][0] for each in found]

    call = parts("Weather?")[0]["functionCall"]
    assert call["name"] == "get_weather" and type(call["args"]["days"]) is int
    answered = parts({"functionResponse": {"name": "get_weather", "response": {"celsius": 21}}})
    assert "celsius" in "".join(part["text"] for part in answered)


def test_names_of_both_kinds_are_taken(playground):
    schema = {"type": "object", "properties": {"days": {"type": "integer"}}, "required": ["days"]}
    tool = {"function_declarations": [{"name": "get_weather", "parameters_json_schema": schema}]}
    call = ask(playground, "generateContent", "Weather?", tools=[tool]).json()["candidates"][0]["content"]["parts"][0]
    assert call["functionCall"]["args"] == {"days": 3}


def test_a_body_that_is_no_json_is_refused_as_the_api_does(playground):
    answer = httpx.post(f"{playground.url}/v1beta/models/m:streamGenerateContent?alt=sse", content=b'{"contents": [')
    assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")
