"""What the scenarios of faults/ do to a client, at the socket."""

from wiretap import Session


def test_half_an_event_is_thrown_away_and_comes_whole_the_next_time(playground):
    session = Session(playground, "truncated")
    first = session.answer()
    assert first.ending == "truncated"
    assert first.body.endswith(b"data: This event is never fin")
    assert [message.id for message in first.messages] == ["1", "2", "3"]
    again = session.answer(last_event_id="3", until=lambda message: message.type == "done")
    assert [message.id for message in again.messages][:2] == ["4", "5"]


def test_two_connections_are_reset_and_the_third_goes_to_the_end(playground):
    session = Session(playground, "reset")
    ids = []
    for ending in ["reset", "reset"]:
        answer = session.answer(last_event_id=ids[-1] if ids else None)
        assert answer.ending == ending
        ids += [message.id for message in answer.messages]
    answer = session.answer(last_event_id=ids[-1], until=lambda message: message.type == "done")
    ids += [message.id for message in answer.messages if message.type != "done"]
    assert ids == [str(number) for number in range(1, 10)]


def test_two_refusals_are_followed_by_the_stream(playground):
    session = Session(playground, "unavailable-twice")
    assert [session.answer().status for _ in range(3)] == [503, 503, 200]


def test_a_length_that_is_not_reached_leaves_the_body_unfinished(playground):
    answer = Session(playground, "length-too-long").answer()
    assert answer.headers["content-length"] == "2000"
    assert answer.ending == "truncated" and len(answer.messages) == 3


def test_a_redirect_leads_to_another_scenario_once(playground):
    session = Session(playground, "redirected")
    first = session.answer()
    assert (first.status, first.headers["location"]) == (307, "/play/silent")
    assert session.answer().status == 200


def test_malformed_fields_change_nothing_else(playground):
    answer = Session(playground, "malformed").answer()
    assert "An unknown field is ignored." in answer.data
    assert "\nA field without a colon has an empty value: this is the second line." in answer.data
    assert {message.id for message in answer.messages[2:]} == {"good"}
    assert answer.retry is None
    assert not any("lost" in data or "never dispatched" in data for data in answer.data)
    assert any("\ufffd\ufffd" in data for data in answer.data)


def test_a_bad_network_loses_nothing_for_a_client_that_resumes(playground):
    session = Session(playground, "random-faults", speed=200)
    numbers, connections, last = [], 0, None
    while len(numbers) < 150 and connections < 60:
        answer = session.answer(last_event_id=last, until=lambda message: int(message.id) >= 150)
        connections += 1
        numbers += [int(message.id) for message in answer.messages]
        last = str(numbers[-1])
    assert numbers[:150] == list(range(1, 151))
    assert connections > 1
