"""The production server: granian with a few worker processes, each with a store of its own.

Data that can't be served are found out before anything listens. Not here: what is served (``app``).
"""

import errno
import multiprocessing
import os
import pickle
import shlex
import shutil
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from multiprocessing import resource_tracker
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from kg_service.errors import BadValueError, PortInUseError
from kg_service.model import Text
from kg_service.publish import take_snapshot
from kg_service.queries import Catalogue
from kg_service.settings import Settings

THREADS = 4
"""Requests that a worker handles at once; the engine lets go of the interpreter lock while it evaluates."""
STOP_AFTER = 5
"""Seconds that a request in progress is given at shutdown."""
READY_WITHIN = 120
"""Seconds after which a server that does not answer is no longer announced."""

FIRST_QUERY = "SELECT (COUNT(?s) AS ?services) WHERE { ?s a <http://purl.org/vocab/cpsv#PublicService> }"


def run(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM.

    Args:
        settings: Of the server and its data; port 0 takes a free port.

    Raises:
        PortInUseError: Something listens there already.
        BadValueError: The address can't be listened on.
        KgServiceError: The data or queries can't be served; see ``publish.take_snapshot``.
        SystemExit: A worker process failed.
    """
    settings = replace(settings, port=free_port(settings.host, settings.port))
    snapshot, catalogue = take_snapshot(settings.home), Catalogue.load(settings.home)
    # A forked worker would inherit the threads' locks of this process without its threads.
    multiprocessing.set_start_method("spawn", force=True)
    server = _Server(
        target="kg_service.web",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=THREADS,
        workers_kill_timeout=STOP_AFTER,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
        log_dictconfig={"handlers": _handlers()},
    )
    stopped = threading.Event()
    # Granian reloads on SIGHUP; a server whose terminal was closed is to end.
    server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    server.on_startup(lambda: _announce_when_ready(settings, snapshot.identity, stopped))
    with TemporaryDirectory(prefix="kg-") as folder:
        # Not through the pipe to a worker: one that dies before it has read it would block this process.
        file = Path(folder, "worker.pickle")
        file.write_bytes(pickle.dumps((snapshot, settings, catalogue)))
        try:
            load = partial(worker_app, file, os.getpid())
            server.serve(target_loader=load, wrap_loader=False)
        finally:
            stopped.set()


class _Server(MPServer):
    """Granian, with workers that stop when this process says so and not by Ctrl-C or a closed terminal.

    Those go to the whole process group; a worker inherits the signals that are blocked while it is started.
    """

    def _spawn_workers(self, spawn_target: Any, target_loader: Any) -> None:
        with _held_back({signal.SIGINT, signal.SIGHUP}):
            super()._spawn_workers(spawn_target, target_loader)  # type: ignore[no-untyped-call]

    def _respawn_workers(self, workers: Any, spawn_target: Any, target_loader: Any, delay: float = 0) -> None:
        with _held_back({signal.SIGINT, signal.SIGHUP}):
            super()._respawn_workers(workers, spawn_target, target_loader, delay)


@contextmanager
def _held_back(signals: set[signal.Signals]) -> Iterator[None]:
    # multiprocessing lifts a block on SIGINT when it starts its tracker, as it would with the first worker.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def worker_app(file: Path, parent: int) -> Flask:
    """The application of one worker process.

    Args:
        file: What the parent process made: dataset, settings and named queries, pickled. It is the same for a
            worker that takes the place of one that died, whatever has become of the files of the home.
        parent: Its process id; a worker does not outlive it.
    """
    from kg_service.web.app import create_app

    threading.Thread(target=_leave_with, args=(parent, file.parent), daemon=True).start()
    snapshot, settings, catalogue = pickle.loads(file.read_bytes())
    return create_app(snapshot.load(), settings, catalogue)


def free_port(host: str, port: int) -> int:
    """The port to listen on.

    Granian's workers share their port (SO_REUSEPORT), so that a second server of the same user would be
    let in without a word; a plain bind finds out.

    Args:
        host: Address or name.
        port: 0 for any free one.

    Raises:
        PortInUseError: Something listens there already.
        BadValueError: The address is none of this machine's, or the port takes more rights.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return int(probe.getsockname()[1])
    except PermissionError as error:
        expected = Text(
            "当前用户可用的端口（通常不小于 1024）", "a port that this user may listen on (1024 or more)"
        )
        raise BadValueError("port", str(port), expected) from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortInUseError(host, port) from error
        raise BadValueError("host", host, Text("本机的地址", "an address of this machine")) from error


def address_of(settings: Settings) -> str:
    """Where a browser on this machine finds the server, without a trailing slash."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def announcement(settings: Settings) -> Text:
    """What is printed when the server answers: its address, and one command that works."""
    address = address_of(settings)
    query = shlex.quote("query=" + FIRST_QUERY)
    curl = f"curl -sG {address}/sparql -H 'Accept: text/csv' --data-urlencode {query}"
    return Text(
        zh=f"图谱已就绪：{address}/ （按 Ctrl-C 停止）\n试一个查询：\n  {curl}",
        en=f"The graph is served at {address}/ (Ctrl-C stops it)\nTry a query:\n  {curl}",
    )


def _announce_when_ready(settings: Settings, identity: str, stopped: threading.Event) -> None:
    def wait() -> None:
        opener = build_opener(ProxyHandler({}))
        deadline = time.monotonic() + READY_WITHIN
        while not stopped.wait(0.1) and time.monotonic() < deadline:
            with (
                suppress(URLError, OSError),
                opener.open(f"{address_of(settings)}/health", timeout=5) as answer,
            ):
                if identity.encode() in answer.read():
                    print(announcement(settings).of(settings.lang), flush=True)
                    return

    threading.Thread(target=wait, daemon=True).start()


def _leave_with(parent: int, folder: Path) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    shutil.rmtree(folder, ignore_errors=True)  # a parent that was killed could not
    os._exit(1)


def _handlers() -> dict[str, object]:
    handler = {"class": "logging.StreamHandler", "stream": "ext://sys.stderr"}
    return {"console": {**handler, "formatter": "generic"}, "access": {**handler, "formatter": "access"}}
