"""JSON-LD by our context: nothing is lost or added, no context is fetched, and a service is given whole."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from long_run import part
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

from kg_service.formats import JSONLD, NTRIPLES
from kg_service.model import BlankNode, Iri, Literal, Triple, TripleTerm
from kg_service.store import EmbeddedStore
from kg_service.store.compacting import MOST, Context, can_compact, write_compacted
from kg_service.store.triples import write_triples
from kg_service.vocabulary import BASE, CARE, CPSV, CV, DCTERMS, PREFIXES, RDF, SKOS, XSD

EDITION = "/id/edition/heilongjiang/2024"
EXPANDED = 'application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"'
COMPACTED = 'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"'
CONTEXT = Path(__file__).resolve().parent.parent / "ontology" / "context.jsonld"

OTHERS = (("text/turtle", ox.RdfFormat.TURTLE), ("application/rdf+xml", ox.RdfFormat.RDF_XML))


@pytest.fixture(scope="module")
def context(home: Path) -> Context:
    return Context.load(home)


def documents(store: EmbeddedStore) -> list[str]:
    """Paths of all that the dataset describes."""
    query = (
        "SELECT DISTINCT ?d WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } "
        f'FILTER(isIRI(?s) && STRSTARTS(STR(?s), "{BASE}")) '
        'BIND(STRBEFORE(CONCAT(STR(?s), "#"), "#") AS ?d) }'
    )
    return sorted({str(d).removeprefix(BASE) for (d,) in store.query(query).rows()} - {""})


def triples_of(data: bytes, format: ox.RdfFormat) -> set[str]:
    """Read by Oxigraph, which fetches nothing; blank nodes by their canonical names."""
    graph = ox.Dataset(ox.parse(data, format=format))
    graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in graph}


def test_every_page_gives_its_graph_back(client: FlaskClient, store: EmbeddedStore) -> None:
    all_ = documents(store)
    assert len(all_) > 300
    paths = part(all_, 4)
    compacted = 0
    for path in paths:
        # The Turtle of a file to download is the file; its description is had as RDF/XML.
        other, syntax = OTHERS[path.startswith("dumps/")]
        reference = client.get(f"/{path}", headers={"Accept": other})
        jsonld = client.get(f"/{path}", headers={"Accept": "application/ld+json"})
        assert (reference.status_code, jsonld.status_code) == (200, 200), path
        expected = triples_of(reference.data, syntax)
        got = triples_of(jsonld.data, ox.RdfFormat.JSON_LD)
        assert expected == got, path
        compacted += b'"@context"' in jsonld.data
    assert compacted > 0.9 * len(paths)


@pytest.mark.parametrize("path", ["/id/place/heilongjiang", f"{EDITION}/service/3", f"{EDITION}/table.csv"])
def test_another_reader_gets_the_same(client: FlaskClient, path: str) -> None:
    turtle = Graph().parse(data=client.get(f"{path}?format=turtle").data, format="turtle")
    jsonld = Graph().parse(data=client.get(f"{path}?format=jsonld").data, format="json-ld")
    assert isomorphic(turtle, jsonld)


@pytest.mark.parametrize(
    ("accept", "is_compacted"),
    [
        pytest.param("application/ld+json", True, id="json-ld"),
        pytest.param("application/json", True, id="json"),
        pytest.param(COMPACTED, True, id="compacted"),
        pytest.param(EXPANDED, False, id="expanded"),
    ],
)
def test_the_form_is_negotiated(client: FlaskClient, accept: str, is_compacted: bool) -> None:
    response = client.get(f"{EDITION}/service/3", headers={"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, "application/ld+json")
    assert ("@context" in response.text) is is_compacted
    other = client.get(
        f"{EDITION}/service/3", headers={"Accept": EXPANDED if is_compacted else COMPACTED,
                                         "If-None-Match": response.headers["ETag"]},
    )  # fmt: skip
    assert other.status_code == 200


def test_the_context_stands_in_the_answer(client: FlaskClient) -> None:
    document = json.loads(client.get("/id/place/heilongjiang?format=jsonld").data)
    assert all(isinstance(value, str) or "@id" in value for value in document["@context"].values())
    assert "http://" not in json.dumps(document["@context"].get("@vocab", ""))
    assert "produces" not in document["@context"], "only what was used"


def test_a_service_reads_well(client: FlaskClient) -> None:
    document = json.loads(client.get(f"{EDITION}/service/3?format=jsonld").data)
    service = document["@graph"][0] if "@graph" in document else document
    assert service["@id"] == f"{BASE[:-1]}{EDITION}/service/3"
    assert service["@type"] == "PublicService"
    assert service["title"] == {"zh": "义务教育服务", "en": "Compulsory education services"}
    assert service["rowNumber"] == 3
    assert service["produces"][1]["title"]["zh"] == "免除学杂费"
    assert service["produces"][1]["commitment"]["prefLabel"]["en"]


# The context itself


def test_the_context_has_a_term_for_each_property_of_the_data(store: EmbeddedStore, context: Context) -> None:
    used = {str(p) for (p,) in store.query("SELECT DISTINCT ?p { ?s ?p ?o FILTER(!isBlank(?s)) }").rows()}
    ours = [
        PREFIXES[name] for name in ("care", "cpsv", "cv", "dct", "skos", "org", "oa", "prov", "eli", "foaf")
    ]
    assert [iri for iri in used if iri.startswith(tuple(ours)) and context.term(iri) is None] == []


def test_the_context_has_a_term_for_each_of_our_own(context: Context) -> None:
    own = [str(CARE[name]) for name in CARE.__annotations__ if not name.startswith("_")]
    assert [iri for iri in own if context.term(iri) is None] == []


def test_terms_are_typed_as_the_data_has_them(store: EmbeddedStore, context: Context) -> None:
    query = "SELECT DISTINCT ?p (LANG(?o) != '' AS ?spoken) (isIRI(?o) AS ?link) { ?s ?p ?o }"
    rows = store.query(query).rows()
    for property_, spoken, link in rows:
        term = context.term(str(property_))
        if term is None:
            continue
        definition = context.definition(term)
        if str(link) == "true":
            assert definition.get("@type") == "@id", term
        elif str(spoken) == "true":
            assert definition.get("@container") == "@language", term


def test_no_term_stands_for_two_things() -> None:
    definitions = json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
    iris = [d["@id"] for d in definitions.values() if isinstance(d, dict)]
    assert len(set(iris)) == len(iris)
    assert {
        name: iri for name, iri in definitions.items() if isinstance(iri, str)
    }.items() <= PREFIXES.items()


def test_the_context_is_served(client: FlaskClient) -> None:
    response = client.get("/context.jsonld")
    assert (response.status_code, response.mimetype) == (200, "application/ld+json")
    assert response.data == CONTEXT.read_bytes()


# Terms that our data do not have

X = "https://example.org/"


def iri(name: str) -> Iri:
    return Iri(X + name)


TITLE, RANGE = Iri(str(DCTERMS.title)), Iri(str(CARE.minAge))
CASES = {
    "text-without-language": [(iri("a"), TITLE, Literal("x"))],
    "two-texts-of-one-language": [(iri("a"), TITLE, Literal(t, lang="zh")) for t in ("甲", "乙")],
    "texts-with-and-without": [(iri("a"), TITLE, Literal("x", lang="en")), (iri("a"), TITLE, Literal("x"))],
    "region": [(iri("a"), TITLE, Literal("x", lang="zh-hant"))],
    "link-where-a-text-is-usual": [(iri("a"), TITLE, iri("b"))],
    "text-where-a-link-is-usual": [(iri("a"), Iri(str(SKOS.broader)), Literal("x"))],
    "text-where-a-number-is-usual": [(iri("a"), RANGE, Literal("x"))],
    "number-as-written": [(iri("a"), RANGE, Literal(n, str(XSD.integer))) for n in ("03", "+3", "3", "-0")],
    "large-number": [(iri("a"), RANGE, Literal("9" * 20, str(XSD.integer)))],
    "decimal": [(iri("a"), iri("p"), Literal("1.0", str(XSD.decimal)))],
    "boolean": [(iri("a"), iri("p"), Literal("true", str(XSD.boolean)))],
    "own-type": [(iri("a"), iri("p"), Literal("x", X + "type"))],
    "type-that-is-a-text": [(iri("a"), Iri(str(RDF.type)), Literal("x"))],
    "circle": [(iri(a), iri("p"), iri(b)) for a, b in ("ab", "ba", "aa")],
    "blank-nodes": [(BlankNode("n"), iri("p"), BlankNode("m")), (BlankNode("m"), iri("p"), Literal("x"))],
    "shared-blank-node": [(iri(a), iri("p"), BlankNode("n")) for a in "ab"],
    "long-chain": [(iri(f"n{n}"), iri("p"), iri(f"n{n + 1}")) for n in range(3_000)],
    "looks-like-a-keyword": [(iri("a"), Iri(X + "@type"), Literal("@id"))],
    "looks-like-a-prefix": [(iri("a"), Iri(str(SKOS.broader)), Iri("care:x"))],
    "signs": [(iri("a"), TITLE, Literal('"\\\n\u2028</script>', lang="en"))],
    "nothing": [],
}  # fmt: skip


@pytest.mark.parametrize("triples", CASES.values(), ids=CASES)
def test_any_triples_come_back(context: Context, triples: list[Triple]) -> None:
    written = write_compacted(triples, context)
    expected = triples_of(write_triples(triples, NTRIPLES), ox.RdfFormat.N_TRIPLES)
    assert triples_of(written, ox.RdfFormat.JSON_LD) == expected
    assert write_compacted([*reversed(triples), *triples], context) == written


@pytest.mark.parametrize(
    "triples",
    [
        pytest.param([(iri("a"), iri("p"), TripleTerm(iri("a"), iri("p"), iri("b")))], id="triple-term"),
        pytest.param([(iri("a"), TITLE, Literal("x", lang="ar", direction="rtl"))], id="direction"),
        pytest.param([(iri(str(n)), iri("p"), iri("b")) for n in range(MOST + 1)], id="too-many"),
    ],
)
def test_the_rest_is_left_to_the_engine(triples: list[Triple]) -> None:
    assert not can_compact(triples)


# A service is given whole


@pytest.mark.parametrize("number", range(1, 24))
def test_the_rdf_of_a_service_is_complete_and_small(
    client: FlaskClient, store: EmbeddedStore, number: int
) -> None:
    path = f"{EDITION}/service/{number}"
    graph = Graph().parse(data=client.get(f"{path}?format=turtle").data, format="turtle")
    service = URIRef(BASE[:-1] + path)
    parts = {
        *graph.objects(service, CPSV.produces),
        *graph.objects(service, CV.holdsRequirement),
        *graph.objects(service, CV.hasParticipation),
        *(c for m in graph.objects(service, CPSV.produces) for c in graph.objects(m, CARE.conditionedOn)),
    }
    for node in {service, *parts}:
        known = {(str(p), str(o)) for p, o in graph.predicate_objects(node)}
        stated = store.query(f"SELECT ?p ?o {{ <{node}> ?p ?o }}").rows()
        assert known == {(str(p), str(o)) for p, o in stated}, node
    # Whatever is pointed at within the graph has its names.
    named = {*graph.subjects(SKOS.prefLabel), *graph.subjects(DCTERMS.title)}
    for node in {service, *parts}:
        for object_ in graph.objects(node):
            if (
                str(object_).startswith(f"{BASE}id/")
                and "#" not in object_
                and "/participation/" not in object_
            ):
                assert object_ in named, object_
    # The page shows nothing that the graph does not have: each link of its main part is spoken of.
    page = client.get(path, headers={"Accept": "text/html"}).text
    for measure in graph.objects(service, CPSV.produces):
        assert str(graph.value(measure, DCTERMS.title, any=True)) in page
    assert len(graph) < 400
    assert len(client.get(f"{path}?format=jsonld").data) < 60_000


def test_small_is_kept_small(client: FlaskClient) -> None:
    triples = Graph().parse(data=client.get("/id/place/heilongjiang?format=turtle").data, format="turtle")
    assert len(triples) < 60
    assert JSONLD.media_type == "application/ld+json"
