"""What the given files are checked together with: ontology, reference data and editions of the home.

A given file may be new, or a changed copy of a file of the home. Of the home, everything that a given file
speaks for is left out, so that a fact which is missing in the copy is missing in the check.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, Graph
from rdflib.term import Node

from kg_service.kept import Kept
from kg_service.linking import link_files
from kg_service.store.index import Index
from kg_service.store.rdf_files import GivenFile
from kg_service.store.rdflib_terms import to_rdflib
from kg_service.store.rdflib_view import graph_of, index_of
from kg_service.validation.mappings import read_checked
from kg_service.vocabulary import CARE

_TYPE, _EDITION = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(CARE.ChecklistEdition))
_NOT_CONTEXT = frozenset({"alignments.ttl"})
"""Alignments describe nothing that a shape asks for, and mention much that nothing here describes."""


_FILES: Kept[tuple[ox.Triple, ...]] = Kept(128, 10_000_000)
"""Triples of the files of homes."""


@dataclass(frozen=True, slots=True)
class Assembled:
    """One graph to check, and which nodes of it the given files answer for."""

    graph: Graph
    concerned: dict[Node, GivenFile]
    """Every node that a given file describes, or that the file of the home which it replaces described."""


def assemble(given: Sequence[GivenFile], home: Path) -> Assembled:
    """Put the given files into the data of the home.

    A file of the home is left out whole where a given file holds more than half of its triples or describes
    the edition that it is about. Of the other files, the description of a resource is left out where the
    given files describe it anew, which means that they state its type or repeat a triple of it; where they
    do neither, they add to it. The file that states its type is the one that describes a resource.

    Args:
        given: Files as read.
        home: Folder with ``ontology/`` and ``data/``.
    """
    parts = [(file, set(index_of(file.graph).triples())) for file in given]
    own = {triple for _, triples in parts for triple in triples}
    concerned: dict[object, GivenFile] = {}
    for file, triples in parts:
        for triple in triples:
            concerned.setdefault(triple.subject, file)
    typed = {triple.subject for triple in own if triple.predicate == _TYPE}
    kept = [*own]
    for path in (*home_files(home), *link_files(home)):
        part = _FILES.of([path], partial(_triples_of, path))
        replacing = _replacing(part, parts)
        if replacing is not None:
            for triple in part:
                concerned.setdefault(triple.subject, replacing)
            continue
        anew = typed | {triple.subject for triple in part if triple in own}
        anew &= {triple.subject for triple in part if triple.predicate == _TYPE}
        kept += [triple for triple in part if triple.subject not in anew]
    return Assembled(graph_of(Index(kept)), {to_rdflib(node): file for node, file in concerned.items()})


def _triples_of(path: Path) -> tuple[ox.Triple, ...]:
    return tuple(index_of(read_checked(path, with_places=False).graph).triples())


def home_files(home: Path) -> list[Path]:
    """The Turtle files of the home that hold ontology, reference data and editions."""
    files = [*home.glob("ontology/*.ttl"), *home.glob("data/**/*.ttl")]
    return sorted(path for path in files if path.name not in _NOT_CONTEXT)


def _replacing(
    part: Sequence[ox.Triple], given: Sequence[tuple[GivenFile, set[ox.Triple]]]
) -> GivenFile | None:
    """The given file that stands in for this file of the home, if one does."""
    ground = [t for t in part if not any(isinstance(end, ox.BlankNode) for end in (t.subject, t.object))]
    editions = [t for t in part if t.predicate == _TYPE and t.object == _EDITION]
    for file, triples in given:
        if 2 * sum(triple in triples for triple in ground) > len(ground):
            return file
        if any(triple in triples for triple in editions):
            return file
    return None
