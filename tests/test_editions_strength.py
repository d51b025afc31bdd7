"""Words of a measure that promise less, and words that do not."""

from __future__ import annotations

import pytest

from kg_service.editions.quantities import quantities, value_of
from kg_service.editions.strength import Cut, Less, less_promised
from kg_service.model import ChangeKind, Column, Severity
from kg_service.validation.succession_rules import BEFORE
from tests.draft_tables import edited
from tests.test_validation_succession import before, check, draft

N, S, W = Cut.NUMBER, Cut.STRENGTH, Cut.WORDS

LESS = [
    ("waiver", "免除学杂费", "减免学杂费", S, "免除", "减免"),
    ("free-of-charge", "免费提供教科书", "提供教科书", S, "免费", None),
    ("years", "提供12年免费教育", "提供9年免费教育", N, "12年", "9年"),
    ("years-in-characters", "提供十二年免费教育", "提供九年免费教育", N, "十二年", "九年"),
    ("yuan", "每人补助1,250元", "每人补助800元", N, "1,250元", "800元"),
    ("ten-thousand", "补助1.5万元", "补助1万元", N, "1.5万元", "1万元"),
    ("per-cent", "报销比例为70%", "报销比例为60%", N, "70%", "60%"),
    ("times", "开展2次筛查", "开展1次筛查", N, "2次", "1次"),
    ("waiting", "在15日内办结", "在30日内办结", N, "15日内", "30日内"),
    ("cost", "收费不超过100元", "收费不超过200元", N, "100元", "200元"),
    ("lowest-age", "资助0-6岁儿童", "资助3-6岁儿童", N, "0-6岁", "3-6岁"),
    ("highest-age", "为18岁以下患者提供治疗", "为14岁以下患者提供治疗", N, "18岁以下", "14岁以下"),
    ("month-to-year", "每月发放补贴", "每年发放补贴", S, "每月", "每年"),
    ("year-to-two", "每年体检1次", "每两年体检1次", S, "每年", "每两年"),
    ("shall-to-may", "应当提供服务", "可以提供服务", S, "应当", "可以"),
    ("one-to-one", "提供“一对一”结对帮扶服务", "提供结对帮扶服务", S, "“一对一”", None),
    ("all", "将流动儿童全部纳入保障", "将流动儿童纳入保障", S, "全部", None),
    ("all-to-part", "全额资助学费", "部分资助学费", S, "全额", "部分"),
    ("everyone-due", "应保尽保", "做好保障", S, "应保尽保", None),
    ("registered-residence", "在居住地参加中考", "在户籍地参加中考", S, "居住地", "户籍地"),
    ("negated", "提供结算服务", "不提供结算服务", S, "", "不"),
    ("not-for-now", "免除学杂费", "暂不免除学杂费", S, "", "暂不"),
    ("in-principle", "保障接受义务教育", "原则上保障接受义务教育", S, "", "原则上"),
    ("a-part", "免除学杂费", "免除部分学杂费", S, "", "部分"),
    ("may", "提供结算服务", "可提供结算服务", S, "", "可"),
    ("encouraged", "为家长提供指导", "为家长鼓励社会力量提供指导", S, "", "鼓励"),
    ("until-a-date", "提供结算服务", "在2025年12月31日前提供结算服务", S, "", "2025年12月31日前"),
    ("in-one-province", "提供结算服务", "在省内提供结算服务", S, "", "省内"),
    ("on-trial", "实行免费教育", "试行免费教育", S, "", "试行"),
    ("at-most", "提供辅导", "最多提供2次辅导", S, "", "最多"),
    ("fewer-people", "为父母或其他监护人提供指导", "为父母提供指导", W, "其他监护人", None),
    ("one-parent", "为父母提供指导", "为母亲提供指导", S, "父母", "母亲"),
    ("one-of-a-list", "提供阅读、游戏、陪伴等服务", "提供阅读、游戏等服务", W, "陪伴", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "cut", "gone", "now"), LESS, ids=[case[0] for case in LESS])
def test_less_is_promised(name: str, old: str, new: str, cut: Cut, gone: str, now: str | None) -> None:
    assert less_promised(old, new, new) == (Less(cut, gone, now),)


@pytest.mark.parametrize(
    ("old", "new"),
    [(case[2], case[1]) for case in LESS]
    + [
        ("免除学杂费", "全额免除学杂费"),
        ("提供十二年免费教育", "提供12年免费教育"),
        ("保障就近入学", "确保就近入学"),
        ("开展宣传、咨询和辅导", "开展咨询、辅导与宣传"),
        ("开展宣传、咨询和辅导", "开展宣传，咨询及辅导"),
        ("提供服务", "及时提供服务"),
        ("切实提供服务", "提供服务"),
        ("提高服务水平", "不断提高服务水平"),
        ("提供服务", "不仅提供服务"),
        ("符合条件的就近入园", "就近入园"),
        ("为家庭经济困难流动儿童提供生活补助", "为流动儿童提供生活补助"),
        ("支持开展活动", "开展活动"),
        ("2024年起发放补贴", "2023年起发放补贴"),
        ("每月补助500元", "每月补助五百元"),
        ("提供“一对一”帮扶", "提供一对一帮扶"),
    ],
    ids=[f"more-{case[0]}" for case in LESS]
    + [
        "word-added", "digits-for-characters", "synonym", "reordered", "punctuation", "filler", "filler-gone",
        "ever-more", "not-only",
        "condition-gone", "audience-wider", "promotion-gone", "date", "amount-in-characters", "quotes-gone",
    ],
)  # fmt: skip
def test_nothing_less_is_promised(old: str, new: str) -> None:
    assert less_promised(old, new, new) == ()


def test_one_of_two_alternatives_is_a_measure_that_is_gone() -> None:
    gone = "实物配租公共租赁住房或者"
    [finding] = check(edited([(10, Column.CONTENT, lambda cell: cell.replace(gone, "", 1))]))
    assert finding.rule == BEFORE.measure.iri
    assert "实物配租公共租赁住房" in finding.text.zh


def test_words_that_stand_elsewhere_in_the_content_are_not_gone() -> None:
    assert less_promised("提供照料、治疗", "提供照料", "提供照料；提供治疗") == ()


@pytest.mark.parametrize(
    ("written", "value"),
    [("十", 10), ("十二", 12), ("二十", 20), ("一百二十", 120),
     ("一千零五十", 1050), ("1,250", 1250), ("半", 0.5)],
)  # fmt: skip
def test_numbers_are_read(written: str, value: float) -> None:
    assert value_of(written) == value


def test_dates_and_school_years_are_no_quantities() -> None:
    assert quantities("2025年3月1日起为三年级学生提供服务") == ()


@pytest.mark.parametrize(
    ("row", "old", "new", "rule"),
    [
        (3, "免除", "减免", BEFORE.strength),
        (13, "12年", "9年", BEFORE.number),
        (4, "“一对一”", "", BEFORE.strength),
        (21, "、精神陪伴", "", BEFORE.words),
    ],
    ids=["waiver", "years", "one-to-one", "one-of-a-list"],
)
def test_a_promise_cut_inside_a_measure_is_a_warning_at_its_cell(
    row: int, old: str, new: str, rule: object
) -> None:
    table = edited([(row, Column.CONTENT, lambda cell: cell.replace(old, new, 1))])
    [finding] = check(table)
    assert rule is not None
    assert finding.rule == getattr(rule, "iri", None)
    assert (finding.severity, finding.place and finding.place.row) == (Severity.WARNING, row)
    assert old.strip("、") in finding.text.zh
    assert new in finding.text.zh


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("12年", "9年", ChangeKind.COMMITMENT_WEAKENED),
        ("12年", "15年", ChangeKind.COMMITMENT_STRENGTHENED),
    ],
)
def test_a_number_is_a_change_of_commitment(old: str, new: str, kind: ChangeKind) -> None:
    from kg_service.editions.comparing import compare_editions

    table = edited([(13, Column.CONTENT, lambda cell: cell.replace(old, new, 1))])
    [change] = compare_editions(before(), draft(table)).changes
    assert (change.kind, change.before, change.after) == (kind, old, new)
    assert f"“{old}”改为“{new}”" in change.text.zh
