"""Plain values: frozen, comparable, and no more."""

import dataclasses

import pytest

from kg_service import model
from kg_service.model import (
    BlankNode,
    Cell,
    Change,
    ChangeKind,
    Column,
    Comparison,
    Condition,
    Edition,
    Finding,
    Iri,
    Literal,
    Mapping,
    MappingSet,
    Match,
    Matching,
    Measure,
    Place,
    Reading,
    ReadRow,
    Remark,
    RemarkKind,
    ReviewState,
    Row,
    Service,
    Severity,
    Text,
    TripleTerm,
    Verdict,
)

ROW = Row(3, "学有所教", "义务教育阶段流动儿童", "义务教育服务", "…", ("省教育厅", "省财政厅"))
MEASURE, CONDITION = Measure(1, "…", "health-service", "child", "firm"), Condition("…", None, None)
SERVICE = Service(ROW, None, (MEASURE,), (CONDITION,))
EDITION = Edition("heilongjiang/2025", None, (SERVICE,), {})
PAIR = Match(3, 4, 0.9, Verdict.SURE, {"service": 1.0})
MATCHING = Matching((PAIR,), (), (), {}, {})
CHANGE = Change(ChangeKind.RENUMBERED, 3, 4, "义务教育服务", None, "3", "4", Text("改号", "renumbered"))
CELL = Cell("省教育厅", "省教\n育厅", Place("a.docx", table=1, row=3, cell=5))

MAPPING = Mapping(
    "https://example.org/a", "甲", "https://example.org/p", "https://example.org/b", "b", "https://example.org/j",
    0.9, "https://example.org/me", "2026-11-27", ReviewState.CANDIDATE, None, None, Text("因", "why"), 3, {},
)  # fmt: skip

VALUES = [
    MAPPING,
    MappingSet("b", "https://example.org/s", "b", "", "https://example.org/l", (MAPPING,)),
    Text("教育", "education"),
    Iri("https://example.org/a"),
    BlankNode("b0"),
    Literal("义务教育", lang="zh"),
    TripleTerm(Iri("https://example.org/a"), Iri("https://example.org/b"), BlankNode("b0")),
    ROW,
    SERVICE,
    MEASURE,
    CONDITION,
    EDITION,
    PAIR,
    MATCHING,
    CHANGE,
    Comparison(EDITION, EDITION, MATCHING, (CHANGE,)),
    CELL,
    ReadRow({Column.DEPARTMENTS: CELL}, ("省教育厅",)),
    Remark(RemarkKind.FURNITURE, "title", Text("标题", "title"), "清单", CELL.place),
    Reading("a.docx", "docx", None, (), (), {}),
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


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        pytest.param(
            Place("a.docx", table=1, row=3, cell=5, heading=Column.CONTENT),
            "第1个表格，第3行，“服务内容”列",
            "table 1, row 3, column content (服务内容)",
            id="word",
        ),
        pytest.param(
            Place("a.xlsx", sheet="表", row=3, cell=28), "工作表“表”AB3", "sheet 表 AB3", id="sheet"
        ),
        pytest.param(
            Place("a.xlsx", sheet="表", row=3), "工作表“表”第3行", "sheet 表, row 3", id="row-of-sheet"
        ),
        pytest.param(
            Place("a.xlsx", sheet="表", cell=28),
            "工作表“表”AB列",
            "sheet 表, column AB",
            id="column-of-sheet",
        ),
        pytest.param(Place("a.txt", line=3), "第3行", "line 3", id="text"),
        pytest.param(Place("a.pdf", page=2, paragraph=1), "第2页，第1段", "page 2, paragraph 1", id="pdf"),
    ],
)
def test_place_as_people_say_it(place, zh, en):
    assert place.words == Text(zh, en)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", 3),
        ("３", 3),
        ("0", None),
        ("三", None),
        ("", None),
        ("3.1", None),
        ("9" * 5_000, None),
        ("²", None),
    ],
)
def test_the_number_of_a_row(text, expected):
    cell = Cell(text, text, Place("a.csv", row=2, cell=1))
    assert ReadRow({Column.NUMBER: cell}, ()).number == expected
