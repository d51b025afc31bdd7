"""The real server: started as people start it, asked over the network, stopped by a signal."""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from long_run import part
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, SPARQLWrapper

from kg_service.errors import BadValueError, PortInUseError, SyntaxProblemError
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.web.serve import address_of, announcement, run

COUNT = "SELECT (COUNT(?s) AS ?n) { ?s a <http://purl.org/vocab/cpsv#PublicService> }"
STARTED_WITHIN, STOPPED_WITHIN = 60, 15
PROGRAM = """
import sys
from kg_service.settings import Settings
from kg_service.web.serve import run
if __name__ == "__main__":
    run(Settings.from_environment())
"""
"""What ``kg serve`` does, without the command line around it."""


class Server:
    """A running server and what it printed."""

    def __init__(self, process: subprocess.Popen[str], output: Path) -> None:
        self.process, self.output = process, output

    @property
    def address(self) -> str:
        found = re.search(r"http://[\d.]+:\d+", self.output.read_text(encoding="utf-8"))
        return found[0] if found else ""

    def children(self) -> list[int]:
        """Processes that it started, theirs included."""
        return descendants(self.process.pid)

    def stop(self, number: signal.Signals, *, group: bool = False) -> int:
        """Signal it and wait for its exit status."""
        (os.killpg if group else os.kill)(self.process.pid, number)
        return self.process.wait(STOPPED_WITHIN)


def descendants(pid: int) -> list[int]:
    """Process ids below *pid*."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and (fields := status(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = list(children.get(pid, []))
    for child in found:
        found += children.get(child, [])
    return found


def status(pid: int) -> list[str]:
    """State, parent and so on of a process; nothing where it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def alive(pids: list[int]) -> list[int]:
    """Those of *pids* that run, zombies not counted, once they had a moment to end."""
    for _ in range(30):
        running = [pid for pid in pids if status(pid) and status(pid)[0] != "Z"]
        if not running:
            break
        time.sleep(0.1)
    return running


@contextmanager
def serving(home: Path, folder: Path, **env: str) -> Iterator[Server]:
    program, output = folder / "program.py", folder / "output.txt"
    program.write_text(PROGRAM, encoding="utf-8")
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("KG_")},
        **{"KG_HOME": str(home), "KG_PORT": "0", "KG_LANG": "en", "PYTHONUTF8": "1", **env},
    }
    with output.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, str(program)], env=environment, cwd=folder, stdout=file, stderr=file,
            start_new_session=True, text=True,
        )  # fmt: skip
    server = Server(process, output)
    try:
        deadline = time.monotonic() + STARTED_WITHIN
        while not server.address and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert server.address, output.read_text(encoding="utf-8")
        yield server
    finally:
        below = server.children()
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(STOPPED_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for pid in below:
            if alive([pid]):
                os.kill(pid, signal.SIGKILL)


def copied(home: Path, copy: Path) -> Path:
    """A home of its own, to be spoilt."""
    for folder in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(home / folder, copy / folder)
    return copy


def fetch(url: str, **headers: str) -> bytes:
    with build_opener(ProxyHandler({})).open(Request(url, headers=headers), timeout=20) as answer:
        return bytes(answer.read())


@pytest.fixture(scope="module")
def server(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(home, tmp_path_factory.mktemp("server"), KG_WORKERS="2") as running:
        yield running


def test_it_serves_the_dataset_that_was_built(server: Server, store: EmbeddedStore) -> None:
    health = json.loads(fetch(f"{server.address}/health"))
    assert (health["status"], health["snapshot"]) == ("ok", store.snapshot)


def test_each_worker_is_a_process(server: Server) -> None:
    assert len(server.children()) >= 2


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_printed_command_works(server: Server) -> None:
    command = next(line for line in server.output.read_text().splitlines() if "curl" in line)
    answer = subprocess.run(
        ["env", "no_proxy=*", *shlex.split(command)], capture_output=True, text=True, check=True
    )
    assert answer.stdout.splitlines() == ["services", "23"]


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("form", ["urlencoded", POSTDIRECTLY])
def test_a_sparql_client_understands_it(server: Server, method: str, form: str) -> None:
    client = SPARQLWrapper(f"{server.address}/sparql")
    client.setMethod(method)
    client.setRequestMethod(form)
    client.setQuery(COUNT)
    client.setReturnFormat(JSON)
    rows = client.query().convert()["results"]["bindings"]  # type: ignore[index, call-overload]
    assert [row["n"]["value"] for row in rows] == ["23"]


def test_a_sparql_client_gets_other_formats(server: Server) -> None:
    client = SPARQLWrapper(f"{server.address}/sparql")
    client.setQuery(COUNT)
    client.setReturnFormat(CSV)
    assert client.query().convert() == b"n\r\n23\r\n"
    client.setQuery("CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 3")
    client.setReturnFormat(TURTLE)
    assert b" a " in client.query().convert()  # type: ignore[operator]


def test_pages_and_chinese_words_come_through(server: Server) -> None:
    page = fetch(f"{server.address}/id/edition/heilongjiang/2024/service/3", Accept="text/html").decode()
    assert "义务教育服务" in page
    query = "%E4%B8%AD"
    answer = fetch(f"{server.address}/sparql?query=SELECT(%22{query}%22AS%20?x)%7B%7D", Accept="text/csv")
    assert answer.decode() == "x\r\n中\r\n"


@pytest.mark.parametrize(
    ("number", "group"),
    part(
        [
            pytest.param(signal.SIGTERM, False, id="terminate"),
            pytest.param(signal.SIGINT, False, id="interrupt"),
            pytest.param(signal.SIGINT, True, id="ctrl-c-in-a-terminal"),
            pytest.param(signal.SIGHUP, False, id="terminal-closed"),
        ],
        2,
    ),
)
def test_it_stops_without_leaving_a_process(
    home: Path, tmp_path: Path, number: signal.Signals, group: bool
) -> None:
    with serving(home, tmp_path) as running:
        children = running.children()
        assert children
        assert running.stop(number, group=group) == 0
        assert alive(children) == []
        assert "Traceback" not in running.output.read_text()
        host, _, port = running.address.removeprefix("http://").partition(":")
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((host, int(port)), timeout=2)


def test_workers_do_not_outlive_it(home: Path, tmp_path: Path) -> None:
    with serving(home, tmp_path) as running:
        children = running.children()
        running.process.kill()
        running.process.wait()
        assert alive(children) == []


@pytest.mark.parametrize("place", [0, 1], ids=["the-one-with-the-dataset", "the-one-with-the-connections"])
def test_a_process_that_dies_is_replaced_by_one_with_the_same_data(
    home: Path, tmp_path: Path, place: int
) -> None:
    copy = copied(home, tmp_path / "home")
    with serving(copy, tmp_path, KG_WORKERS="1") as running:
        before = json.loads(fetch(f"{running.address}/health"))
        started = [
            pid
            for pid in sorted(running.children())
            if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
            and int(status(pid)[1]) == running.process.pid
        ]
        for file in copy.rglob("*.ttl"):
            file.write_text("<a> <b", encoding="utf-8")
        os.kill(started[place], signal.SIGKILL)
        deadline = time.monotonic() + 30
        answer = b""
        while not answer and time.monotonic() < deadline:
            try:
                answer = fetch(f"{running.address}/health")
            except OSError:
                time.sleep(0.2)
        assert json.loads(answer) == before
        assert alive([started[place]]) == []


def test_a_port_in_use_is_said_before_anything_starts(settings: Settings, server: Server) -> None:
    port = int(server.address.rpartition(":")[2])
    with pytest.raises(PortInUseError) as error:
        run(replace(settings, port=port))
    assert str(port) in error.value.text.zh


def test_broken_data_are_said_before_anything_starts(home: Path, tmp_path: Path) -> None:
    copy = copied(home, tmp_path / "home")
    places = copy / "data" / "places.ttl"
    places.write_text(places.read_text(encoding="utf-8") + "\n<a> <b", encoding="utf-8")
    with pytest.raises(SyntaxProblemError, match=r"places\.ttl, line \d+, column \d+"):
        run(Settings(home=copy, port=0))


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_an_address_of_another_machine_is_said_before_anything_starts(settings: Settings, host: str) -> None:
    with pytest.raises(BadValueError, match="host"):
        run(replace(settings, host=host, port=0))


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("localhost", "http://localhost:80"),
    ],
)
def test_the_address_is_one_that_a_browser_can_open(settings: Settings, host: str, address: str) -> None:
    assert address_of(replace(settings, host=host, port=80)) == address
    text = announcement(replace(settings, host=host, port=80))
    assert address in text.zh
    assert address in text.en
