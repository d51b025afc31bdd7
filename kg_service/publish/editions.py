"""Is an edition still what was published? A fingerprint says so, and which statements differ.

Blank nodes are called the same in each reading of the same graph before it is looked at, by RDFC-1.0.

Not here: what follows from it (``immutability``).

Source: https://www.w3.org/TR/rdf-canon/
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg_service.formats import NTRIPLES
from kg_service.publish.dumps import DumpFolder
from kg_service.publish.files import NamedGraph
from kg_service.publish.records import EditionRecord
from kg_service.store.turtle import canonical_lines, editions_in_lines
from kg_service.vocabulary import BASE, CPSV, EDITIONS, RDF, graph_iri

EDITION_GRAPHS = graph_iri("edition") + "/"
_SERVICE = f" <{RDF.type}> <{CPSV.PublicService}> .".encode()
SHOWN = 3
"""Statements of each kind that are shown."""


@dataclass(frozen=True, slots=True)
class EditionGraph:
    """One edition, as canonical statements."""

    name: str
    """``heilongjiang/2024``."""
    graph: str
    """IRI of its named graph."""
    lines: tuple[bytes, ...]
    """Canonical N-Triples, sorted, without line ends; blank nodes by their canonical names."""
    fingerprint: str
    """SHA-256 of the lines in hexadecimal digits."""

    @classmethod
    def of(cls, graph: str, lines: Sequence[bytes]) -> "EditionGraph | None":
        """The edition in a named graph; None where it is none."""
        name = edition_of(graph, lines)
        if name is None:
            return None
        canonical = canonical_lines(lines)
        fingerprint = hashlib.sha256(b"".join(line + b"\n" for line in canonical)).hexdigest()
        return cls(name, graph, canonical, fingerprint)

    @property
    def services(self) -> int:
        """How many services it has."""
        return sum(line.endswith(_SERVICE) for line in self.lines)

    def record(self, checked: str = "") -> EditionRecord:
        """What a manifest says of it.

        Args:
            checked: See ``EditionRecord``.
        """
        return EditionRecord(self.name, self.graph, self.fingerprint, len(self.lines), self.services, checked)


@dataclass(frozen=True, slots=True)
class Difference:
    """How two readings of one edition differ."""

    missing: tuple[str, ...]
    added: tuple[str, ...]
    """The first statements of each kind, shortened where they are long."""
    count: int
    """Of all statements that differ."""


def edition_of(graph: str, lines: Iterable[bytes]) -> str | None:
    """Name of the edition that a named graph holds: the one that it describes, or that its IRI says."""
    described = next((iri for iri in editions_in_lines(lines) if iri.startswith(EDITIONS)), None)
    if described is not None:
        return described.removeprefix(EDITIONS)
    return graph.removeprefix(EDITION_GRAPHS) if graph.startswith(EDITION_GRAPHS) else None


def editions_of(graphs: Iterable[NamedGraph]) -> Iterator[EditionGraph]:
    """The editions among graphs that were read from files."""
    for graph in graphs:
        if graph.role == "edition" and (found := EditionGraph.of(graph.iri, graph.lines)):
            yield found


def editions_in(dumps: DumpFolder) -> Iterator[EditionGraph]:
    """The editions of a snapshot, from its files."""
    for dump in dumps.dumps:
        if dump.graph is not None and dump.format == NTRIPLES:
            found = EditionGraph.of(dump.graph, lines_of(dumps.path(dump)))
            if found is not None:
                yield found


def lines_of(path: Path) -> list[bytes]:
    """The lines of a file without their ends."""
    return path.read_bytes().splitlines()


def difference(published: EditionGraph, new: EditionGraph) -> Difference:
    """How *new* differs from what was published."""
    before, after = set(published.lines), set(new.lines)
    missing, added = sorted(before - after), sorted(after - before)
    return Difference(
        tuple(map(_shown, missing[:SHOWN])), tuple(map(_shown, added[:SHOWN])), len(missing) + len(added)
    )


def _shown(line: bytes) -> str:
    text = line.decode(errors="replace").replace(BASE, "…/").removesuffix(" .")
    return text if len(text) <= 200 else text[:199] + "…"
