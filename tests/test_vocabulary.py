"""The terms that the code names are those of the ontology; prefixes mean the same everywhere."""

import re

import pytest
from rdflib import Graph, URIRef

from kg_service.vocabulary import (
    BASE,
    CARE,
    PREFIX_HEADER,
    PREFIXES,
    cell_iri,
    compact,
    concept_iri,
    edition_graph_iri,
    edition_iri,
    expand,
    graph_iri,
    service_iri,
    split_edition_iri,
)

TERMS = {str(getattr(CARE, name)) for name in CARE.__annotations__ if not name.startswith("_")}


def test_code_and_ontology_hold_the_same_terms(home):
    ontology = Graph().parse(home / "ontology" / "care.ttl", format="turtle")
    declared = {
        str(s) for s in ontology.subjects() if isinstance(s, URIRef) and str(s).startswith(str(CARE._NS))
    }
    assert declared - {str(CARE._NS)} == TERMS


def test_a_misspelt_term_is_an_error():
    with pytest.raises(AttributeError):
        _ = CARE.rownumber


def files(home):
    return sorted(
        path
        for folder in ("ontology", "data", "shapes", "queries")
        for path in (home / folder).rglob("*")
        if path.suffix in (".ttl", ".rq") and "cpsv-ap" not in path.parts
    )


def test_a_prefix_means_the_same_in_every_file(home):
    wrong = []
    for path in files(home):
        for prefix, namespace in re.findall(
            r"^\s*@?prefix\s+([\w-]*):\s*<([^>]*)>",
            path.read_text(encoding="utf-8"),
            re.MULTILINE | re.IGNORECASE,
        ):
            if PREFIXES.get(prefix, namespace) != namespace:
                wrong.append((path.name, prefix, namespace))
    assert wrong == []


def test_the_header_declares_every_prefix(store):
    everything = " ".join(f"<{namespace}>" for namespace in PREFIXES.values())
    names = " ".join(f"{prefix}:" for prefix in PREFIXES)
    query = f"{PREFIX_HEADER} ASK {{ VALUES ?a {{ {names} }} VALUES ?a {{ {everything} }} }}"
    assert store.query(query).boolean is True


@pytest.mark.parametrize(
    ("curie", "iri"),
    [
        pytest.param("care:rowNumber", BASE + "ontology#rowNumber", id="term"),
        pytest.param("scheme:goals", BASE + "id/scheme/goals", id="scheme"),
        pytest.param("scheme:goals/education", BASE + "id/scheme/goals/education", id="concept"),
        pytest.param("cv:Output", "http://data.europa.eu/m8g/Output", id="other-vocabulary"),
    ],
)
def test_short_and_long(curie, iri):
    assert expand(curie) == iri
    assert compact(iri) == curie


@pytest.mark.parametrize("text", ["nosuch:x", "x", "https://example.org/"])
def test_what_is_no_curie(text):
    assert expand(text) is None


def test_an_iri_of_no_namespace_has_no_short_form():
    assert compact("https://example.org/x") is None


def test_iri_patterns():
    edition = edition_iri("heilongjiang", "2024")
    assert edition == "https://w3id.org/care-checklist/id/edition/heilongjiang/2024"
    assert service_iri("heilongjiang", "2024", 3) == f"{edition}/service/3"
    assert cell_iri("heilongjiang", "2024", 4, 5) == f"{edition}/table.csv#cell=4,5"
    assert (
        edition_graph_iri(edition)
        == graph_iri("edition/heilongjiang/2024")
        == BASE + ("id/graph/edition/heilongjiang/2024")
    )
    assert concept_iri("goals", "education") == BASE + "id/scheme/goals/education"


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        pytest.param(edition_iri("heilongjiang", "2024"), ("heilongjiang", "2024"), id="edition"),
        pytest.param(service_iri("heilongjiang", "2024", 3), None, id="service"),
        pytest.param("https://example.org/id/edition/a/b", None, id="elsewhere"),
    ],
)
def test_series_and_version_of_an_edition(iri, expected):
    assert split_edition_iri(iri) == expected
