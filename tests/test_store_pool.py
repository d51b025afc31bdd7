"""Query processes: limits that hold, neighbours that do not notice, processes that come and go."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from pools import pooled

from kg_service.errors import (
    BusyError,
    EngineFailedError,
    QueriesMemoryError,
    QueryDepthError,
    QueryMemoryError,
    QueryTimeoutError,
    ResultTooLargeError,
)
from kg_service.formats import CSV, FORMATS, GRAPH_FORMATS, JSON, SOLUTION_FORMATS, TURTLE
from kg_service.publish import take_snapshot
from kg_service.store import EmbeddedStore, sandbox, wire
from kg_service.store.pool import IN_MEMORY, RESERVED, Limits
from kg_service.store.pooled import PoolStore
from kg_service.store.source import Source

LIMITS = Limits(seconds=4, memory_mb=256, stack_mb=16, result_mb=4, processes=10)
PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a <http://purl.org/vocab/cpsv#PublicService> }"


@pytest.fixture(scope="module")
def snapshot(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pool") / "dataset.nq"
    path.write_bytes(take_snapshot(home).nquads)
    return path


@pytest.fixture(scope="module")
def pool(snapshot: Path) -> Iterator[PoolStore]:
    with tempfile.TemporaryDirectory() as folder, pooled(snapshot, "0" * 64, Path(folder), LIMITS) as store:
        yield store


def is_well(store: PoolStore) -> bool:
    return store.query(COUNT).serialize(CSV) == b"n\r\n23\r\n"


def processes() -> set[int]:
    """Query processes: those that came from the one that forks, which came from this one."""
    found: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[0] != "Z":
                found[int(entry.name)] = int(fields[1])
    # Not all that this process has started: a browser of another test may be among it.
    ours = {process.pid for process in multiprocessing.active_children()}
    return {pid for pid, parent in found.items() if parent in ours}


def state_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


@pytest.mark.parametrize("expression", ["RAND()", "UUID()", "STRUUID()"])
def test_each_process_makes_random_values_of_its_own(pool: PoolStore, expression: str) -> None:
    def first_of_a_new_process() -> bytes:
        before = processes()
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            if not before & processes():
                # One that is dead may be taken for idle for a moment.
                with suppress(QueryMemoryError, EngineFailedError):
                    return pool.query(f"SELECT ({expression} AS ?value) {{}}").serialize(CSV)
            time.sleep(0.02)
        raise AssertionError("nothing has taken the place of what was killed")

    assert len({first_of_a_new_process() for _ in range(3)}) == 3


def test_long_queries_take_turns_and_all_come_to_an_end(snapshot: Path) -> None:
    few, many = (
        "{ SELECT ?%s { ?%s ?p ?o } LIMIT %d }" % (n, n, size) for n, size in (("a", 400), ("b", 2000))
    )
    query = f"SELECT (COUNT(*) AS ?n) {{ {few} {many} FILTER(?a != ?b) }}"
    limits = replace(LIMITS, seconds=60)
    with tempfile.TemporaryDirectory() as folder, pooled(snapshot, "0" * 64, Path(folder), limits) as store:
        alone = store.query(query).serialize(CSV)
        with ThreadPoolExecutor(4) as threads:
            answers = [threads.submit(lambda: store.query(query).serialize(CSV)) for _ in range(4)]
            stopped: set[int] = set()
            while not all(answer.done() for answer in answers):
                stopped |= {pid for pid in processes() if state_of(pid) == "T"}
                assert is_well(store)
        assert {answer.result() for answer in answers} == {alone}
        assert len(stopped) > 1
        assert is_well(store)
        assert "T" not in {state_of(pid) for pid in processes()}


@pytest.mark.parametrize(
    ("query", "error"),
    [
        pytest.param(f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}", QueryTimeoutError, id="time"),
        pytest.param(f"SELECT DISTINCT * {{ {PRODUCT} }} ORDER BY ?i", QueryMemoryError, id="memory"),
        pytest.param(f"SELECT * {{ {PRODUCT} }}", ResultTooLargeError, id="result"),
    ],
)
def test_a_query_past_a_limit_is_stopped_and_its_process_replaced(
    pool: PoolStore, query: str, error: type[Exception]
) -> None:
    before = processes()
    with pytest.raises(error):
        pool.query(query)
    assert is_well(pool)
    assert processes() != before


def test_a_stack_that_overflows_ends_one_process_only(pool: PoolStore) -> None:
    # Past the counts of nesting, as a form of nesting would be that they do not know.
    request = wire.Request("SELECT * " + "{" * 90_000 + "}" * 90_000, {"solutions": "json"}, is_checked=True)
    with pytest.raises(QueryDepthError):
        pool.run(request)
    assert is_well(pool)


def test_a_process_that_is_killed_from_outside_is_no_end(pool: PoolStore) -> None:
    query = f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}"
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(pool.query, query)
        deadline = time.monotonic() + 1.5
        busy: set[int] = set()
        while not busy and time.monotonic() < deadline:
            busy = {pid for pid in processes() if Path(f"/proc/{pid}/stat").read_text().split()[2] == "R"}
        for pid in busy:
            os.kill(pid, signal.SIGTERM)
        with pytest.raises((EngineFailedError, QueryTimeoutError)):
            asked.result()
    assert is_well(pool)


def test_short_queries_go_on_beside_long_ones(pool: PoolStore) -> None:
    long = f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}"
    most = LIMITS.processes - RESERVED
    with ThreadPoolExecutor(most) as threads:
        asked = [threads.submit(pool.query, f"{long} # {number}") for number in range(most)]
        time.sleep(0.3)
        assert all(is_well(pool) for _ in range(50))
        assert not any(future.done() for future in asked)
        for future in asked:
            with pytest.raises(QueryTimeoutError):
                future.result()


def test_a_long_query_too_many_is_told_so(pool: PoolStore) -> None:
    long = f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}"
    most = LIMITS.processes - RESERVED
    ended: list[type[Exception]] = []

    def ask(number: int) -> None:
        try:
            pool.query(f"{long} # {number}")
        except (BusyError, QueryTimeoutError) as error:
            ended.append(type(error))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(most + 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ended.count(BusyError) == 5
    assert ended.count(QueryTimeoutError) == most
    assert is_well(pool)


def test_a_long_answer_is_kept_in_a_file_and_whole(pool: PoolStore, snapshot: Path) -> None:
    query = "SELECT * { ?a ?b ?c } ORDER BY ?a ?b ?c LIMIT 8000"
    answer = pool.query(query, formats={"solutions": JSON})
    parts = list(answer.stream(JSON))
    assert len(parts) > 1
    assert sum(map(len, parts)) > IN_MEMORY
    assert b"".join(parts) == EmbeddedStore(snapshot, "0" * 64).query(query).serialize(JSON)


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
def test_every_format_can_be_written_without_opening_a_file(pool: PoolStore, format: object) -> None:
    if format in SOLUTION_FORMATS:
        assert pool.query("SELECT * { ?a ?b ?c } LIMIT 3").serialize(format)  # type: ignore[arg-type]
    elif format in GRAPH_FORMATS:
        assert pool.query("CONSTRUCT WHERE { ?a ?b ?c } LIMIT 3").serialize(format)  # type: ignore[arg-type]


def test_a_query_process_can_open_nothing() -> None:
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        sandbox.enter(256)
        refused = 0
        for attempt in (lambda: os.open("/etc/hostname", os.O_RDONLY), socket.socket, os.pipe):
            try:
                attempt()
            except OSError:
                refused += 1
        os.write(writing, bytes([refused]))
        os._exit(0)
    os.waitpid(pid, 0)
    assert os.read(reading, 1) == b"\x03"
    os.close(reading)
    os.close(writing)


def test_the_engine_itself_can_not_reach_out(pool: PoolStore) -> None:
    with socket.create_server(("127.0.0.1", 0)) as outside:
        outside.settimeout(0.2)
        text = f"SELECT * {{ SERVICE SILENT <http://127.0.0.1:{outside.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        # As if nothing had looked at the text beforehand.
        pool.run(wire.Request(text, {"solutions": "json"}, is_checked=True))
        with pytest.raises(TimeoutError):
            outside.accept()


@pytest.mark.parametrize("size", [1, 3, 1_000])
def test_frames_come_whole_however_they_are_cut(size: int) -> None:
    sent = (
        wire.header_bytes(wire.Header("graph", "turtle"))
        + wire.frame(wire.DATA, b"x" * 500)
        + wire.frame(wire.END)
    )
    frames = wire.Frames()
    found = [f for at in range(0, len(sent), size) for f in frames.feed(sent[at : at + size])]
    assert [kind for kind, _ in found] == [wire.HEADER, wire.DATA, wire.END]
    assert wire.read_header(found[0][1]) == wire.Header("graph", TURTLE.name)
    assert found[1][1] == b"x" * 500


def test_a_dataset_on_disk_answers_alike(snapshot: Path, tmp_path: Path) -> None:
    EmbeddedStore.write_disk(snapshot, tmp_path / "disk")
    source = Source("disk", tmp_path / "disk", "0" * 64)
    with (
        tempfile.TemporaryDirectory() as folder,
        pooled(snapshot, "0" * 64, Path(folder), LIMITS, source=source) as store,
    ):
        assert is_well(store)
        with pytest.raises(QueryTimeoutError):
            store.query(f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}")
        assert is_well(store)


def test_the_memory_of_all_queries_together_is_bounded(snapshot: Path, tmp_path: Path) -> None:
    limits = Limits(seconds=20, memory_mb=256, stack_mb=16, result_mb=4, processes=10, all_memory_mb=256)
    query = f"SELECT DISTINCT * {{ {PRODUCT} }} ORDER BY ?i"

    def ask(store: PoolStore) -> type[Exception] | None:
        try:
            store.query(query).serialize(CSV)
        except (QueryMemoryError, QueriesMemoryError) as error:
            return type(error)
        return None

    with tempfile.TemporaryDirectory() as folder, pooled(snapshot, "0" * 64, Path(folder), limits) as store:
        with ThreadPoolExecutor(4) as threads:
            ends = list(threads.map(lambda _: ask(store), range(4)))
        assert QueriesMemoryError in ends
        assert is_well(store)
