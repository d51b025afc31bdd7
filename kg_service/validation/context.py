"""What the given files are checked together with: ontology, reference data and editions of the home.

A given file may be new, or a changed copy of a file of the home. Of the home, everything that a given file
speaks for is left out, so that a fact which is missing in the copy is missing in the check.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, BNode, Graph
from rdflib.term import Node

from kg_service.validation.places import Triple
from kg_service.validation.reading import GivenFile, read_file
from kg_service.vocabulary import CARE

_NOT_CONTEXT = frozenset({"alignments.ttl"})
"""Links outward describe nothing that a shape asks for, and mention much that nothing here describes."""


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
    graph = Graph(bind_namespaces="none")
    concerned: dict[Node, GivenFile] = {}
    for file in given:
        for triple in file.graph:
            graph.add(triple)
            concerned.setdefault(triple[0], file)
    own = set(graph)
    for path in home_files(home):
        part = read_file(path, with_places=False).graph
        replacing = _replacing(part, given)
        if replacing is not None:
            for subject in part.subjects(unique=True):
                concerned.setdefault(subject, replacing)
            continue
        anew = _described_anew(part, own)
        for triple in part:
            if triple[0] not in anew:
                graph.add(triple)
    return Assembled(graph, concerned)


def home_files(home: Path) -> list[Path]:
    """The Turtle files of the home that hold ontology, reference data and editions."""
    files = [*home.glob("ontology/*.ttl"), *home.glob("data/**/*.ttl")]
    return sorted(path for path in files if path.name not in _NOT_CONTEXT)


def _replacing(part: Graph, given: Sequence[GivenFile]) -> GivenFile | None:
    """The given file that stands in for this file of the home, if one does."""
    ground = [t for t in part if not any(isinstance(term, BNode) for term in t)]
    editions = set(part.subjects(RDF.type, CARE.ChecklistEdition))
    for file in given:
        if 2 * sum(triple in file.graph for triple in ground) > len(ground):
            return file
        if any((edition, RDF.type, CARE.ChecklistEdition) in file.graph for edition in editions):
            return file
    return None


def _described_anew(part: Graph, own: set[Triple]) -> set[Node]:
    """Of the resources that this file describes, those that the given files describe instead."""
    repeated = {triple[0] for triple in part if triple in own}
    typed = {subject for subject, predicate, _ in own if predicate == RDF.type}
    return {subject for subject in part.subjects(RDF.type, unique=True) if subject in repeated | typed}
