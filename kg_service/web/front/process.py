"""One server process: an event loop with connections, query processes and the application."""

import asyncio
import gc
import os
import pickle
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import uvloop

from kg_service.publish.dumps import DumpFolder
from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import Store
from kg_service.store.federated import federated
from kg_service.store.pool import Limits, Pool
from kg_service.store.pooled import PoolStore
from kg_service.web.front.clients import RateLimit
from kg_service.web.front.connection import Connection
from kg_service.web.front.follower import Follower
from kg_service.web.front.gateway import Gateway
from kg_service.web.front.log import AccessLog
from kg_service.web.front.metrics import Metrics
from kg_service.web.front.serving import Generations, Serving
from kg_service.web.front.warming import AFTER, warmer

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

BACKLOG = 1_024
YOUNG = 20_000
"""Objects that are made before the garbage among them is looked for: those of some hundred requests."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What every server process is told; it is the same for one that takes the place of one that died."""

    settings: Settings
    catalogue: Catalogue
    folder: Path
    """Of the sockets, the counts and the metrics that the processes share."""
    sockets: tuple[Path, ...]
    """Of the processes that fork query processes, the preferred first; none where the engine is elsewhere."""
    identity: str
    """Of the dataset."""
    graphs: tuple[str, ...]
    """IRIs of its named graphs."""
    dumps: DumpFolder | None
    """Files to download; None where the engine is elsewhere."""
    generation: int = 0
    """Its number among the plans of one server: each dataset has its own."""

    @property
    def counts(self) -> Path:
        """File of the rate limit."""
        return self.folder / "clients"


def run(folder: Path, listener: socket.socket, parent: int) -> None:
    """Serve until SIGTERM.

    Args:
        folder: What the processes share; the numbers in it say which ``Plan`` there to begin with.
        listener: Listens; the processes share it.
        parent: Process id of the one that made this; it is not outlived.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the parent passes it on
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()
    generations = Generations(folder)
    plan = _plan(generations, generations.serving)
    uvloop.run(_serve(plan, generations, listener))
    os._exit(0)  # a thread that still waits for a client's query is not waited for


def _plan(generations: Generations, number: int) -> Plan:
    plan: Plan = pickle.loads(generations.plan_file(number).read_bytes())
    return plan


async def _serve(plan: Plan, generations: Generations, listener: socket.socket) -> None:
    settings, loop = plan.settings, asyncio.get_running_loop()
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    log = AccessLog(settings.access_log)
    gateway = Gateway(
        await _serving(plan, generations),
        settings,
        limit=RateLimit(plan.counts, settings.requests_per_minute),
        metrics=Metrics(str(plan.folder), generations.read),
        log=log,
    )
    gateway.tick()
    follower = Follower(
        gateway, generations, lambda number: _serving(_plan(generations, number), generations)
    )
    # What is there by now stays, and is not to be gone through again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
    ticking, following = _every(1.0, gateway.tick), loop.create_task(follower.run())
    warming = _every(AFTER, warmer(gateway))
    listener.setblocking(False)
    server = await loop.create_server(lambda: Connection(gateway), sock=listener, backlog=BACKLOG)
    await stopped.wait()
    server.close()
    await gateway.stop(settings.stop_seconds)
    ticking.cancel()
    warming.cancel()
    following.cancel()
    if gateway.serving.pool is not None:
        gateway.serving.pool.close()
    log.close()


async def _serving(plan: Plan, generations: Generations) -> Serving:
    """All that answers from the dataset of a plan."""
    from kg_service.web.app import create_app
    from kg_service.web.following import Following

    settings, loop = plan.settings, asyncio.get_running_loop()
    generations.opened(plan.generation)
    pool: Pool | None = None
    store: Store
    if plan.sockets:
        pool = Pool(plan.sockets, _limits(settings))
        pool.start()
        store = federated(PoolStore(pool, loop, plan.identity, plan.graphs), settings)
    else:
        from kg_service.store.remote import RemoteStore

        store = federated(RemoteStore.from_settings(settings), settings)
    make = partial(create_app, store, settings, plan.catalogue, plan.dumps)
    make_app: Callable[[], WSGIApplication] = make if plan.sockets else partial(Following, store, make)
    app = await loop.run_in_executor(None, make_app)
    return Serving(app, lambda: store.snapshot, pool, plan.generation, generations.left)


def _limits(settings: Settings) -> Limits:
    return Limits(
        settings.query_seconds,
        settings.query_memory_mb,
        settings.query_stack_mb,
        settings.result_mb,
        settings.query_processes,
        settings.queries_memory_mb,
    )


def _every(seconds: float, call: Callable[[], None]) -> "asyncio.Task[None]":
    async def repeat() -> None:
        while True:
            await asyncio.sleep(seconds)
            call()

    return asyncio.get_running_loop().create_task(repeat())


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    with suppress(OSError):
        os._exit(1)
