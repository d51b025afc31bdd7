"""The production server: granian with a few worker processes, each with a store of its own.

Data that can't be served are found out before anything listens. Not here: what is served (``app``).
"""

import errno
import multiprocessing
import os
import shlex
import signal
import socket
import threading
import time
from contextlib import suppress
from dataclasses import replace
from functools import partial
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from kg_service.errors import BadValueError, PortInUseError
from kg_service.model import Text
from kg_service.publish import build_store
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
        KgServiceError: The data or queries can't be served; see ``publish.build_store``.
        SystemExit: A worker process failed.
    """
    settings = replace(settings, port=free_port(settings.host, settings.port))
    snapshot = build_store(settings).snapshot
    Catalogue.load(settings.home)
    # A forked worker would inherit the threads' locks of this process without its threads.
    multiprocessing.set_start_method("spawn", force=True)
    server = MPServer(
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
    server.on_startup(lambda: _stop_on_hangup(server))
    server.on_startup(lambda: _announce_when_ready(settings, snapshot, stopped))
    try:
        server.serve(target_loader=partial(worker_app, settings, os.getpid()), wrap_loader=False)
    finally:
        stopped.set()


def worker_app(settings: Settings, parent: int) -> Flask:
    """The application of one worker process.

    Args:
        settings: Handed over by the parent process.
        parent: Its process id; a worker does not outlive it.
    """
    from kg_service.web.app import create_app

    # Ctrl-C in a terminal goes to the whole process group; only the parent is to decide what it means.
    os.setpgid(0, 0)
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()
    return create_app(build_store(settings), settings, Catalogue.load(settings.home))


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


def _announce_when_ready(settings: Settings, snapshot: str, stopped: threading.Event) -> None:
    def wait() -> None:
        opener = build_opener(ProxyHandler({}))
        deadline = time.monotonic() + READY_WITHIN
        while not stopped.wait(0.1) and time.monotonic() < deadline:
            with (
                suppress(URLError, OSError),
                opener.open(f"{address_of(settings)}/health", timeout=5) as answer,
            ):
                if snapshot.encode() in answer.read():
                    print(announcement(settings).of(settings.lang), flush=True)
                    return

    threading.Thread(target=wait, daemon=True).start()


def _stop_on_hangup(server: MPServer) -> None:
    # Granian reloads on SIGHUP; a server whose terminal was closed is to end.
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, server.signal_handler_interrupt)


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _handlers() -> dict[str, object]:
    handler = {"class": "logging.StreamHandler", "stream": "ext://sys.stderr"}
    return {"console": {**handler, "formatter": "generic"}, "access": {**handler, "formatter": "access"}}
