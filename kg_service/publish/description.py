"""What the dataset says of itself: DCAT for catalogues, VoID for sizes, Service Description for its graphs.

Source: https://www.w3.org/TR/vocab-dcat-3/, https://www.w3.org/TR/void/,
https://www.w3.org/TR/sparql11-service-description/
"""

from collections.abc import Iterator, Sequence

from kg_service.model import Iri, Literal, Term, Text, Triple
from kg_service.publish.files import NamedGraph
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
    XSD,
    graph_iri,
)

DATASET = BASE + "id/dataset"
DEFAULT_GRAPH = DATASET + "#default-graph"
PUBLISHER = BASE + "id/agent/care-checklist"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
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


def describe(graphs: Sequence[NamedGraph], current: Sequence[NamedGraph], default_size: int) -> NamedGraph:
    """The graph that describes the others, and itself.

    Args:
        graphs: All other named graphs.
        current: Those of the current editions.
        default_size: Number of triples of the default graph.
    """
    iri = graph_iri("dataset")
    size = 0
    while True:
        # Its own size is one of the facts in it, and may change how many distinct facts there are.
        described = NamedGraph(iri, "dataset", DESCRIPTION_TITLE, (), (b"",) * size)
        lines = write_ntriples(_triples([*graphs, described], current, default_size))
        if len(lines) == size:
            return NamedGraph(iri, "dataset", DESCRIPTION_TITLE, (), lines)
        size = len(lines)


def _triples(
    graphs: Sequence[NamedGraph], current: Sequence[NamedGraph], default_size: int
) -> Iterator[Triple]:
    dataset = Iri(DATASET)

    def of_dataset(predicate: str, value: Term) -> Triple:
        return dataset, Iri(predicate), value

    for class_ in (VOID.Dataset, DCAT.Catalog, DCAT.Dataset, SD.Dataset):
        yield of_dataset(RDF.type, Iri(class_))
    yield from _texts(DATASET, DCTERMS.title, TITLE)
    yield from _texts(DATASET, DCTERMS.description, SUMMARY)
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
    yield of_dataset(VOID.triples, _integer(sum(graph.size for graph in graphs)))
    yield of_dataset(SD.defaultGraph, Iri(DEFAULT_GRAPH))
    yield Iri(DEFAULT_GRAPH), Iri(RDF.type), Iri(SD.Graph)
    yield from _texts(DEFAULT_GRAPH, DCTERMS.title, DEFAULT_TITLE)
    yield Iri(DEFAULT_GRAPH), Iri(VOID.triples), _integer(default_size)
    for graph in graphs:
        yield of_dataset(SD.namedGraph, Iri(graph.iri))
        yield of_dataset(VOID.subset, Iri(graph.iri))
        yield from _graph(graph)
        if graph.edition is not None:
            yield of_dataset(DCAT.dataset, Iri(graph.edition))
        if graph.is_default or graph in current:
            yield Iri(DEFAULT_GRAPH), Iri(DCTERMS.hasPart), Iri(graph.iri)


def _graph(graph: NamedGraph) -> Iterator[Triple]:
    subject = Iri(graph.iri)
    for class_ in (SD.NamedGraph, SD.Graph, VOID.Dataset):
        yield subject, Iri(RDF.type), Iri(class_)
    # One IRI names the graph and is the graph, so that it has one page.
    yield subject, Iri(SD.name), subject
    yield subject, Iri(SD.graph), subject
    yield from _texts(graph.iri, DCTERMS.title, graph.title)
    yield subject, Iri(VOID.triples), _integer(graph.size)
    yield subject, Iri(DCTERMS.license), Iri(LICENCE)
    yield subject, Iri(DCTERMS.isPartOf), Iri(DATASET)
    if graph.edition is not None:
        yield subject, Iri(FOAF.primaryTopic), Iri(graph.edition)


def _texts(subject: str, predicate: str, text: Text) -> Iterator[Triple]:
    yield Iri(subject), Iri(predicate), Literal(text.zh, lang="zh")
    yield Iri(subject), Iri(predicate), Literal(text.en, lang="en")


def _integer(number: int) -> Literal:
    return Literal(str(number), str(XSD.integer))
