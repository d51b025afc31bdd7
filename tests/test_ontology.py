"""The vocabulary: each term explained in both languages, each that is used declared, none left over."""

import re
from functools import cache
from pathlib import Path

import pytest
import rdflib
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, Graph, Literal, URIRef
from rdflib.term import Node

from kg_service.model import Iri
from kg_service.store import EmbeddedStore
from kg_service.vocabulary import BASE, CARE

ROOT = Path(__file__).parents[1]
ONTOLOGY = URIRef(BASE + "ontology")
NAMESPACE = BASE + "ontology#"
KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
LANGUAGES = {"zh", "en"}

# Declared though neither the data nor the description of the dataset uses it yet.
UNUSED = {
    "http://www.w3.org/ns/dcat#previousVersion": "the first edition of a list has none before it",
    "http://www.w3.org/ns/org#linkedTo": "what care:nationalCounterpart is a subproperty of",
}
# What ``kg compare`` writes; no file of the dataset holds changes, which follow from the editions.
OF_SHAPES = {"DraftRule"}  # what shapes/cells.ttl describes
OF_CHANGES = {"Change", "Comparison", "changedFrom", "changedTo", "matchVerdict", "textAfter", "textBefore"}


@cache
def read(name: str) -> Graph:
    return Graph().parse(ROOT / name)


def care() -> Graph:
    return read("ontology/care.ttl")


def our_terms() -> list[URIRef]:
    return sorted(
        {term for term in care().subjects() if isinstance(term, URIRef) and term.startswith(NAMESPACE)}
    )


def data_files() -> list[str]:
    patterns = ("data/*.ttl", "data/editions/*.ttl", "ontology/*.ttl")
    return sorted(str(path.relative_to(ROOT)) for pattern in patterns for path in ROOT.glob(pattern))


def in_both_languages(subject: Node, predicate: URIRef) -> bool:
    """Whether there is exactly one value in each language, and the Chinese one is written in Chinese."""
    values = list(care().objects(subject, predicate))
    texts = {value.language: str(value) for value in values if isinstance(value, Literal)}
    return (
        len(values) == len(LANGUAGES)
        and set(texts) == LANGUAGES
        and all(text.strip() for text in texts.values())
        and re.search(r"[\u4e00-\u9fff]", texts["zh"]) is not None
    )


def local(term: URIRef) -> str:
    return str(term).removeprefix(NAMESPACE)


@pytest.mark.parametrize("predicate", [DCTERMS.title, DCTERMS.description], ids=["title", "description"])
def test_header_is_in_both_languages(predicate: URIRef) -> None:
    assert in_both_languages(ONTOLOGY, predicate)


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        pytest.param(OWL.versionIRI, URIRef(BASE + "ontology/1.0.0"), id="version-iri"),
        pytest.param(OWL.versionInfo, Literal("1.0.0"), id="version"),
        pytest.param(DCTERMS.license, URIRef("https://creativecommons.org/licenses/by/4.0/"), id="licence"),
        pytest.param(DCTERMS.creator, URIRef(BASE + "id/agent/care-checklist"), id="creator"),
        pytest.param(VANN.preferredNamespacePrefix, Literal("care"), id="prefix"),
        pytest.param(VANN.preferredNamespaceUri, Literal(NAMESPACE), id="namespace"),
    ],
)
def test_header_says(predicate: URIRef, value: Node) -> None:
    assert list(care().objects(ONTOLOGY, predicate)) == [value]


def test_header_has_a_date_and_no_import() -> None:
    created = care().value(ONTOLOGY, DCTERMS.created)
    assert isinstance(created, Literal)
    assert created.datatype == rdflib.XSD.date
    assert not list(care().objects(None, OWL.imports))
    assert list(care().subjects(RDF.type, OWL.Ontology)) == [ONTOLOGY]


def test_there_are_no_domains_or_ranges() -> None:
    """Shapes say how data is formed; a domain would only make it something else."""
    assert not list(care().subject_objects(RDFS.domain | RDFS.range))


def test_code_names_the_same_terms() -> None:
    assert set(CARE.__annotations__) - {"_NS", "_fail"} == {local(term) for term in our_terms()}


@pytest.mark.parametrize("term", our_terms(), ids=local)
class TestTerm:
    def test_is_of_one_kind(self, term: URIRef) -> None:
        kinds = set(care().objects(term, RDF.type))
        assert len(kinds) == 1
        assert kinds <= KINDS

    def test_is_named_by_its_kind(self, term: URIRef) -> None:
        initial = "[A-Z]" if (term, RDF.type, OWL.Class) in care() else "[a-z]"
        assert re.fullmatch(initial + "[A-Za-z]*", local(term))

    def test_is_labelled_and_defined(self, term: URIRef) -> None:
        assert in_both_languages(term, RDFS.label)
        assert in_both_languages(term, SKOS.definition)
        assert list(care().objects(term, RDFS.isDefinedBy)) == [ONTOLOGY]

    def test_is_used(self, term: URIRef) -> None:
        if local(term) in OF_SHAPES:
            assert f"care:{local(term)} ;" in (ROOT / "shapes/cells.ttl").read_text("utf-8")
            return
        if local(term) in OF_CHANGES:
            writer = ROOT / "kg_service/editions/outputs/rdf.py"
            assert f"CARE.{local(term)}" in writer.read_text("utf-8")
            return
        if term == CARE.SyntheticEdition:
            # No edition of ours is one.
            writer = ROOT / "kg_service/editions/synthetic/writing.py"
            assert f"CARE.{local(term)}" in writer.read_text("utf-8")
            return
        files = set(data_files()) - {"ontology/care.ttl", "ontology/alignments.ttl"}
        assert any(term in (predicate, object_) for name in files for _, predicate, object_ in read(name))


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_two_terms_share_a_label(language: str) -> None:
    labels = [label for term in our_terms() for label in care().objects(term, RDFS.label)]
    texts = [str(label) for label in labels if isinstance(label, Literal) and label.language == language]
    assert len(texts) == len(set(texts)) == len(our_terms())


@pytest.mark.parametrize("folder", ["data", "ontology", "shapes", "queries"])
def test_every_term_that_is_written_exists(folder: str) -> None:
    files = [path for path in (ROOT / folder).rglob("*") if path.suffix in (".ttl", ".rq")]
    assert files
    known = {local(term) for term in our_terms()}
    written = {
        (name, str(path.relative_to(ROOT)))
        for path in files
        for name in re.findall(rf"(?:\bcare:|{re.escape(NAMESPACE)})(\w+)", path.read_text("utf-8"))
    }
    assert {(name, path) for name, path in written if name not in known} == set()


def used(graph: Graph) -> tuple[set[Node], set[Node]]:
    """Classes and properties that a graph uses."""
    return set(graph.objects(None, RDF.type)), set(graph.predicates())


@pytest.mark.parametrize("name", data_files())
def test_every_reused_term_is_declared_and_labelled(name: str) -> None:
    graph = read(name)
    classes, properties = used(graph)
    # What belongs to RDF, RDFS and OWL needs, and bears, no declaration.
    built_in = tuple(map(str, (RDF, RDFS, OWL)))
    for term in classes | properties:
        assert in_both_languages(term, RDFS.label), f"{term} has no label in zh and en in ontology/care.ttl"
        if not str(term).startswith(built_in):
            kind = set(care().objects(term, RDF.type)) & KINDS
            assert len(kind) == 1, f"{term} is not declared in ontology/care.ttl"
            assert (OWL.Class in kind) == (term in classes)


@pytest.mark.parametrize("name", data_files())
def test_values_are_of_the_kind_of_the_property(name: str) -> None:
    for _, predicate, value in read(name):
        kinds = set(care().objects(predicate, RDF.type))
        if OWL.ObjectProperty in kinds:
            assert not isinstance(value, Literal), f"{predicate} has the literal {value}"
        if OWL.DatatypeProperty in kinds:
            assert isinstance(value, Literal), f"{predicate} has {value}"
            # Tagged text and dates belong to annotation properties, which no profile restricts.
            assert value.datatype in (None, rdflib.XSD.string, rdflib.XSD.integer), (
                f"{predicate} has a {value.datatype}"
            )
            assert value.language is None, f"{predicate} has text in {value.language}"


def served_terms(store: EmbeddedStore) -> set[str]:
    """Classes and properties of all that is served but the shapes, which are written in SHACL."""
    answer = store.query("""
        SELECT DISTINCT ?term {
            { GRAPH ?graph { ?subject ?term ?object } } UNION { GRAPH ?graph { ?subject a ?term } }
            FILTER(!STRENDS(STR(?graph), "/graph/shapes"))
        }""")
    return {term.value for (term,) in answer.rows() if isinstance(term, Iri)}


def test_every_term_that_is_served_is_labelled(store: EmbeddedStore) -> None:
    terms = served_terms(store)
    assert CARE.ServiceMeasure in set(map(URIRef, terms))
    assert {term for term in terms if not in_both_languages(URIRef(term), RDFS.label)} == set()


def test_no_reused_term_is_left_over(store: EmbeddedStore) -> None:
    declared = {str(term) for kind in KINDS for term in care().subjects(RDF.type, kind)}
    unused = {term for term in declared - served_terms(store) if not term.startswith(NAMESPACE)}
    assert unused == set(UNUSED)
