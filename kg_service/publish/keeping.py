"""The snapshots that a folder keeps: listed, found by name, gone back to, and pruned.

Not here: how a folder is changed (``folder``), the log (``history``).
"""

from dataclasses import dataclass
from pathlib import Path

from kg_service.errors import NoEarlierSnapshotError, UnknownSnapshotError, UnreadableFileError
from kg_service.nearest import nearest
from kg_service.publish import history
from kg_service.publish.building import require_undamaged
from kg_service.publish.folder import changing, discard, switch
from kg_service.publish.history import Entry
from kg_service.publish.layout import (
    NO_SNAPSHOT,
    SNAPSHOTS,
    SnapshotFolder,
    all_snapshots,
    current_name,
    read_snapshot,
    snapshot_paths,
)
from kg_service.publish.locking import unused, writing
from kg_service.publish.records import now


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list of snapshots."""

    name: str
    is_current: bool
    is_in_use: bool
    """Whether a running server has it open."""
    snapshot: SnapshotFolder | None
    """None where its manifest can't be read."""


def find(target: Path, name: str) -> SnapshotFolder:
    """The snapshot that is called so, or whose name or identity begins so.

    Raises:
        UnknownSnapshotError: There is none, or more than one.
        UnreadableFileError: Its manifest can't be read.
    """
    wanted = name.strip().lower()
    paths = {path.name: path for path in snapshot_paths(target)}
    if wanted in paths:
        return read_snapshot(paths[wanted])
    snapshots = all_snapshots(target)
    if len(wanted) >= 4:
        found = [s for s in snapshots if s.name.startswith(wanted) or s.identity.startswith(wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownSnapshotError(name, [each.name for each in found])
    names = list(paths)
    raise UnknownSnapshotError(name, nearest(wanted, names) or names[-3:])


def roll_back(target: Path, name: str | None, who: str, reason: str = "", wait: float = 0) -> SnapshotFolder:
    """Switch to a snapshot that there is.

    Args:
        target: The folder.
        name: Of the snapshot; that before the current one where None.
        who: Is noted in the log.
        reason: Is noted in the log.
        wait: Seconds to wait for another process that changes the folder.

    Returns:
        The snapshot that is current now.

    Raises:
        UnknownSnapshotError: There is none of that name.
        NoEarlierSnapshotError: There is none before the current one.
        DamagedSnapshotError: It is not what its manifest says.
        UnreadableFileError: The folder holds no snapshots, or the manifest can't be read.
        PublishBusyError, NotPublishedError: See ``locking.exclusive``.
    """
    require_snapshots(target)
    with changing(target, who, wait):
        found = find(target, name) if name is not None else _before(target)
        if found.name == current_name(target):
            return found
        require_undamaged(found)
        switch(target, Entry(now(), who, "rollback", current_name(target), found.name, reason))
        return found


def _before(target: Path) -> SnapshotFolder:
    entries, there = history.came_about(history.read(target)), {s.name: s for s in all_snapshots(target)}
    name, seen = current_name(target), set[str]()
    while (name := history.before(entries, name)) and name not in seen:
        if name in there:
            return there[name]
        seen.add(name)
    current = current_name(target)
    if not entries and current in there:
        # A folder of a version that kept no log.
        earlier = list(there)[: list(there).index(current)]
        if earlier:
            return there[earlier[-1]]
    raise NoEarlierSnapshotError(str(target), [each for each in there if each != current])


def require_snapshots(target: Path) -> None:
    """Make sure that a folder is one of snapshots, before anything is made in it.

    Raises:
        UnreadableFileError: It is not.
    """
    if not (target / SNAPSHOTS).is_dir():
        raise UnreadableFileError(str(target), NO_SNAPSHOT)


def list_snapshots(target: Path) -> list[Listed]:
    """All snapshots of a folder by when they were made; those that can't be read first.

    Raises:
        UnreadableFileError: The folder holds no snapshots.
    """
    require_snapshots(target)
    current, readable = current_name(target), all_snapshots(target)
    known = {each.name for each in readable}
    lost = [path for path in snapshot_paths(target) if path.name not in known]
    pairs = [(path, None) for path in lost] + [(each.path, each) for each in readable]
    return [Listed(path.name, path.name == current, _is_used(path), each) for path, each in pairs]


def _is_used(path: Path) -> bool:
    with unused(path) as free:
        return not free


def prune(target: Path, keep: int, who: str, wait: float = 0) -> tuple[list[str], list[str]]:
    """Remove the oldest snapshots.

    Args:
        target: The folder.
        keep: How many of the newest stay; the current one and those in use stay in any case.
        who: Is noted in the log.
        wait: Seconds to wait for another process that changes the folder.

    Returns:
        Names of those that were removed, and of those that would have been, were they not in use.

    Raises:
        UnreadableFileError: The folder holds no snapshots.
        PublishBusyError, NotPublishedError: See ``locking.exclusive``.
    """
    require_snapshots(target)
    removed, used = [], []
    with changing(target, who, wait):
        current = current_name(target)
        listed = list_snapshots(target)
        for each in listed[: max(0, len(listed) - keep)]:
            if each.is_current:
                continue
            path = target / SNAPSHOTS / each.name
            with unused(path) as free:
                if not free:
                    used.append(each.name)
                    continue
                with writing(target):
                    history.append(target, Entry(now(), who, "prune", each.name, current))
                discard(path)
            removed.append(each.name)
    return removed, used
