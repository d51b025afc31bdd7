"""A store of killable query processes for one program that is no server: made, used, and gone with it.

Not here: the processes (``forkserver``), how queries share them (``pool``).
"""

import asyncio
import multiprocessing
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory

from kg_service.errors import EngineFailedError
from kg_service.store import forkserver
from kg_service.store.pool import Limits, Pool
from kg_service.store.pooled import PoolStore
from kg_service.store.source import Source

READY_WITHIN = 120
"""Seconds after which a dataset that is not loaded is given up."""


@contextmanager
def private_store(
    sources: Sequence[Source], limits: Limits, snapshot: str, graphs: Sequence[str]
) -> Iterator[PoolStore]:
    """A store over a dataset, as long as the context lasts. Call it from the main thread.

    Args:
        sources: Where the dataset is, the preferred place first.
        limits: What no query exceeds.
        snapshot: Identity of the dataset.
        graphs: IRIs of its named graphs.

    Raises:
        EngineFailedError: The dataset could not be loaded.
    """
    with TemporaryDirectory(prefix="kg-") as name:
        sockets = [Path(name) / source.engine for source in sources]
        # A forked process would inherit the threads' locks of this one without its threads.
        context = multiprocessing.get_context("spawn")
        bounds = limits.memory_mb, limits.stack_mb, os.getpid()
        engines: list[BaseProcess] = [
            context.Process(target=forkserver.run, args=(source, path, *bounds), name=f"engine-{path.name}")
            for source, path in zip(sources, sockets, strict=True)
        ]
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, name="queries", daemon=True)
        pool = Pool(sockets, limits)
        for engine in engines:
            engine.start()
        thread.start()
        try:
            _wait(sockets, engines)
            loop.call_soon_threadsafe(pool.start)
            yield PoolStore(pool, loop, snapshot, graphs)
        finally:
            loop.call_soon_threadsafe(pool.close)
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()
            for engine in engines:
                engine.terminate()
                engine.join()


def _wait(sockets: Sequence[Path], engines: Sequence[BaseProcess]) -> None:
    """Until one of the engines listens."""
    deadline = time.monotonic() + READY_WITHIN
    while not any(socket.exists() for socket in sockets):
        if not any(engine.is_alive() for engine in engines) or time.monotonic() > deadline:
            raise EngineFailedError
        time.sleep(0.02)
