"""Editions that nobody wrote: rows for round trips through every kind of file."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import strategies as st

from kg_service.editions.reading.bodies import split_bodies
from kg_service.editions.reading.headings import meaning_of
from kg_service.editions.reading.text import plain, split_enumerator
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
    lambda text: meaning_of(text) is None and not split_enumerator(text)[0]
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
