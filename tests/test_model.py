"""Plain values: frozen, comparable, and no more."""

import dataclasses

import pytest

from kg_service import model
from kg_service.model import BlankNode, Finding, Iri, Literal, Place, Row, Severity, Text, TripleTerm

VALUES = [
    Text("教育", "education"),
    Iri("https://example.org/a"),
    BlankNode("b0"),
    Literal("义务教育", lang="zh"),
    TripleTerm(Iri("https://example.org/a"), Iri("https://example.org/b"), BlankNode("b0")),
    Row(3, "学有所教", "义务教育阶段流动儿童", "义务教育服务", "…", ("省教育厅", "省财政厅")),
    Place("checklist.ttl", 3, 14),
    Finding(Severity.WARNING, "rule", "focus", None, None, Text("错", "wrong"), "detail"),
]


def test_every_value_of_the_model_is_tried_here():
    classes = {c for c in vars(model).values() if dataclasses.is_dataclass(c)}
    assert {type(value) for value in VALUES} == classes


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_values_are_frozen_and_hold_nothing_else(value):
    first = dataclasses.fields(value)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, first, "other")
    assert not hasattr(value, "__dict__")
    assert dataclasses.replace(value) == value
    assert hash(dataclasses.replace(value)) == hash(value)


@pytest.mark.parametrize(("lang", "expected"), [("zh", "教育"), ("en", "education")])
def test_text_in_a_language(lang, expected):
    assert Text("教育", "education").of(lang) == expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        pytest.param(Iri("https://example.org/a"), "https://example.org/a", id="iri"),
        pytest.param(BlankNode("b0"), "_:b0", id="blank-node"),
        pytest.param(Literal("1", "http://www.w3.org/2001/XMLSchema#integer"), "1", id="literal"),
        pytest.param(
            TripleTerm(Iri("urn:a"), Iri("urn:b"), TripleTerm(BlankNode("c"), Iri("urn:d"), Literal("e"))),
            "<<( urn:a urn:b <<( _:c urn:d e )>> )>>",
            id="triple-term",
        ),
    ],
)
def test_terms_as_people_read_them(term, expected):
    assert str(term) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        pytest.param(Place("a.ttl"), "a.ttl", id="document"),
        pytest.param(Place("a.ttl", 3), "a.ttl:3", id="line"),
        pytest.param(Place("a.ttl", 3, 14), "a.ttl:3:14", id="column"),
    ],
)
def test_place_as_editors_open_it(place, expected):
    assert str(place) == expected
