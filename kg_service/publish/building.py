"""A snapshot in a folder of its own: filled, read again, made to last.

Not here: which dataset (``publishing``), who gets to see it (``folder``).
"""

import json
import os
import subprocess
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from kg_service import __version__
from kg_service.errors import (
    DamagedSnapshotError,
    DatasetProblemError,
    NotPublishedError,
    SyntaxProblemError,
    UnreadableFileError,
)
from kg_service.formats import NTRIPLES
from kg_service.model import Text
from kg_service.publish.dumps import digest_of, write_dumps
from kg_service.publish.layout import MANIFEST, NAME, SnapshotFolder
from kg_service.publish.locking import writing
from kg_service.publish.records import Record
from kg_service.store import EmbeddedStore

DISK_FROM = 200_000
"""Quads from which on an on-disk store is built as well: it answers at once, while memory is being filled."""

Progress = Callable[[Text], None]


def nothing(_: Text) -> None:
    """A progress that nobody looks at."""


def write_sorted(dataset: Path | bytes, nquads: Path) -> tuple[str, int]:
    """Write a dataset as canonical N-Quads.

    Args:
        dataset: Sorted lines, each once, where they are bytes; any N-Quads where it is a file.
        nquads: Where to.

    Returns:
        Their SHA-256 in hexadecimal digits, and how many there are.

    Raises:
        SyntaxProblemError: The N-Quads do not parse.
        DatasetProblemError: There is nothing in them.
        UnreadableFileError: The file can't be read.
        NotPublishedError: They can't be written.
    """
    if isinstance(dataset, bytes):
        with writing(nquads.parent):
            nquads.write_bytes(dataset)
    else:
        _sort(dataset, nquads)
    identity = digest_of(nquads)
    quads = count_lines(nquads)
    if not quads:
        source = nquads if isinstance(dataset, bytes) else dataset
        raise DatasetProblemError(str(source), Text("没有任何四元组", "there is no quad in it"))
    return identity, quads


def fill(draft: Path, dataset: Path | bytes, disk: bool | None, tell: Progress) -> SnapshotFolder:
    """Write everything that belongs to a snapshot, but for its manifest.

    Args:
        draft: An empty folder.
        dataset: See ``write_sorted``.
        disk: Whether to build an on-disk store; None decides by size.
        tell: Is told what is being done.

    Raises:
        SyntaxProblemError, DatasetProblemError, UnreadableFileError, NotPublishedError: See ``write_sorted``.
    """
    nquads = draft / "dataset.nq"
    tell(Text("排序并核对四元组 ……", "Sorting and checking the quads …"))
    identity, quads = write_sorted(dataset, nquads)
    tell(Text(f"写下载文件（{quads} 个四元组）……", f"Writing the files to download ({quads} quads) …"))
    with writing(draft):
        dumps = write_dumps(nquads, draft / "dumps")
        if disk or (disk is None and quads >= DISK_FROM):
            tell(Text("建立磁盘存储 ……", "Building the on-disk store …"))
            EmbeddedStore.write_disk(nquads, draft / "disk")
    graphs = tuple(sorted({dump.graph for dump in dumps.dumps if dump.graph is not None}))
    return SnapshotFolder(draft, identity, quads, graphs, (draft / "disk").is_dir(), dumps, __version__)


def read_again(draft: SnapshotFolder, went_in: Mapping[str, int] | None = None) -> None:
    """Hold what was written against what went in, by another reading of it.

    Args:
        draft: Filled.
        went_in: Number of triples by named graph, of those that are known.

    Raises:
        DamagedSnapshotError: They differ.
    """
    expected = {
        dump.graph: count_lines(draft.dumps.path(dump))
        for dump in draft.dumps.dumps
        if dump.format == NTRIPLES and not dump.whole
    }
    found: Counter[str | None] = Counter()
    for quad in ox.parse(path=draft.nquads, format=ox.RdfFormat.N_QUADS):
        graph = quad.graph_name
        found[None if isinstance(graph, ox.DefaultGraph) else graph.value] += 1
    for graph, number in [*expected.items(), *(went_in or {}).items()]:
        if found[graph] != number:
            zh, en = (graph, graph) if graph else ("默认图", "the default graph")
            problem = Text(
                f"{zh} 应有 {number} 个三元组，写出后读到 {found[graph]} 个",
                f"{en} should hold {number} triples, and {found[graph]} were read again",
            )
            raise DamagedSnapshotError(draft.identity[:NAME], [problem])
    if found.total() != draft.quads:
        problem = Text(
            f"应有 {draft.quads} 个四元组，写出后读到 {found.total()} 个",
            f"there should be {draft.quads} quads, and {found.total()} were read again",
        )
        raise DamagedSnapshotError(draft.identity[:NAME], [problem])


def seal(draft: SnapshotFolder, record: Record, *, sync: bool = True) -> SnapshotFolder:
    """Write the manifest, and have all of it on disk.

    Raises:
        NotPublishedError: It can't be written.
    """
    sealed = replace(draft, record=record)
    with writing(draft.path):
        text = json.dumps(sealed.manifest(), ensure_ascii=False, indent=1)
        (draft.path / MANIFEST).write_text(text, encoding="utf-8")
        draft.path.chmod(0o755)
        if sync:
            for folder, _, files in os.walk(draft.path):
                for name in files:
                    flush(Path(folder) / name)
                flush(Path(folder))
    return sealed


def flush(path: Path) -> None:
    """Have a file, or the names in a folder, on disk.

    Raises:
        OSError: It can't be.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def problems_of(snapshot: SnapshotFolder) -> list[Text]:
    """What is not as the manifest says: hashes of all files, and the number of quads."""
    found = []
    files = [(snapshot.dumps.path(dump), dump.sha256) for dump in snapshot.dumps.dumps]
    files.append((snapshot.nquads, snapshot.identity))
    for path, expected in files:
        name = path.relative_to(snapshot.path).as_posix()
        try:
            digest = digest_of(path)
        except OSError as error:
            words = error.strerror or str(error)
            found.append(Text(f"{name} 无法读取（{words}）", f"{name} can't be read ({words})"))
            continue
        if digest != expected:
            found.append(Text(f"{name} 的内容与哈希不符", f"the content of {name} is not that of its hash"))
    if not found and (quads := count_lines(snapshot.nquads)) != snapshot.quads:
        found.append(
            Text(f"四元组应有 {snapshot.quads} 个，实有 {quads} 个", f"{quads} quads, not {snapshot.quads}")
        )
    if snapshot.has_disk and (problem := _disk_problem(snapshot)):
        found.append(problem)
    return found


def require_undamaged(snapshot: SnapshotFolder) -> None:
    """Make sure that a snapshot is what its manifest says.

    Raises:
        DamagedSnapshotError: It is not.
    """
    if problems := problems_of(snapshot):
        raise DamagedSnapshotError(snapshot.name, problems)


def _disk_problem(snapshot: SnapshotFolder) -> Text | None:
    try:
        there = len(ox.Store.read_only(str(snapshot.path / "disk")))
    except OSError as error:
        return Text(f"磁盘存储打不开（{error}）", f"the on-disk store can't be opened ({error})")
    if there == snapshot.quads:
        return None
    return Text(
        f"磁盘存储有 {there} 个四元组，应为 {snapshot.quads} 个",
        f"the on-disk store holds {there} quads, not {snapshot.quads}",
    )


def count_lines(path: Path) -> int:
    """Number of line ends in a file."""
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def _sort(source: Path, target: Path) -> None:
    """Canonical lines in order; by the system's sort, whose memory does not grow with the file."""
    plain = target.with_suffix(".unsorted")
    try:
        source.open("rb").close()
    except OSError as error:
        words = error.strerror or str(error)
        raise UnreadableFileError(str(source), Text(words, words)) from error
    try:
        with writing(target.parent), plain.open("wb") as out:
            ox.serialize(ox.parse(path=source, format=ox.RdfFormat.N_QUADS), out, format=ox.RdfFormat.N_QUADS)
    except SyntaxError as error:
        said = error.msg or str(error)
        raise SyntaxProblemError(source.name, error.lineno, error.offset, Text(said, said)) from error
    command = ["sort", "-u", "-T", str(target.parent), "-o", str(target), str(plain)]
    done = subprocess.run(
        command, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}, capture_output=True, check=False
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise NotPublishedError(str(target.parent), Text(said, said))
    plain.unlink()
