"""VoID: which graph links to which dataset elsewhere, by which property, how often.

Source: https://www.w3.org/TR/void/#linkset
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from kg_service.linking.targets import TARGETS as LINKED
from kg_service.model import Iri, Literal, Text, Triple
from kg_service.publish.catalog import DATASET, texts
from kg_service.publish.files import NamedGraph
from kg_service.publish.partitions import document_of, integer, slug
from kg_service.publish.statistics import split
from kg_service.vocabulary import BASE, DCTERMS, ELI, FOAF, OWL, RDF, RDFS, SKOS, VOID

TARGETS = BASE + "id/void/targets"
"""Document whose fragments are the datasets that are linked to."""

TITLE = Text("链接到的数据集", "Datasets that are linked to")

LINKING: tuple[str, ...] = (
    *map(str, (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)),
    *map(str, (OWL.sameAs, OWL.equivalentClass, OWL.equivalentProperty)),
    *map(str, (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.seeAlso)),
    *map(str, (DCTERMS.subject, DCTERMS.spatial, DCTERMS.language)),
)
"""Properties that tie two things, beside all of ELI; licences, homepages and media types tie nothing."""

_PREDICATES = {f"<{iri}>".encode() for iri in LINKING}
_ELI = f"<{ELI._NS}".encode()
_OURS = f"<{BASE}".encode()


def linksets(graphs: Sequence[NamedGraph]) -> Iterator[Triple]:
    """A linkset for each graph, property and namespace that it links to, and the namespaces as datasets."""
    spaces: set[str] = set()
    for graph in graphs:
        for (predicate, space), number in sorted(links(graph).items()):
            spaces.add(space)
            linkset = Iri(f"{document_of(graph.iri)}#links-{slug(predicate)}-{slug(space)}")
            yield linkset, Iri(RDF.type), Iri(VOID.Linkset)
            yield linkset, Iri(VOID.linkPredicate), Iri(predicate)
            # A graph of links is between the dataset and another; any other graph links what it describes.
            yield linkset, Iri(VOID.subjectsTarget), Iri(DATASET if graph.target else graph.iri)
            yield linkset, Iri(VOID.objectsTarget), Iri(f"{TARGETS}#{slug(space)}")
            yield linkset, Iri(VOID.triples), integer(number)
            yield Iri(document_of(graph.iri)), Iri(FOAF.topic), linkset
            yield Iri(graph.iri), Iri(VOID.subset), linkset
    if spaces:
        yield Iri(TARGETS), Iri(RDF.type), Iri(VOID.DatasetDescription)
        yield from texts(TARGETS, DCTERMS.title, TITLE)
    for space in sorted(spaces):
        target = Iri(f"{TARGETS}#{slug(space)}")
        yield target, Iri(RDF.type), Iri(VOID.Dataset)
        yield target, Iri(VOID.uriSpace), Literal(space)
        yield Iri(TARGETS), Iri(FOAF.topic), target
        for known in LINKED.values():
            if known.namespace == space:
                yield from texts(target.value, DCTERMS.title, known.title)


def links(graph: NamedGraph) -> Counter[tuple[str, str]]:
    """How often *graph* links out, by property and namespace. Shapes and records state no link."""
    counted: Counter[tuple[str, str]] = Counter()
    if graph.role in ("shapes", "mappings"):
        return counted
    known = LINKED.get(graph.target or "")
    for line in graph.lines:
        subject, predicate, object_ = split(line)
        if not (predicate in _PREDICATES or predicate.startswith(_ELI)) or not subject.startswith(_OURS):
            continue
        # A standard without IRIs of its own is linked to by ours.
        if object_.startswith(b"<http") and (graph.target or not object_.startswith(_OURS)):
            object_iri = object_[1:-1].decode()
            space = known.namespace if known else namespace_of(object_iri)
            counted[predicate[1:-1].decode(), space] += 1
    return counted


def namespace_of(iri: str) -> str:
    """*iri* without its last part."""
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
