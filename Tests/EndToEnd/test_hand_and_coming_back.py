"""Who comes back to a stream behind what was put in by hand, alone or along a shared timeline."""

import threading

import pytest
import requests
from events import first, stream
from hand import COUNTING, SHARED, gone, hand, opened
from playground import wait_for, write_scenarios


@pytest.fixture(params=["1", "3"], ids=["one loop", "three loops"])
def server(start_playground, tmp_path, request):
    write_scenarios(tmp_path, {"counting": COUNTING, "shared": SHARED, "late": SHARED + "response: { delay: 700ms }\n"})
    return start_playground(LOOPS=request.param)


def test_a_client_that_comes_back_behind_what_was_put_in_goes_on_there(server):
    response, found, event = opened(server, "counting", "back")
    with response:
        hand(server, "inject", {"id": "mine", "data": "by hand"}, session="back")
        seen = [event["data"].split()[0]]
        while seen[-1] != "by":
            seen.append(next(found)["data"].split()[0])
    last = seen[-2]
    gone(server, "back")
    url = f"{server.url}/play/counting?session=back"
    again = stream(url, headers={"Last-Event-ID": "mine"})
    assert again.headers["Playground-Resume"] == "continued"
    assert first(1, again)[0]["data"].split()[0] == str(int(last) + 1)
    elsewhere = stream(f"{server.url}/play/counting?session=elsewhere", headers={"Last-Event-ID": "mine"})
    assert elsewhere.headers["Playground-Resume"] == "unknown-id"
    elsewhere.close()


def test_a_shared_timeline_is_in_hand_as_a_whole_and_each_follower_alone(server):
    one, ones, _ = opened(server, "shared", "one")
    other, others, _ = opened(server, "shared", "other")
    with one, other:
        answer = hand(server, "inject", {"id": "n", "data": "for all"}, timeline="shared").json()
        assert (answer["reached"], answer["followers"]) == (1, 2)
        hand(server, "inject", {"data": "for one"}, session="one")
        got = [next(ones)["data"] for _ in range(8)]
        assert "for all" in got and "for one" in got
        got = [next(others)["data"] for _ in range(8)]
        assert "for all" in got and "for one" not in got
        assert first(1, stream(f"{server.url}/play/shared", headers={"Last-Event-ID": "n"}))[0]["data"].isdecimal()
        assert hand(server, "cut", timeline="shared").json()["reached"] == 1
        with pytest.raises(requests.exceptions.RequestException):
            list(ones)


def test_one_follower_of_a_shared_timeline_comes_back_behind_what_it_alone_was_sent(server):
    response, found, event = opened(server, "shared", "alone")
    with response:
        hand(server, "inject", {"id": "mine", "data": "by hand"}, session="alone")
        seen = [event["data"]]
        while seen[-1] != "by hand":
            seen.append(next(found)["data"])
    gone(server, "alone")
    url = f"{server.url}/play/shared"
    again = stream(f"{url}?session=alone", headers={"Last-Event-ID": "mine"})
    assert again.headers["Playground-Resume"] == "continued"
    assert first(1, again)[0]["data"] == str(int(seen[-2]) + 1)
    elsewhere = stream(f"{url}?session=elsewhere", headers={"Last-Event-ID": "mine"})
    assert elsewhere.headers["Playground-Resume"] == "unknown-id"
    elsewhere.close()
    # Another text has a timeline of its own.
    (server.scenarios / "shared.yaml").write_text(SHARED.replace("200ms", "201ms"))

    def is_unknown():
        with stream(f"{url}?session=alone", headers={"Last-Event-ID": "mine"}) as changed:
            return changed.headers["Playground-Resume"] == "unknown-id"

    wait_for(is_unknown)


def test_what_is_put_into_one_follower_before_its_head_comes_behind_it(server):
    got = []
    reader = threading.Thread(target=lambda: got.extend(first(4, stream(f"{server.url}/play/late?session=early"))))
    reader.start()
    wait_for(lambda: hand(server, "inject", {"data": "early"}, session="early").json().get("reached") == 1)
    reader.join()
    assert [event["data"] for event in got].count("early") == 1
