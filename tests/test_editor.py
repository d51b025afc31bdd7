"""The query editor: what is committed is what its sources give, and its formatter changes no query."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EDITOR = ROOT / "editor"
BUILT = ("kg_service/web/static/editor.js", "LICENSES/editor.txt")
QUERIES = sorted((ROOT / "queries").rglob("*.rq"))


def needs(program: str) -> None:
    if shutil.which(program) is None:
        reason = f"{program} is not installed"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)


def formatted(texts: list[str]) -> list[dict[str, str]]:
    """Each text laid out once and twice, with its tokens before and after."""
    needs("node")
    script = f"""
        import {{ format, tokens }} from {json.dumps((EDITOR / "src/format.js").as_uri())};
        import {{ readFileSync }} from "node:fs";
        const words = (text) => tokens(text).map((token) => token.text.trimEnd()).join("\\n");
        const done = JSON.parse(readFileSync(0, "utf8")).map((text) => {{
          const once = format(text);
          return {{ once, twice: format(once), before: words(text), after: words(once) }};
        }});
        console.log(JSON.stringify(done));
    """
    command = ["node", "--input-type=module", "--eval", script]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, str]] = json.loads(done.stdout)
    return found


def test_layout_changes_nothing_but_white_space() -> None:
    texts = [path.read_text(encoding="utf-8") for path in QUERIES]
    unfinished = [
        "",
        "SELECT",
        "SELECT * { ?s ?p ",
        "}}} ) ] {",
        "'''a",
        '"',
        "<",
        "# only",
        "\\",
        "{ # x\n}",
    ]
    assert len(texts) > 80
    for text, found in zip([*texts, *unfinished], formatted([*texts, *unfinished]), strict=True):
        assert found["after"] == found["before"], text
        assert found["twice"] == found["once"], text
        assert re.sub(r"\s", "", found["once"]) == re.sub(r"\s", "", text)
        assert not re.search(r"[ \t]$", found["once"], re.MULTILINE)


def test_a_query_on_one_line_is_laid_out() -> None:
    text = (
        'prefix a: <x#y> select ?a where { ?s ?p ?o ; a:b "x;{ #" , 3.5 . filter(?a!=1) '
        "optional { ?a ?b ?c } {?x ?y ?z} union { ?x a:b/a:c* ?z . } } order by ?a limit 3 # end"
    )
    assert formatted([text])[0]["once"].splitlines() == [
        "prefix a: <x#y>",
        "select ?a",
        "where {",
        "  ?s ?p ?o ;",
        '    a:b "x;{ #" , 3.5 .',
        "  filter(?a!=1)",
        "  optional { ?a ?b ?c }",
        "  { ?x ?y ?z } union { ?x a:b/a:c* ?z . }",
        "}",
        "order by ?a",
        "limit 3 # end",
    ]


def test_versions_are_pinned_and_name_no_registry() -> None:
    about = json.loads((EDITOR / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((EDITOR / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in about["devDependencies"].values())
    for name, package in lock.items():
        assert not name or package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name


def test_every_package_in_the_bundle_has_its_notice() -> None:
    lock = json.loads((EDITOR / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    notices = re.findall(r"^(\S+) (\d\S+) \(MIT\)$", (ROOT / BUILT[1]).read_text(encoding="utf-8"), re.M)
    built = {name.removeprefix("node_modules/"): about["version"] for name, about in lock.items() if name}
    tools = {name for name in built if name == "esbuild" or name.startswith("@esbuild/")}
    assert dict(notices) == {name: version for name, version in built.items() if name not in tools}


def test_the_editor_loads_nothing_and_makes_no_code() -> None:
    text = (ROOT / BUILT[0]).read_text(encoding="utf-8")
    assert not re.search(r"\beval\(|new Function\(|importScripts|XMLHttpRequest|WebSocket|\bimport\(", text)
    assert text.count("fetch(") == 1
    assert len(text.encode()) < 450_000


@pytest.mark.network
def test_the_bundle_is_built_from_the_lock_file(tmp_path: Path) -> None:
    """Committed, so that serving needs no Node.js; equal to a build, so that nothing else is in it."""
    needs("npm")
    copy = tmp_path / "editor"
    shutil.copytree(EDITOR, copy, ignore=shutil.ignore_patterns("node_modules"))
    for command in (["npm", "ci"], ["node", "build.mjs", str(tmp_path / "built")]):
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr
    for name in BUILT:
        assert (tmp_path / "built" / name).read_bytes() == (ROOT / name).read_bytes(), (
            f"{name}: run `make editor`"
        )
