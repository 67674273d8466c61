"""What `plan` says of who is answered with what."""

import subprocess

import pytest
from playground import BINARY, ROOT

LIMIT = 60  # seconds; a bound for a busy machine
ALL = """
client: { headers: { Authorization: Bearer x } }
request: { bearer: x, mismatch: { status: 403, text: no } }
cors: any
attempts:
  - { status: 503, times: 2 }
  - steps: [{ data: own }]
  - { reset: on }
  - { status: "${200 + attempt}" }
  - fine
  - { html: x, times: forever }
steps:
  - if: ${query.ask}
    then: [{ respond: { status: 401 } }]
  - { id: 1, data: theirs }
"""


def plan(name, *arguments, folder=ROOT):
    done = subprocess.run([BINARY, "plan", name, *arguments], cwd=folder, capture_output=True, text=True, timeout=LIMIT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_plan_says_first_which_connections_play_what(tmp_path):
    (tmp_path / "all.yaml").write_text(ALL)
    assert plan("all.yaml", folder=tmp_path).split("\n\n")[0].splitlines() == [
        "connections 1 to 2  line 6    503 answer, no steps",
        "connection 3        line 7    200 stream of steps of its own",
        "connection 4        line 8    reset, no answer and no steps",
        "connection 5        line 9    a stream of the scenario's steps if its status is 200, else an answer, no steps",
        "connection 6        line 10   200 stream of the scenario's steps",
        "connections from 7  line 11   200 answer, no steps",
        "This is connection 1; --attempt shows another.",
    ]


@pytest.mark.parametrize(
    ("arguments", "first"),
    [
        ([], "0.000s  line 6    503 answer of this attempt, no steps"),
        (["--attempt", "3"], "0.000s  line 7    200 stream of steps of this attempt"),
        (["--attempt", "4"], "0.000s  line 8    ends: reset"),
        (["--attempt", "5"], "0.000s  line 9    205 answer of this attempt, no steps"),
        (["--attempt", "6"], "0.000s            200 stream of the scenario's steps"),
        (["--attempt", "9"], "0.000s  line 11   200 answer of this attempt, no steps"),
        (["--attempt", "6", "--query", "ask=1"], "0.000s  line 14   401 answer of a 'respond' step"),
        (["--attempt", "6", "--last-event-id", "1"], "0.000s  line 15   204 answer to a client that comes back, no steps"),
        (["--header", "authorization: no"], "0.000s            403 answer to a request that is not what 'request' asks for, no steps"),
        (["--method", "DELETE"], "0.000s            405 answer to a request that is not what 'request' asks for, no steps"),
        (["--method", "options", "--header", "Origin: http://a.test"], "0.000s            204 answer to OPTIONS, no steps"),
    ],
)
def test_each_answer_says_what_gives_it(tmp_path, arguments, first):
    (tmp_path / "all.yaml").write_text(ALL)
    assert plan("all.yaml", *arguments, folder=tmp_path).split("\n\n")[1].splitlines()[0].strip() == first


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("proxy: { answer: bad-gateway }", "502 answer of the proxy, no steps"),
        ("response: { redirect: /x }", "302 answer of 'response', no steps"),
        ("response: { status: 204 }", "204 answer of 'response', no steps"),
        ("response: { status: '${1}' }", "500 answer in place of what cannot be worked out, no steps"),
        ("retry: 1s", "200 stream of the scenario's steps"),
    ],
)
def test_a_scenario_without_attempts_says_it_too(tmp_path, text, first):
    text = text.replace("${1}", "${query.status ?? 1}")
    (tmp_path / "one.yaml").write_text(f"{text}\nsteps: [{{ data: x }}]\n")
    assert plan("one.yaml", folder=tmp_path).splitlines()[0].strip() == f"0.000s            {first}"


def test_the_plan_of_the_reference_is_the_one_that_is_printed():
    reference = (ROOT / "docs" / "scenario-format.md").read_text(encoding="utf-8")
    shown = reference.split("$ sse-playground plan unavailable-twice\n")[1].split("```")[0]
    assert plan("unavailable-twice") == shown
