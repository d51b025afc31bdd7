"""Requests to one server: a single one, to compare answers, and many at once by wrk, to measure."""

import csv
import hashlib
import http.client
import io
import itertools
import json
import subprocess
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import pyoxigraph as ox
from mix import CSV, JSON, Query
from peers import PeerError, Server
from usage import processor_seconds, settle

CONNECTIONS = 8
SCRIPT = Path(__file__).with_name("rotate.lua")

# Numbers that no request has had, for texts that no request has had: each run takes a range of its own.
_RANGES = itertools.count(1)
_RANGE = 10_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """One run of wrk."""

    rps: float
    """Whole answers with status 2xx or 3xx, per second."""
    p50_ms: float
    p99_ms: float
    failures: int
    """Answers with another status, and connections that broke or timed out."""
    cpu_ms: float
    """Processor time of the server for one answer; unlike the rest, it hardly depends on what else runs."""

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


def ask(server: Server, query: Query, *, timeout: float) -> tuple[int, bytes, float]:
    """One request, in a text that no other request has.

    Returns:
        Status, body, seconds.

    Raises:
        TimeoutError: No whole answer in *timeout* seconds.
    """
    began = time.monotonic()
    path = query.path(server.peer.endpoint).replace("~N~", str(next(_RANGES) * _RANGE))
    path = path.replace("~S~", (query.constants([("heilongjiang", "2024", "3")]) or [""])[0])
    connection = server.connect(timeout)
    try:
        connection.request("GET", path, headers={"Accept": query.accept})
        response = connection.getresponse()
        return response.status, response.read(), time.monotonic() - began
    except (http.client.HTTPException, ConnectionError) as error:
        raise PeerError(f"{server.peer.name} broke off {query.name}: {error!r}") from error
    finally:
        connection.close()


def digest(query: Query, body: bytes) -> tuple[int, str]:
    """How many rows or triples an answer has, and a hash of them that ignores order and column names."""
    if query.accept == JSON:
        answer = json.loads(body)
        names = answer["head"]["vars"]
        rows = [
            repr([(row[n]["value"], row[n].get("xml:lang", "").lower()) if n in row else None for n in names])
            for row in answer["results"]["bindings"]
        ]
    elif query.accept == CSV:
        rows = [repr(row) for row in itertools.islice(csv.reader(io.StringIO(body.decode())), 1, None)]
    else:
        rows = [str(triple) for triple in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)]
    return len(rows), hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()


def run_wrk(
    server: Server, query: Query, services: list[tuple[str, str, str]], *, cached: bool, seconds: float
) -> Run:
    """Eight connections that ask again as soon as they are answered."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as requests:
        requests.write("\n".join([query.path(server.peer.endpoint), *query.constants(services), ""]))
        requests.flush()
        command = [
            *("wrk", "--threads", "1", "--connections", str(CONNECTIONS)),
            *("--duration", f"{max(round(seconds), 1)}s", "--timeout", f"{round(seconds) + 60}s"),
            *("--script", str(SCRIPT), f"http://127.0.0.1:{server.port}{server.peer.endpoint}", "--"),
            *(requests.name, query.accept, str(next(_RANGES) * _RANGE), "0" if cached else "1"),
        ]
        before = processor_seconds(server.process.pid)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        spent = processor_seconds(server.process.pid) - before
    if done.returncode:
        raise PeerError(f"wrk failed: {done.stdout[-500:]} {done.stderr[-500:]}")
    figures = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))
    good = figures["requests"] - figures["failed"]
    failures = figures["failed"] + figures["broken"]
    cpu_ms = max(spent, 0) * 1e3 / max(figures["requests"], 1)
    return Run(good / figures["seconds"], figures["p50_ms"], figures["p99_ms"], failures, cpu_ms)


def rest(server: Server) -> None:
    """Let the server finish what it still computes for clients that are gone, or start it anew."""
    if server.process.poll() is not None or not settle(server.process.pid):
        server.restart()
