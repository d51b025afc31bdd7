"""What keeps one dataset in a running server: its plan, the processes that hold it, a lease on its snapshot.

Not here: going from one to the next (``switching``).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from kg_service.publish.layout import CURRENT, SnapshotFolder
from kg_service.publish.locking import Lease
from kg_service.store.source import Source
from kg_service.web.front.process import Plan

Child = tuple[Callable[[], BaseProcess], BaseProcess]
"""How a process is made, and the one that runs."""
StartEngine = Callable[[Source, Path], Child]


def engine_socket(folder: Path, generation: int, engine: str) -> Path:
    """Where the process that holds a dataset listens."""
    return folder / f"{generation}-{engine}.socket"


@dataclass(slots=True)
class Held:
    """One dataset of the server, and what keeps it there."""

    plan: Plan
    engines: list[Child]
    lease: Lease | None
    mark: object = None
    """Of the link that led to it."""
    since: float = field(default_factory=time.monotonic)
    """When the present state of it began."""

    @property
    def path(self) -> Path:
        """Folder of its snapshot; without a name where there is none."""
        return self.plan.dumps.folder.parent if self.plan.dumps else Path()


def hold(snapshot: Callable[[], SnapshotFolder]) -> tuple[SnapshotFolder, Lease]:
    """Open a snapshot and take a lease on it; one that is removed in between is opened anew.

    Raises:
        UnreadableFileError: There is none.
    """
    for _ in range(10):
        found = snapshot()
        with suppress(FileNotFoundError):
            return found, Lease(found.path)
    return found, Lease(found.path)


def mark_of(target: Path) -> object:
    """What changes whenever another snapshot becomes the current one; None where none is."""
    link = target / CURRENT
    try:
        about = link.lstat()
        return str(link.readlink()), about.st_ino, about.st_mtime_ns
    except OSError:
        return None
