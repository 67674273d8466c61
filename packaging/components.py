"""Describes the third-party parts of a release, which packaging/components.toml lists.

    components.py notice             the text of NOTICE
    components.py copyright          Debian's copyright file
    components.py licences FOLDER    the text of each licence, in a file of its component's name
    components.py sbom FILE          CycloneDX, with the versions that were built in
"""

import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tomllib
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent
CHECKOUTS = ROOT / ".build-dist" / "swift" / "checkouts"
COMPONENTS = tomllib.loads((ROOT / "packaging" / "components.toml").read_text(encoding="utf-8"))["component"]

NOTICE = """\
SSE Playground
Copyright the SSE Playground authors
Licensed under the Apache License, Version 2.0 (LICENSE).

A release carries the following. The text of each licence is in share/doc/sse-playground/licences/.

{components}
libmicrohttpd and libqrencode are under the GNU Lesser General Public License, version 2.1 or later, Nettle is under its version 3
or later, and all three are linked into the program. You may change them and link the program again: their sources are the
distribution's (`apt-get source libmicrohttpd qrencode nettle`), the source of the program is this repository, and `make dist` links
the one with the others (packaging/program/).
"""


def output(*command):
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def resolved():
    pins = json.loads((ROOT / "Package.resolved").read_text(encoding="utf-8"))["pins"]
    return {pin["identity"]: pin["state"]["version"] for pin in pins}


def version(component):
    """The version that was built in."""
    source, name = component["from"], component["name"]
    if source == "swift":
        return resolved()[name.lower()]
    if source == "browser":
        return component["version"]
    if source == "toolchain":
        return re.search(r"Swift version (\S+)", output("swift", "--version"))[1]
    if source == "icu":
        # The name of its data inside the program contains the version.
        program = (ROOT / ".build-dist" / "program" / "sse-playground").read_bytes()
        return re.search(rb"icudt(\d+)", program)[1].decode()
    return output("dpkg-query", "-W", "-f", "${Version}", source)


def notice():
    lines = [f"{c['name']}: {c['what']}\n  {c['licence']}. Copyright {c['copyright']}\n  {c['url']}\n" for c in COMPONENTS]
    return NOTICE.format(components="\n".join(lines))


def licence_text(component):
    source, name = component["from"], component["name"]
    if source == "swift":
        files = sorted(path for path in (CHECKOUTS / name).iterdir() if re.match(r"(LICEN[CS]E|NOTICE)", path.name))
        return "\n\n".join(path.read_text(encoding="utf-8") for path in files)
    if source == "toolchain":
        resources = json.loads(output("swift", "-print-target-info"))["paths"]["runtimeResourcePath"]
        return (pathlib.Path(resources).parent.parent / "share/swift/LICENSE.txt").read_text(encoding="utf-8")
    if source in ("browser", "icu"):
        text = (ROOT / "packaging" / "licences" / f"{component['licence']}.txt").read_text(encoding="utf-8")
        return text.replace("{copyright}", component["copyright"])
    text = pathlib.Path("/usr/share/doc", source, "copyright").read_text(encoding="utf-8")
    # Debian's files only refer to the full text of the GNU licences.
    for common in sorted(set(re.findall(r"/usr/share/common-licenses/([A-Z]+-[0-9.]*[0-9])", text))):
        text += f"\n\n{'=' * 72}\n{pathlib.Path('/usr/share/common-licenses', common).read_text(encoding='utf-8')}"
    return text


def write_licences(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for component in COMPONENTS:
        (folder / f"{component['name']}.txt").write_text(licence_text(component), encoding="utf-8")


def debian_copyright():
    """<https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/>"""
    stanzas = [
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: SSE Playground\n"
        "Comment: The components below are linked into usr/bin/sse-playground or lie in usr/share/sse-playground/Public/vendor.\n"
        " The whole text of each licence is in usr/share/doc/sse-playground/licences.",
        "Files: *\nCopyright: the SSE Playground authors\nLicense: Apache-2.0",
    ]
    used = {"Apache-2.0"}
    for c in COMPONENTS:
        short = c["licence"].replace(" WITH ", "-with-")
        used.add(short)
        stanzas.append(f"Files: components/{c['name']}\nCopyright: {c['copyright']}\nLicense: {short}\nComment: {c['url']}")
    common = {"Apache-2.0": "Apache-2.0", "GPL-3.0": "GPL-3", "LGPL-2.1": "LGPL-2.1", "LGPL-3.0": "LGPL-3"}
    for short in sorted(used):
        where = next((f"/usr/share/common-licenses/{common[key]}" for key in common if short.startswith(key)), None)
        where = where or "/usr/share/doc/sse-playground/licences"
        stanzas.append(f"License: {short}\n The text is in {where}.")
    return "\n\n".join(stanzas) + "\n"


def write_sbom(path):
    """Writes <https://cyclonedx.org/docs/1.6/json/>, checked against its schema."""
    from cyclonedx.contrib.license.factories import LicenseFactory
    from cyclonedx.model import ExternalReference, ExternalReferenceType, XsUri
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.output.json import JsonV1Dot6
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator
    from packageurl import PackageURL

    licences = LicenseFactory()

    def purl(c, its_version):
        if c["from"] == "swift":
            owner, name = c["url"].removeprefix("https://").rsplit("/", 1)
            return PackageURL("swift", owner, name, its_version)
        if c["from"] == "browser":
            return PackageURL("npm", None, c["name"], its_version)
        if c["from"] in ("toolchain", "icu"):
            return PackageURL("generic", None, c["name"].lower(), its_version)
        return PackageURL("deb", "debian", c["from"], its_version)

    own_version = output("scripts/version")
    bom = Bom()
    bom.metadata.component = own = Component(
        name="sse-playground", version=own_version, type=ComponentType.APPLICATION, bom_ref="sse-playground",
        licenses=[licences.make_with_id("Apache-2.0")], purl=PackageURL("generic", None, "sse-playground", own_version),
    )  # fmt: skip
    parts = []
    for c in COMPONENTS:
        its_version = version(c)
        reference = purl(c, its_version)
        parts.append(
            Component(
                name=c["name"], version=its_version, type=ComponentType.LIBRARY, bom_ref=str(reference), purl=reference,
                description=c["what"], copyright=c["copyright"], licenses=[licences.make_from_string(c["licence"])],
                external_references=[ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(c["url"]))],
            )  # fmt: skip
        )
        bom.components.add(parts[-1])
    bom.register_dependency(own, parts)
    # No time of day and no random number: the same release gives the same bytes.
    bom.metadata.timestamp = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, ",".join(sorted(str(part.purl) for part in parts)) + own_version)
    text = JsonV1Dot6(bom).output_as_string(indent=2)
    mistakes = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if mistakes:
        sys.exit(f"error: the SBOM is not valid CycloneDX 1.6: {mistakes}")
    path.write_text(text + "\n", encoding="utf-8")


def main():
    match sys.argv[1:]:
        case ["notice"]:
            print(notice(), end="")
        case ["copyright"]:
            print(debian_copyright(), end="")
        case ["licences", folder]:
            write_licences(pathlib.Path(folder))
        case ["sbom", file]:
            write_sbom(pathlib.Path(file))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
