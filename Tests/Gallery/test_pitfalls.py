"""What each pair of pitfalls promises, at the socket: bytes, chunks, status, attempts."""

import json
import zlib

import pytest
from wiretap import Session, parse


def numbers(answer):
    """The numbers of "Event 3 of 10" and its like, in the order in which they came."""
    return [int(data.split()[1]) for data in answer.data if data.startswith("Event ")]


def done(message):
    return message.type == "done"


def test_a_proxy_that_buffers_hands_over_everything_at_once(playground):
    broken = Session(playground, "buffering-proxy-broken").answer()
    fixed = Session(playground, "buffering-proxy-fixed").answer()
    assert len(broken.messages) == len(fixed.messages) == 5
    assert len(broken.chunks) == 1
    assert len(fixed.chunks) > 1
    assert broken.headers.get("x-accel-buffering") != "no"
    assert fixed.headers["x-accel-buffering"] == "no"


def messages_before_the_last_chunk(answer):
    assert answer.headers["content-encoding"] == "gzip"
    decompressor = zlib.decompressobj(zlib.MAX_WBITS | 16)
    before = b"".join(decompressor.decompress(chunk) for chunk in answer.chunks[:-1])
    whole = before + decompressor.decompress(answer.chunks[-1]) + decompressor.flush()
    assert len(parse(whole)[0]) == 5
    return len(parse(before)[0])


def test_compression_holds_events_back_unless_it_is_flushed(playground):
    broken = Session(playground, "gzip-broken").answer(Accept_Encoding="gzip")
    fixed = Session(playground, "gzip-fixed").answer(Accept_Encoding="gzip")
    assert messages_before_the_last_chunk(broken) == 0
    assert messages_before_the_last_chunk(fixed) > 0


def test_a_clean_end_is_followed_by_the_same_events_or_by_204(playground):
    broken = Session(playground, "clean-end-broken")
    for _ in range(3):
        answer = broken.answer()
        assert (answer.status, answer.ending, answer.data) == (200, "complete", ["one", "two", "three"])
    fixed = Session(playground, "clean-end-fixed")
    assert fixed.answer().messages[-1].type == "done"
    assert [fixed.answer().status, fixed.answer().status] == [204, 204]


def test_an_overloaded_server_says_503_or_a_retry_and_then_works(playground):
    broken = Session(playground, "non-200-broken")
    first = broken.answer()
    assert (first.status, first.headers["retry-after"]) == (503, "1")
    assert numbers(broken.answer()) == [1, 2, 3, 4, 5]
    fixed = Session(playground, "non-200-fixed")
    first = fixed.answer()
    assert (first.status, first.messages, first.retry) == (200, [], 1000)
    assert numbers(fixed.answer()) == [1, 2, 3, 4, 5]


def test_named_events_are_not_of_the_type_message(playground):
    broken = Session(playground, "named-events-broken").answer()
    fixed = Session(playground, "named-events-fixed").answer()
    assert [message.type for message in broken.messages] == ["update"] * 5
    assert [message.type for message in fixed.messages] == ["message"] * 5


def test_without_blank_lines_nothing_is_dispatched(playground):
    broken = Session(playground, "missing-blank-line-broken").answer()
    assert broken.messages == [] and b"data: Event 5\n" in broken.body
    assert numbers(Session(playground, "missing-blank-line-fixed").answer()) == [1, 2, 3, 4, 5]


def test_lines_without_a_field_name_are_lost(playground):
    broken = Session(playground, "newline-loss-broken").answer()
    fixed = Session(playground, "newline-loss-fixed").answer()
    assert broken.data == ["Roses are red,"] * 3
    assert fixed.data == ["Roses are red,\nviolets are blue,\nlines want a field name,\nand so do you."] * 3


def test_the_space_behind_the_colon_is_taken_from_the_token(playground):
    assert "".join(Session(playground, "leading-space-broken").answer().data) == "Spacesbetweenwordsarepartofthetoken."
    fixed = Session(playground, "leading-space-fixed").answer()
    assert "".join(fixed.data) == "Spaces between words are part of the token."


def test_events_of_json_are_cut_into_small_chunks_or_whole(playground):
    broken = Session(playground, "json-split-broken").answer()
    fixed = Session(playground, "json-split-fixed").answer()
    for answer in (broken, fixed):
        assert [json.loads(data)["number"] for data in answer.data] == [1, 2, 3, 4, 5]
    assert max(map(len, broken.chunks)) <= 24
    assert all(chunk.endswith(b"\n") for chunk in fixed.chunks)


def is_text(chunk):
    try:
        chunk.decode()
        return True
    except UnicodeDecodeError:
        return False


def test_characters_are_cut_or_whole(playground):
    broken = Session(playground, "utf8-split-broken").answer()
    fixed = Session(playground, "utf8-split-fixed").answer()
    assert broken.data == fixed.data == ["Grüße aus Köln", "naïve café", "日本語", "🚀 lift-off"]
    assert sum(not is_text(chunk) for chunk in broken.chunks) >= 4
    assert all(map(is_text, fixed.chunks))


def test_line_ends_are_cut_between_cr_and_lf(playground):
    broken = Session(playground, "crlf-split-broken").answer()
    fixed = Session(playground, "crlf-split-fixed").answer()
    assert broken.messages == fixed.messages and len(fixed.messages) == 5
    cuts = [(one[-1:], two[:1]) for one, two in zip(broken.chunks, broken.chunks[1:])]
    assert cuts.count((b"\r", b"\n")) >= 5
    assert b"\r" not in fixed.body


def test_a_byte_order_mark_inside_the_stream_costs_the_event(playground):
    broken = Session(playground, "bom-broken").answer()
    fixed = Session(playground, "bom-fixed").answer()
    assert broken.body.count(b"\xef\xbb\xbf") == 5 and numbers(broken) == [1]
    assert fixed.body.startswith(b"\xef\xbb\xbf") and numbers(fixed) == [1, 2, 3, 4, 5]


def test_a_retry_with_anything_but_digits_is_ignored(playground):
    broken = Session(playground, "bogus-retry-broken").answer()
    assert b"retry: 0.5s\n" in broken.body and broken.retry is None
    assert Session(playground, "bogus-retry-fixed").answer().retry == 500


def test_a_retry_of_zero_is_stopped_after_thirty_connections(playground):
    broken = Session(playground, "zero-retry-broken")
    answers = [broken.answer() for _ in range(31)]
    assert {answer.retry for answer in answers[:30]} == {0}
    assert [answer.status for answer in answers] == [200] * 30 + [204]
    assert Session(playground, "zero-retry-fixed").answer().retry == 2000


@pytest.mark.parametrize(
    ["scenario", "after_the_cut"],
    [
        ["resume-fixed", [6, 7, 8, 9, 10]],
        ["gap-broken", [8, 9, 10]],
        ["gap-fixed", [6, 7, 8, 9, 10]],
        ["duplicate-broken", [4, 5, 6, 7, 8, 9, 10]],
        ["duplicate-fixed", [6, 7, 8, 9, 10]],
        ["too-old-broken", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ],
)
def test_after_a_cut_the_stream_goes_on(playground, scenario, after_the_cut):
    session = Session(playground, scenario)
    first = session.answer()
    assert first.ending == "truncated" and numbers(first) == [1, 2, 3, 4, 5]
    last = first.messages[-1].id
    assert last == "5"
    assert numbers(session.answer(last_event_id=last, until=done)) == after_the_cut


def test_without_ids_the_stream_starts_over(playground):
    session = Session(playground, "resume-broken")
    first = session.answer()
    assert numbers(first) == [1, 2, 3, 4, 5] and first.messages[-1].id == ""
    assert numbers(session.answer(until=done)) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]


def test_an_id_that_is_too_old_is_answered_by_a_reset(playground):
    session = Session(playground, "too-old-fixed")
    assert numbers(session.answer()) == [1, 2, 3, 4, 5]
    again = session.answer(last_event_id="5", until=done)
    assert again.messages[0].type == "reset" and "Event 5" in json.loads(again.data[0])["reason"]


def test_a_silent_connection_is_ended_and_one_with_a_heartbeat_lives(playground):
    assert numbers(Session(playground, "idle-timeout-broken").answer()) == [1]
    fixed = Session(playground, "idle-timeout-fixed").answer()
    assert numbers(fixed) == [1, 2, 3, 4, 5]
    assert fixed.body.count(b"\n:") >= 4


def test_an_origin_is_answered_by_a_star_or_by_its_name(playground):
    origin = "https://shop.example"
    broken = Session(playground, "cors-credentials-broken").answer(Origin=origin)
    fixed = Session(playground, "cors-credentials-fixed").answer(Origin=origin)
    assert broken.headers["access-control-allow-origin"] == "*"
    assert fixed.headers["access-control-allow-origin"] == origin
    assert fixed.headers["access-control-allow-credentials"] == "true"
    assert "origin" in fixed.headers["vary"].lower()


def test_the_content_type_is_plain_text_or_an_event_stream(playground):
    broken = Session(playground, "content-type-broken").answer()
    fixed = Session(playground, "content-type-fixed").answer()
    assert broken.headers["content-type"].startswith("text/plain")
    assert fixed.headers["content-type"].startswith("text/event-stream")
    assert broken.data == fixed.data


def test_a_session_that_ended_gets_a_page_or_an_event(playground):
    broken = Session(playground, "login-page-broken")
    assert numbers(broken.answer()) == [1, 2, 3]
    page = broken.answer(last_event_id="3")
    assert (page.status, page.headers["content-type"].split(";")[0]) == (200, "text/html")
    fixed = Session(playground, "login-page-fixed")
    assert numbers(fixed.answer()) == [1, 2, 3]
    assert [message.type for message in fixed.answer(last_event_id="3").messages] == ["login-required"]
    assert fixed.answer(last_event_id="3").status == 204


def test_an_error_page_in_the_body_dispatches_nothing(playground):
    with Session(playground, "error-page-broken").connect() as connection:
        body = b""
        for chunk in connection.chunks():
            body += chunk
            if b"</html>\n" in body:
                break
    assert len(parse(body)[0]) == 3
    fixed = Session(playground, "error-page-fixed")
    assert fixed.answer().messages[-1].type == "server-error"
    assert fixed.answer().status == 204


def test_a_token_that_runs_out_ends_in_401_or_is_handed_over_in_time(playground):
    broken = Session(playground, "token-expiry-broken")
    assert numbers(broken.answer()) == [1, 2, 3]
    assert [broken.answer(last_event_id="3").status for _ in range(2)] == [401, 401]
    fixed = Session(playground, "token-expiry-fixed")
    first = fixed.answer()
    assert numbers(first) == [1, 2, 3]
    assert json.loads(first.data[-1])["token"] == "token-2"
    assert numbers(fixed.answer(last_event_id="3")) == [4, 5, 6]


def test_an_answer_without_a_terminator_comes_twice(playground):
    broken = Session(playground, "missing-terminator-broken")
    first, second = broken.answer(), broken.answer()
    assert first.data == second.data and "[DONE]" not in first.data
    fixed = Session(playground, "missing-terminator-fixed")
    assert fixed.answer().data[-1] == "[DONE]"
    assert fixed.answer().status == 204


@pytest.mark.parametrize(["scenario", "jobs"], [["strict-mode-broken", 2], ["strict-mode-fixed", 1]])
def test_two_connections_start_two_jobs_or_share_one(playground, scenario, jobs):
    session = Session(playground, scenario)
    with session.connect() as one, session.connect() as two:
        assert len({json.loads(next(connection.messages()).data)["job"] for connection in (one, two)}) == jobs


def test_clients_are_told_one_time_to_come_back_or_each_its_own(playground):
    def retries(scenario):
        return [Session(playground, scenario).answer().retry for _ in range(6)]

    assert set(retries("thundering-herd-broken")) == {1000}
    spread = retries("thundering-herd-fixed")
    assert len(set(spread)) > 1 and min(spread) >= 1000 and max(spread) < 5000
