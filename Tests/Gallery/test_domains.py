"""The streams of domains/ have the beginning, the course and the end that their clients count on."""

import json

import pytest
from wiretap import Session


def test_a_deploy_succeeds_or_rolls_back(playground):
    good = Session(playground, "deploy-progress").answer()
    assert json.loads(good.data[-1])["status"] == "succeeded"
    totals = [json.loads(message.data)["total"] for message in good.messages if message.type == "progress"]
    assert totals == sorted(totals) and totals[-1] == 100
    bad = Session(playground, "deploy-progress", fail="canary").answer()
    assert json.loads(bad.data[-1])["status"] == "rolled-back"
    assert "failed" in [message.type for message in bad.messages]


def test_a_pipeline_tries_its_failed_job_again(playground):
    answer = Session(playground, "build-pipeline").answer()
    jobs = [json.loads(message.data) for message in answer.messages if message.type == "job"]
    assert [job["status"] for job in jobs if job["job"] == "test"] == ["running", "failed", "running", "passed"]
    assert answer.messages[-1].type == "done"


def test_the_tokens_of_a_chat_make_up_its_answer(playground):
    answer = Session(playground, "chat-tokens", q="Why%3F").answer()
    text = "".join(json.loads(message.data)["token"] for message in answer.messages if message.id.isdigit())
    assert text.startswith("You asked: **Why?**") and "```js\n" in text
    assert answer.messages[-1].type == "done"


@pytest.mark.parametrize(
    ["scenario", "type"],
    [["access-log", "line"], ["sensor-stalls", "reading"], ["stock-ticker", "trade"], ["system-load", "load"]],
)
def test_an_endless_stream_goes_on_where_it_was_cut(playground, scenario, type):
    with Session(playground, scenario, speed=100, seed=7).connect() as connection:
        whole = [message for message, _ in zip(connection.messages(), range(40))]
    cut = [message for message in whole[:20] if message.type == type][-1]
    assert [message.id for message in whole if message.type == type][-1] != cut.id
    with Session(playground, scenario, speed=100, seed=7).connect(last_event_id=cut.id) as connection:
        rest = [message for message, _ in zip(connection.messages(), range(5))]
    after = whole[whole.index(cut) + 1 :][:5]
    assert [(message.type, message.id) for message in rest] == [(message.type, message.id) for message in after]


def test_a_firehose_loses_nothing(playground):
    answer = Session(playground, "firehose", speed=1).answer()
    assert [message.id for message in answer.messages if message.type == "message"] == [str(n) for n in range(1, 100001)]


def test_large_events_arrive_whole(playground):
    answer = Session(playground, "large-events").answer()
    assert [len(message.data) for message in answer.messages[:-1]] == [kibibytes * 1024 for kibibytes in (1, 8, 16, 32, 60)]
