"""Our own model in RDF, and rows in JSON, back into a reading."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg_service.editions import rows, to_json
from kg_service.editions.reading.files import read_bytes
from kg_service.editions.reading.rdf import read
from kg_service.errors import SyntaxProblemError, UnreadableDocumentError
from kg_service.model import Column, Row
from kg_service.store import EmbeddedStore
from kg_service.store.rdf_files import SYNTAXES


@pytest.fixture(scope="module")
def table(store: EmbeddedStore) -> tuple[Row, ...]:
    return rows(store, "heilongjiang", "2024")


@pytest.fixture(scope="module")
def turtle(home: Path) -> str:
    return (home / "data/checklist.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize("ending", [".ttl", ".nt", ".rdf", ".jsonld", ".trig", ".nq"])
def test_every_syntax_gives_the_rows(turtle: str, table: tuple[Row, ...], home: Path, ending: str) -> None:
    quads = list(ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE))
    reading = read(ox.serialize(quads, format=SYNTAXES[ending]), f"a{ending}", ending, home=home)
    assert reading.table() == table
    assert reading.title == "黑龙江省流动儿童在居住地享有关爱服务清单（2024年版）"
    assert (reading.format, reading.remarks) == ("rdf", ())


def test_cells_have_their_line_in_turtle(turtle: str, home: Path) -> None:
    cells = read(turtle.encode(), "a.ttl", ".ttl", home=home).rows[2].cells
    place = cells[Column.SERVICE].place
    assert place.line is not None
    assert place.column is not None
    assert turtle.split("\n")[place.line - 1][place.column - 1 :].startswith('"义务教育服务"@zh')
    goal = cells[Column.GOAL].place
    assert "cv:thematicArea" in turtle.split("\n")[(goal.line or 0) - 1]


@pytest.mark.parametrize("kind", ["turtle", "rdfxml", "jsonld"])
def test_the_text_decides_where_the_ending_does_not(turtle: str, table: tuple[Row, ...], kind: str) -> None:
    quads = list(ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE))
    syntax = {"turtle": ".ttl", "rdfxml": ".rdf", "jsonld": ".jsonld"}[kind]
    assert read(ox.serialize(quads, format=SYNTAXES[syntax]), "a").table() == table


PREFIXES = """@prefix care: <https://w3id.org/care-checklist/ontology#> .
@prefix cpsv: <http://purl.org/vocab/cpsv#> . @prefix cv: <http://data.europa.eu/m8g/> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://w3id.org/care-checklist/id/> .
<edition/x/1> a care:ChecklistEdition ; dct:title "清单"@zh .
"""


def test_a_draft_is_read_right_or_wrong() -> None:
    draft = (
        PREFIXES
        + """
        <g> skos:prefLabel "新对象"@zh . <b1> skos:prefLabel "甲厅"@zh . <b2> skos:prefLabel "乙厅"@zh .
        <s1> a cpsv:PublicService ; dct:isPartOf <edition/x/1> ; care:rowNumber 2 ;
          dct:title "二"@zh, "Two"@en ;
          dct:audience <g> ; cv:hasParticipation [ care:position 2 ; cv:hasParticipant <b1> ],
          [ care:position 1 ; cv:hasParticipant <b2> ] .
        <s2> a cpsv:PublicService ; dct:isPartOf <edition/x/1> ; care:rowNumber 1 ;
          dct:title "一"@zh, "壹"@zh ;
          dct:audience <nobody> ; cv:hasCompetentAuthority <b1> .
        <s3> a cpsv:PublicService ; dct:isPartOf <edition/x/1> ; dct:description "无号"@zh ."""
    )
    reading = read(draft.encode(), "d.ttl", ".ttl")
    assert reading.table() == (
        Row(1, "", "", "一", "", ("甲厅",)),
        Row(2, "", "新对象", "二", "", ("乙厅", "甲厅")),
    )
    assert [row.text(Column.CONTENT) for row in reading.rows] == ["", "", "无号"]
    assert {remark.code for remark in reading.remarks} == {
        "several-values",
        "without-a-name",
        "order-unknown",
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(PREFIXES, "no service", id="empty"),
        pytest.param(
            PREFIXES + "<edition/x/2> a care:ChecklistEdition . <s1> a cpsv:PublicService ; "
            "dct:isPartOf <edition/x/1> . <s2> a cpsv:PublicService ; dct:isPartOf <edition/x/2> .",
            "x/1, x/2",
            id="two-editions",
        ),
    ],
)
def test_what_is_no_edition_is_refused(content: str, words: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=words):
        read(content.encode(), "a.ttl", ".ttl")


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        ("@prefix a <b", ".ttl"),
        ('<!DOCTYPE r [<!ENTITY a "b">]><rdf:RDF xmlns:rdf="x"/>', ".rdf"),
        ('{"@context": "http://example.org/context.jsonld", "@id": "x"}', ".jsonld"),
    ],
    ids=["syntax", "entities", "remote-context"],
)
def test_what_does_not_parse_is_refused(content: str, ending: str) -> None:
    with pytest.raises(SyntaxProblemError):
        read(content.encode(), f"a{ending}", ending)


def test_rows_in_json_are_read_back(table: tuple[Row, ...]) -> None:
    reading = read_bytes(to_json(table).encode(), "a.json")
    assert (reading.format, reading.table()) == ("json", table)


def test_rows_in_json_may_lack_a_number() -> None:
    row = {"number": None, "goal": "a", "beneficiary": "b", "service": "c", "content": "d", "departments": []}
    assert [each.number for each in read_bytes(json.dumps([row]).encode(), "a.json").rows] == [None]
