"""The dataset as files to download: each graph, the default graph, and all of it.

Everything is read from the sorted N-Quads of a snapshot in one pass and written as it is read, so that a
dataset of any size is dumped in the same memory. The same snapshot gives the same bytes.

Not here: what a file is called (``names``), how it is offered (``web``).
"""

import gzip
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg_service.formats import NQUADS, NTRIPLES, TRIG, TURTLE, Format, format_named
from kg_service.publish.lines import split_by_graph
from kg_service.publish.names import DEFAULT_STEM, WHOLE_STEM, stem_of
from kg_service.store.writing import write_graph
from kg_service.vocabulary import PREFIXES

_BLOCK = 1 << 20
_GZIP_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Dump:
    """One file."""

    name: str
    """Path below the folder, with ``/``."""
    graph: str | None
    """IRI of the named graph that it holds; None for the default graph and for the whole dataset."""
    whole: bool
    """Whether it holds the whole dataset."""
    format: Format
    size_bytes: int
    sha256: str
    """Of the file as it is, in hexadecimal digits."""
    compressed: bool = False
    """Whether it is a gzip file."""

    def record(self) -> dict[str, Any]:
        """As plain values, for a manifest."""
        return {**asdict(self), "format": self.format.name}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> "Dump":
        """The opposite of ``record``."""
        return cls(**{**record, "format": format_named(record["format"])})


@dataclass(frozen=True, slots=True)
class DumpFolder:
    """Dumps and where they are."""

    folder: Path
    dumps: tuple[Dump, ...]

    def named(self, name: str) -> Dump | None:
        """The dump of that name."""
        return next((dump for dump in self.dumps if dump.name == name), None)

    def of(self, graph: str | None, format: Format) -> Dump | None:
        """The dump of a graph, of the default graph where *graph* is None, in a format."""
        fitting = (d for d in self.dumps if d.graph == graph and d.format == format)
        return next((dump for dump in fitting if not dump.whole), None)

    def path(self, dump: Dump) -> Path:
        """Where the file of *dump* is."""
        return self.folder / dump.name


def write_dumps(nquads: Path, folder: Path) -> DumpFolder:
    """Write all dumps of a dataset.

    Args:
        nquads: The dataset as canonical N-Quads: sorted lines, each once.
        folder: Where to write; made where it is not there. What it holds is overwritten.

    Returns:
        The files by name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    graphs = split_by_graph(nquads, lambda graph: folder / _name(graph, NTRIPLES))
    dumps = []
    for graph in graphs:
        for format in (NTRIPLES, TURTLE):
            name = _name(graph, format)
            if format is TURTLE:
                _write_turtle(folder / _name(graph, NTRIPLES), folder / name)
            dumps.append(_dump(folder, name, graph, format))
    whole = f"{WHOLE_STEM}.{NQUADS.extension}"
    _link(nquads, folder / whole)
    dumps.append(_dump(folder, whole, None, NQUADS, whole=True))
    trig = f"{WHOLE_STEM}.{TRIG.extension}"
    with (folder / trig).open("wb") as out:
        ox.serialize(_quads(folder, graphs), out, format=ox.RdfFormat.TRIG, prefixes=dict(PREFIXES))
    dumps.append(_dump(folder, trig, None, TRIG, whole=True))
    _compress(folder / whole, folder / f"{whole}.gz")
    dumps.append(_dump(folder, f"{whole}.gz", None, NQUADS, whole=True, compressed=True))
    return DumpFolder(folder, tuple(sorted(dumps, key=lambda dump: dump.name)))


def read_dumps(folder: Path, records: Sequence[dict[str, Any]]) -> DumpFolder:
    """The dumps that a manifest lists.

    Args:
        folder: That of the dumps.
        records: As ``Dump.record`` made them.
    """
    return DumpFolder(folder, tuple(Dump.from_record(record) for record in records))


def _name(graph: str | None, format: Format) -> str:
    return f"{DEFAULT_STEM if graph is None else stem_of(graph)}.{format.extension}"


def _dump(
    folder: Path,
    name: str,
    graph: str | None,
    format: Format,
    *,
    whole: bool = False,
    compressed: bool = False,
) -> Dump:
    path = folder / name
    return Dump(name, graph, whole, format, path.stat().st_size, digest_of(path), compressed)


def digest_of(path: Path) -> str:
    """SHA-256 of a file in hexadecimal digits.

    Raises:
        OSError: It can't be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_turtle(ntriples: Path, target: Path) -> None:
    """Small graphs in the order in which people read, large ones as they come, which is by subject."""
    with target.open("wb") as out:
        write_graph(_triples(ntriples), TURTLE, out)


def _triples(ntriples: Path) -> Iterator[ox.Triple]:
    for quad in ox.parse(path=ntriples, format=ox.RdfFormat.N_TRIPLES, lenient=True):
        yield quad.triple


def _quads(folder: Path, graphs: Iterable[str | None]) -> Iterator[ox.Quad]:
    for graph in graphs:
        name = ox.DefaultGraph() if graph is None else ox.NamedNode(graph)
        for triple in _triples(folder / _name(graph, NTRIPLES)):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, name)


def _link(source: Path, target: Path) -> None:
    """The same file under a second name, or a copy where the file system has no such thing."""
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _compress(source: Path, target: Path) -> None:
    # Without name and time in it, so that the same content gives the same bytes.
    with (
        source.open("rb") as plain,
        target.open("wb") as out,
        gzip.GzipFile("", "wb", _GZIP_LEVEL, out, mtime=0) as packed,
    ):
        shutil.copyfileobj(plain, packed, _BLOCK)
