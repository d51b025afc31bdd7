"""The worked example of docs/*/link-your-graph.md: each command as it stands, each output as it is said."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import jsonschema
import pytest
from engines import free_port, needed, running
from test_linking import SCHEMA, whole

from kg_service.linking import read_mappings

DOCS = Path(__file__).resolve().parents[1] / "docs"
EXAMPLE = DOCS / "examples" / "link-your-graph"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PORTS = ("8000", "7878")
"""Of the two servers in the page; the test takes free ones."""
LISTS = ("author_id", "reviewer_id")
SERVERS = {"kg": ("8000", "/health"), "oxigraph": ("7878", "/")}


def blocks(lang: str) -> list[tuple[str, str]]:
    return BLOCK.findall((DOCS / lang / "link-your-graph.md").read_text(encoding="utf-8"))


def commands(text: str) -> list[str]:
    return [line.removeprefix("$ ") for line in text.splitlines()]


class Terminal:
    """A folder with the files of the example, and servers that end with the test."""

    def __init__(self, folder: Path, servers: ExitStack) -> None:
        self._folder, self._servers = folder / "example", servers
        self._ports = {port: str(free_port()) for port in PORTS}
        shutil.copytree(EXAMPLE, self._folder)
        for path in self._folder.iterdir():
            path.write_text(self._with_ports(path.read_text(encoding="utf-8")), encoding="utf-8")
        own = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
        path = f"{Path(sys.executable).parent}{os.pathsep}{own['PATH']}"
        self._environment = {**own, "PATH": path, "PYTHONUTF8": "1"}

    def run(self, command: str) -> str:
        """What a command prints; nothing of a server, which goes on."""
        words = shlex.split(self._with_ports(command))
        settings = dict(word.split("=", 1) for word in words if re.match(r"KG_\w+=", word))
        program, *arguments = words[len(settings) :]
        if program == "pip":
            return ""
        if arguments[:1] == ["serve"]:
            port, ready = SERVERS[program]
            place = self._folder.parent / program
            place.mkdir()
            argv = [str(Path(sys.executable).with_name(program)), *arguments]
            address = f"http://127.0.0.1:{self._ports[port]}{ready}"
            environment = {**settings, "KG_PORT": self._ports["8000"]}
            self._servers.enter_context(running(argv, address, place, environment))
            return ""
        done = subprocess.run(
            ["bash", "-c", self._with_ports(command)], cwd=self._folder, env=self._environment,
            capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, ""), command
        return done.stdout

    def _with_ports(self, text: str) -> str:
        for written, taken in self._ports.items():
            text = re.sub(rf"(?<=127\.0\.0\.1:){written}\b", taken, text)
        return text


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_every_command_of_the_page_prints_what_it_says(tmp_path: Path) -> None:
    needed("oxigraph")
    said, compared = "", 0
    with ExitStack() as servers:
        terminal = Terminal(tmp_path, servers)
        for kind, text in blocks("en"):
            if kind == "console":
                said = "".join(map(terminal.run, commands(text)))
            elif kind == "text":
                assert said.replace("\r\n", "\n") == text
                compared += 1
    assert compared == 7
    # What a person has decided is what was found, judged.
    _, found = whole(tmp_path / "example" / "candidates.sssom.tsv")
    _, decided = whole(EXAMPLE / "windows.sssom.tsv")
    fixed = (
        "subject_id",
        "subject_label",
        "object_id",
        "object_label",
        "mapping_justification",
        "confidence",
    )
    assert [[row[c] for c in fixed] for row in found] == [[row[c] for c in fixed] for row in decided]


def test_both_pages_show_the_same_example() -> None:
    assert blocks("zh") == blocks("en")


def test_what_is_shown_of_the_files_is_in_them() -> None:
    files = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLE.iterdir())]
    shown = [text for kind, text in blocks("en") if kind == "rq"]
    assert len(shown) == 2
    assert [text for text in shown if not any(text in file for file in files)] == []


def test_the_links_of_the_example_are_sssom() -> None:
    header, rows = whole(EXAMPLE / "windows.sssom.tsv")
    header.pop("curie_map")
    mappings = [
        {
            name: float(value) if name == "confidence" else [value] if name in LISTS else value
            for name, value in row.items()
            if value and name != "review_state"
        }
        for row in rows
    ]
    jsonschema.validate({**header, "mappings": mappings}, SCHEMA)
    states = [mapping.review_state for mapping in read_mappings(EXAMPLE / "windows.sssom.tsv").mappings]
    assert [str(state) for state in states] == [*["confirmed"] * 5, "rejected"]
