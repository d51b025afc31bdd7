"""Typed changes between two editions: each kind where it is due, and nothing where nothing happened."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, Graph, Literal, URIRef

from kg_service.editions import outputs
from kg_service.editions.audience import audience_change
from kg_service.editions.comparing import compare_editions
from kg_service.editions.differences import Mark, differences
from kg_service.editions.loading import load_edition
from kg_service.editions.order import moved
from kg_service.editions.saying import KINDS
from kg_service.editions.side_by_side import shifted, side_by_side
from kg_service.editions.sums import select, sum_up
from kg_service.model import (
    LANGS,
    ChangeKind,
    Comparison,
    Condition,
    Edition,
    Measure,
    Row,
    Service,
    Verdict,
)
from kg_service.vocabulary import BASE, CARE, DCTERMS, PROV

Change = tuple[str, int | None, int | None]


@pytest.fixture(scope="module")
def old(store) -> Edition:
    edition = load_edition(store, "heilongjiang/2024")
    return replace(edition, services=tuple(replace(s, identity=None) for s in edition.services))


def numbered(edition: Edition, services: list[Service], name: str = "2025.docx") -> Edition:
    rows = [replace(s, row=replace(s.row, number=n)) for n, s in enumerate(services, start=1)]
    return replace(edition, name=name, services=tuple(rows))


def with_row(service: Service, /, **cells: object) -> Service:
    return replace(service, row=replace(service.row, **cells))


def edited(old: Edition, number: int, change: Callable[[Service], Service]) -> Edition:
    return numbered(old, [change(s) if s.row.number == number else s for s in old.services])


def told(comparison: Comparison) -> list[Change]:
    return [(change.kind.value, change.old, change.new) for change in comparison.changes]


def of_measures(service: Service, *measures: Measure, content: str | None = None) -> Service:
    """A service with these measures, its content made of them."""
    text = content or "；".join(measure.title for measure in measures)
    return replace(with_row(service, content=text), measures=measures)


def test_nothing_changed(old):
    comparison = compare_editions(old, numbered(old, list(old.services)))
    assert comparison.changes == ()
    assert shifted(comparison) == ()


@pytest.mark.parametrize(
    ("cells", "kinds"),
    [
        pytest.param({"service": "学前教育"}, ["renamed"], id="name"),
        pytest.param({"goal": "发展保障"}, ["moved-goal"], id="goal"),
        pytest.param({"departments": ("省教育厅", "省财政厅")}, ["body-added"], id="body"),
        pytest.param({"departments": ("省财政厅",)}, ["body-removed", "body-added"], id="another-body"),
        pytest.param({"departments": ("黑龙江省教育厅",)}, ["reworded"], id="full-name-of-a-body"),
        pytest.param({"beneficiary": "0-6岁流动儿童"}, ["audience-widened"], id="wider"),
        pytest.param({"beneficiary": "流动儿童"}, ["audience-widened"], id="widest"),
        pytest.param({"beneficiary": "3—6岁流动儿童"}, ["reworded"], id="another-dash"),
        pytest.param(
            {"service": "学前教育", "goal": "发展保障", "departments": ()},
            ["renamed", "moved-goal", "body-removed"],
            id="several",
        ),
    ],
)
def test_cells_of_a_service(old, cells, kinds):
    def change(service: Service) -> Service:
        ages = {} if "beneficiary" not in cells else {"min_age": None, "max_age": None}
        return replace(with_row(service, **cells), **ages)

    comparison = compare_editions(old, edited(old, 2, change))
    assert sorted(told(comparison)) == sorted((kind, 2, 2) for kind in kinds)
    for found in comparison.changes:
        assert found.text.zh
        assert found.text.en
        assert found.verdict is Verdict.SURE


def test_the_order_of_bodies_is_no_change(old):
    new = edited(old, 21, lambda s: with_row(s, departments=tuple(reversed(s.row.departments))))
    assert compare_editions(old, new).changes == ()


def test_added_and_withdrawn(old):
    extra = Service(Row(0, "病有所医", "流动儿童", "预防接种", "免费接种疫苗", ("省疾控局",)), None)
    services = [s for s in old.services if s.row.number != 22]
    comparison = compare_editions(old, numbered(old, [*services[:3], extra, *services[3:]]))
    assert told(comparison) == [("added", None, 4), ("withdrawn", 22, None)]
    assert shifted(comparison) == tuple((n, n + 1) for n in range(4, 22))


# Order


def test_one_insertion_renumbers_nothing(old):
    extra = Service(Row(0, "幼有所育", "流动儿童", "预防接种", "免费接种疫苗", ("省疾控局",)), None)
    comparison = compare_editions(old, numbered(old, [extra, *old.services]))
    assert told(comparison) == [("added", None, 1)]
    assert len(shifted(comparison)) == 23


def test_only_what_moved_is_renumbered(old):
    services = list(old.services)
    services.insert(2, services.pop(19))
    comparison = compare_editions(old, numbered(old, services))
    assert told(comparison) == [("renumbered", 20, 3)]
    assert len(shifted(comparison)) == 17


@pytest.mark.parametrize(
    ("news", "expected"),
    [
        ([1, 2, 3, 4], []),
        ([2, 3, 4, 1], [4]),
        ([4, 1, 2, 3], [1]),
        ([10, 20, 30, 40], []),
        ([], []),
    ],
)
def test_the_fewest_that_moved(news, expected):
    assert sorted(one for one, _ in moved(enumerate(news, start=1))) == expected


@given(st.permutations(range(12)))
def test_the_rest_keeps_its_order(order):
    pairs = set(enumerate(order))
    rest = sorted(pairs - moved(pairs))
    assert [new for _, new in rest] == sorted(new for _, new in rest)


# Whom it is for


def audience(text: str, low: int | None = None, high: int | None = None) -> Service:
    return Service(Row(1, "", text, "", "", ()), None, min_age=low, max_age=high)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("流动儿童", "流动儿童", None),
        ("3-6岁流动儿童", "0-6岁流动儿童", ChangeKind.AUDIENCE_WIDENED),
        ("0-6岁流动儿童", "3-6岁流动儿童", ChangeKind.AUDIENCE_NARROWED),
        ("0-6岁流动儿童", "0-3岁流动儿童", ChangeKind.AUDIENCE_NARROWED),
        ("0-6岁流动儿童", "6岁及以下流动儿童", ChangeKind.REWORDED),
        ("0-6岁流动儿童", "7-12岁流动儿童", ChangeKind.AUDIENCE_CHANGED),
        ("0-6岁流动儿童", "流动儿童", ChangeKind.AUDIENCE_WIDENED),
        ("流动儿童", "16周岁以下流动儿童", ChangeKind.AUDIENCE_NARROWED),
        ("流动儿童", "流动儿童中的残疾儿童", ChangeKind.AUDIENCE_NARROWED),
        ("流动儿童中的残疾儿童", "流动儿童", ChangeKind.AUDIENCE_WIDENED),
        ("流动儿童中的残疾儿童", "流动儿童中的重度残疾儿童", ChangeKind.AUDIENCE_NARROWED),
        ("流动儿童中的孤儿、残疾儿童", "流动儿童中的孤儿", ChangeKind.AUDIENCE_NARROWED),
        ("流动儿童中的孤儿", "流动儿童中的孤儿、残疾儿童", ChangeKind.AUDIENCE_WIDENED),
        ("流动儿童中的孤儿、残疾儿童", "流动儿童中的残疾儿童和孤儿", ChangeKind.REWORDED),
        ("流动儿童", "流动儿童和留守儿童", ChangeKind.AUDIENCE_WIDENED),
        ("流动儿童及其父母", "流动儿童", ChangeKind.AUDIENCE_NARROWED),
        ("流动儿童", "留守儿童", ChangeKind.AUDIENCE_CHANGED),
        ("流动儿童", "非流动儿童", ChangeKind.AUDIENCE_CHANGED),
        ("家庭住房困难的流动儿童", "流动儿童", ChangeKind.AUDIENCE_WIDENED),
        (
            "流动儿童中诊断明确、在家居住的严重精神障碍患者",
            "流动儿童中在家居住的严重精神障碍患者",
            ChangeKind.AUDIENCE_WIDENED,
        ),
    ],
)
def test_audiences_by_their_words(before, after, kind):
    assert audience_change(audience(before), audience(after), {}) is kind


def test_audiences_by_the_tree_and_by_ages():
    tree = {"学龄前流动儿童": ("流动儿童",), "甲": ("乙", "丙")}
    assert audience_change(audience("甲"), audience("丙"), tree) is ChangeKind.AUDIENCE_WIDENED
    assert audience_change(audience("丙"), audience("甲"), tree) is ChangeKind.AUDIENCE_NARROWED
    one, other = audience("学龄前流动儿童", 3, 6), audience("学龄前流动儿童", 3, 7)
    assert audience_change(one, other, {}) is ChangeKind.AUDIENCE_WIDENED


# What is given

FIRM = Measure(1, "免除学杂费", "fee-waiver", "child", "firm")
BOOKS = Measure(2, "免费提供教科书", "in-kind-support", "child", "firm")
NEARBY = Measure(3, "保障就近入学", "access-to-education", "child", "firm")
OPEN = Condition("符合条件的", "child", "open")
POOR = Condition("家庭经济困难的", "household", "named")
LOCAL = Condition("有条件的地方", "locality", "open")
UNDER_3 = Condition("3岁以下", "child", "explicit", None, None, 2)
UNDER_6 = Condition("6岁以下", "child", "explicit", None, None, 5)


def conditioned(
    measure: Measure, title: str, *conditions: Condition, commitment: str = "conditional"
) -> Measure:
    return replace(measure, title=title, commitment=commitment, conditions=conditions)


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        pytest.param([FIRM, BOOKS], [FIRM, BOOKS, NEARBY], ["measure-added"], id="added"),
        pytest.param([FIRM, BOOKS, NEARBY], [FIRM, NEARBY], ["measure-withdrawn"], id="withdrawn"),
        pytest.param(
            [FIRM, BOOKS],
            [FIRM, NEARBY],
            ["measure-withdrawn", "measure-added"],
            id="one-for-another",
        ),
        pytest.param(
            [FIRM, BOOKS], [replace(FIRM, title="全额免除学杂费"), BOOKS], ["reworded"], id="reworded"
        ),
        pytest.param([FIRM, BOOKS, NEARBY], [NEARBY, FIRM, BOOKS], ["reworded"], id="another-order"),
        pytest.param(
            [FIRM], [conditioned(FIRM, "免除符合条件的学生学杂费", OPEN)],
            ["condition-tightened", "reworded"],
            id="condition-and-words",
        ),
        pytest.param(
            [NEARBY], [conditioned(NEARBY, "符合条件的保障就近入学", OPEN)], ["condition-tightened"],
            id="condition",
        ),
        pytest.param(
            [conditioned(NEARBY, "符合条件的保障就近入学", OPEN)], [NEARBY], ["condition-relaxed"],
            id="condition-dropped",
        ),
        pytest.param(
            [conditioned(NEARBY, "符合条件的保障就近入学", OPEN)],
            [conditioned(NEARBY, "家庭经济困难的保障就近入学", POOR)],
            ["condition-tightened", "condition-relaxed"],
            id="another-condition",
        ),
        pytest.param(
            [NEARBY],
            [
                conditioned(NEARBY, "有条件的地方保障就近入学", LOCAL, commitment="where-available")
            ],
            ["commitment-weakened"],
            id="where-available",
        ),
        pytest.param(
            [replace(NEARBY, title="支持就近入学", commitment="promoted")], [NEARBY],
            ["commitment-strengthened"],
            id="strengthened",
        ),
        pytest.param(
            [replace(NEARBY, title="接收3岁以下儿童", conditions=(UNDER_3,))],
            [replace(NEARBY, title="接收6岁以下儿童", conditions=(UNDER_6,))],
            ["condition-relaxed"],
            id="age-raised",
        ),
        pytest.param(
            [replace(NEARBY, title="为儿童发放补贴")],
            [replace(NEARBY, title="为持有居住证的儿童发放补贴")],
            ["condition-tightened"],
            id="condition-that-no-one-has-read",
        ),
        pytest.param(
            [replace(NEARBY, title="为儿童建立档案")],
            [replace(NEARBY, title="为儿童建立规范的档案")],
            ["reworded"],
            id="no-condition",
        ),
    ],
)  # fmt: skip
def test_measures_and_their_conditions(old, before, after, kinds):
    number = 3
    one = edited(old, number, lambda s: of_measures(s, *before))
    other = edited(old, number, lambda s: of_measures(s, *after))
    found = told(compare_editions(one, other))
    assert sorted(found) == sorted((kind, number, number) for kind in kinds)


def test_the_same_words_promise_the_same_whoever_read_them(old):
    def read_otherwise(service: Service) -> Service:
        measures = tuple(replace(m, commitment="promoted", conditions=()) for m in service.measures[:1])
        return replace(service, measures=measures)

    new = numbered(old, [read_otherwise(s) for s in old.services])
    assert compare_editions(old, new).changes == ()


def test_a_measure_cut_otherwise_is_not_withdrawn(old):
    def join(service: Service) -> Service:
        one, _, *rest = service.measures
        both = replace(one, title="保障流动儿童接受义务教育，免除学杂费")
        words = with_row(service, content=service.row.content.replace("免费提供", "免费给予"))
        return replace(words, measures=(both, *rest))

    assert {kind for kind, *_ in told(compare_editions(old, edited(old, 3, join)))} == {"reworded"}


def test_no_measure_of_the_list_disappears_unsaid(old):
    tried = 0
    for service in old.services:
        for gone in service.measures if len(service.measures) > 1 else ():
            kept = [measure for measure in service.measures if measure != gone]

            def leave_out(each: Service, kept: list[Measure] = kept) -> Service:
                return of_measures(each, *kept)

            number = service.row.number
            found = compare_editions(old, edited(old, number, leave_out))
            withdrawn = found.of_kind(ChangeKind.MEASURE_WITHDRAWN)
            assert [(c.old, c.before) for c in withdrawn] == [(number, gone.title)]
            assert not found.of_kind(ChangeKind.MEASURE_ADDED)
            tried += 1
    assert tried >= 50


def test_an_edition_that_nobody_has_read_is_cut_at_its_punctuation(old):
    bare = numbered(old, [replace(s, measures=(), conditions=()) for s in old.services])
    less = edited(bare, 3, lambda s: with_row(s, content=s.row.content.replace("，免费提供教科书", "")))
    (change,) = compare_editions(bare, less).changes
    assert (change.kind, change.before) == (ChangeKind.MEASURE_WITHDRAWN, "免费提供教科书")


# Splits and merges


def split(old: Edition) -> Edition:
    one = old.services[0]
    head, tail = one.row.content.rsplit("；", 1)
    parts = [
        replace(with_row(one, service="健康管理服务", content=head), measures=one.measures[:2]),
        replace(with_row(one, service="托育服务(3岁以下)", content=tail), measures=one.measures[2:]),
    ]
    return numbered(old, [*parts, *old.services[1:]])


def test_a_split_is_one_change(old):
    comparison = compare_editions(old, split(old))
    (change,) = comparison.changes
    assert (change.kind, change.old, change.new, change.parts) == (ChangeKind.SPLIT, 1, 1, (1, 2))
    assert "健康管理服务" in change.text.zh
    assert change.verdict is Verdict.ASK
    assert change.text.zh.endswith("请确认。）")


def test_a_merge_is_the_same_backwards(old):
    comparison = compare_editions(split(old), numbered(old, list(old.services)))
    (change,) = comparison.changes
    assert (change.kind, change.old, change.new, change.parts) == (ChangeKind.MERGED, 1, 1, (1, 2))


def test_what_a_split_loses_is_told(old):
    new = split(old)
    services = list(new.services)
    kept = services[0].measures[:1]
    services[0] = of_measures(services[0], *kept)
    services[1] = with_row(services[1], departments=("省卫健委",))
    services[0] = with_row(services[0], departments=("省卫健委",))
    found = told(compare_editions(old, replace(new, services=tuple(services))))
    assert found == [("split", 1, 1), ("body-removed", 1, 1), ("measure-withdrawn", 1, 1)]


def test_a_question_is_no_settled_change(old):
    services = list(old.services)
    services[14] = with_row(
        services[14],
        service="特困儿童供养",
        beneficiary="困境儿童",
        content="予以提供基本生活条件，方便办理，面向生活不能自理的予以照料；安排疾病治疗专门服务",
    )
    comparison = compare_editions(old, numbered(old, services))
    assert [(c.kind.value, c.verdict) for c in comparison.changes] == [
        ("added", Verdict.ASK),
        ("withdrawn", Verdict.ASK),
    ]


# Words within a cell


def marked(before: str, after: str) -> str:
    signs = {Mark.SAME: "%s", Mark.REMOVED: "[-%s-]", Mark.ADDED: "[+%s+]"}
    return "".join(signs[piece.mark] % piece.text for piece in differences(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("保障入学，免除学费", "确保入学，免除学费", "[-保障-][+确保+]入学，免除学费"),
        ("12年免费教育", "15年免费教育", "[-12-][+15+]年免费教育"),
        ("学前、高中教育", "学前、初中、高中教育", "学前、[+初中、+]高中教育"),
        ("", "新", "[+新+]"),
        ("旧", "", "[-旧-]"),
        ("同", "同", "同"),
        ("", "", ""),
    ],
)
def test_words_are_marked_so_that_they_can_be_read(before, after, expected):
    assert marked(before, after) == expected


@given(st.text("甲乙丙丁1a，", max_size=40), st.text("甲乙丙丁1a，", max_size=40))
def test_no_character_is_lost(before, after):
    pieces = differences(before, after)
    assert "".join(p.text for p in pieces if p.mark is not Mark.ADDED) == before
    assert "".join(p.text for p in pieces if p.mark is not Mark.REMOVED) == after
    assert all(piece.text for piece in pieces)


def test_a_huge_cell_is_compared_by_its_ends():
    before, after = "甲" * 30_000 + "乙" + "丙" * 30_000, "甲" * 30_000 + "丁" + "丙" * 30_000
    assert [len(p.text) for p in differences(before, after)] == [30_000, 1, 1, 30_000]


# Sums and choices


@pytest.fixture(scope="module")
def comparison(old) -> Comparison:
    services = [s for s in old.services if s.row.number != 22]
    services[0] = with_row(services[0], service='健康<b>&"', departments=("省卫生健康委", "省财政厅"))
    services[1] = with_row(services[1], content="=1+1；" + services[1].row.content)
    services[2] = with_row(services[2], goal="发展保障")
    services.insert(4, services.pop(18))
    return compare_editions(old, numbered(old, services))


def test_sums(comparison):
    sums = sum_up(comparison)
    assert sum(sums.kinds.values()) == len(comparison.changes)
    assert list(sums.kinds) == [kind for kind in ChangeKind if kind in sums.kinds]
    assert sums.goals["发展保障"][ChangeKind.MOVED_GOAL] == 1
    assert sums.bodies["省财政厅"] == {
        ChangeKind.RENAMED: 1,
        ChangeKind.REWORDED: 1,
        ChangeKind.BODY_ADDED: 1,
    }
    assert "省卫生健康委" not in sums.bodies, "one body, one line"
    assert sums.bodies["省广电局"][ChangeKind.WITHDRAWN] == 1


def test_choices(comparison):
    assert {c.kind for c in select(comparison, kinds=[ChangeKind.WITHDRAWN])} == {ChangeKind.WITHDRAWN}
    assert {c.old for c in select(comparison, bodies=["省广电局"])} >= {22}
    assert {c.old for c in select(comparison, goals=["学有所教"])} == {3}
    assert select(comparison) == comparison.changes


def test_side_by_side(comparison):
    pairs = side_by_side(comparison)
    assert len(pairs) == 23
    assert [p.new.number for p in pairs if p.new] == list(range(1, 23))
    assert [p.old.number for p in pairs if not p.new] == [22]
    assert [p.new.number for p in pairs if p.is_moved] == [5]
    assert sum(len(p.changes) for p in pairs) == len(comparison.changes)
    for pair in pairs:
        for cell in pair.cells[:4]:
            words = "".join(p.text for p in cell.pieces if p.mark is not Mark.REMOVED)
            assert words == (getattr(pair.new, cell.column.value) if pair.new else "")


# Files


def test_json(comparison):
    found = json.loads(outputs.to_json(comparison, comparison.changes))
    assert [(c["kind"], c["old"], c["new"]) for c in found["changes"]] == told(comparison)
    assert found["summary"]["kinds"] == {k.value: n for k, n in sum_up(comparison).kinds.items()}
    assert found["summary"]["withdrawn"] == 1
    assert {(n["old"], n["new"]) for n in found["numbers"] if n["moved"]} == {(19, 5)}
    first = next(s for s in found["services"] if s["old"] == 1)
    assert "".join(v for piece in first["cells"]["service"] for k, v in piece.items() if k != "removed") == (
        '健康<b>&"'
    )


def test_csv_runs_nothing(comparison):
    rows = list(csv.DictReader(io.StringIO(outputs.to_csv(comparison.changes))))
    assert [row["kind"] for row in rows] == [change.kind.value for change in comparison.changes]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert any(row["after"].startswith("'=1+1") for row in rows)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", LANGS)
def test_html_stands_alone(comparison, lang):
    page = outputs.to_html(comparison, comparison.changes, lang)
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert {"del", "ins", "table", "h1"} <= set(tags.seen)
    assert not {"script", "link", "img", "iframe"} & set(tags.seen)
    assert "http" not in page.replace("http-equiv", "")
    assert "健康&lt;b&gt;&amp;&quot;" in page or '健康&lt;b&gt;&amp;"' in page
    for change in comparison.changes:
        assert KINDS[change.kind].of(lang) in page
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page


@pytest.mark.parametrize("lang", LANGS)
def test_markdown(comparison, lang):
    text = outputs.to_markdown(comparison, comparison.changes, lang)
    assert len(re.findall("^# ", text, flags=re.MULTILINE)) == 1
    assert "\\<b\\>" in text
    assert "<b>" not in text
    assert all(KINDS[change.kind].of(lang) in text for change in comparison.changes)
    nothing = compare_editions(comparison.old, comparison.old)
    assert len(outputs.to_markdown(nothing, (), lang).splitlines()) < 15


def test_turtle_is_data(comparison, home):
    made = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    published = replace(comparison, new=replace(comparison.new, name="heilongjiang/2025"))
    graph = Graph().parse(data=outputs.to_turtle(published, published.changes, made), format="turtle")
    changes = set(graph.subjects(RDF.type, CARE.Change))
    assert len(changes) == len(published.changes)
    (whole,) = graph.subjects(RDF.type, CARE.Comparison)
    assert set(graph.objects(whole, DCTERMS.hasPart)) == changes
    assert graph.value(whole, PROV.generatedAtTime) == Literal(
        "2026-01-02T03:04:05+00:00", datatype="http://www.w3.org/2001/XMLSchema#dateTime"
    )
    editions = {URIRef(f"{BASE}id/edition/heilongjiang/{year}") for year in (2024, 2025)}
    assert set(graph.objects(whole, PROV.wasDerivedFrom)) == editions
    moved_goal = URIRef(f"{BASE}id/scheme/change-kinds/moved-goal")
    (node,) = graph.subjects(DCTERMS.type, moved_goal)
    old_service, new_service = (
        URIRef(f"{BASE}id/edition/heilongjiang/{year}/service/3") for year in (2024, 2025)
    )
    assert graph.value(node, CARE.changedFrom) == old_service
    assert graph.value(node, CARE.changedTo) == new_service
    assert graph.value(node, CARE.textAfter) == Literal("发展保障", lang="zh")
    assert (new_service, PROV.wasRevisionOf, old_service) in graph
    schemes = Graph().parse(home / "ontology" / "schemes.ttl")
    for kind in set(graph.objects(None, DCTERMS.type)) | set(graph.objects(None, CARE.matchVerdict)):
        assert (kind, None, None) in schemes


def test_every_kind_of_change_is_a_concept(home):
    schemes = Graph().parse(home / "ontology" / "schemes.ttl")
    for scheme, slugs in (("change-kinds", ChangeKind), ("match-verdicts", Verdict)):
        concepts = set(schemes.subjects(None, URIRef(f"{BASE}id/scheme/{scheme}")))
        for slug in slugs:
            assert URIRef(f"{BASE}id/scheme/{scheme}/{slug.value}") in concepts


def test_services_of_a_document_have_no_iris(comparison):
    text = outputs.to_turtle(comparison, comparison.changes, datetime(2026, 1, 1, tzinfo=UTC))
    graph = Graph().parse(data=text, format="turtle")
    assert "2025.docx" in {str(value) for value in graph.objects(None, DCTERMS.identifier)}
    assert all("2025" not in str(node) for node in graph.subjects() if isinstance(node, URIRef))


def test_a_patch_turns_one_graph_into_the_other():
    old = [b"<a:1> <a:p> <a:x> .", b'<a:1> <a:p> "\xe7\x94\xb2"@zh .', b"<a:2> <a:p> <a:x> ."]
    new = [b"<a:1> <a:p> <a:x> .", b"<a:3> <a:p> <a:x> .\n"]
    patch = outputs.to_patch(old, new)
    lines = patch.splitlines()
    assert re.fullmatch(r"H id <urn:uuid:[0-9a-f-]{36}> \.", lines[0])
    assert (lines[1], lines[-1]) == ("TX .", "TC .")
    graph = {line.decode() for line in old}
    for line in lines[2:-1]:
        (graph.remove if line[0] == "D" else graph.add)(line[2:])
    assert graph == {line.decode().strip() for line in new}
    assert outputs.to_patch(old, old).splitlines()[1:] == ["TX .", "TC ."]
    assert outputs.to_patch(reversed(old), new) == patch
