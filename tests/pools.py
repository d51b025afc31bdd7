"""A store of killable query processes, as the server has one, for a test."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg_service.store import EmbeddedStore, forkserver
from kg_service.store.pool import Limits, Pool
from kg_service.store.pooled import PoolStore
from kg_service.store.source import Source

LIMITS = Limits(seconds=30, memory_mb=512, stack_mb=64, result_mb=100, processes=8)
READY_WITHIN = 60
"""Seconds."""


@contextmanager
def pooled(
    nquads: Path, identity: str, folder: Path, limits: Limits = LIMITS, *, source: Source | None = None
) -> Iterator[PoolStore]:
    """Run a pool over a dataset as long as the context lasts.

    Args:
        nquads: The dataset.
        identity: Its SHA-256.
        folder: An empty one, with a short path: a socket is made in it.
        limits: Of each query.
        source: Where the processes find the dataset; *nquads* in memory where None.
    """
    socket = folder / "pool"
    process = multiprocessing.get_context("spawn").Process(
        target=forkserver.run,
        args=(
            source or Source("memory", nquads, identity),
            socket,
            limits.memory_mb,
            limits.stack_mb,
            os.getpid(),
        ),
    )
    process.start()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    pool = Pool((socket,), limits)
    try:
        deadline = time.monotonic() + READY_WITHIN
        while not socket.exists():
            assert process.is_alive(), "the process that forks has ended"
            assert time.monotonic() < deadline, "the process that forks is not ready"
            time.sleep(0.02)
        loop.call_soon_threadsafe(pool.start)
        graphs = EmbeddedStore(nquads, identity).graphs()
        yield PoolStore(pool, loop, identity, graphs)
    finally:
        loop.call_soon_threadsafe(pool.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
        process.terminate()
        process.join()
