"""What the endpoint says of itself: SPARQL 1.1 Service Description.

Only what is true is said: there is no ``sd:DereferencesURIs``, no update language, no ``sd:inputFormat``, and
SERVICE is a feature only where the settings allow an endpoint.

Source: https://www.w3.org/TR/sparql11-service-description/, https://www.w3.org/ns/formats/
"""

from collections.abc import Iterator

from kg_service.model import Iri, Literal, Text, Triple
from kg_service.settings import Settings
from kg_service.vocabulary import BASE, DCTERMS, RDF, RDFS, SD, VOID, graph_iri
from kg_service.web.asking import Pages

FORMATS = tuple(
    f"http://www.w3.org/ns/formats/{name}"
    for name in (
        "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
        "Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads",
    )
)  # fmt: skip
"""W3C's names of the formats; spreadsheets and pages have none."""

TITLE = Text("SPARQL 查询接口", "SPARQL query endpoint")
_SIMPLE = "http://www.w3.org/ns/entailment/Simple"
_DATASET = BASE + "id/dataset"
_DESCRIPTION = graph_iri("dataset")


def describe_service(endpoint: str, pages: Pages, settings: Settings) -> Iterator[Triple]:
    """The service description.

    Args:
        endpoint: Address at which this server was asked.
        pages: Their store is described; sizes are those that its own description states.
        settings: Decide whether SERVICE is a feature.
    """
    service = Iri(f"{endpoint}#service")
    described = _DESCRIPTION in pages.graphs
    dataset = Iri(_DATASET if described else f"{endpoint}#dataset")
    default = Iri(_DATASET + "#default-graph" if described else f"{endpoint}#default-graph")
    yield service, Iri(RDF.type), Iri(SD.Service)
    yield service, Iri(DCTERMS.title), Literal(TITLE.zh, lang="zh")
    yield service, Iri(DCTERMS.title), Literal(TITLE.en, lang="en")
    yield service, Iri(SD.endpoint), Iri(endpoint)
    yield service, Iri(SD.supportedLanguage), Iri(SD.SPARQL11Query)
    for format in FORMATS:
        yield service, Iri(SD.resultFormat), Iri(format)
    if settings.service_urls:
        yield service, Iri(SD.feature), Iri(SD.BasicFederatedQuery)
    yield service, Iri(SD.defaultEntailmentRegime), Iri(_SIMPLE)
    yield service, Iri(SD.defaultDataset), dataset
    yield service, Iri(RDFS.seeAlso), Iri(endpoint.removesuffix("sparql") + ".well-known/void")
    yield dataset, Iri(RDF.type), Iri(SD.Dataset)
    yield dataset, Iri(SD.defaultGraph), default
    yield default, Iri(RDF.type), Iri(SD.Graph)
    for graph in map(Iri, pages.graphs):
        yield dataset, Iri(SD.namedGraph), graph
        yield graph, Iri(RDF.type), Iri(SD.NamedGraph)
        yield graph, Iri(RDF.type), Iri(SD.Graph)
        yield graph, Iri(SD.name), graph
        yield graph, Iri(SD.graph), graph
    if described:
        for row in pages.rows("sizes-stated"):
            yield row["graph"], Iri(VOID.triples), row["triples"]
