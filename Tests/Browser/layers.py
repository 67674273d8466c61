"""Checks the imports of the pages' modules: lib knows no page, components know lib, pages wire both.

    python3 Tests/Browser/layers.py      prints imports that break this; exits with 1 if there are any
"""

import pathlib
import re
import sys

PUBLIC = pathlib.Path(__file__).resolve().parents[2] / "Public"
IMPORT = re.compile(
    r"""^\s*(?:import|export)\b[^'"();]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*[`'"]([^`'"]+)[`'"]""",
    re.MULTILINE,
)
TYPES = re.compile(r"import\('[^']+'\)(?:\.\w+)")  # in JSDoc: types know no layers
# The folders that each first folder may import from; any other folder, and the root, is a page.
MAY = {
    "lib": {"lib"},
    "components": {"lib", "components"},
    # Clients are copied into other people's apps.
    "clients": {"lib", "components", "clients", "vendor"},
    "pitfalls": {"lib", "components", "pitfalls", "clients", "vendor"},
    "learn": {"lib", "components", "learn", "pitfalls"},
}
PAGE = {"lib", "components"}
# A component that loads a client at run time by its URL.
EXCEPT = {("components/pitfall-side.js", "pitfalls")}
DOM = re.compile(r"\b(?:document|window)\.|\bnew (?:ResizeObserver|IntersectionObserver)\b|\brequestAnimationFrame\b")


def layer(path):
    return path.parts[0] if len(path.parts) > 1 else ""


def mistakes(public=PUBLIC):
    """A sentence for each upward import, and for each module of lib that touches the DOM."""
    found = []
    for file in sorted(public.rglob("*.js")):
        path = file.relative_to(public)
        own = layer(path)
        if own == "vendor":
            continue
        text = TYPES.sub("", file.read_text(encoding="utf-8"))
        may = MAY.get(own, PAGE | {own})
        for named in IMPORT.findall(text):
            target = "".join(named)
            resolved = (public / target.lstrip("/") if target.startswith("/") else file.parent / target).resolve()
            if not resolved.is_relative_to(public.resolve()):
                found.append(f"{path} imports {target}, which is not one of the pages' modules")
                continue
            other = layer(resolved.relative_to(public.resolve()))
            if other not in may and (path.as_posix(), other) not in EXCEPT:
                found.append(f"{path} imports {target}: {own or 'a page'} may import from {', '.join(sorted(may))} only")
        if own == "lib":
            # Template strings may hold programs to copy.
            code = re.sub(r"/\*.*?\*/|`(?:\\.|[^`\\])*`", "", text, flags=re.DOTALL)
            for line in code.splitlines():
                if DOM.search(line):
                    found.append(f"{path} touches the DOM: {line.strip()}")
    return found


if __name__ == "__main__":
    found = mistakes()
    print("\n".join(found), end="\n" if found else "", file=sys.stderr)
    sys.exit(bool(found))
