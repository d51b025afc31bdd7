"""Where everything is in a folder of snapshots, and what a snapshot's manifest says.

    TARGET/current → snapshots/0123456789abcdef/
        snapshot.json   what it is
        dataset.nq      all quads, sorted
        dumps/          files to download
        disk/           an on-disk store, where the dataset takes long to load into memory
    TARGET/history.jsonl   who switched from which snapshot to which, when and why
    TARGET/.lock           held by whoever changes anything here

Not here: making a snapshot (``building``), changing the folder (``folder``).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg_service import __version__
from kg_service.errors import UnreadableFileError
from kg_service.model import Text
from kg_service.publish.dumps import DumpFolder, read_dumps
from kg_service.publish.records import Record
from kg_service.store.source import Source

MANIFEST = "snapshot.json"
SNAPSHOTS = "snapshots"
CURRENT = "current"
DRAFT = ".draft-"
"""What the names of folders begin with that are no snapshots: being filled, left by a killed process, or on
their way out."""
NAME = 16
"""Digits of the identity that a snapshot's folder is called by."""
NO_SNAPSHOT = Text("这里没有快照；请用 kg publish 生成", "there is no snapshot; kg publish makes one")
MEMORY_UP_TO = 5_000_000
"""Quads up to which a dataset is served from memory; about 2 GB."""


@dataclass(frozen=True, slots=True)
class SnapshotFolder:
    """One snapshot on disk."""

    path: Path
    identity: str
    """SHA-256 of its N-Quads in hexadecimal digits."""
    quads: int
    graphs: tuple[str, ...]
    """IRIs of its named graphs."""
    has_disk: bool
    dumps: DumpFolder
    program: str = __version__
    """Version that made it."""
    record: Record = field(default_factory=Record)

    @property
    def name(self) -> str:
        """What it is called: the beginning of its identity, and a number where it was made anew."""
        return self.path.name

    @property
    def nquads(self) -> Path:
        """All quads, sorted."""
        return self.path / "dataset.nq"

    def sources(self, engine: str) -> tuple[Source, ...]:
        """Where query processes find the dataset, the preferred place first.

        Args:
            engine: ``memory``, ``disk``, or ``auto``: memory as long as the dataset is small enough, and
                the disk before it is loaded.

        Raises:
            UnreadableFileError: There is no on-disk store, and it is asked for.
        """
        memory = Source("memory", self.nquads, self.identity)
        disk = Source("disk", self.path / "disk", self.identity)
        if engine == "memory":
            return (memory,)
        if engine == "disk" and not self.has_disk:
            reason = Text("快照中没有磁盘存储", "the snapshot has no on-disk store")
            raise UnreadableFileError(str(disk.path), reason)
        if engine == "disk" or (self.has_disk and self.quads > MEMORY_UP_TO):
            return (disk,)
        return (memory, disk) if self.has_disk else (memory,)

    def manifest(self) -> dict[str, Any]:
        """What is written into its manifest."""
        return {
            "identity": self.identity,
            "program": self.program,
            "quads": self.quads,
            "graphs": list(self.graphs),
            **self.record.plain(),
            "dumps": [dump.record() for dump in self.dumps.dumps],
        }


def open_snapshot(target: Path) -> SnapshotFolder:
    """The current snapshot of a folder, or the snapshot that the folder itself is.

    Raises:
        UnreadableFileError: There is none, or its manifest is not as it should be.
    """
    path = next((p for p in (target / CURRENT, target) if (p / MANIFEST).is_file()), None)
    if path is None:
        raise UnreadableFileError(str(target), _no_snapshot(target))
    return read_snapshot(path.resolve())


def _no_snapshot(target: Path) -> Text:
    if (link := target / CURRENT).is_symlink():
        there = link.readlink()
        return Text(
            f"current 指向 {there}，那里没有快照；kg snapshots 列出现有的，kg rollback 可切换过去",
            f"current points to {there}, where there is no snapshot; kg snapshots lists those that are, "
            "and kg rollback switches to one",
        )
    return NO_SNAPSHOT


def read_snapshot(path: Path) -> SnapshotFolder:
    """The snapshot in a folder.

    Raises:
        UnreadableFileError: Its manifest is missing or not as it should be.
    """
    try:
        said: dict[str, Any] = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        return SnapshotFolder(
            path,
            said["identity"],
            said["quads"],
            tuple(said["graphs"]),
            (path / "disk").is_dir(),
            read_dumps(path / "dumps", said["dumps"]),
            said.get("program", ""),
            Record.of(said),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        words = f"{type(error).__name__}: {error}"
        raise UnreadableFileError(str(path / MANIFEST), Text(words, words)) from error


def all_snapshots(target: Path) -> list[SnapshotFolder]:
    """The snapshots that a folder holds and whose manifests can be read, by when they were made."""
    found = []
    for path in snapshot_paths(target):
        try:
            found.append(read_snapshot(path))
        except UnreadableFileError:
            continue
    return sorted(found, key=lambda made: (made.record.when, _changed(made.path / MANIFEST), made.name))


def snapshot_paths(target: Path) -> Sequence[Path]:
    """Folders of snapshots, whole or damaged, by name."""
    try:
        return sorted(
            path
            for path in (target / SNAPSHOTS).iterdir()
            if path.is_dir() and not path.is_symlink() and not path.name.startswith(".")
        )
    except OSError:
        return ()


def current_name(target: Path) -> str:
    """Name of the snapshot that ``current`` points to, be it there or not; empty where it points nowhere."""
    try:
        return (target / CURRENT).readlink().name
    except OSError:
        return ""


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
