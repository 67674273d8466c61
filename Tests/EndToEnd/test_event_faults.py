"""Events that are lost, or come in another order, before the server sends them."""

import pytest
from events import events, stream

SCENARIOS = {
    "dropping": "drop: { events: 10 }\nsteps: [{ repeat: 30, id: '${number}', data: '${number}' }]\n",
    "reordering": "reorder: { events: 3 }\nsteps: [{ repeat: 10, id: '${number}', data: '${number}' }, { wait: 100ms }]\n",
    "sharing": "timeline: shared\ndrop: { events: 2 }\nsteps: [{ wait: 100ms }, { repeat: 6, id: '${number}', data: '${number}' }]\n",
}


@pytest.fixture(scope="module")
def play(playground):
    for name, text in SCENARIOS.items():
        (playground.scenarios / f"{name}.yaml").write_text(text, encoding="utf-8")

    def play(target, **fields):
        for _ in range(200):
            response = stream(f"{playground.url}/play/{target}", headers=fields)
            if response.status_code != 404:
                return [event["data"] for event in events(response)]
        raise AssertionError(f"{target} is not there")

    return play


def test_every_tenth_event_is_lost(play):
    assert play("dropping") == [str(number) for number in range(1, 31) if number % 10]


def test_events_change_places_within_threes_and_the_rest_comes_at_the_end(play):
    found = [int(number) for number in play("reordering")]
    assert [sorted(found[start : start + 3]) for start in (0, 3, 6)] == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    assert found[9:] == [10]
    assert found == [int(number) for number in play("reordering")]
    orders = {tuple(play(f"reordering?seed={seed}")) for seed in range(8)}
    assert len(orders) > 4


@pytest.mark.parametrize("name", ["dropping", "reordering"])
def test_who_comes_back_goes_on_in_the_order_in_which_events_were_sent(play, name):
    sent = play(name)
    for place, last in enumerate(sent[:-1]):
        assert play(name, **{"Last-Event-ID": last}) == sent[place + 1 :]


def test_all_clients_of_a_shared_timeline_lose_the_same(play):
    assert play("sharing") == ["1", "3", "5"]
