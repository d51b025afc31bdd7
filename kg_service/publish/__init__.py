"""From the files of a home to a store that can be asked, in one function.

The dataset is put together aside and never changed afterwards; its identity is the hash of what is in it.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg_service.kept import Kept
from kg_service.publish.description import describe
from kg_service.publish.files import NamedGraph, Role, current_editions, load_graphs
from kg_service.publish.records import Correction
from kg_service.queries import Catalogue
from kg_service.queries.header import NamedQuery
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore

__all__ = ["NamedGraph", "Role", "Snapshot", "assemble", "build_store", "load_graphs", "take_snapshot"]


_FILES = ("ontology/*", "data/*", "data/*/*", "shapes/*", "queries/catalogue/*")
"""Of a home, as far as its dataset is made of them."""
_STORES: Kept[EmbeddedStore] = Kept(2, 10_000_000)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole dataset at one moment; it can be handed to another process."""

    nquads: bytes

    @property
    def identity(self) -> str:
        """SHA-256 of the dataset in hexadecimal digits."""
        return hashlib.sha256(self.nquads).hexdigest()

    def load(self) -> EmbeddedStore:
        """A store of its own over the dataset."""
        return EmbeddedStore(self.nquads, self.identity)


def take_snapshot(home: Path) -> Snapshot:
    """Read the files of a home and put the dataset together.

    Raises:
        UnreadableFileError: A file or folder is missing or can't be read.
        SyntaxProblemError: A file does not parse.
        DatasetProblemError: The files parse, but do not make one dataset.
    """
    return Snapshot(assemble(load_graphs(home), queries_of(home)))


def queries_of(home: Path) -> Iterable[NamedQuery]:
    """The named queries of a home; it may have none."""
    return Catalogue.load(home) if (home / "queries" / "catalogue").is_dir() else ()


def build_store(settings: Settings) -> EmbeddedStore:
    """Read the files of the home and load them; the same store again where they are as they were.

    Args:
        settings: Its ``home`` is read, nothing else.

    Raises:
        UnreadableFileError, SyntaxProblemError, DatasetProblemError: See ``take_snapshot``.
    """
    home = settings.home
    files = (path for pattern in _FILES for path in sorted(home.glob(pattern)))
    return _STORES.of(files, lambda: take_snapshot(home).load())


def assemble(
    graphs: Sequence[NamedGraph],
    queries: Iterable[NamedQuery] = (),
    corrections: Iterable[Correction] = (),
) -> bytes:
    """The dataset as N-Quads: each named graph, its description, and the default graph.

    Args:
        graphs: As ``load_graphs`` gives them, in any order.
        queries: Those that are offered as examples.
        corrections: Of published editions; the description tells of them.

    Returns:
        Sorted lines; the same graphs give the same bytes.

    Raises:
        DatasetProblemError: No or more than one edition of a series is the current one.
    """
    current = current_editions(graphs)
    default = {line for graph in graphs if graph.is_default or graph in current for line in graph.lines}
    description = describe(graphs, current, default, queries, corrections)
    quads = default | set(description.shared)
    for graph in [*graphs, description.graph]:
        name = f"<{graph.iri}> .".encode()
        quads.update(line.removesuffix(b".") + name for line in graph.lines)
    return b"\n".join(sorted(quads)) + b"\n"
