"""A folder of snapshots as it is changed: a snapshot moved in, switched to, thrown away.

Each change is made by the one process that holds the lock, and is whole or not at all: a snapshot gets its
name when all of it is on disk, and ``current`` is replaced in one step. Whatever a killed process has left is
removed by the next one.

Not here: going back and pruning (``keeping``), what is in a snapshot (``building``), the lock (``locking``).
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg_service.errors import UnreadableFileError
from kg_service.publish import history
from kg_service.publish.building import flush, problems_of
from kg_service.publish.history import Entry
from kg_service.publish.layout import (
    CURRENT,
    DRAFT,
    NAME,
    SNAPSHOTS,
    SnapshotFolder,
    current_name,
    read_snapshot,
)
from kg_service.publish.locking import exclusive, writing
from kg_service.publish.records import now

_LINK = ".current-"


@contextmanager
def changing(target: Path, who: str, wait: float = 0) -> Iterator[None]:
    """Hold the lock of a folder, with everything removed that is half done.

    Raises:
        PublishBusyError, NotPublishedError: See ``locking.exclusive``.
    """
    with exclusive(target, who, wait):
        with writing(target):
            (target / SNAPSHOTS).mkdir(exist_ok=True)
        clean(target)
        with writing(target):
            _recover(target)
        yield


def clean(target: Path) -> None:
    """Remove what killed processes have left; the lock must be held."""
    with suppress(OSError):
        for path in (target / SNAPSHOTS).iterdir():
            if path.name.startswith(DRAFT):
                shutil.rmtree(path, ignore_errors=True)
        for path in target.iterdir():
            if path.name.startswith(_LINK):
                path.unlink()


def _recover(target: Path) -> None:
    """Say in the log of a switch that was announced and not made."""
    switches, current = history.came_about(history.read(target)), current_name(target)
    if switches and switches[-1].after != current and switches[-1].before == current:
        last = switches[-1]
        history.append(target, Entry(now(), last.who, "unfinished", last.after, current))


@contextmanager
def draft(target: Path) -> Iterator[Path]:
    """An empty folder to fill, removed when the context ends unless it was moved in.

    Raises:
        NotPublishedError: There is no room, or no right.
    """
    with writing(target):
        made = Path(tempfile.mkdtemp(prefix=DRAFT, dir=target / SNAPSHOTS))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def install(
    target: Path, made: SnapshotFolder, announce: Callable[[str, str], Entry], *, sync: bool = True
) -> tuple[SnapshotFolder, bool]:
    """Move a sealed draft in and switch to it.

    Args:
        target: The folder.
        made: The draft.
        announce: Makes the line of the log from the names of the snapshots before and after.
        sync: Whether it has to outlive a failure of the machine.

    Returns:
        The snapshot, and whether anything has changed: the same dataset may be the current one already.

    Raises:
        NotPublishedError: It can't be; the one before is still current.
    """
    before = current_name(target)
    installed, is_new = _move_in(target, made)
    if installed.name == before:
        return installed, False
    try:
        switch(target, announce(before, installed.name), sync=sync)
    except BaseException:
        if is_new and current_name(target) != installed.name:
            discard(installed.path)
        raise
    return installed, True


def _move_in(target: Path, made: SnapshotFolder) -> tuple[SnapshotFolder, bool]:
    """Give a draft its name; the same dataset may be there already."""
    name, number = made.identity[:NAME], 1
    while (final := target / SNAPSHOTS / name).exists():
        with suppress(UnreadableFileError):
            there = read_snapshot(final)
            if there.identity == made.identity and not problems_of(there):
                return there, False
        number += 1
        name = f"{made.identity[:NAME]}-{number}"
    with writing(target):
        made.path.rename(final)
        flush(final.parent)
    return read_snapshot(final), True


def switch(target: Path, entry: Entry, *, sync: bool = True) -> None:
    """Make a snapshot the current one, and say so in the log.

    Raises:
        NotPublishedError: It can't be; the one before is still current.
    """
    link = target / f"{_LINK}{os.getpid()}"
    with writing(target):
        try:
            link.unlink(missing_ok=True)
            link.symlink_to(Path(SNAPSHOTS) / entry.after)
            # Before the switch, so that a full disk is found out while nothing has changed.
            history.append(target, entry)
            link.replace(target / CURRENT)
        finally:
            link.unlink(missing_ok=True)
        if sync:
            flush(target)


def discard(path: Path) -> None:
    """Take a snapshot away at once, and then remove its files."""
    with suppress(OSError):
        gone = path.with_name(f"{DRAFT}{path.name}-{os.getpid()}")
        path.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)
