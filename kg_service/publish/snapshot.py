"""A dataset as a folder: built aside, never changed afterwards, switched to in one step.

    TARGET/current → snapshots/0123456789abcdef/
        snapshot.json   what it is
        dataset.nq      all quads, sorted
        dumps/          files to download
        disk/           an on-disk store, where the dataset takes long to load into memory

Several servers may serve one folder at the same time.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg_service import __version__
from kg_service.errors import DatasetProblemError, SyntaxProblemError, UnreadableFileError
from kg_service.model import Text
from kg_service.publish.dumps import DumpFolder, read_dumps, write_dumps
from kg_service.store import EmbeddedStore
from kg_service.store.source import Source

MANIFEST = "snapshot.json"
DISK_FROM = 200_000
"""Quads from which on an on-disk store is built as well: it answers at once, while memory is being filled."""
MEMORY_UP_TO = 5_000_000
"""Quads up to which a dataset is served from memory; about 2 GB."""
_NAME = 16

Progress = Callable[[Text], None]


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


def build_snapshot(
    dataset: Path | bytes, target: Path, *, disk: bool | None = None, progress: Progress | None = None
) -> SnapshotFolder:
    """Make a snapshot and let the folder's readers have it.

    Args:
        dataset: N-Quads: sorted lines, each once, where they are bytes; any where it is a file.
        target: Folder of snapshots; made where it is not there.
        disk: Whether to build an on-disk store; None decides by size.
        progress: Is told what is being done.

    Returns:
        The new snapshot, which is the current one now. What was current before is kept.

    Raises:
        SyntaxProblemError: The N-Quads do not parse.
        DatasetProblemError: There is nothing in them.
        UnreadableFileError: A file can't be read or written.
    """
    tell = progress or _nothing
    try:
        (target / "snapshots").mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=target / "snapshots"))
    except OSError as error:
        raise UnreadableFileError(str(target), Text(str(error), str(error))) from error
    try:
        made = _fill(draft, dataset, disk, tell)
        final = target / "snapshots" / made.identity[:_NAME]
        if final.exists():
            shutil.rmtree(draft)
        else:
            draft.chmod(0o755)
            draft.rename(final)
        _switch(target, final)
        return open_snapshot(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def open_snapshot(target: Path) -> SnapshotFolder:
    """The current snapshot of a folder, or the snapshot that the folder itself is.

    Raises:
        UnreadableFileError: There is none, or its manifest is not as it should be.
    """
    path = next((p for p in (target / "current", target) if (p / MANIFEST).is_file()), None)
    if path is None:
        reason = Text("这里没有快照；请用 kg publish 生成", "there is no snapshot; kg publish makes one")
        raise UnreadableFileError(str(target), reason)
    path = path.resolve()
    try:
        said: dict[str, Any] = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        return SnapshotFolder(
            path,
            said["identity"],
            said["quads"],
            tuple(said["graphs"]),
            (path / "disk").is_dir(),
            read_dumps(path / "dumps", said["dumps"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableFileError(str(path / MANIFEST), Text(str(error), str(error))) from error


def _fill(draft: Path, dataset: Path | bytes, disk: bool | None, tell: Progress) -> SnapshotFolder:
    nquads = draft / "dataset.nq"
    tell(Text("排序并核对四元组 ……", "Sorting and checking the quads …"))
    if isinstance(dataset, bytes):
        nquads.write_bytes(dataset)
    else:
        _sort(dataset, nquads)
    with nquads.open("rb") as file:
        identity = hashlib.file_digest(file, "sha256").hexdigest()
    quads = _lines(nquads)
    if not quads:
        raise DatasetProblemError(str(nquads), Text("没有任何四元组", "there is no quad in it"))
    tell(Text(f"写下载文件（{quads} 个四元组）……", f"Writing the files to download ({quads} quads) …"))
    dumps = write_dumps(nquads, draft / "dumps")
    if disk or (disk is None and quads >= DISK_FROM):
        tell(Text("建立磁盘存储 ……", "Building the on-disk store …"))
        EmbeddedStore.write_disk(nquads, draft / "disk")
    graphs = tuple(sorted({dump.graph for dump in dumps.dumps if dump.graph is not None}))
    manifest = {
        "identity": identity,
        "program": __version__,
        "quads": quads,
        "graphs": graphs,
        "dumps": [dump.record() for dump in dumps.dumps],
    }
    (draft / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    return SnapshotFolder(draft, identity, quads, graphs, (draft / "disk").is_dir(), dumps)


def _sort(source: Path, target: Path) -> None:
    """Canonical lines in order; by the system's sort, whose memory does not grow with the file."""
    plain = target.with_suffix(".unsorted")
    try:
        with plain.open("wb") as out:
            ox.serialize(ox.parse(path=source, format=ox.RdfFormat.N_QUADS), out, format=ox.RdfFormat.N_QUADS)
    except SyntaxError as error:
        said = error.msg or str(error)
        raise SyntaxProblemError(source.name, error.lineno, error.offset, Text(said, said)) from error
    except OSError as error:
        raise UnreadableFileError(str(source), Text(str(error), str(error))) from error
    command = ["sort", "-u", "-T", str(target.parent), "-o", str(target), str(plain)]
    done = subprocess.run(
        command, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}, capture_output=True, check=False
    )
    plain.unlink()
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise UnreadableFileError(str(source), Text(said, said))


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def _switch(target: Path, snapshot: Path) -> None:
    link = target / f".current-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(snapshot.relative_to(target))
    link.replace(target / "current")


def _nothing(_: Text) -> None:
    return None
