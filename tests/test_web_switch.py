"""A running server takes up what is published while its clients ask: none is failed, none sees a mix."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import urllib3
from publications import small_home
from test_web_serve import Server, serving, status

from kg_service.publish import take_snapshot
from kg_service.publish.keeping import list_snapshots, prune, roll_back
from kg_service.publish.layout import SnapshotFolder, open_snapshot
from kg_service.publish.snapshot import build_snapshot
from kg_service.web.front.serving import Generations, Serving

X = "https://example.org/"
VERSIONS = f"SELECT ?v {{ ?s <{X}version> ?v }}"
SLOW = f"""
SELECT (COUNT(*) AS ?n) ?v {{
  <{X}s1> <{X}version> ?v . ?a <{X}version> ?b . ?c <{X}version> ?d . ?e <{X}version> ?f FILTER(?a != ?c)
}} GROUP BY ?v
"""
TRIPLES = 150
SEEN_WITHIN = 60
"""Seconds; on a machine of its own it is less than one."""


def version(own: Path, target: Path, number: int) -> SnapshotFolder:
    """Publish a dataset each part of which tells its number."""
    default = "".join(f'<{X}s{each}> <{X}version> "{number}" .\n' for each in range(TRIPLES))
    title = f'<{X}s0> <http://purl.org/dc/terms/title> "version-{number}"@en .\n'
    graphs = "".join(f'<{X}s{each}> <{X}version> "{number}" <{X}g> .\n' for each in range(TRIPLES))
    data = target.parent / "data.nq"
    data.write_text(take_snapshot(own).nquads.decode() + default + title + graphs, encoding="utf-8")
    return build_snapshot(data, target)


@dataclass
class Client:
    """Asks one thing after the other over a connection that it keeps."""

    address: str
    ask: Callable[[urllib3.PoolManager, str, int], set[str]]
    seen: list[str] = field(default_factory=list)
    """Version of each answer."""
    failed: list[str] = field(default_factory=list)

    def run(self, done: threading.Event) -> None:
        number, pool = 0, urllib3.PoolManager(1)
        while not done.is_set():
            number += 1
            try:
                found = self.ask(pool, self.address, number)
                assert len(found) == 1, f"a mix: {sorted(found)}"
                self.seen += found
            except Exception as error:
                self.failed.append(repr(error))


def get(pool: urllib3.PoolManager, address: str, **more: str) -> bytes:
    answer = pool.request("GET", address, retries=False, timeout=30, headers=more)
    assert answer.status == 200, (answer.status, answer.data[:300])
    return answer.data


def cached(pool: urllib3.PoolManager, address: str, _: int) -> set[str]:
    return set(get(pool, f"{address}/sparql?query={VERSIONS}&format=csv").decode().split()[1:])


def fresh(pool: urllib3.PoolManager, address: str, number: int) -> set[str]:
    return set(get(pool, f"{address}/sparql?query={VERSIONS}%23{number}&format=csv").decode().split()[1:])


def page(pool: urllib3.PoolManager, address: str, _: int) -> set[str]:
    text = get(pool, f"{address}/sparql?query={VERSIONS}&format=html", Accept="text/html").decode()
    return set(re.findall(r"<td><span>(\d+)</span></td>", text))


def graph(pool: urllib3.PoolManager, address: str, number: int) -> set[str]:
    format = ("text/turtle", "application/ld+json", "application/n-triples")[number % 3]
    text = get(pool, f"{address}/graph-store?graph={X}g", Accept=format).decode()
    return set(re.findall(r'"(\d+)"', text))


def dump(pool: urllib3.PoolManager, address: str, _: int) -> set[str]:
    data = get(pool, f"{address}/dumps/dataset.nq", Accept="application/n-quads")
    return set(re.findall(rf'<{X}version> "(\d+)"', data.decode()))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_home(tmp_path_factory.mktemp("own") / "home")


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("target") / "srv"


@pytest.fixture(scope="module")
def running(
    own: Path, target: Path, home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    version(own, target, 0)
    with serving(home, tmp_path_factory.mktemp("server"), KG_STORE=str(target), KG_WORKERS="2") as server:
        yield server


@pytest.fixture
def server(running: Server, own: Path, target: Path) -> Server:
    """The server, with version 0 and no other snapshot."""
    made = version(own, target, 0)
    wait_for(lambda: snapshot_of(running) == made.identity)
    wait_for(lambda: {each.name for each in list_snapshots(target) if each.is_in_use} == {made.name})
    prune(target, 0, "me")
    return running


def snapshot_of(server: Server) -> str:
    return str(urllib3.request("GET", f"{server.address}/health", retries=False).json()["snapshot"])


def wait_for(what: Callable[[], bool]) -> float:
    """Seconds until something is so."""
    begun = time.monotonic()
    while not what():
        assert time.monotonic() - begun < SEEN_WITHIN
        time.sleep(0.02)
    return time.monotonic() - begun


def metrics(server: Server) -> dict[str, float]:
    text = urllib3.request("GET", f"{server.address}/metrics").data.decode()
    return {
        line.split()[0]: float(line.split()[1]) for line in text.splitlines() if "kg_snapshot_" in line[:12]
    }


def events(server: Server) -> list[dict[str, object]]:
    lines = server.output.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if '"event"' in line]


def engines(server: Server) -> list[int]:
    """The server's own processes, without those that evaluate queries."""
    parent = server.process.pid
    return [pid for pid in server.children() if status(pid) and int(status(pid)[1]) == parent]


def test_under_load_nobody_is_failed_and_nobody_sees_a_mix(server: Server, own: Path, target: Path) -> None:
    asks = [cached, fresh, fresh, page, graph, dump]
    clients = [Client(server.address, ask) for ask in asks]
    done = threading.Event()
    threads = [threading.Thread(target=client.run, args=(done,)) for client in clients]
    for thread in threads:
        thread.start()
    order, seconds, before = ["0"], [], metrics(server)
    try:
        wait_for(lambda: all(len(client.seen) > 1 or client.failed for client in clients))
        for number in (1, 2, 3):
            made = version(own, target, number)
            seconds.append(wait_for(lambda made=made: snapshot_of(server) == made.identity))
            order.append(str(number))
        for back in ("2", "1"):
            made = roll_back(target, None, "me")
            seconds.append(wait_for(lambda made=made: snapshot_of(server) == made.identity))
            order.append(back)
        counts = [len(client.seen) for client in clients]
        wait_for(lambda: all(len(c.seen) > n or c.failed for c, n in zip(clients, counts, strict=True)))
    finally:
        done.set()
        for thread in threads:
            thread.join()
    print(f"seen after {[round(each, 2) for each in seconds]} s, {sum(len(c.seen) for c in clients)} answers")
    assert [client.failed for client in clients] == [[]] * len(clients)
    for client in clients:
        at = 0
        for seen in client.seen:
            # Never back to one that was left, in whichever process the answer was made.
            while order[at] != seen:
                at += 1
                assert at < len(order), client.seen
        assert client.seen[-1] == "1"
    wait_for(lambda: metrics(server)["kg_snapshot_switches"] == before["kg_snapshot_switches"] + 5)
    assert metrics(server)["kg_snapshot_failures"] == before["kg_snapshot_failures"]
    assert [each["event"] for each in events(server)][-5:] == ["snapshot-taken-up"] * 5


def test_what_began_before_ends_as_it_began_and_then_the_old_one_goes(
    server: Server, own: Path, target: Path
) -> None:
    first = open_snapshot(target)
    answers: list[urllib3.BaseHTTPResponse] = []

    def ask() -> None:
        fields = {"query": SLOW, "format": "csv"}
        made = urllib3.request("GET", f"{server.address}/sparql", fields=fields, retries=False, timeout=90)
        answers.append(made)

    tag = urllib3.request("GET", f"{server.address}/dumps/dataset.nq").headers["ETag"]
    slow = threading.Thread(target=ask)
    slow.start()
    time.sleep(0.2)
    second = version(own, target, 1)
    wait_for(lambda: snapshot_of(server) == second.identity)
    still = slow.is_alive()
    used = {each.name for each in list_snapshots(target) if each.is_in_use}
    slow.join()
    if still:
        assert used == {first.name, second.name}
    rows = answers[0].data.decode().split()
    assert (answers[0].status, rows[1].rpartition(",")[2]) == (200, "0")
    download = urllib3.request("GET", f"{server.address}/dumps/dataset.nq", headers={"If-None-Match": tag})
    assert download.status == 200
    assert hashlib.sha256(download.data).hexdigest() == second.identity
    wait_for(lambda: {each.name for each in list_snapshots(target) if each.is_in_use} == {second.name})
    assert prune(target, 0, "me") == ([first.name], [])
    # The two that answer, the one with the dataset, one in reserve, and Python's own.
    wait_for(lambda: len(engines(server)) <= 5)


def test_a_snapshot_that_can_not_be_served_leaves_the_one_before(
    server: Server, own: Path, target: Path
) -> None:
    first, before = open_snapshot(target), metrics(server)["kg_snapshot_failures"]
    broken = target / "snapshots" / "broken"
    shutil.copytree(first.path, broken)
    (broken / "dataset.nq").unlink()
    (broken / "dataset.nq").write_bytes(first.nquads.read_bytes()[:-300])
    for number, aim in enumerate(("broken", "nowhere"), 1):
        link = target / ".link"
        link.symlink_to(f"snapshots/{aim}")
        link.replace(target / "current")
        wait_for(lambda number=number: metrics(server)["kg_snapshot_failures"] == before + number)
        assert metrics(server)["kg_snapshot_stale"] == 1
        assert snapshot_of(server) == first.identity
    said = [str(each["message"]) for each in events(server)][-2:]
    assert "is damaged" in said[0]
    assert "current points to snapshots/nowhere" in said[1]
    shutil.rmtree(broken)
    second = version(own, target, 1)
    wait_for(lambda: snapshot_of(server) == second.identity)
    wait_for(lambda: metrics(server)["kg_snapshot_stale"] == 0)


def test_a_process_that_dies_meanwhile_is_replaced_by_one_with_the_new_data(
    server: Server, own: Path, target: Path
) -> None:
    second = version(own, target, 1)
    wait_for(lambda: snapshot_of(server) == second.identity)
    for pid in engines(server):
        # One that is being retired may be gone by itself.
        with suppress(FileNotFoundError, ProcessLookupError):
            if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGKILL)

    def answers() -> bool:
        try:
            return snapshot_of(server) == second.identity
        except (urllib3.exceptions.HTTPError, KeyError):
            return False

    wait_for(answers)
    third = version(own, target, 2)
    wait_for(lambda: snapshot_of(server) == third.identity)


# Without a server


class FakePool:
    closed = False

    def close(self) -> None:
        self.closed = True


def test_what_is_retired_goes_when_nothing_needs_it(tmp_path: Path) -> None:
    generations = Generations.make(tmp_path)
    pools = [FakePool() for _ in range(3)]
    served = []
    for number, pool in enumerate(pools):
        generations.opened(number)
        served.append(Serving(lambda *_: [], lambda: "x", pool, number, generations.left))  # type: ignore[arg-type]
    served[0].enter()
    served[0].retire()
    served[1].retire()
    assert [pool.closed for pool in pools] == [False, True, False]
    assert generations.said("left", os.getpid()) == (-1, ""), "the first is still needed"
    served[0].leave()
    assert [pool.closed for pool in pools] == [True, True, False]
    assert generations.said("left", os.getpid()) == (1, "")
    served[2].enter()
    served[2].leave()
    assert not pools[2].closed


def test_the_processes_read_the_same_numbers(tmp_path: Path) -> None:
    writer = Generations.make(tmp_path)
    reader = Generations(tmp_path)
    numbers = writer.read()
    numbers.serving, numbers.wanted, numbers.is_stale = 3, 4, 1
    writer.write(numbers)
    assert (reader.serving, reader.read()) == (3, numbers)
    assert reader.said("ready", 1) == (-1, "")
    reader.say("failed", 4, "it is 坏了")
    assert writer.said("failed", os.getpid()) == (4, "it is 坏了")
