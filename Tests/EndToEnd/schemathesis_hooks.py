"""Adjusts what Schemathesis generates."""

import re
from urllib.parse import quote

import schemathesis
from hypothesis import strategies

schemathesis.openapi.media_type("application/gzip", strategies.binary(max_size=300))


def fits(values):
    """What makes a head longer than about 5 KiB libmicrohttpd may answer itself, with a page of its own (docs/decisions/0004)."""
    return len(quote(repr(values), errors="surrogatepass")) < 1500


@schemathesis.hook
def filter_query(context, query):
    return fits(query)


@schemathesis.hook
def filter_path_parameters(context, path_parameters):
    return fits(path_parameters)


ENDLESS = ["/api/changes", "/api/sessions/{key}/journal"]


@schemathesis.hook
def before_call(context, case, kwargs):
    """Requests the current content instead of an endless stream, because Schemathesis reads whole responses."""
    if case.operation.path in ENDLESS and (case.query or {}).get("follow") in (None, True, "true"):
        case.query = {**(case.query or {}), "follow": "false"}
    # Waiting for a verdict may take longer than the time limit of a response.
    if re.fullmatch(r"[0-9.]+(us|ms|s|m|h)", str((case.query or {}).get("wait"))):
        case.query = {**case.query, "wait": "10ms"}
    # It takes the first segment of a participant's scenario, `@ann/one`, from `Location` for its name: that address is another one.
    name = (case.path_parameters or {}).get("name")
    if isinstance(name, str) and name.startswith(("@", "%40")):
        case.path_parameters = {**case.path_parameters, "name": "finite"}
    # Beyond ISO-8859-1 requests sends nothing: the bytes of UTF-8 are sent, as EventSource does with an id.
    for field, value in list((case.headers or {}).items()):
        if isinstance(value, str) and any(ord(character) > 255 for character in value):
            case.headers[field] = value.encode("utf-8", "surrogatepass").decode("latin-1")
