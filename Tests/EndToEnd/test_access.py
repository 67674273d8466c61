"""Who may do what: by where a request comes from, by a token, by the cookie of a browser that signed in."""

import concurrent.futures
import re
import time

import pytest
import requests

from playground import Playground

TIMEOUT = 30  # seconds; a bound for a busy machine, not a wait
TOKEN = "correct-horse-battery"
STRANGER = {"X-Forwarded-For": "192.0.2.1"}
ECHO = "steps: [{ data: \"${headers.cookie ?? 'none'}\" }]\n"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("access")
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "echo.yaml").write_text(ECHO)
    server = Playground(folder, ADMIN_TOKEN=TOKEN, ALLOWED_HOSTS="play.example.org")
    yield server
    server.stop()


def ask(server, method, path, headers, **arguments):
    return requests.request(method, server.url + path, headers=headers, timeout=TIMEOUT, **arguments)


def operations(server):
    description = requests.get(f"{server.url}/openapi.json", timeout=TIMEOUT).json()
    for path, item in description["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                yield method.upper(), path, operation["x-role"]


@pytest.mark.parametrize(
    "mark",
    [
        {"Host": "play.example.org"},
        STRANGER,
        {"Forwarded": "for=127.0.0.1"},
        {"X-Real-IP": "127.0.0.1"},
        {"Via": "1.1 proxy"},
        {"X-Forwarded-Proto": "https"},
    ],
    ids=lambda mark: next(iter(mark)),
)
def test_every_address_is_open_to_the_role_that_the_description_says(server, mark):
    asked = 0
    for method, path, role in operations(server):
        address = re.sub(r"{(\w+)}", "nothing-there", path)
        address += "?follow=false" if path.endswith(("changes", "journal")) else ""
        answer = ask(server, method, address, mark, stream=True)
        answer.close()
        if role != "visitor":
            assert answer.status_code == 401, f"{method} {path}"
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        else:
            assert answer.status_code not in (401, 403), f"{method} {path}"
        for headers in [mark | BEARER, {}]:
            let_in = ask(server, method, address, headers, stream=True)
            let_in.close()
            assert let_in.status_code not in (401, 403), f"{method} {path} {headers}"
        asked += 1
    assert asked > 25


def test_a_refusal_says_where_to_sign_in(server):
    answer = ask(server, "PUT", "/api/scenarios/x", STRANGER)
    problem = answer.json()
    assert problem["type"] == "about:blank" and problem["title"] == "Unauthorized" and problem["status"] == 401
    assert problem["signIn"] == "/sign-in/"
    assert "sign in" in problem["detail"]
    assert ask(server, "GET", problem["signIn"], STRANGER).status_code == 200
    crossing = ask(server, "PUT", "/api/scenarios/x", {"Origin": "http://evil.example"})
    assert crossing.status_code == 403 and "signIn" not in crossing.json(), "signing in is no way around that"


def test_a_client_is_told_what_it_may_do(server):
    local = ask(server, "GET", "/api/access", {}).json()
    assert (local["role"], local["by"]) == ("presenter", "local")
    assert local["may"] == ["reads", "computes", "tries", "keepsOwn", "observesOwn", "observes", "writes"]
    assert (local["room"], local["you"], local["join"], local["origin"]) == (None, None, None, None)
    visitor = ask(server, "GET", "/api/access", STRANGER).json()
    assert (visitor["role"], visitor["by"], visitor["signIn"]) == ("visitor", None, "/sign-in/")
    assert visitor["may"] == ["reads", "computes"]
    presenter = ask(server, "GET", "/api/access", STRANGER | BEARER)
    assert (presenter.json()["role"], presenter.json()["by"]) == ("presenter", "token")
    assert presenter.headers["Cache-Control"] == "no-store"


def test_without_a_token_the_refusal_says_what_is_missing(start_playground):
    server = start_playground()
    answer = ask(server, "DELETE", "/api/scenarios/x", STRANGER | {"Authorization": "Bearer anything"})
    assert answer.status_code == 401
    assert "ADMIN_TOKEN" in answer.json()["detail"] and "signIn" not in answer.json()
    assert ask(server, "GET", "/api/access", STRANGER).json()["signIn"] is None
    refused = ask(server, "POST", "/api/sign-in", STRANGER, json={"token": "anything"})
    assert refused.status_code == 403 and "signIn" not in refused.json()
    assert not (server.folder / "data" / "sign-in.key").exists()


def sign_in(server, headers=STRANGER, token=TOKEN):
    return ask(server, "POST", "/api/sign-in", headers, json={"token": token})


def test_whoever_signs_in_stays_so_after_a_restart(tmp_path):
    first = Playground(tmp_path, ADMIN_TOKEN=TOKEN)
    answer = sign_in(first)
    port = first.port
    field = answer.headers["Set-Cookie"]
    assert answer.status_code == 204
    assert re.fullmatch(rf"sse-playground-{port}=[\w.]+; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax", field), field
    cookie = STRANGER | {"Cookie": field.split(";")[0]}
    assert ask(first, "GET", "/api/sessions", cookie).status_code == 200
    assert ask(first, "GET", "/api/access", cookie).json()["by"] == "cookie"
    crossing = ask(first, "DELETE", "/api/sessions/a", cookie | {"Sec-Fetch-Site": "same-site"})
    assert crossing.status_code == 403, "a cookie is no way around the rules for pages of other sites"
    first.stop()
    key = tmp_path / "data" / "sign-in.key"
    assert key.stat().st_mode & 0o777 == 0o600
    second = Playground(tmp_path, ADMIN_TOKEN=TOKEN, PORT=str(port))
    assert ask(second, "GET", "/api/sessions", cookie).status_code == 200
    second.stop()
    third = Playground(tmp_path, ADMIN_TOKEN="another-horse-battery", PORT=str(port))
    assert ask(third, "GET", "/api/sessions", cookie).status_code == 401
    third.stop()


def test_signing_out_takes_the_cookie_back(server):
    session = requests.Session()
    session.post(f"{server.url}/api/sign-in", json={"token": TOKEN}, headers=STRANGER, timeout=TIMEOUT)
    assert session.get(f"{server.url}/api/sessions", headers=STRANGER, timeout=TIMEOUT).status_code == 200
    session.post(f"{server.url}/api/sign-out", headers=STRANGER, timeout=TIMEOUT)
    assert session.get(f"{server.url}/api/sessions", headers=STRANGER, timeout=TIMEOUT).status_code == 401
    assert len(session.cookies) == 0


def test_a_form_of_another_site_signs_nobody_in(server):
    form = ask(server, "POST", "/api/sign-in", STRANGER, data={"token": TOKEN})
    assert form.status_code == 415
    crossing = sign_in(server, STRANGER | {"Origin": "http://evil.example"})
    assert crossing.status_code == 403
    assert "Set-Cookie" not in form.headers.keys() | crossing.headers.keys()


def test_after_ten_wrong_tokens_answers_wait_and_the_right_one_is_let_in(start_playground):
    server = start_playground(ADMIN_TOKEN=TOKEN, LOOPS="1")

    def timed(send):
        started = time.monotonic()
        return send().status_code, time.monotonic() - started

    for number in range(10):
        wrong = STRANGER | {"Authorization": f"Bearer guess-{number}"}
        assert ask(server, "DELETE", "/api/sessions/a", wrong).status_code == 401
    with concurrent.futures.ThreadPoolExecutor() as pool:
        slow = [pool.submit(timed, lambda: sign_in(server, token="another guess")) for _ in range(3)]
        slow += [pool.submit(timed, lambda: ask(server, "DELETE", "/api/sessions/a", STRANGER | {"Authorization": "Bearer x"}))]
        # The only loop serves others meanwhile.
        assert ask(server, "GET", "/healthz", {}).status_code == 200
        assert sign_in(server).status_code == 204
        assert ask(server, "GET", "/api/sessions", STRANGER | BEARER).status_code == 200
        assert not any(each.done() for each in slow), "the right token came in while wrong ones waited"
        for each in slow:
            status, seconds = each.result()
            assert status == 401 and seconds >= 1
    log = "".join(server.log)
    assert "guess" not in log and TOKEN not in log


def test_scenarios_do_not_see_the_cookie(server):
    field = sign_in(server).headers["Set-Cookie"].split(";")[0]
    answer = ask(server, "GET", "/play/echo", {"Cookie": f"theme=dark; {field}; sse-playground-1=x; last=1"})
    assert answer.text.endswith("data: theme=dark; last=1\n\n")
    assert ask(server, "GET", "/play/echo", {"Cookie": field}).text.endswith("data: none\n\n")
