"""The production server: a few server processes that share one port, and what evaluates their queries.

    kg serve ─┬─ server process × workers      connections, pages, cache (``front``)
              └─ fork server × 1 or 2          the dataset; forks query processes (``store.forkserver``)

Data that can't be served are found out before anything listens.

Not here: what is served (``app``), taking up what is published meanwhile (``switching``).
"""

import errno
import multiprocessing
import os
import pickle
import shlex
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from kg_service.errors import BadValueError, PortInUseError
from kg_service.model import Text
from kg_service.publish import take_snapshot
from kg_service.publish.locking import Lease
from kg_service.publish.snapshot import SnapshotFolder, build_snapshot, open_snapshot
from kg_service.queries import Catalogue
from kg_service.settings import Settings, hand_down
from kg_service.store import forkserver
from kg_service.store.endpoint import is_remote
from kg_service.store.remote import RemoteStore
from kg_service.store.source import Source
from kg_service.web.front import process
from kg_service.web.front.clients import RateLimit
from kg_service.web.front.metrics import serve_metrics
from kg_service.web.front.process import Plan
from kg_service.web.front.serving import Generations
from kg_service.web.held import Child, Held, engine_socket, hold, mark_of
from kg_service.web.switching import Switcher

READY_WITHIN = 120
"""Seconds after which a server that does not answer is no longer announced."""
RESPAWN_AFTER = 0.2
"""Seconds until a process that died is replaced."""
TICK = 0.05
"""Seconds between two looks at the folder of snapshots."""

FIRST_QUERY = "SELECT (COUNT(?s) AS ?services) WHERE { ?s a <http://purl.org/vocab/cpsv#PublicService> }"


def run(settings: Settings) -> None:
    """Serve until SIGINT, SIGTERM or SIGHUP; requests in progress are finished.

    Args:
        settings: Of the server and its data; port 0 takes a free port.

    Raises:
        PortInUseError: Something listens there already.
        BadValueError: The address can't be listened on.
        KgServiceError: The data or queries can't be served; see ``publish.take_snapshot``.
    """
    with _listening(settings.host, settings.port) as listener, TemporaryDirectory(prefix="kg-") as name:
        folder = Path(name)
        settings = replace(settings, port=int(listener.getsockname()[1]))
        catalogue = Catalogue.load(settings.home)
        mark = mark_of(Path(settings.store)) if settings.store else None
        snapshot, lease = (None, None) if is_remote(settings.store) else _snapshot(settings, folder)
        if snapshot is None:
            # An engine that can't be asked is found out here, and not by processes that die of it.
            RemoteStore.from_settings(settings, watch=False).graphs()
        RateLimit.make_file(folder / "clients")
        hand_down("PROMETHEUS_MULTIPROC_DIR", str(folder))
        sources = snapshot.sources(settings.engine) if snapshot else ()
        plan = Plan(
            settings, catalogue, folder,
            tuple(engine_socket(folder, 0, source.engine) for source in sources),
            snapshot.identity if snapshot else "", snapshot.graphs if snapshot else (),
            snapshot.dumps if snapshot else None,
        )  # fmt: skip
        _Supervisor(Held(plan, [], lease, mark), sources, listener).run()


def _snapshot(settings: Settings, folder: Path) -> tuple[SnapshotFolder, Lease | None]:
    if settings.store:
        return hold(lambda: open_snapshot(Path(settings.store)))
    return build_snapshot(take_snapshot(settings.home).nquads, folder / "snapshot", sync=False), None


class _Supervisor:
    """Starts the processes, replaces those that die, and ends them in order."""

    def __init__(self, held: Held, sources: tuple[Source, ...], listener: socket.socket) -> None:
        self._plan, self._sources, self._listener = held.plan, sources, listener
        # A forked process would inherit the threads' locks of this one without its threads.
        self._context = multiprocessing.get_context("spawn")
        self._stopped = Event()
        self._fronts: list[Child] = []
        self._spare: tuple[BaseProcess, Connection] | None = None
        generations = Generations.make(self._plan.folder)
        generations.plan_file(0).write_bytes(pickle.dumps(self._plan))
        target = self._plan.settings.store
        follows = bool(target) and held.mark is not None and held.lease is not None
        self._switcher = Switcher(Path(target) if follows else None, generations, held, self._engine)

    def run(self) -> None:
        """Serve until a signal says otherwise."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self._stopped.set())
        settings, serving = self._plan.settings, self._switcher.serving
        for source, path in zip(self._sources, self._plan.sockets, strict=True):
            serving.engines.append(self._engine(source, path))
        self._fronts = [_started(self._front) for _ in range(settings.workers)]
        if settings.metrics.isdigit():
            serve_metrics(int(settings.metrics), str(self._plan.folder))
        self._announce_when_ready()
        looked = time.monotonic()
        while not self._stopped.wait(TICK):
            if time.monotonic() - looked > RESPAWN_AFTER:
                looked = time.monotonic()
                for held in self._switcher.lasting:
                    held.engines = [_alive(pair) for pair in held.engines]
                self._fronts = [_alive(pair) for pair in self._fronts]
            self._switcher.step([running.pid or 0 for _, running in self._fronts])
            if self._switcher.is_calm:
                self._have_spare()
        self._switcher.close()
        if self._spare is not None:
            self._spare[1].close()
        _end([running for _, running in self._fronts], settings.stop_seconds + 3)
        engines = [running for held in self._switcher.held for _, running in held.engines]
        _end([*engines, *([self._spare[0]] if self._spare else [])], 2)

    def _engine(self, source: Source, path: Path) -> Child:
        def make() -> BaseProcess:
            path.unlink(missing_ok=True)
            return self._context.Process(
                target=forkserver.run,
                args=(source, path, *self._bounds),
                name=f"engine-{source.engine}",
            )

        if self._spare is not None:
            (process, channel), self._spare = self._spare, None
            with suppress(OSError), channel:
                channel.send((source, path))
                return make, process
        return _started(make)

    @property
    def _bounds(self) -> tuple[int, int, int]:
        settings = self._plan.settings
        return settings.query_memory_mb, settings.query_stack_mb, os.getpid()

    def _have_spare(self) -> None:
        """Keep a process ready for the next dataset: to start one takes as long as all the rest."""
        if self._spare is not None and self._spare[0].is_alive():
            return
        told, channel = self._context.Pipe(duplex=False)
        process = self._context.Process(
            target=forkserver.run_when_told, args=(told, *self._bounds), name="engine-spare"
        )
        process.start()
        told.close()
        self._spare = process, channel

    def _front(self) -> BaseProcess:
        return self._context.Process(
            target=process.run, args=(self._plan.folder, self._listener, os.getpid()), name="server"
        )

    def _announce_when_ready(self) -> None:
        settings = self._plan.settings

        def wait() -> None:
            opener = build_opener(ProxyHandler({}))
            deadline = time.monotonic() + READY_WITHIN
            while not self._stopped.wait(0.05) and time.monotonic() < deadline:
                with (
                    suppress(URLError, OSError),
                    opener.open(f"{address_of(settings)}/health", timeout=5) as answer,
                ):
                    if self._switcher.serving.plan.identity.encode() in answer.read():
                        print(announcement(settings).of(settings.lang), flush=True)
                        return

        Thread(target=wait, daemon=True).start()


def _started(make: Callable[[], BaseProcess]) -> Child:
    made = make()
    made.start()
    return make, made


def _alive(pair: Child) -> Child:
    make, running = pair
    if running.is_alive():
        return pair
    running.join()
    return _started(make)


def _end(processes: list[BaseProcess], seconds: float) -> None:
    """Ask processes to end; kill those that have not by then."""
    for one in processes:
        one.terminate()
    deadline = time.monotonic() + seconds
    for one in processes:
        one.join(max(0.0, deadline - time.monotonic()))
        if one.is_alive():
            one.kill()
            one.join()


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens; see ``run`` for what is raised."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise BadValueError("host", host, Text("本机的地址", "an address of this machine")) from error
    with listener:
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(process.BACKLOG)
        except PermissionError as error:
            expected = Text(
                "当前用户可用的端口（通常不小于 1024）", "a port that this user may listen on (1024 or more)"
            )
            raise BadValueError("port", str(port), expected) from error
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortInUseError(host, port) from error
            raise BadValueError("host", host, Text("本机的地址", "an address of this machine")) from error
        yield listener


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
