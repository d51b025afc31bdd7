"""What the service tells machines of itself, and that every figure in it is the one that is counted."""

import hashlib
import json
from dataclasses import replace
from urllib.parse import urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, VOID

from kg_service.model import Term
from kg_service.publish.dumps import DumpFolder
from kg_service.publish.statistics import classes_of, measure
from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.vocabulary import BASE, DCAT, PREFIX_HEADER, PREFIXES, SD, SPDX, edition_iri, graph_iri
from kg_service.web import create_app

DATASET = BASE + "id/dataset"
EDITION = edition_iri("heilongjiang", "2024")
DESCRIPTION = graph_iri("dataset")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
RESULTS = "application/sparql-results+json"


@pytest.fixture(scope="module")
def client(store: EmbeddedStore, settings: Settings, catalogue: Catalogue, dumps: DumpFolder) -> FlaskClient:
    return create_app(store, settings, catalogue, dumps).test_client()


def graph_at(client: FlaskClient, path: str) -> Graph:
    response = client.get(path, headers={"Accept": "text/turtle"})
    assert (response.status_code, response.mimetype) == (200, "text/turtle")
    return Graph().parse(data=response.data, format="turtle")


def rows(store: EmbeddedStore, query: str, *graphs: str) -> list[tuple[Term | None, ...]]:
    return list(store.query(PREFIX_HEADER + query, default_graphs=graphs).rows())


def numbers(store: EmbeddedStore, query: str, *graphs: str) -> dict[tuple[str, ...], int]:
    """Rows whose last column is a number, by the columns before it."""
    return {tuple(map(str, row[:-1])): int(str(row[-1])) for row in rows(store, query, *graphs)}


# The endpoint


def test_the_endpoint_says_what_it_is(client: FlaskClient, store: EmbeddedStore) -> None:
    graph = graph_at(client, "/sparql")
    (service,) = graph.subjects(RDF.type, SD.Service)
    assert {str(o) for o in graph.objects(service, SD.endpoint)} == {"http://localhost/sparql"}
    assert set(graph.objects(service, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert set(graph.objects(service, SD.defaultEntailmentRegime)) == {
        URIRef("http://www.w3.org/ns/entailment/Simple")
    }
    assert {str(o) for o in graph.objects(service, RDFS.seeAlso)} == {"http://localhost/.well-known/void"}
    (dataset,) = graph.objects(service, SD.defaultDataset)
    (default,) = graph.objects(dataset, SD.defaultGraph)
    names = {str(o) for o in graph.objects(dataset, SD.namedGraph / SD.name)}
    assert names == set(store.graphs())
    counted = numbers(store, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    stated = {(str(g),): int(str(n)) for g, n in graph.subject_objects(VOID.triples) if g != default}
    assert stated == counted
    assert int(str(graph.value(default, VOID.triples))) == next(
        iter(numbers(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").values())
    )


def test_every_format_that_is_stated_is_given(client: FlaskClient) -> None:
    formats = {str(o) for o in graph_at(client, "/sparql").objects(None, SD.resultFormat)}
    given = {
        "SPARQL_Results_JSON": RESULTS,
        "SPARQL_Results_XML": "application/sparql-results+xml",
        "SPARQL_Results_CSV": "text/csv",
        "SPARQL_Results_TSV": "text/tab-separated-values",
        "Turtle": "text/turtle",
        "N-Triples": "application/n-triples",
        "RDF_XML": "application/rdf+xml",
        "JSON-LD": "application/ld+json",
        "TriG": "application/trig",
        "N-Quads": "application/n-quads",
    }
    assert formats == {f"http://www.w3.org/ns/formats/{name}" for name in given}
    for media_type in given.values():
        solutions = "sparql-results" in media_type or media_type in ("text/csv", "text/tab-separated-values")
        query = "SELECT * {} LIMIT 1" if solutions else "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1"
        response = client.get("/sparql?" + urlencode({"query": query}), headers={"Accept": media_type})
        assert (response.status_code, response.mimetype) == (200, media_type)


@pytest.mark.parametrize(
    ("allowed", "federated"),
    [
        pytest.param((), False, id="nothing-allowed"),
        pytest.param(("10.0.0.0/8",), False, id="a-network-is-no-endpoint"),
        pytest.param(("https://query.example.org/sparql",), True, id="an-endpoint"),
    ],
)
def test_federation_is_a_feature_only_where_it_is_allowed(
    store: EmbeddedStore,
    settings: Settings,
    catalogue: Catalogue,
    allowed: tuple[str, ...],
    federated: bool,
) -> None:
    app = create_app(store, replace(settings, service_allow=allowed), catalogue)
    features = set(graph_at(app.test_client(), "/sparql").objects(None, SD.feature))
    assert features == ({SD.BasicFederatedQuery} if federated else set())


def test_the_service_description_is_revalidated(client: FlaskClient) -> None:
    first = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert 'rel="describedby"' in first.headers["Link"]
    held = {"Accept": "text/turtle", "If-None-Match": first.headers["ETag"]}
    assert client.get("/sparql", headers=held).status_code == 304


def test_a_dataset_without_a_description_is_described_as_far_as_it_goes(
    small: EmbeddedStore, settings: Settings, catalogue: Catalogue
) -> None:
    client = create_app(small, settings, catalogue).test_client()
    for path in ("/sparql", "/.well-known/void", "/catalog"):
        graph = graph_at(client, path)
        assert {str(o) for o in graph.objects(None, SD.name)} == set(small.graphs())
    assert client.get("/dumps/", headers={"Accept": BROWSER}).status_code == 200
    assert client.get("/.well-known/void", headers={"Accept": BROWSER}).status_code == 404


# VoID


@pytest.mark.parametrize("path", ["/.well-known/void", "/catalog"])
def test_a_document_for_programs_and_a_page_for_people(client: FlaskClient, path: str) -> None:
    for media_type in ("text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples"):
        response = client.get(path, headers={"Accept": media_type})
        assert (response.status_code, response.mimetype) == (200, media_type)
        held = {"Accept": media_type, "If-None-Match": response.headers["ETag"]}
        assert client.get(path, headers=held).status_code == 304
    assert client.get(path).mimetype == "text/turtle"
    assert client.get(path, headers={"Accept": BROWSER}).mimetype == "text/html"
    assert client.get(path, headers={"Accept": "image/png"}).status_code == 406


def test_void_describes_the_dataset(client: FlaskClient) -> None:
    graph = graph_at(client, "/.well-known/void")
    document = URIRef(BASE + ".well-known/void")
    assert (document, RDF.type, VOID.DatasetDescription) in graph
    assert (URIRef(DATASET), RDF.type, VOID.Dataset) in graph
    assert (URIRef(DATASET), VOID.dataDump, URIRef(BASE + "dumps/dataset.nq")) in graph
    assert set(graph.objects(URIRef(DATASET), VOID.sparqlEndpoint)) == {URIRef(BASE + "sparql")}


def graphs_with_figures(store: EmbeddedStore) -> list[tuple[str, tuple[str, ...]]]:
    """IRI that figures are given for, and the graph to count in; none for the default graph."""
    return [(f"{DATASET}#default-graph", ()), *((graph, (graph,)) for graph in store.graphs())]


@pytest.mark.parametrize(
    ("stated", "counted"),
    [
        pytest.param(
            "SELECT ?n { <%s> void:triples ?n }", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", id="triples"
        ),
        pytest.param(
            "SELECT ?n { <%s> void:distinctSubjects ?n }",
            "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
            id="subjects",
        ),
        pytest.param(
            "SELECT ?n { <%s> void:classes ?n }",
            "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
            id="classes",
        ),
        pytest.param(
            "SELECT ?n { <%s> void:properties ?n }",
            "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
            id="properties",
        ),
        pytest.param(
            "SELECT ?c ?n { <%s> void:classPartition [ void:class ?c ; void:entities ?n ] }",
            "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c",
            id="entities-by-class",
        ),
        pytest.param(
            "SELECT ?p ?n { <%s> void:propertyPartition [ void:property ?p ; void:triples ?n ] }",
            "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
            id="triples-by-property",
        ),
        pytest.param(
            "SELECT ?p ?n { <%s> void:propertyPartition [ void:property ?p ; void:distinctSubjects ?n ] }",
            "SELECT ?p (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o } GROUP BY ?p",
            id="subjects-by-property",
        ),
    ],
)
def test_figures_of_each_graph_are_those_that_are_counted(
    store: EmbeddedStore, stated: str, counted: str
) -> None:
    silent = []
    for iri, graphs in graphs_with_figures(store):
        said = numbers(store, stated % iri, DESCRIPTION)
        assert said == numbers(store, counted, *graphs), iri
        silent += [] if said else [iri]
    # Links to norms say nothing else: what they lead to is described elsewhere.
    assert set(silent) <= {graph_iri("links/norms")}


PART = f"<{DATASET}#default-graph> void:classPartition ?part . ?part void:class ?c ."


@pytest.mark.parametrize(
    ("stated", "counted"),
    [
        pytest.param(
            f"""SELECT ?c ?p ?n {{ {PART}
              ?part void:propertyPartition [ void:property ?p ; void:triples ?n ] }}""",
            "SELECT ?c ?p (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o FILTER(?p != rdf:type) } GROUP BY ?c ?p",
            id="triples",
        ),
        pytest.param(
            f"""SELECT ?c ?p ?n {{ {PART}
              ?part void:propertyPartition [ void:property ?p ; void:distinctSubjects ?n ] }}""",
            """SELECT ?c ?p (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c ; ?p ?o FILTER(?p != rdf:type) }
            GROUP BY ?c ?p""",
            id="subjects",
        ),
        pytest.param(
            f"""SELECT ?c ?p ?d ?n {{ {PART} ?part void:propertyPartition [ void:property ?p ;
              void:classPartition [ void:class ?d ; void:triples ?n ] ] }}""",
            """SELECT ?c ?p ?d (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o . ?o a ?d FILTER(?p != rdf:type) }
            GROUP BY ?c ?p ?d""",
            id="classes-of-objects",
        ),
        pytest.param(
            f"""PREFIX ext: <http://ldf.fi/void-ext#>
            SELECT ?c ?p ?d ?n {{ {PART} ?part void:propertyPartition [ void:property ?p ;
              ext:datatypePartition [ ext:datatype ?d ; void:triples ?n ] ] }}""",
            """SELECT ?c ?p ?d (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o FILTER(isLiteral(?o))
            BIND(DATATYPE(?o) AS ?d) } GROUP BY ?c ?p ?d""",
            id="datatypes-of-objects",
        ),
    ],
)
def test_figures_by_class_and_property_are_those_that_are_counted(
    store: EmbeddedStore, stated: str, counted: str
) -> None:
    said = numbers(store, stated, DESCRIPTION)
    assert said
    assert said == numbers(store, counted)


def test_links_out_are_those_that_are_counted(store: EmbeddedStore) -> None:
    said = numbers(
        store,
        """SELECT ?g ?p ?space ?n { ?l a void:Linkset ; void:subjectsTarget ?of ; void:linkPredicate ?p ;
          void:objectsTarget [ a void:Dataset ; void:uriSpace ?space ] ; void:triples ?n .
          ?g void:subset ?l
          FILTER(?of = IF(CONTAINS(STR(?g), "/graph/links/"), <%s>, ?g)) }"""
        % DATASET,
        DESCRIPTION,
    )
    counted = numbers(
        store,
        f"""SELECT ?g ?p ?space (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }}
          FILTER(?p IN (skos:exactMatch, skos:closeMatch, skos:broadMatch, skos:narrowMatch,
            skos:relatedMatch, owl:sameAs, owl:equivalentClass, owl:equivalentProperty, rdfs:subClassOf,
            rdfs:subPropertyOf, rdfs:seeAlso, dct:subject, dct:spatial, dct:language)
            || STRSTARTS(STR(?p), STR(eli:)))
          FILTER(isIRI(?s) && STRSTARTS(STR(?s), "{BASE}") && isIRI(?o))
          FILTER(!STRSTARTS(STR(?o), "{BASE}") || CONTAINS(STR(?g), "/graph/links/"))
          FILTER(?g != <{DESCRIPTION}> && ?g != <{graph_iri("shapes")}>)
          FILTER(?g != <{graph_iri("mappings")}>)
          BIND(REPLACE(REPLACE(STR(?o), "(standard/2021/).*$", "$1"), "[^/#]*$", "") AS ?space) }}
          GROUP BY ?g ?p ?space""",
    )
    assert said
    assert said == counted


def test_a_graph_is_counted_as_its_lines_say() -> None:
    """Two classes of one subject, a subject without class, and texts that look like terms."""
    a, t = "https://example.org/", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    lines = sorted(
        line.encode()
        for line in (
            f"<{a}1> {t} <{a}C> .",
            f"<{a}1> {t} <{a}D> .",
            f"<{a}1> <{a}p> <{a}2> .",
            f'<{a}1> <{a}p> "x {t} <{a}C>" .',
            f'<{a}1> <{a}p> "x"@zh .',
            f'<{a}2> <{a}p> "1"^^<{a}d> .',
            f"<{a}2> {t} <{a}C> .",
            f"_:b <{a}p> <{a}1> .",
        )
    )
    figures = measure(lines, classes_of(lines))
    c, d, p = (f"<{a}{name}>".encode() for name in "CDp")
    assert (figures.triples, figures.subjects) == (8, 3)
    assert figures.entities == {c: 2, d: 1}
    assert figures.property_triples == {p: 5, t.encode(): 3}
    assert figures.property_subjects == {p: 3, t.encode(): 2}
    assert figures.pair_triples == {(c, p): 4, (d, p): 3}
    assert figures.targets == {(c, p, c): 1, (d, p, c): 1}
    assert sum(figures.datatypes.values()) == 5
    assert figures.datatypes[c, p, f"<{a}d>".encode()] == 1


# The catalogue


def test_the_catalogue_lists_series_editions_and_graphs(client: FlaskClient, store: EmbeddedStore) -> None:
    graph = graph_at(client, "/catalog")
    datasets = set(graph.objects(URIRef(DATASET), DCAT.dataset))
    series = URIRef(BASE + "id/series/heilongjiang")
    edition = URIRef(EDITION)
    assert {series, edition} <= datasets
    assert len(datasets) == len(store.graphs()) + 1
    assert (series, RDF.type, DCAT.DatasetSeries) in graph
    assert set(graph.objects(edition, DCAT.inSeries)) == {series}
    assert set(graph.objects(series, DCAT.last)) == set(graph.objects(series, DCAT.first)) == {edition}
    assert str(graph.value(edition, DCAT.version)) == "2024"
    for dataset in datasets:
        assert (dataset, RDF.type, DCAT.Dataset) in graph or (dataset, RDF.type, DCAT.DatasetSeries) in graph
        assert {text.language for text in graph.objects(dataset, DCTERMS.title)} == {"zh", "en"}


def test_every_download_is_there_with_its_size_and_checksum(client: FlaskClient) -> None:
    graph = graph_at(client, "/catalog")
    files = set(graph.objects(None, DCAT.distribution))
    assert len(files) > 20
    types = set()
    for file in files:
        assert (file, RDF.type, DCAT.Distribution) in graph
        (address,) = graph.objects(file, DCAT.downloadURL)
        assert str(address).startswith("http://localhost/"), "an address of this server"
        body = client.get(urlsplit(str(address)).path)
        assert body.status_code == 200, address
        assert int(str(graph.value(file, DCAT.byteSize))) == len(body.data)
        checksum = graph.value(file, SPDX.checksum)
        assert (checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256) in graph
        assert str(graph.value(checksum, SPDX.checksumValue)) == hashlib.sha256(body.data).hexdigest()
        (media_type,) = graph.objects(file, DCAT.mediaType)
        types.add(str(media_type).removeprefix("https://www.iana.org/assignments/media-types/"))
        packed = set(graph.objects(file, DCAT.compressFormat))
        assert bool(packed) == str(file).endswith(".gz")
        assert body.mimetype == ("application/gzip" if packed else str(media_type).split("media-types/")[1])
    assert types == {
        "text/turtle", "application/n-triples", "application/n-quads", "application/trig", "text/csv",
        "application/json",
    }  # fmt: skip


def test_the_catalogue_names_the_services(client: FlaskClient) -> None:
    graph = graph_at(client, "/catalog")
    services = set(graph.objects(URIRef(DATASET), DCAT.service))
    assert len(services) == 2
    for service in services:
        assert (service, RDF.type, DCAT.DataService) in graph
        assert (service, DCAT.servesDataset, URIRef(DATASET)) in graph
        (described,) = graph.objects(service, DCAT.endpointDescription)
        assert client.get(urlsplit(str(described)).path).status_code == 200
    addresses = {str(o) for service in services for o in graph.objects(service, DCAT.endpointURL)}
    assert addresses == {"http://localhost/sparql", "http://localhost/graph-store"}


def test_an_edition_is_not_described_twice(client: FlaskClient) -> None:
    """A fact in two graphs would be found twice by whoever asks them as one."""
    query = """SELECT ?s ?p ?o { GRAPH ?a { ?s ?p ?o } GRAPH ?b { ?s ?p ?o } FILTER(STR(?a) < STR(?b)) }"""
    response = client.get("/sparql?" + urlencode({"query": query}), headers={"Accept": RESULTS})
    found = json.loads(response.data)["results"]["bindings"]
    assert [row for row in found if row["s"]["value"].startswith(EDITION)] == []


# What editors ask, to the letter: without GRAPH


def ask(client: FlaskClient, query: str) -> list[dict[str, str]]:
    """As SIB's editor does."""
    response = client.get("/sparql?" + urlencode({"ac": "1", "query": query}), headers={"Accept": RESULTS})
    assert response.status_code == 200
    bindings = json.loads(response.data)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(
            """PREFIX sh: <http://www.w3.org/ns/shacl#>
            SELECT DISTINCT ?prefix ?namespace
            WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix}
            ORDER BY ?prefix""",
            id="sib",
        ),
        pytest.param(
            """PREFIX sh: <http://www.w3.org/ns/shacl#>
            SELECT ?prefix ?namespace { ?n sh:declare [ sh:prefix ?prefix ; sh:namespace ?namespace ] }""",
            id="declarations",
        ),
        pytest.param(
            """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX owl: <http://www.w3.org/2002/07/owl#>
            SELECT DISTINCT ?prefix ?namespace {
              ?x sh:prefixes/owl:imports*/sh:declare [ sh:prefix ?prefix ; sh:namespace ?namespace ] }""",
            id="prefixes-of-an-executable",
        ),
    ],
)
def test_editors_find_the_prefixes(client: FlaskClient, query: str) -> None:
    assert {row["prefix"]: row["namespace"] for row in ask(client, query)} == PREFIXES


def test_editors_find_the_examples_and_they_run(client: FlaskClient, catalogue: Catalogue) -> None:
    found = ask(
        client,
        """PREFIX sh: <http://www.w3.org/ns/shacl#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?sq ?comment ?query
        WHERE {
          ?sq a sh:SPARQLExecutable ;
            rdfs:comment ?comment ;
            sh:select|sh:ask|sh:construct|sh:describe ?query .
        } ORDER BY ?sq""",
    )
    alone = [query for query in catalogue if not query.asks_others]
    assert [row["sq"] for row in found] == [f"{BASE}id/query/{query.name}" for query in alone]
    for row, query in zip(found, alone, strict=True):
        assert query.summary.zh in row["comment"]
        assert query.summary.en in row["comment"]
        assert "#+" not in row["query"]
        response = client.get("/sparql?" + urlencode({"query": row["query"]}), headers={"Accept": RESULTS})
        assert response.status_code == 200, query.name


def test_examples_are_labelled_in_both_languages_and_say_where_to_ask(
    client: FlaskClient, catalogue: Catalogue
) -> None:
    found = ask(
        client,
        """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX schema: <https://schema.org/>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?sq ?zh ?en ?target { ?sq a sh:SPARQLSelectExecutable ; schema:target ?target ;
          rdfs:label ?zh , ?en FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") }""",
    )
    assert len(found) == sum(not query.asks_others for query in catalogue)
    assert {row["target"] for row in found} == {BASE + "sparql"}


VOID_OF_EDITORS = {
    "sib": """PREFIX up: <http://purl.uniprot.org/core/>
      PREFIX void: <http://rdfs.org/ns/void#>
      PREFIX void-ext: <http://ldf.fi/void-ext#>
      SELECT DISTINCT ?subjectClass ?prop ?objectClass ?objectDatatype
      WHERE {
        {
          ?cp void:class ?subjectClass ;
              void:propertyPartition ?pp .
          ?pp void:property ?prop .
          OPTIONAL {
              {
                  ?pp  void:classPartition [ void:class ?objectClass ] .
              } UNION {
                  ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] .
              }
          }
        } UNION {
          ?ls void:subjectsTarget [ void:class ?subjectClass ] ;
              void:linkPredicate ?prop ;
              void:objectsTarget [ void:class ?objectClass ] .
        }
      }""",
    "sib-with-graphs": """PREFIX owl: <http://www.w3.org/2002/07/owl#>
      PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      PREFIX sh:<http://www.w3.org/ns/shacl#>
      PREFIX sd:<http://www.w3.org/ns/sparql-service-description#>
      PREFIX void:<http://rdfs.org/ns/void#>
      PREFIX void-ext:<http://ldf.fi/void-ext#>
      SELECT DISTINCT ?graph ?graphLabel ?subjectClass ?prop ?objectClass ?objectDatatype
      ?triples ?subjectClassLabel ?objectClassLabel ?subjectClassComment ?objectClassComment ?propLabel
      ?propComment
      WHERE {
        {
          OPTIONAL {
            ?graph sd:graph ?graphDesc .
            OPTIONAL { ?graph rdfs:label ?graphLabel }
            ?graphDesc void:classPartition ?cp .
          }
          ?cp void:class ?subjectClass ;
            void:propertyPartition ?pp .
          OPTIONAL { ?subjectClass rdfs:label ?subjectClassLabel }
          OPTIONAL { ?subjectClass rdfs:comment ?subjectClassComment }
          ?pp void:property ?prop .
          OPTIONAL { ?pp void:triples ?triples }
          OPTIONAL { ?prop rdfs:label ?propLabel }
          OPTIONAL { ?prop rdfs:comment ?propComment }
          OPTIONAL {
            {
              ?pp  void:classPartition [ void:class ?objectClass ] .
              OPTIONAL { ?objectClass rdfs:label ?objectClassLabel }
              OPTIONAL { ?objectClass rdfs:comment ?objectClassComment }
            } UNION {
              ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] .
            }
          }
        } UNION {
          ?linkset void:subjectsTarget [ void:class ?subjectClass ] ;
            void:linkPredicate ?prop ;
            void:objectsTarget [ void:class ?objectClass ] .
        }
      } ORDER BY ?subjectClass ?objectClass ?objectDatatype ?graph ?triples""",
}


@pytest.mark.parametrize("query", VOID_OF_EDITORS.values(), ids=VOID_OF_EDITORS)
def test_editors_find_classes_with_their_properties(client: FlaskClient, query: str) -> None:
    found = ask(client, query)
    service, body = PREFIXES["cpsv"] + "PublicService", PREFIXES["cv"] + "PublicOrganisation"
    assert {
        "subjectClass": service,
        "prop": PREFIXES["cv"] + "hasCompetentAuthority",
        "objectClass": body,
    }.items() <= next(
        row.items()
        for row in found
        if row["subjectClass"] == service
        and row["prop"] == PREFIXES["cv"] + "hasCompetentAuthority"
        and row.get("objectClass") == body
    )
    assert any(
        row["subjectClass"] == service
        and row["prop"] == PREFIXES["care"] + "rowNumber"
        and row.get("objectDatatype") == PREFIXES["xsd"] + "integer"
        for row in found
    )


@pytest.mark.parametrize(
    "query", ["SELECT DISTINCT ?cls WHERE { [] a ?cls . }", "SELECT DISTINCT ?pred WHERE { [] ?pred [] . }"]
)
def test_editors_that_list_terms_find_them(client: FlaskClient, query: str) -> None:
    assert len(ask(client, query)) > 20


def test_what_editors_need_does_not_stand_in_the_way(store: EmbeddedStore) -> None:
    """The default graph holds prefixes, examples and figures, and nothing else that is not of the list."""
    ((services,),) = rows(store, "SELECT (COUNT(*) AS ?n) { ?s a cpsv:PublicService }")
    assert str(services) == "23"
    classes = {str(row[0]) for row in rows(store, "SELECT DISTINCT ?c { ?s a ?c }")}
    assert {c for c in classes if c.startswith(PREFIXES["sh"])} == {
        PREFIXES["sh"] + name for name in ("PrefixDeclaration", "SPARQLExecutable", "SPARQLSelectExecutable")
    }
    assert not {c for c in classes if c.startswith((PREFIXES["void"], PREFIXES["sd"]))}
