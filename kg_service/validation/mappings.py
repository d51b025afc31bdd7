"""Files of links as triples with their places: each triple stands in a cell.

Not here: reading them (``linking``), the rules (``shapes/links.ttl``).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.term import Node

from kg_service.linking import ENDING, confirmed_triples, read_mappings, record_triples, target_of
from kg_service.linking.triples import record_iri
from kg_service.model import MappingSet, Triple
from kg_service.store.index import Index
from kg_service.store.places import Places
from kg_service.store.rdf_files import GivenFile, read_file
from kg_service.store.rdflib_view import graph_of
from kg_service.store.terms import to_engine
from kg_service.vocabulary import OWL


def is_mappings(path: Path) -> bool:
    """Whether a file is one of links, by its name."""
    return path.name.lower().endswith(ENDING)


def read_checked(path: Path, *, with_places: bool = True) -> GivenFile:
    """A file that is checked by shapes: of links, or of RDF; see ``read_file``.

    Raises:
        KgServiceError: See ``read_mappings`` and ``read_file``.
    """
    if not is_mappings(path):
        return read_file(path, with_places=with_places)
    mappings = read_mappings(path)
    target = target_of(mappings)
    triples = (*confirmed_triples(mappings, target), *record_triples(mappings, target))
    graph = graph_of(Index(map(_triple, triples)))
    return GivenFile(str(path), graph, (lambda: _places(mappings)) if with_places else None)


def _triple(triple: Triple) -> ox.Triple:
    return ox.Triple(*map(to_engine, triple))  # type: ignore[arg-type]


def _places(mappings: MappingSet) -> Places:
    triples: dict[tuple[Node, Node, Node], int] = {}
    subjects: dict[Node, int] = {}
    columns: dict[int, str] = {}
    for mapping in mappings.mappings:
        columns.update({offset: name for name, offset in mapping.offsets.items()})
        subject, predicate, object_ = map(URIRef, mapping.key)
        record = URIRef(record_iri(mappings, mapping))
        offsets = mapping.offsets
        triples[subject, predicate, object_] = offsets["object_id"]
        for term, value, name in _cells(subject, predicate, object_):
            triples[record, term, value] = offsets[name]
        subjects.setdefault(record, offsets["subject_id"])
        subjects.setdefault(subject, offsets["subject_id"])
        subjects.setdefault(object_, offsets["object_id"])
    return Places.of_table(mappings.text, triples, subjects, columns)


def _cells(subject: Node, predicate: Node, object_: Node) -> Iterator[tuple[Node, Node, str]]:
    yield OWL.annotatedSource, subject, "subject_id"
    yield OWL.annotatedProperty, predicate, "predicate_id"
    yield OWL.annotatedTarget, object_, "object_id"
