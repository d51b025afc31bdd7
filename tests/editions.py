"""Editions that nobody wrote: rows for round trips through every kind of file."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import strategies as st

from kg_service.editions.reading.bodies import split_bodies
from kg_service.editions.reading.goals import split_goal
from kg_service.editions.reading.headings import meaning_of
from kg_service.editions.reading.text import plain
from kg_service.model import Row

HAN = "流动儿童义务教育服务保障困难家庭残疾提供资助符合条件户籍民政卫生健康省市县厅局委民方长见龙风门"
WORDS = ("Wi-Fi", "AIDS", "A4", "e-mail", "12", "0-6", "2025", "3.5%", "GB/T", "COVID-19")
MARKS = "，。；：、（）“”《》！？·—…()\"',;:<>&|=+-@%/\\#*_~`^[]{}"
FORMULAS = ("=1+1", '=HYPERLINK("http://x","y")', "+8610", "-1", "@SUM(A1)", "'=1")

_piece = st.one_of(
    st.text(HAN, min_size=1, max_size=12), st.sampled_from(WORDS), st.sampled_from(MARKS), st.just(" ")
)


def texts(most: int = 8, *, with_long: bool = True) -> st.SearchStrategy[str]:
    """Texts as the graph has them: Chinese, Latin words, punctuation, formulas, long ones."""
    mixed = st.builds("".join, st.lists(_piece, min_size=1, max_size=most)).filter(lambda text: text.strip())
    formulas = st.builds(str.__add__, st.sampled_from(FORMULAS), st.text(HAN, max_size=3))
    long = st.text(HAN, min_size=5, max_size=9).map(
        lambda word: "".join(f"{word}{count}；" for count in range(150))
    )
    spoken = st.one_of(mixed, mixed, mixed, formulas, *([long] if with_long else [])).map(plain)
    return spoken.filter(lambda text: bool(text) and text == plain(text) and meaning_of(text) is None)


_goal = st.text(HAN, min_size=3, max_size=6).filter(
    lambda text: meaning_of(text) is None and split_goal(text).name == text
)
_body = st.builds(
    lambda name, end: f"省{name}{end}",
    st.text("民政教育卫生", min_size=1, max_size=4),
    st.sampled_from("厅局委"),
)
_bodies = (
    st.lists(_body, min_size=1, max_size=4, unique=True)
    .map(tuple)
    .filter(lambda names: split_bodies("、".join(names)).names == names)
)


@st.composite
def editions(draw: st.DrawFn) -> tuple[Row, ...]:
    """Rows of one edition: goals in runs, neighbouring groups that are equal, numbers from 1."""
    goals = draw(st.lists(_goal, min_size=1, max_size=3))
    if any(one == other for one, other in pairwise(goals)):
        goals = goals[:1]
    rows: list[Row] = []
    for goal in goals:
        groups = draw(st.lists(texts(3, with_long=False), min_size=1, max_size=2))
        for _ in range(draw(st.integers(1, 3))):
            group = draw(st.sampled_from(groups))
            number = len(rows) + 1
            rows.append(Row(number, goal, group, draw(texts(3)), draw(texts()), draw(_bodies)))
    return tuple(rows)


NASTY = {
    "quotation-marks": "他说\"好\"，'行'；“一对一”",
    "separators": "a,b，c、d;e；f|g",
    "tab": "前\t后",
    "zero": "二〇三一年〇起",
    "emoji": "关爱👧🏽儿童❤️",
    "extension-b": "𠮷野𡈽服务𬺓",
    "leading-spaces": "　  前有空格",
    "long": "提供" * 2_000,
    "formula": "=1+1",
    "command": "=cmd|' /C calc'!A0",
    "markup": "<b>粗</b>&amp;<script>alert(1)</script>&#x4e00;]]>",
    "markdown": "**粗** `x` [a](b)",
    "lines": "第一行\n第二行\r\n第三行",
    "escapes": "a\\b\\n_x0041_%41",
    "excel-line": "sep=;",
    "number": "13",
    "page-number": "- 13 -",
    "note": "注：本清单",
    "heading": "服务对象",
    "enumerator": "一、幼有所育（5项）",
    "invisible": "服\u200b务\u00ad项\ufeff目",
    "right-to-left": "\u200f右",
    "combining": "é e\u0301",
    "radicals": "⼀⼆⾏",
    "full-width": "ＡＢＣ１２３",
    "latin": "Wi-Fi\u00a06 and 5G",
}
"""Texts that a reader or writer may trip over."""


def nasty(text: str) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """An edition with a text in three of its columns; and as it is to be read, without typesetting."""
    around = Row(3, "学有所教", "儿童", "服务三", "内容三", ("省教育厅",))
    rows = (
        Row(1, "幼有所育", "流动儿童", "健康服务", text, ("省教育厅", "省民政厅")),
        Row(2, "幼有所育", text, f"服务{text}", "就近入园", ("省教育厅",)),
        around,
    )
    read = (
        replace(rows[0], content=plain(text)),
        replace(rows[1], beneficiary=plain(text), service=plain(f"服务{text}")),
        around,
    )
    return rows, read
