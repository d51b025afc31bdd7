"""Nothing that was granted disappears unsaid: against the edition before, against a base list, and once "
"decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest

from kg_service.editions.comparing import compare_editions
from kg_service.editions.decisions import Decision, DecisionKind, Decisions, Side, mark_of
from kg_service.editions.graph import draft_of
from kg_service.editions.loading import load_edition
from kg_service.editions.matching import match_editions
from kg_service.model import Column, Edition, Finding, Place, Severity
from kg_service.validation.earlier import current_edition, store_of
from kg_service.validation.succession import check_succession
from kg_service.validation.succession_rules import BASE, BEFORE, RULES
from kg_service.vocabulary import SHAPE
from tests.draft_tables import HOME, Line, edited, lines, reading_of

B, S, C, D, G = Column.BENEFICIARY, Column.SERVICE, Column.CONTENT, Column.DEPARTMENTS, Column.GOAL
NONE = Decisions()


@cache
def before() -> Edition:
    return load_edition(store_of(HOME), "heilongjiang/2024", home=HOME)


def draft(table: Sequence[Line]) -> Edition:
    return draft_of(reading_of(table), "heilongjiang/2025", before(), HOME).edition


def check(table: Sequence[Line], decisions: Decisions = NONE, *, is_base: bool = False) -> list[Finding]:
    new = draft(table)
    matching = match_editions(before(), new, decisions)

    def locate(number: int | None, column: Column) -> Place:
        return Place("draft.docx", row=number, heading=column)

    comparison = compare_editions(before(), new, matching)
    return list(check_succession(comparison, locate, decisions, BASE if is_base else BEFORE))


def told(findings: Sequence[Finding]) -> set[tuple[str, int | None, Column | None, Severity]]:
    return {
        (
            finding.rule.removeprefix(str(SHAPE)).partition("-")[2],
            finding.place.row if finding.place else None,
            finding.place.heading if finding.place else None,
            finding.severity,
        )
        for finding in findings
    }


def test_an_edition_against_itself_has_lost_nothing() -> None:
    assert check(lines()) == []


def test_a_service_that_is_gone_is_a_violation_at_the_head_of_the_column() -> None:
    table = lines()
    del table[4]
    assert told(check(table)) == {("service", None, S, Severity.VIOLATION)}
    [finding] = check(table)
    assert "第5项“普通高中教育服务”" in finding.text.zh
    assert "Service 5" in finding.text.en


def test_with_the_last_service_of_a_goal_the_goal_and_its_body_go() -> None:
    table = lines()
    del table[9]
    assert told(check(table)) == {
        ("service", None, S, Severity.VIOLATION),
        ("goal", None, G, Severity.VIOLATION),
        ("body", None, D, Severity.WARNING),
    }


@pytest.mark.parametrize(
    ("row", "column", "old", "new", "rule", "severity"),
    [
        pytest.param(3, C, "，免费提供教科书", "", "measure", Severity.VIOLATION, id="measure-gone"),
        pytest.param(
            7, B, "流动儿童", "流动儿童中的残疾儿童", "audience", Severity.VIOLATION, id="audience-narrower"
        ),
        pytest.param(
            12,
            B,
            "流动儿童中的残疾儿童",
            "家庭住房困难的流动儿童",
            "audienceChanged",
            Severity.WARNING,
            id="audience-other",
        ),
        pytest.param(
            3, C, "免除学杂费", "支持免除学杂费", "commitment", Severity.WARNING, id="commitment-weaker"
        ),
        pytest.param(
            17,
            C,
            "对流动儿童父母",
            "对符合条件的流动儿童父母",
            "condition",
            Severity.WARNING,
            id="condition-tighter",
        ),
    ],
)
def test_what_becomes_less_is_found_at_its_cell(
    row: int, column: Column, old: str, new: str, rule: str, severity: Severity
) -> None:
    found = check(edited([(row, column, lambda cell: cell.replace(old, new, 1))]))
    assert (rule, row, column, severity) in told(found)
    # Less in one respect may be less in another as well, but only there.
    assert {spot[1] for spot in told(found)} == {row}


@pytest.mark.parametrize(
    ("row", "column", "new"),
    [
        pytest.param(12, B, "流动儿童", id="audience-wider"),
        pytest.param(20, D, "省民政厅、省妇联", id="body-added"),
        pytest.param(
            17, C, "对流动儿童父母或者其他监护人提供家庭教育指导服务；发放家庭教育手册", id="measure-added"
        ),
        pytest.param(20, S, "心理关爱服务", id="renamed"),
    ],
)
def test_what_becomes_more_is_no_finding(row: int, column: Column, new: str) -> None:
    assert check(edited([(row, column, new)])) == []


@pytest.mark.parametrize(
    ("row", "old", "new", "condition"),
    [
        pytest.param(3, "保障流动", "保障残疾流动", "残疾", id="before-the-group"),
        pytest.param(3, "家庭经济困难", "低保家庭经济困难", "低保", id="before-another-condition"),
        pytest.param(2, "困难的儿童", "困难的残疾儿童", "残疾", id="before-the-noun"),
        pytest.param(10, "流动儿童家庭", "低保流动儿童家庭", "低保", id="a-family"),
        pytest.param(17, "流动儿童父母", "农村流动儿童父母", "农村", id="parents"),
        pytest.param(21, "为流动儿童", "为流动儿童中的残疾儿童", "残疾儿童", id="a-part-of-them"),
        pytest.param(13, "对残疾儿童", "对重度残疾儿童", "重度", id="a-degree"),
    ],
)
def test_a_noun_that_narrows_for_whom_a_measure_is_is_a_tighter_condition(
    row: int, old: str, new: str, condition: str
) -> None:
    [finding] = check(edited([(row, C, lambda cell: cell.replace(old, new, 1))]))
    assert told([finding]) == {("condition", row, C, Severity.WARNING)}
    assert f"增加条件“{condition}”" in finding.text.zh


@pytest.mark.parametrize(
    ("row", "old", "new"),
    [
        pytest.param(3, "保障流动", "保障每一名适龄流动", id="each-of-them"),
        pytest.param(21, "为流动儿童", "为广大流动儿童及其家庭", id="families-as-well"),
        pytest.param(8, "做好儿童", "做好流动儿童", id="said-once-more"),
        pytest.param(8, "做好儿童", "做好新生儿和儿童", id="a-longer-list"),
        pytest.param(20, "助力流动", "关爱流动", id="another-verb"),
        pytest.param(4, "帮助流动", "有效帮助流动", id="an-adverb"),
    ],
)
def test_words_before_people_that_leave_nobody_out_are_no_condition(row: int, old: str, new: str) -> None:
    assert check(edited([(row, C, lambda cell: cell.replace(old, new, 1))])) == []


@pytest.mark.parametrize(("mark", "wide"), [(",", "，"), (";", "；")])
def test_marks_in_the_wrong_width_change_nothing(mark: str, wide: str) -> None:
    table = [{**line, C: line[C].replace(wide, mark)} for line in lines()]
    assert check(table) == []


@pytest.mark.parametrize(
    ("row", "column", "old", "new", "rule"),
    [
        pytest.param(7, C, "健康档案", "健康挡案", "character", id="slip-in-a-measure"),
        pytest.param(15, S, "救助供养", "救助共养", "character", id="slip-in-a-name"),
        pytest.param(12, G, "弱有所扶", "发展保障", "serviceGoal", id="another-goal"),
        pytest.param(21, D, "、省广电局", "", "serviceBody", id="a-body-less"),
    ],
)
def test_what_may_be_a_slip_or_a_wrong_row_is_a_note(
    row: int, column: Column, old: str, new: str, rule: str
) -> None:
    found = told(check(edited([(row, column, lambda cell: cell.replace(old, new, 1))])))
    assert found == {(rule, row, column, Severity.INFO)}


def test_another_word_of_one_character_is_no_slip() -> None:
    assert check(edited([(19, C, lambda cell: cell.replace("及其父母", "和其父母", 1))])) == []


def test_a_new_order_is_no_finding() -> None:
    table = lines()
    table.insert(2, table.pop(7))
    assert check([{**line, Column.NUMBER: str(n)} for n, line in enumerate(table, 1)]) == []


def said(kind: DecisionKind, old: int, new: int | None, note: str) -> Decisions:
    one = before().rows[old - 1]
    other = before().rows[new - 1] if new else None
    return Decisions(
        (
            Decision(
                kind,
                Side("heilongjiang/2024", old, one.service, mark_of(one)),
                Side("draft.docx", new, other.service, "") if other else None,
                note=note,
            ),
        )
    )


def test_a_service_that_a_person_ended_is_for_information() -> None:
    table = lines()
    del table[4]
    [finding] = check(table, said(DecisionKind.WITHDRAWN, 5, None, "并入第3项"))
    assert finding.severity is Severity.INFO
    assert "并入第3项" in finding.text.zh


def test_a_change_with_a_note_is_for_information_and_without_one_is_not() -> None:
    table = edited([(3, C, lambda cell: cell.replace("，免费提供教科书", ""))])
    noted = check(table, said(DecisionKind.SAME, 3, 3, "教科书另有规定"))
    assert {finding.severity for finding in noted} == {Severity.INFO}
    silent = check(table, said(DecisionKind.SAME, 3, 3, ""))
    assert Severity.VIOLATION in {finding.severity for finding in silent}


@pytest.mark.parametrize(
    ("old", "new", "mark"),
    [
        pytest.param("heilongjiang/2023", "draft.docx", "", id="about-an-earlier-edition"),
        pytest.param("heilongjiang/2024", "heilongjiang/2026", "", id="about-a-later-edition"),
        pytest.param("heilongjiang/2024", "heilongjiang/2025", "0" * 12, id="about-other-words"),
    ],
)
def test_a_note_holds_for_what_it_was_made_about(old: str, new: str, mark: str) -> None:
    table = edited([(3, C, lambda cell: cell.replace("，免费提供教科书", ""))])
    [entry] = said(DecisionKind.SAME, 3, 3, "教科书另有规定").entries
    assert entry.old is not None
    assert entry.new is not None
    other = replace(
        entry, old=replace(entry.old, edition=old), new=replace(entry.new, edition=new, mark=mark)
    )
    found = told(check(table, Decisions((other,))))
    assert {rule: severity for rule, *_, severity in found}["measure"] in (
        Severity.VIOLATION,
        Severity.WARNING,
    )


def test_an_end_that_the_data_tells_of_is_for_information() -> None:
    table = lines()
    del table[4]
    gone = before().services[4].identity or ""
    new = replace(draft(table), ended={gone: "并入第3项"})
    comparison = compare_editions(before(), new, match_editions(before(), new))
    [finding] = check_succession(comparison, lambda number, column: None)
    assert finding.severity is Severity.INFO
    assert "并入第3项" in finding.text.zh


def test_a_note_on_one_service_says_nothing_of_another() -> None:
    table = edited([(3, C, lambda cell: cell.replace("，免费提供教科书", ""))])
    noted = check(table, said(DecisionKind.SAME, 4, 4, "另有规定"))
    assert Severity.VIOLATION in {finding.severity for finding in noted}


def test_what_rests_on_an_open_question_is_no_verdict() -> None:
    table = edited(
        [
            (22, S, "广电节目供给服务"),
            (22, C, "引导制作机构组织创作适合流动儿童观看的节目"),
        ]
    )
    found = told(check(table))
    assert ("undecided", 22, S, Severity.WARNING) in found
    assert Severity.VIOLATION not in {severity for *_, severity in found}


def test_against_a_base_list_more_is_no_finding_and_less_is() -> None:
    table = lines()
    gone = table.pop(4)
    assert told(check(table, is_base=True)) == {("service", None, S, Severity.VIOLATION)}
    table.append({**gone, Column.SERVICE: "另一项全新的服务", C: "组织夏令营并提供交通", B: "流动儿童"})
    rules = {finding.rule for finding in check(lines() + table[-1:], is_base=True)}
    assert rules == set()


def test_rules_of_a_base_list_have_names_of_their_own() -> None:
    table = lines()
    del table[4]
    [finding] = check(table, is_base=True)
    assert finding.rule == str(SHAPE["Minimum-service"])
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)


def test_the_current_edition_of_a_series() -> None:
    store = store_of(HOME)
    assert current_edition(store, "heilongjiang") == "heilongjiang/2024"
    assert current_edition(store, "jilin") is None


def test_a_decision_that_fits_nothing_is_told() -> None:
    stale = said(DecisionKind.SAME, 5, 5, "")
    [entry] = stale.entries
    gone = Decisions(
        (replace(entry, old=Side("heilongjiang/2024", 5, "没有这项服务", "0" * 12)),), "decisions.tsv"
    )
    assert ("unfit", None, None, Severity.WARNING) in told(check(lines(), gone))
