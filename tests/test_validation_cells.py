"""Rules on cells: each mistake is found at its cell, and an edit that is none is not."""

from __future__ import annotations

import re
from functools import cache

import pytest

from kg_service.editions.reading.remarks import extra_column, furniture
from kg_service.model import LANGS, Column, Finding, Place, Reading, Remark, RemarkKind, Severity, Text
from kg_service.validation.cells import RULES, Reference, check_cells, load_reference, series_of_title
from kg_service.validation.cells.giving import gives_something
from kg_service.validation.cells.names import nearest_name
from kg_service.validation.cells.spelling import fold
from kg_service.vocabulary import SHAPE
from tests.draft_tables import HOME, ORDER, Edit, Line, edited, lines, reading_of

N, G, B, S, C, D = (
    Column.NUMBER, Column.GOAL, Column.BENEFICIARY, Column.SERVICE, Column.CONTENT, Column.DEPARTMENTS,
)  # fmt: skip

Found = tuple[str, int, Column]
"""Rule, row of the table from 1, column."""

KNOWN: set[Found] = {("cell-half-width", 1, S), ("cell-final-stop", 14, C)}
"""The true slips of the 2024 list itself."""


@cache
def reference() -> Reference:
    return load_reference(HOME, "heilongjiang")


def check(table: list[Line], **more: object) -> list[Finding]:
    return list(check_cells(reading_of(table, **more), reference()))  # type: ignore[arg-type]


def spots(findings: list[Finding]) -> list[Found]:
    return sorted(
        (finding.rule.removeprefix(str(SHAPE)), (finding.place.row or 0) - 1, finding.place.heading)  # type: ignore[union-attr, misc]
        for finding in findings
    )


def without(text: str) -> Edit:
    return lambda cell: cell.replace(text, "", 1)


def swap(old: str, new: str, count: int = 1) -> Edit:
    return lambda cell: cell.replace(old, new, count)


def append(text: str) -> Edit:
    return lambda cell: cell + text


MISTAKES: list[tuple[str, int, Column, Edit, str]] = [
    # number
    ("number-empty", 6, N, "", "cell-empty"),
    ("number-in-words", 6, N, "六", "cell-not-a-number"),
    ("number-with-stop", 6, N, "6.", "cell-number-form"),
    ("number-with-comma", 6, N, "6、", "cell-number-form"),
    ("number-in-brackets", 6, N, "（6）", "cell-number-form"),
    ("number-ordinal", 6, N, "第6", "cell-number-form"),
    ("number-leading-zero", 6, N, "06", "cell-number-form"),
    ("number-in-a-circle", 6, N, "⑥", "cell-number-form"),
    ("number-of-a-spreadsheet", 6, N, "6.0", "cell-number-form"),
    ("number-with-a-wrong-form-and-value", 6, N, "（5）", "cell-double-number"),
    ("number-zero", 1, N, "0", "cell-not-a-number"),
    ("number-twice", 6, N, "5", "cell-double-number"),
    ("number-of-a-later-row", 6, N, "9", "cell-double-number"),
    ("number-far-off", 6, N, "60", "cell-number-order"),
    ("number-last-far-off", 23, N, "230", "cell-number-order"),
    ("number-last-skips", 23, N, "24", "cell-number-gap"),
    ("number-full-width", 6, N, "６", "cell-number-form"),
    # goal
    ("goal-unknown", 7, G, "病有所依", "cell-unknown-goal"),
    ("goal-traditional", 7, G, "病有所醫", "cell-goal-spelling"),
    ("goal-full-stop", 10, G, "住有所居。", "cell-unknown-goal"),
    ("goal-is-a-group", 10, G, "流动儿童", "cell-wrong-column"),
    ("goal-empty", 10, G, "", "cell-empty"),
    ("goal-variant", 19, G, "発展保障", "cell-goal-spelling"),
    ("goal-placeholder", 10, G, "同上", "cell-placeholder"),
    # group
    ("group-wave-dash", 2, B, "3～6岁流动儿童", "cell-group-spelling"),
    ("group-en-dash", 2, B, "3–6岁流动儿童", "cell-group-spelling"),
    ("group-full-width-digits", 2, B, "３-６岁流动儿童", "cell-group-spelling"),
    ("group-ascii-commas", 11, B, swap("、", ",", 2), "cell-group-spelling"),
    ("group-commas", 11, B, swap("、", "，", 2), "cell-group-spelling"),
    ("group-traditional", 10, B, "家庭住房困難的流動兒童", "cell-group-spelling"),
    ("group-look-alike", 16, B, "符合本地临时救助情形的流动儿童".replace("儿", "⼉"), "cell-group-spelling"),
    ("group-other-age", 2, B, "3-7岁流动儿童", "cell-unknown-group"),
    ("group-a-character-short", 5, B, "普通高中教育段流动儿童", "cell-unknown-group"),
    ("group-new", 15, B, "流动儿童中的孤残儿童", "cell-unknown-group"),
    ("group-is-a-goal", 10, B, "住有所居", "cell-wrong-column"),
    ("group-empty", 10, B, "", "cell-empty"),
    ("group-spaced", 10, B, "家庭住房困难的 流动儿童", "cell-stray-space"),
    ("group-zero-width", 10, B, "家庭住房困难的\u200b流动儿童", "cell-invisible-character"),
    # service
    ("service-empty", 8, S, "", "cell-empty"),
    ("service-bracket-alone", 8, S, "医疗（保障服务", "cell-unbalanced"),
    ("service-full-width-digits", 8, S, "医疗保障１号服务", "cell-full-width"),
    ("service-ideographic-space", 8, S, "医疗\u3000保障服务", "cell-stray-space"),
    ("service-no-break-space", 8, S, "医疗\u00a0保障服务", "cell-stray-space"),
    ("service-name-of-another", 20, S, "心理健康筛查", "service-same-name"),
    ("service-trailing-stop", 8, S, append("。"), "cell-final-stop"),
    ("service-page-number", 8, S, append("13"), "cell-page-number"),
    ("service-traditional", 8, S, "醫療保障服务", "cell-traditional-character"),
    ("service-after-a-number-and-a-mark", 8, S, lambda c: "8、" + c, "cell-number-before-name"),
    ("service-after-a-number-and-a-stop", 8, S, lambda c: "8." + c, "cell-number-before-name"),
    ("service-after-a-number-in-brackets", 8, S, lambda c: "（8）" + c, "cell-number-before-name"),
    ("service-after-a-number-in-words", 8, S, lambda c: "（八）" + c, "cell-number-before-name"),
    ("service-after-a-bare-number", 8, S, lambda c: "8" + c, "cell-number-before-name"),
    ("service-after-another-number", 8, S, lambda c: "9、" + c, "cell-number-before-name"),
    ("service-doubled", 8, S, lambda c: c + c, "cell-repeated-words"),
    ("service-lost-character", 8, S, "医疗保\ufffd服务", "cell-broken-character"),
    # content
    ("content-empty", 20, C, "", "cell-empty"),
    ("content-to-be-decided", 20, C, "待定", "cell-placeholder"),
    ("content-left-out", 20, C, "（略）", "cell-placeholder"),
    ("content-dash", 20, C, "——", "cell-placeholder"),
    ("content-tbd-inside", 20, C, append("，标准待定"), "cell-placeholder"),
    ("content-an-amount-left-open", 20, C, append("，补助XX元"), "cell-placeholder"),
    ("content-a-condition", 20, C, "符合条件的流动儿童", "content-promises-nothing"),
    ("content-a-reference", 20, C, "按照国家有关规定执行", "content-promises-nothing"),
    ("content-a-name", 20, C, "义务教育政策", "content-promises-nothing"),
    ("content-a-duty", 20, C, "需提供相关证明材料", "content-promises-nothing"),
    ("content-vague", 20, C, "做好相关工作", "content-promises-nothing"),
    ("content-see-annex", 20, C, "见附件", "content-promises-nothing"),
    ("content-is-bodies", 20, C, "省教育厅、省民政厅", "cell-wrong-column"),
    ("content-is-a-group", 20, C, "流动儿童", "cell-wrong-column"),
    ("content-clause-twice", 3, C, append("；免除学杂费"), "cell-repeated-words"),
    (
        "content-clause-pasted-twice",
        3,
        C,
        swap("，免除学杂费", "，免除学杂费，免除学杂费"),
        "cell-repeated-words",
    ),
    ("content-item-twice", 21, C, swap("运动游戏", "运动游戏、运动游戏"), "cell-repeated-words"),
    ("content-first-item-twice", 21, C, swap("、运动游戏", "、阅读指导、运动游戏"), "cell-repeated-words"),
    ("content-words-twice", 3, C, swap("免除", "免除免除"), "cell-repeated-words"),
    ("content-ascii-semicolon", 3, C, swap("；", ";", 3), "cell-half-width"),
    ("content-ascii-comma", 3, C, swap("，", ","), "cell-half-width"),
    ("content-ascii-colon", 3, C, swap("保障流动儿童", "保障:流动儿童"), "cell-half-width"),
    ("content-straight-quotes", 4, C, lambda c: c.replace("“", '"').replace("”", '"'), "cell-half-width"),
    ("content-full-width-digits", 13, C, swap("12", "１２"), "cell-full-width"),
    ("content-quote-not-closed", 4, C, without("”"), "cell-unbalanced"),
    ("content-quote-not-opened", 20, C, without("“"), "cell-unbalanced"),
    ("content-quotes-reversed", 4, C, swap("“一对一”", "”一对一“"), "cell-unbalanced"),
    ("content-bracket", 13, C, swap("高中阶段", "（高中阶段"), "cell-unbalanced"),
    ("content-doubled-comma", 3, C, swap("，", "，，"), "cell-doubled-punctuation"),
    ("content-two-marks", 3, C, swap("；", "，；"), "cell-doubled-punctuation"),
    ("content-trailing-semicolon", 3, C, append("；"), "cell-stray-punctuation"),
    ("content-leading-mark", 3, C, lambda c: "、" + c, "cell-stray-punctuation"),
    ("content-final-stop", 3, C, append("。"), "cell-final-stop"),
    ("content-inner-space", 3, C, swap("免除", "免 除"), "cell-stray-space"),
    ("content-tab", 3, C, swap("免除", "免\t除"), "cell-stray-space"),
    ("content-edge-space", 3, C, append(" "), "cell-edge-space"),
    ("content-soft-hyphen", 3, C, swap("免除", "免\u00ad除"), "cell-invisible-character"),
    ("content-byte-order-mark", 3, C, swap("免除", "免\ufeff除"), "cell-invisible-character"),
    ("content-control", 3, C, swap("免除", "免\x07除"), "cell-invisible-character"),
    ("content-page-number-line", 3, C, swap("；", "；\n13\n"), "cell-page-number"),
    ("content-page-number-dashes", 3, C, swap("；", "；\n- 13 -\n"), "cell-page-number"),
    ("content-page-words", 3, C, append("第3页 共10页"), "cell-page-number"),
    ("content-page-number-end", 3, C, append("13"), "cell-page-number"),
    ("content-traditional", 3, C, swap("义务教育", "義務教育"), "cell-traditional-character"),
    ("content-variant", 17, C, swap("提供", "爲其提供"), "cell-traditional-character"),
    ("content-lost-character", 3, C, swap("免除", "免\ufffd"), "cell-broken-character"),
    # bodies
    ("bodies-empty", 3, D, "", "cell-empty"),
    ("bodies-as-above", 3, D, "同上", "cell-placeholder"),
    ("body-half-shortened", 7, D, "省卫生健康委", "cell-unknown-body"),
    ("body-full-name", 7, D, "黑龙江省卫生健康委员会", "cell-body-name"),
    ("body-name-of-the-province", 7, D, "省卫生健康委员会", "cell-body-name"),
    ("body-other-name", 23, D, swap("团省委", "共青团黑龙江省委"), "cell-body-name"),
    ("body-misspelt", 3, D, "省教育局", "cell-unknown-body"),
    ("body-new", 3, D, append("、省文旅厅"), "cell-unknown-body"),
    ("body-of-a-city", 4, D, "省教育厅、市民政局", "cell-unknown-body"),
    ("body-variant", 7, D, "省衞健委", "cell-body-spelling"),
    ("body-traditional", 3, D, "省教育廳", "cell-body-spelling"),
    ("body-twice", 17, D, append("、省法院"), "cell-body-twice"),
    ("body-twice-by-another-name", 7, D, "省卫健委、省卫生健康委员会", "cell-body-name"),
    ("bodies-ascii-comma", 4, D, "省教育厅,省民政厅", "cell-body-separator"),
    ("bodies-comma", 18, D, "省民政厅、省教育厅，省卫健委", "cell-body-separator"),
    ("bodies-space", 4, D, "省教育厅 省民政厅", "cell-body-separator"),
    ("bodies-and", 4, D, "省教育厅和省民政厅", "cell-joined-bodies"),
    ("bodies-no-mark", 4, D, "省教育厅省民政厅", "cell-joined-bodies"),
    ("bodies-doubled-mark", 4, D, "省教育厅、、省民政厅", "cell-doubled-punctuation"),
    ("bodies-trailing-mark", 4, D, append("、"), "cell-stray-punctuation"),
    ("bodies-inner-space", 4, D, "省 教育厅、省民政厅", "cell-stray-space"),
    ("bodies-page-number", 6, D, append("\n13"), "cell-page-number"),
    ("bodies-page-number-end", 6, D, append("13"), "cell-page-number"),
    ("bodies-zero-width", 6, D, swap("省教育厅", "省教\u200b育厅"), "cell-invisible-character"),
    ("bodies-are-a-content", 3, D, "为流动儿童提供教育指导服务和帮扶", "cell-wrong-column"),
]

MORE_THAN_ONE: dict[str, set[Found]] = {
    "body-twice-by-another-name": {("cell-body-twice", 7, D)},
}
"""What else is due to a mistake."""

HARMLESS: list[tuple[str, int, Column, Edit]] = [
    ("line-break-in-a-word", 3, C, swap("义务教育", "义务\n教育")),
    ("line-break-between-bodies", 17, D, swap("、省公安厅", "、\n省公安厅")),
    ("line-break-in-a-body", 17, D, swap("省公安厅", "省公\n安厅")),
    ("order-of-bodies", 4, D, "省民政厅、省教育厅"),
    ("reworded", 3, C, swap("免除学杂费", "全部免除学杂费")),
    ("a-number-inside", 13, C, swap("12年", "15年")),
    ("an-age", 20, C, swap("流动儿童", "16周岁以下流动儿童")),
    ("a-date", 20, C, append("（2025年起）")),
    ("a-thousands-comma", 20, C, append("，每人每年补助1,250元")),
    ("a-decimal", 20, C, append("，增长3.5%")),
    ("a-time", 20, C, append("，热线8:00至18:00开通提供咨询")),
    ("latin-words", 20, C, append("，提供App Store下载服务")),
    ("ellipsis", 20, C, append("，提供咨询……等服务")),
    ("nested-quotes", 20, C, append("，提供“‘心’理”服务")),
    ("book-title", 20, C, append("，落实《未成年人保护法》提供保护")),
    ("renamed", 20, S, "心理关爱服务"),
    ("name-that-begins-with-an-age", 8, S, "3岁以下医疗保障服务"),
    ("name-that-begins-with-a-number", 8, S, "24小时医疗保障服务"),
    ("name-that-begins-with-its-own-number", 12, S, "12岁以下残疾儿童康复救助"),
    ("a-word-in-two-clauses", 20, C, append("，提供心理支持、提供心理援助")),
    ("other-known-group", 20, B, "流动儿童中的残疾儿童"),
    ("body-added", 20, D, append("、省妇联")),
    ("only-a-conditional-measure", 20, C, "符合条件的纳入精神障碍社区康复服务范围"),
    ("enrolment", 20, C, "符合条件的就近入园"),
]


def test_the_2024_list_has_its_true_slips_and_no_violation() -> None:
    found = check(lines())
    assert set(spots(found)) == KNOWN
    assert not [finding for finding in found if finding.severity is Severity.VIOLATION]


@pytest.mark.parametrize(
    ("name", "row", "column", "edit", "rule"), MISTAKES, ids=[mistake[0] for mistake in MISTAKES]
)
def test_a_mistake_is_found_at_its_cell_and_nothing_else(
    name: str, row: int, column: Column, edit: Edit, rule: str
) -> None:
    findings = check(edited([(row, column, edit)]))
    found = spots(findings)
    for finding in findings:
        assert re.search("[\u4e00-\u9fff]", finding.text.zh)
        assert re.match("[A-Z“]", finding.text.en)
        assert "None" not in finding.text.en + finding.text.zh
    due = {(rule, row, column)} | MORE_THAN_ONE.get(name, set())
    assert sorted(found) == sorted(
        (KNOWN - {("cell-half-width", row, column)} | due) if row == 1 else KNOWN | due
    )


@pytest.mark.parametrize(("name", "row", "column", "edit"), HARMLESS, ids=[case[0] for case in HARMLESS])
def test_a_harmless_edit_is_no_finding(name: str, row: int, column: Column, edit: Edit) -> None:
    assert set(spots(check(edited([(row, column, edit)])))) == KNOWN


def test_a_merged_cell_is_reported_once_where_it_is_printed() -> None:
    table = edited((row, G, "发展保护") for row in range(17, 24))
    assert ("cell-unknown-goal", 17, G) in spots(check(table))
    assert [found for found in spots(check(table)) if found[0] == "cell-unknown-goal"] == [
        ("cell-unknown-goal", 17, G)
    ]


def renumbered(table: list[Line]) -> list[Line]:
    return [{**line, N: str(number)} for number, line in enumerate(table, start=1)]


def new(table: list[Line], *rules: str) -> list[Found]:
    return [found for found in spots(check(table)) if found[0] in rules]


def test_a_row_that_is_left_out_is_a_gap() -> None:
    table = lines()
    del table[9]
    assert new(table, "cell-number-gap", "cell-number-order") == [("cell-number-gap", 10, N)]
    [gap] = [f for f in check(table) if f.rule.endswith("cell-number-gap")]
    assert "10" in gap.text.zh


def test_numbers_before_most_names_are_one_finding() -> None:
    table = [{**line, S: f"{line[N]}、{line[S]}"} for line in lines()]
    assert new(table, "cell-number-before-name") == [("cell-number-before-name", 1, S)]
    [finding] = [f for f in check(table) if f.rule.endswith("before-name")]
    assert "共23个" in finding.text.zh


def test_several_missing_numbers_are_one_finding() -> None:
    table = lines()
    del table[4:12]
    [gap] = [f for f in check(table) if f.rule.endswith("cell-number-gap")]
    assert "5、6、7、8、9 等8个" in gap.text.zh


def test_two_rows_that_changed_places_are_out_of_order() -> None:
    table = lines()
    table[4], table[5] = table[5], table[4]
    assert new(table, "cell-number-order", "cell-number-gap", "cell-double-number") == [
        ("cell-number-order", 5, N)
    ]


def test_a_repeated_row_is_a_violation_at_the_later_one() -> None:
    table = lines()
    table.insert(6, dict(table[4]))
    found = new(renumbered(table), "service-repeated", "service-same-name", "service-nearly-same")
    assert found == [("service-repeated", 7, S)]


def test_nearly_the_same_content_is_a_warning() -> None:
    content = lines()[17][C]
    table = edited([(20, C, content.replace("提供心理健康筛查", "提供心理筛查"))])
    assert new(table, "service-nearly-same") == [("service-nearly-same", 20, C)]


@pytest.mark.parametrize("column", [column for column in Column if column is not N])
def test_a_missing_column_is_one_finding(column: Column) -> None:
    columns = [each for each in ORDER if each is not column]
    found = [f for f in check(lines(), columns=columns) if f.severity is Severity.VIOLATION]
    assert [(f.rule.removeprefix(str(SHAPE)), f.place and f.place.heading) for f in found] == [
        ("column-missing", column)
    ]


def test_remarks_of_the_reader_that_ask_for_something_become_findings() -> None:
    at = Place("draft.docx", table=1, row=4, cell=5)
    text = Text("这里有修订。", "There is a tracked change.")
    remarks = [
        Remark(RemarkKind.DOUBTFUL, "tracked-change", text, "删", at),
        Remark(RemarkKind.DOUBTFUL, "joined-row", text, "", at),
        *(Remark(RemarkKind.DOUBTFUL, "filled-down", text, "", at) for _ in range(3)),
        Remark(RemarkKind.DOUBTFUL, "bodies-by-space", text, "", at),
        Remark(RemarkKind.FURNITURE, "page-number", text, "13", at),
    ]
    found = [f for f in check(lines(), remarks=remarks) if "reading-" in f.rule]
    assert [(f.rule.removeprefix(str(SHAPE)), f.severity, f.place) for f in found] == [
        ("reading-doubtful", Severity.INFO, at),
        ("reading-attention", Severity.WARNING, at),
        ("reading-doubtful", Severity.INFO, at),
    ]
    assert found[0].text.zh == "这里有修订。（共3处）"


def test_spaces_of_a_pdf_and_edges_of_a_text_are_layout() -> None:
    inner, edge = edited([(3, C, swap("免除", "免 除"))]), edited([(3, C, append(" "))])
    assert not [f for f in check(inner, format="pdf") if "space" in f.rule]
    assert not [f for f in check(edge, format="txt") if "space" in f.rule]


def test_bodies_of_a_place_without_a_table_are_not_held_against_another_ones() -> None:
    found = list(check_cells(reading_of(edited([(3, D, "省林草局")])), load_reference(HOME, None)))
    rules = {finding.rule.removeprefix(str(SHAPE)) for finding in found}
    assert "bodies-not-checked" in rules
    assert "cell-unknown-body" not in rules


@pytest.mark.parametrize(
    ("title", "series"),
    [
        ("黑龙江省流动儿童在居住地享有关爱服务清单（2025年版）", "heilongjiang"),
        ("黑龙江流动儿童清单", "heilongjiang"),
        ("流动儿童关爱服务清单", "heilongjiang"),
        (None, "heilongjiang"),
        ("吉林省流动儿童关爱服务清单", None),
        ("国家基本公共服务标准", None),
    ],
)
def test_the_series_of_a_title(title: str | None, series: str | None) -> None:
    assert series_of_title(HOME, title) == series


@pytest.mark.parametrize(
    ("found", "nearest"),
    [
        ("省卫生健康委", "省卫健委"),
        ("省卫计委", "省卫健委"),
        ("省教育局", "省教育厅"),
        ("教育厅", "省教育厅"),
        ("省团委", "团省委"),
        ("省人社局", "省人社厅"),
        ("市民政局", "省民政厅"),
        ("省住房城乡建设厅", "省住建厅"),
        ("省人力资源社会保障厅", "省人社厅"),
        ("省医疗保障局", "省医保局"),
        ("省文旅厅", None),
        ("省乡村振兴局", None),
    ],
)
def test_the_nearest_body(found: str, nearest: str | None) -> None:
    known = reference()
    name = nearest_name(found, [*known.bodies, *known.other_names])
    assert known.other_names.get(name or "", name) == nearest


def test_an_unknown_body_is_answered_with_the_nearest_one() -> None:
    [found] = [f for f in check(edited([(7, D, "省卫生健康委")])) if f.rule.endswith("unknown-body")]
    assert found.text.zh == "“省卫生健康委”不在部门表中，是否为“省卫健委”？"
    assert (found.value, found.nearest) == ("省卫生健康委", "省卫健委")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_speaks_both_languages(rule: object) -> None:
    from kg_service.validation.cells import Rule

    assert isinstance(rule, Rule)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
    for text in (rule.title, rule.help):
        assert re.search("[\u4e00-\u9fff]", text.of(LANGS[0]))
        assert not re.search(
            "[\u4e00-\u9fff]",
            re.sub(
                "序号|目标|服务对象|服务项目|服务内容|责任部门|提供|保障|免除|发放|办理|开展|待定|略|同上|、",
                "",
                text.en,
            ),
        )
    assert rule.help.zh.endswith("。")
    assert rule.help.en.endswith(".")


def test_names_of_rules_are_distinct_and_every_rule_can_be_broken() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    tried = {mistake[4] for mistake in MISTAKES}
    elsewhere = {
        "column-missing", "service-repeated", "service-nearly-same", "reading-attention", "reading-doubtful",
        "bodies-not-checked", "reading-left-out", "column-misplaced",
    }  # fmt: skip
    assert set(names) == tried | elsewhere


@pytest.mark.parametrize(
    ("found", "nearest"),
    [("病有所扶", "弱有所扶"), ("老有所养", "弱有所扶"), ("学有所教育", "学有所教")],
    ids=["as-near-to-two", "near-to-none", "much-nearer-to-another"],
)
def test_the_goal_of_the_edition_before_is_rather_meant(found: str, nearest: str) -> None:
    assert nearest_name(found, reference().goals, ["弱有所扶"]) == nearest


def exchanged(one: Column, other: Column, rows: range) -> list[Line]:
    table = lines()
    for row in rows:
        table[row][one], table[row][other] = table[row][other], table[row][one]
    return table


@pytest.mark.parametrize("row", range(23))
def test_a_name_and_a_content_that_changed_places_are_told_as_that(row: int) -> None:
    found = [spot for spot in spots(check(exchanged(S, C, range(row, row + 1)))) if spot not in KNOWN]
    told = {("cell-wrong-column", row + 1, S), ("cell-wrong-column", row + 1, C)}
    assert {spot for spot in found if spot[0] not in ("cell-half-width", "cell-final-stop")} == told


@pytest.mark.parametrize(("one", "other"), [(S, C), (B, D), (G, B), (B, S), (C, D)])
def test_columns_that_changed_places_are_told_once_at_their_headings(one: Column, other: Column) -> None:
    found = spots(check(exchanged(one, other, range(23))))
    rest = [spot for spot in found if spot[0] not in ("cell-half-width", "cell-final-stop")]
    assert set(rest) == {("column-misplaced", 0, one), ("column-misplaced", 0, other)}


def test_numbers_that_are_all_written_alike_are_one_finding() -> None:
    table = [{**line, N: f"{line[N]}."} for line in lines()]
    [found] = [finding for finding in check(table) if finding.rule == str(SHAPE["cell-number-form"])]
    assert "23" in found.text.zh


@pytest.mark.parametrize(
    ("cell", "due"),
    [
        ("提供服务,给予资助；；发放（12）元", "提供服务，给予资助；发放（12）元"),
        ("為 流动儿童,提供１２元", "为流动儿童，提供12元"),
        ("提供服务；\n13\n给予资助,发放补贴\u200b", "提供服务；给予资助，发放补贴"),
    ],
    ids=["half-width-and-doubled", "four-slips", "page-number-and-invisible"],
)
def test_every_slip_of_a_cell_proposes_the_whole_cell(cell: str, due: str) -> None:
    found = [f for f in check(edited([(20, C, cell)])) if f.place and f.place.row == 21 and f.expected]
    assert len(found) > 1
    assert {finding.expected.zh for finding in found if finding.expected} == {due}


def test_what_was_left_out_is_told_once_a_column() -> None:
    places = [Place("draft.docx", table=1, row=row, cell=7) for row in range(2, 25)]
    remarks = [extra_column("备注", "见文件", place) for place in places]
    remarks.append(furniture("other-table", "联系人", Place("draft.docx", table=2)))
    remarks.append(furniture("page-number", "3", Place("draft.docx", paragraph=3)))
    found = [f for f in check(lines(), remarks=remarks) if f.rule == str(SHAPE["reading-left-out"])]
    assert [(f.severity, f.place) for f in found] == [
        (Severity.INFO, places[0]), (Severity.INFO, Place("draft.docx", table=2)),
    ]  # fmt: skip
    assert "23" in found[0].text.zh


def test_folding_keeps_different_names_apart() -> None:
    names = [*reference().goals, *reference().groups, *reference().bodies]
    assert len({fold(name) for name in names}) == len(names)


@pytest.mark.parametrize("line", lines(), ids=lambda line: line[N])
def test_every_content_of_the_list_gives_something(line: Line) -> None:
    assert gives_something(line[C])


def test_an_empty_table_has_no_findings_on_cells() -> None:
    empty = Reading("a.docx", "docx", None, (), (), reading_of(lines()).headings)
    assert check_cells(empty, reference()) == ()
