"""Every scenario that ships is well-formed, says what it is for, and has its place."""

import json
import re
import subprocess

import jsonschema
import yaml
from playground import BINARY, ROOT

FILES = sorted((ROOT / "scenarios").rglob("*.yaml"))
PITFALLS = sorted((ROOT / "scenarios" / "pitfalls").glob("*.yaml"))
GROUPS = {"protocols": "protocols", "pitfalls": "pitfall", "faults": "fault", "domains": "domain", "live": "live", "load": "load"}


class Loader(yaml.SafeLoader):
    """YAML 1.2, as the playground has it: `on`, `off`, `yes` and `no` are text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), "tf")


def document(file):
    return yaml.load(file.read_text(), Loader)


def test_every_file_passes_check_without_a_warning():
    run = subprocess.run([BINARY, "check", *map(str, FILES)], capture_output=True, text=True, timeout=120)
    report = run.stdout + run.stderr
    assert run.returncode == 0, report
    assert "warning" not in report, report


def test_every_file_names_the_schema_and_keeps_to_it():
    schema = ROOT / "docs" / "scenario.schema.json"
    validator = jsonschema.Draft202012Validator(json.loads(schema.read_text()))
    for file in FILES:
        link = re.match(r"# yaml-language-server: \$schema=(\S+)\n", file.read_text())
        assert link and (file.parent / link[1]).resolve() == schema, file
        assert [error.message for error in validator.iter_errors(document(file))] == [], file


def test_names_are_unique_over_all_folders_and_well_formed():
    names = [file.stem for file in FILES]
    assert len(names) == len(set(names))
    assert [name for name in names if not re.fullmatch("[a-z0-9][a-z0-9-]{0,63}", name)] == []


def test_every_scenario_has_a_title_and_says_what_it_is_for():
    for file in FILES:
        scenario = document(file)
        assert scenario["title"], file
        assert 40 < len(scenario["description"]) < 400, file
        assert scenario["tags"], file


def test_titles_are_unique():
    titles = [document(file)["title"] for file in FILES]
    assert [title for title in titles if titles.count(title) > 1] == []


def test_the_first_tag_is_the_group():
    for folder, tag in GROUPS.items():
        files = (ROOT / "scenarios" / folder).glob("*.yaml")
        assert [file.name for file in files if document(file)["tags"][0] != tag] == []


def test_pitfalls_are_pairs_that_name_each_other():
    names = {file.stem for file in PITFALLS}
    pairs = {name.removesuffix("-broken") for name in names if name.endswith("-broken")}
    assert names == {f"{pair}-{kind}" for pair in pairs for kind in ("broken", "fixed")}
    for file in PITFALLS:
        scenario = document(file)
        pair, kind = file.stem.rsplit("-", 1)
        assert scenario["tags"][1] == pair
        assert scenario["title"].endswith(f"({kind})")


def test_the_page_on_pitfalls_has_symptom_cause_and_fix_of_each():
    text = (ROOT / "docs" / "pitfalls.md").read_text()
    sections = dict(re.findall(r"^## ([a-z0-9-]+)\n((?:\*\*.*\n)+)", text, re.MULTILINE))
    assert set(sections) == {file.stem.rsplit("-", 1)[0] for file in PITFALLS}
    for name, section in sections.items():
        parts = re.findall(r"^\*\*(\w+):\*\* .+\.$", section, re.MULTILINE)
        assert parts == ["Symptom", "Cause", "Fix"], name
