"""The dataset that an assistant asks, where the settings say it is: its queries run in killable processes.

Not here: the processes (``store.private``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from kg_service.publish import take_snapshot
from kg_service.publish.snapshot import build_snapshot, open_snapshot
from kg_service.settings import Settings
from kg_service.store import Store
from kg_service.store.endpoint import is_remote
from kg_service.store.pool import Limits
from kg_service.store.private import private_store
from kg_service.store.remote import RemoteStore
from kg_service.web.held import hold

MOST_RESULT_MB = 20
"""Of an answer; an assistant gets a small part of it."""
PROCESSES = 8


@contextmanager
def held_store(settings: Settings) -> Iterator[Store]:
    """The store that the settings name, as long as the context lasts. Call it from the main thread.

    Raises:
        KgServiceError: The data can't be read, or the engine can't be asked.
    """
    if is_remote(settings.store):
        remote = RemoteStore.from_settings(settings)
        remote.graphs()
        yield remote
        return
    with ExitStack() as stack:
        if settings.store:
            snapshot, lease = hold(lambda: open_snapshot(Path(settings.store)))
            stack.enter_context(lease)
        else:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="kg-")))
            snapshot = build_snapshot(take_snapshot(settings.home).nquads, folder / "snapshot", sync=False)
        sources = snapshot.sources(settings.engine)
        yield stack.enter_context(
            private_store(sources, _limits(settings), snapshot.identity, snapshot.graphs)
        )


def _limits(settings: Settings) -> Limits:
    return Limits(
        settings.query_seconds,
        settings.query_memory_mb,
        settings.query_stack_mb,
        min(settings.result_mb, MOST_RESULT_MB),
        min(settings.query_processes, PROCESSES),
        settings.queries_memory_mb,
    )
