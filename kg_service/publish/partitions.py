"""VoID: how many, of which class, with which properties, for the default graph and for each named graph.

Editors complete classes and properties from these figures, without a GRAPH clause: see ``examples``.

Source: https://www.w3.org/TR/void/#class-property-partitions
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator

from kg_service.model import Iri, Literal, Triple
from kg_service.publish.statistics import Statistics
from kg_service.vocabulary import BASE, VOID, VOIDEXT, XSD, compact

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*:[A-Za-z0-9_]+")


def document_of(graph: str) -> str:
    """IRI of the page that holds the figures of a graph: they would bury what else its own page says."""
    if graph.startswith(BASE + "id/graph/"):
        return BASE + "id/void/" + graph.removeprefix(BASE + "id/graph/")
    return BASE + "id/void/" + hashlib.sha256(graph.encode()).hexdigest()[:16]


def sizes(graph: str, figures: Statistics) -> Iterator[Triple]:
    """The figures of a graph as a whole."""
    subject = Iri(graph)
    for property_, number in (
        (VOID.triples, figures.triples),
        (VOID.distinctSubjects, figures.subjects),
        (VOID.classes, len(figures.entities)),
        (VOID.properties, len(figures.property_triples)),
    ):
        yield subject, Iri(property_), integer(number)


def partitions(graph: str, document: str, figures: Statistics) -> Iterator[Triple]:
    """The figures of a graph by class and by property, and by both where they were counted so.

    Args:
        graph: IRI of the graph, or of the default graph.
        document: IRI that the partitions are fragments of.
        figures: Of the graph.
    """
    properties: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for class_, property_ in sorted(figures.pair_triples):
        properties[class_].append(property_)
    targets = _objects_by_pair(figures.targets)
    datatypes = _objects_by_pair(figures.datatypes)
    for class_, entities in sorted(figures.entities.items()):
        iri = _text(class_)
        part = Iri(f"{document}#class-{slug(iri)}")
        yield Iri(graph), Iri(VOID.classPartition), part
        yield part, Iri(VOID["class"]), Iri(iri)
        yield part, Iri(VOID.entities), integer(entities)
        for property_ in properties[class_]:
            pair = class_, property_
            inner = Iri(f"{part.value}.{slug(_text(property_))}")
            yield part, Iri(VOID.propertyPartition), inner
            yield from _property(inner, property_, figures.pair_triples[pair], figures.pair_subjects[pair])
            yield from _objects(inner, targets.get(pair, {}), "to", VOID.classPartition, VOID["class"])
            yield from _objects(
                inner, datatypes.get(pair, {}), "as", VOIDEXT.datatypePartition, VOIDEXT.datatype
            )
    for property_, triples in sorted(figures.property_triples.items()):
        part = Iri(f"{document}#property-{slug(_text(property_))}")
        yield Iri(graph), Iri(VOID.propertyPartition), part
        yield from _property(part, property_, triples, figures.property_subjects[property_])


def slug(iri: str) -> str:
    """A short name of *iri* for a fragment; the same for no other IRI."""
    short = compact(iri)
    if short is not None and _PLAIN.fullmatch(short):
        return short.replace(":", "-", 1)
    return hashlib.sha256(iri.encode()).hexdigest()[:12]


def integer(number: int) -> Literal:
    """*number* as xsd:integer."""
    return Literal(str(number), str(XSD.integer))


def _property(part: Iri, property_: bytes, triples: int, subjects: int) -> Iterator[Triple]:
    yield part, Iri(VOID.property), Iri(_text(property_))
    yield part, Iri(VOID.triples), integer(triples)
    yield part, Iri(VOID.distinctSubjects), integer(subjects)


def _objects(part: Iri, objects: dict[bytes, int], word: str, link: str, kind: str) -> Iterator[Triple]:
    for object_, triples in sorted(objects.items()):
        iri = _text(object_)
        inner = Iri(f"{part.value}.{word}-{slug(iri)}")
        yield part, Iri(link), inner
        yield inner, Iri(kind), Iri(iri)
        yield inner, Iri(VOID.triples), integer(triples)


def _objects_by_pair(
    counted: dict[tuple[bytes, bytes, bytes], int],
) -> dict[tuple[bytes, bytes], dict[bytes, int]]:
    found: defaultdict[tuple[bytes, bytes], dict[bytes, int]] = defaultdict(dict)
    for (class_, property_, object_), triples in counted.items():
        found[class_, property_][object_] = triples
    return found


def _text(term: bytes) -> str:
    """The IRI of a term."""
    return term[1:-1].decode()
