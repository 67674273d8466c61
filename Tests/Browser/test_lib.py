"""The modules of Public/lib, run in the browser: they need no other JavaScript engine."""

import json
import pathlib
import re
import shutil
import subprocess

import pytest

TESTS = pathlib.Path(__file__).parent
VECTORS = sorted((TESTS.parent / "Vectors").glob("*.json"))
UNIT_TESTS = sorted((TESTS / "lib").glob("*.test.js"))

RUN_CASE = """
async ({ bytes, ways }) => {
  const { EventStreamParser } = await import('/lib/event-stream-parser.js');
  const all = Uint8Array.from(bytes);
  return ways.map((cuts) => {
    const events = [];
    const nothing = [];
    const parser = new EventStreamParser({ event: (event) => events.push(event), nothing: (reason) => nothing.push(reason) });
    let start = 0;
    for (const end of [...cuts, all.length]) {
      parser.push(all.subarray(start, end));
      start = end;
    }
    parser.end();
    return { events, nothing, lastEventId: parser.lastEventId, reconnectionTime: parser.reconnectionTime };
  });
}
"""


def cases():
    for path in VECTORS:
        for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
            yield pytest.param(case, id=f"{path.stem}: {case['name']}")


@pytest.fixture(scope="module")
def lib_page(chromium, playground):
    context = chromium.new_context(base_url=playground.url)
    page = context.new_page()
    page.goto("/favicon.svg")
    yield page
    context.close()


def test_there_are_vectors():
    assert VECTORS, "Tests/Vectors is empty"


@pytest.mark.parametrize("case", cases())
def test_parser_agrees_with_vector_wherever_it_is_cut(lib_page, case):
    data = bytes.fromhex(case["hex"]) if "hex" in case else case["text"].encode("utf-8")
    expected = {key: case[key] for key in ("events", "nothing", "lastEventId", "reconnectionTime")}
    ways = [[], list(range(1, len(data)))] + [[cut] for cut in range(1, len(data))]
    results = lib_page.evaluate(RUN_CASE, {"bytes": list(data), "ways": ways})
    for cuts, result in zip(ways, results, strict=True):
        assert result == expected, f"cut at {cuts}"


RUN_FILE = """
async (address) => {
  const { tests } = await import(address);
  const failures = [];
  for (const [name, run] of Object.entries(tests)) {
    try {
      await run();
    } catch (error) {
      failures.push(`${name}: ${error.message}`);
    }
  }
  return { count: Object.keys(tests).length, failures };
}
"""


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in UNIT_TESTS])
def test_unit_tests_pass_in_the_browser(lib_page, path):
    def serve(route):
        body = (TESTS / "lib" / route.request.url.rsplit("/", 1)[1]).read_text(encoding="utf-8")
        route.fulfill(body=body, content_type="text/javascript")

    lib_page.route("**/unit-tests/*", serve)
    result = lib_page.evaluate(RUN_FILE, f"/unit-tests/{path.name}")
    assert result["failures"] == []
    assert result["count"] > 0


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed; the same tests ran in the browser")
def test_unit_tests_and_vectors_pass_in_node():
    done = subprocess.run(["node", "--test", str(TESTS / "lib" / "node.test.mjs")], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert re.search(r"^# pass [1-9]\d+$", done.stdout, re.MULTILINE)
