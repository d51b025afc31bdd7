"""What the dataset says of itself: DCAT for catalogues, VoID for sizes, Service Description for its graphs.

Source: https://www.w3.org/TR/vocab-dcat-3/, https://www.w3.org/TR/void/,
https://www.w3.org/TR/sparql11-service-description/
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg_service.model import Iri, Literal, Term, Text, Triple
from kg_service.publish.catalog import DATASET, LICENCE, catalog, texts
from kg_service.publish.corrections import correction_triples
from kg_service.publish.examples import examples, prefixes
from kg_service.publish.files import NamedGraph
from kg_service.publish.linksets import linksets
from kg_service.publish.partitions import document_of, integer, partitions, sizes
from kg_service.publish.records import Correction
from kg_service.publish.statistics import Statistics, classes_of, measure
from kg_service.queries.header import NamedQuery
from kg_service.store.turtle import write_ntriples
from kg_service.vocabulary import (
    BASE,
    CARE,
    CPSV,
    CV,
    DCAT,
    DCTERMS,
    FOAF,
    RDF,
    SD,
    SKOS,
    VOID,
    graph_iri,
)

DEFAULT_GRAPH = DATASET + "#default-graph"
FIGURES_OF_DEFAULT = BASE + "id/void/default"
PUBLISHER = BASE + "id/agent/care-checklist"
_LANGUAGES = ("ZHO", "ENG")

TITLE = Text("流动儿童关爱服务清单知识图谱", "Knowledge graph of the care services for migrant children")
SUMMARY = Text(
    "各版清单的服务、措施、条件、对象与责任部门，连同概念体系、本体、校验规则和对外链接。",
    "Services, measures, conditions, beneficiaries and responsible bodies of each edition of the list, "
    "with concept schemes, ontology, shapes and links.",
)
DEFAULT_TITLE = Text(
    "默认图：各系列的现行版本及参考数据", "Default graph: the current editions with the reference data"
)
DESCRIPTION_TITLE = Text("数据集说明", "Description of the dataset")


@dataclass(frozen=True, slots=True)
class Description:
    """What is added to the dataset."""

    graph: NamedGraph
    """All of it, as a graph of its own."""
    shared: tuple[bytes, ...]
    """What stands in the default graph as well, where editors ask for it: prefixes, examples and figures."""


def describe(
    graphs: Sequence[NamedGraph],
    current: Sequence[NamedGraph],
    default: Iterable[bytes],
    queries: Iterable[NamedQuery] = (),
    corrections: Iterable[Correction] = (),
) -> Description:
    """The description of a dataset.

    Args:
        graphs: All other named graphs.
        current: Those of the current editions.
        default: Lines of the default graph without what is shared with it.
        queries: Those that are offered to people.
        corrections: Of published editions.
    """
    shared, in_default = _shared(sorted(default), queries)
    figures = {graph.iri: measure(graph.lines) for graph in graphs}
    iri = graph_iri("dataset")
    fixed = [*_dataset(graphs, current), *linksets(graphs), *correction_triples(corrections)]
    lines: tuple[bytes, ...] = ()
    while True:
        # Its own figures are among the facts in it.
        described = NamedGraph(iri, "dataset", DESCRIPTION_TITLE, (), lines)
        figures[iri] = measure(lines)
        whole = [*graphs, described]
        made = _union(
            shared,
            write_ntriples([*fixed, *catalog(whole, current), *_graphs(whole, figures, in_default)]),
        )
        if made == lines:
            return Description(described, shared)
        lines = made


def _shared(base: Sequence[bytes], queries: Iterable[NamedQuery]) -> tuple[tuple[bytes, ...], Statistics]:
    """What editors ask the default graph for, and the figures of the default graph with it."""
    classes = classes_of(base)
    of_base = measure(base, classes)
    offered = write_ntriples([*prefixes(), *examples(queries)])
    lines = offered
    while True:
        # No subject is shared with the rest. How many figures there are depends on no figure: this settles.
        figures = of_base + measure(lines, {**classes, **classes_of(lines)})
        made = _union(offered, write_ntriples(partitions(DEFAULT_GRAPH, FIGURES_OF_DEFAULT, figures)))
        if made == lines:
            return made, figures
        lines = made


def _union(*parts: Sequence[bytes]) -> tuple[bytes, ...]:
    return tuple(sorted({line for part in parts for line in part}))


def _dataset(graphs: Sequence[NamedGraph], current: Sequence[NamedGraph]) -> Iterator[Triple]:
    dataset = Iri(DATASET)

    def of_dataset(predicate: str, value: Term) -> Triple:
        return dataset, Iri(predicate), value

    for class_ in (VOID.Dataset, DCAT.Catalog, DCAT.Dataset, SD.Dataset):
        yield of_dataset(RDF.type, Iri(class_))
    yield from texts(DATASET, DCTERMS.title, TITLE)
    yield from texts(DATASET, DCTERMS.description, SUMMARY)
    yield of_dataset(DCTERMS.identifier, Literal("care-checklist"))
    yield of_dataset(DCTERMS.publisher, Iri(PUBLISHER))
    yield of_dataset(DCTERMS.license, Iri(LICENCE))
    for language in _LANGUAGES:
        yield of_dataset(
            DCTERMS.language, Iri(f"http://publications.europa.eu/resource/authority/language/{language}")
        )
    yield of_dataset(FOAF.homepage, Iri(BASE))
    yield of_dataset(VOID.uriSpace, Literal(BASE + "id/"))
    yield of_dataset(VOID.sparqlEndpoint, Iri(BASE + "sparql"))
    for vocabulary in (CARE, CPSV, CV, SKOS, DCTERMS, DCAT):
        yield of_dataset(VOID.vocabulary, Iri(str(vocabulary._NS)))
    yield of_dataset(SD.defaultGraph, Iri(DEFAULT_GRAPH))
    yield Iri(DEFAULT_GRAPH), Iri(RDF.type), Iri(SD.Graph)
    yield from texts(DEFAULT_GRAPH, DCTERMS.title, DEFAULT_TITLE)
    yield from _document(BASE + ".well-known/void", DATASET, TITLE)
    for graph in graphs:
        if graph.is_default or graph in current:
            yield Iri(DEFAULT_GRAPH), Iri(DCTERMS.hasPart), Iri(graph.iri)


def _graphs(
    graphs: Sequence[NamedGraph], figures: dict[str, Statistics], default: Statistics
) -> Iterator[Triple]:
    total = sum(of.triples for of in figures.values())
    yield Iri(DATASET), Iri(VOID.triples), integer(total)
    yield from sizes(DEFAULT_GRAPH, default)
    yield from _document(FIGURES_OF_DEFAULT, DEFAULT_GRAPH, DEFAULT_TITLE)
    yield from _topics(FIGURES_OF_DEFAULT, partitions(DEFAULT_GRAPH, FIGURES_OF_DEFAULT, default))
    for graph in graphs:
        yield Iri(DATASET), Iri(SD.namedGraph), Iri(graph.iri)
        yield Iri(DATASET), Iri(VOID.subset), Iri(graph.iri)
        yield from _graph(graph)
        yield from sizes(graph.iri, figures[graph.iri])
        document = document_of(graph.iri)
        yield from _document(document, graph.iri, graph.title)
        parts = list(partitions(graph.iri, document, figures[graph.iri]))
        yield from parts
        yield from _topics(document, parts)


def _graph(graph: NamedGraph) -> Iterator[Triple]:
    subject = Iri(graph.iri)
    for class_ in (SD.NamedGraph, SD.Graph, VOID.Dataset):
        yield subject, Iri(RDF.type), Iri(class_)
    # One IRI names the graph and is the graph, so that it has one page.
    yield subject, Iri(SD.name), subject
    yield subject, Iri(SD.graph), subject
    yield from texts(graph.iri, DCTERMS.title, graph.title)
    yield subject, Iri(DCTERMS.license), Iri(LICENCE)
    yield subject, Iri(DCTERMS.isPartOf), Iri(DATASET)
    if graph.edition is not None:
        yield subject, Iri(FOAF.primaryTopic), Iri(graph.edition)


def _document(iri: str, graph: str, title: Text) -> Iterator[Triple]:
    yield Iri(iri), Iri(RDF.type), Iri(VOID.DatasetDescription)
    yield from texts(iri, DCTERMS.title, Text(f"说明：{title.zh}", f"About: {title.en}"))
    yield Iri(iri), Iri(FOAF.primaryTopic), Iri(graph)


def _topics(document: str, parts: Iterable[Triple]) -> Iterator[Triple]:
    """Ties each partition to the document that it is a fragment of, so that it stands on its page."""
    subjects = {subject for subject, _, _ in parts if isinstance(subject, Iri)}
    for subject in subjects:
        if subject.value.startswith(document + "#"):
            yield Iri(document), Iri(FOAF.topic), subject
