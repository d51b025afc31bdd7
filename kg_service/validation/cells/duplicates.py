"""Services that stand in the table twice, word for word or nearly so, and words that stand in a cell twice.

Not here: a number or a body that is repeated (``numbering``, ``names``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from kg_service.model import Column, Finding, Reading, ReadRow, Severity, Text
from kg_service.validation.cells.presence import is_placeholder
from kg_service.validation.cells.reference import Reference
from kg_service.validation.cells.rules import Printed, Rule, cell_place, printed_cells, shortened
from kg_service.validation.cells.spelling import CJK, fold, visible

REPEATED = Rule(
    "service-repeated",
    Severity.VIOLATION,
    Text("服务重复", "Service repeated"),
    Text(
        "同一项服务在表中出现两次。请删去一行，或写明两行的不同。",
        "The same service stands in the table twice. Remove one row, or say in what the two differ.",
    ),
)
SAME_NAME = Rule(
    "service-same-name",
    Severity.WARNING,
    Text("服务名称相同", "Services of one name"),
    Text(
        "两项服务名称相同而内容不同，读者难以区分。请改名或合并。",
        "Two services have one name and different contents, so that readers can't tell them apart. "
        "Rename or merge.",
    ),
)
NEARLY = Rule(
    "service-nearly-same",
    Severity.WARNING,
    Text("服务内容几乎相同", "Services nearly the same"),
    Text(
        "两行的服务内容几乎相同，可能是重复。请核对。",
        "The contents of two rows are nearly the same; one may be a repetition. Check.",
    ),
)
WORDS = Rule(
    "cell-repeated-words",
    Severity.WARNING,
    Text("单元格里文字重复", "Words repeated inside a cell"),
    Text(
        "同一格里，同样的文字写了两次，可能是粘贴重复。请删去一处。",
        "The same words stand in one cell twice, perhaps pasted twice. Remove one.",
    ),
)
RULES = (REPEATED, SAME_NAME, NEARLY, WORDS)

_NEAR = 88.0
"""Similarity in [0, 100] from which two contents are nearly the same."""
_LEAST = 10
"""Characters below which a content says too little to be compared."""
_MOST = 600
"""Rows of a table up to which every pair is compared; longer ones are searched for exact repetitions only."""
_CLAUSE = re.compile("[^，,；;。：:]+")
_ITEM = re.compile("[^，,；;。：:、（）()“”]+")
_LEAST_CLAUSE = 4
"""Characters from which a clause says something of its own: 免费提供, not 以及."""
_LEAST_ITEM = 2
_TWICE_OVER = re.compile(f"([{CJK}]{{2,}})\\1")
"""Words that are followed by themselves."""
_SHOWN = 24
"""Characters of the words that a finding quotes."""


def check(reading: Reading, _: Reference) -> Iterator[Finding]:
    """Findings on 服务项目 and 服务内容; of two rows, at the later one."""
    for printed in printed_cells(reading, Column.SERVICE, Column.CONTENT):
        words = _words_twice(visible(printed.text))
        if words is not None:
            yield _twice(printed, words)
    by_name: dict[str, list[ReadRow]] = {}
    by_content: dict[str, ReadRow] = {}
    before: list[tuple[str, ReadRow]] = []
    for row in reading.rows:
        name, content = fold(row.text(Column.SERVICE)), fold(row.text(Column.CONTENT))
        says = bool(content) and not is_placeholder(row.text(Column.CONTENT))
        twins = by_name.setdefault(name, []) if name else []
        alike = next(
            (twin for twin in twins if _score(fold(twin.text(Column.CONTENT)), content) >= _NEAR), None
        )
        if alike is not None and says:
            yield _repeated(row, alike)
        elif twins:
            yield _same_name(row, twins[0])
        elif says and len(content) >= _LEAST:
            other = by_content.get(content) or _nearly(content, before, len(reading.rows))
            if other is not None:
                yield _near(row, other)
        if name:
            twins.append(row)
        if says:
            by_content.setdefault(content, row)
            before.append((content, row))


def _words_twice(text: str) -> str | None:
    """The first words of a cell that stand in it twice: a clause, an item of a list, or side by side."""
    if (side_by_side := _TWICE_OVER.search(text)) is not None:
        return side_by_side[1]
    clauses = _CLAUSE.findall(text)
    if (clause := _first_repeated(clauses, _LEAST_CLAUSE)) is not None:
        return clause
    lists = (_ITEM.findall(clause) for clause in clauses)
    return next((item for items in lists if (item := _first_item_repeated(items))), None)


def _first_repeated(texts: Sequence[str], least: int) -> str | None:
    return next((text for at, text in enumerate(texts) if len(text) >= least and text in texts[:at]), None)


def _first_item_repeated(items: Sequence[str]) -> str | None:
    """The first item has the verb before it: 提供阅读指导、阅读指导."""
    if len(items) > 1 and len(items[1]) > _LEAST_ITEM and items[0].endswith(items[1]):
        return items[1]
    return _first_repeated(items, _LEAST_ITEM)


def _score(one: str, other: str) -> float:
    return float(fuzz.ratio(one, other))


def _nearly(content: str, before: list[tuple[str, ReadRow]], rows: int) -> ReadRow | None:
    if rows > _MOST:
        return None
    return next((row for text, row in before if fuzz.ratio(text, content, score_cutoff=_NEAR) >= _NEAR), None)


def _line(row: ReadRow) -> Text:
    """How a person finds the other row."""
    if row.number is not None:
        return Text(f"第{row.number}项", f"service {row.number}")
    return row.cells[Column.SERVICE].place.words


def _repeated(row: ReadRow, other: ReadRow) -> Finding:
    name, line = row.text(Column.SERVICE), _line(other)
    return REPEATED.finding(
        cell_place(row.cells[Column.SERVICE], Column.SERVICE),
        Text(
            f"“{name}”与{line.zh}重复。请删去一行，或写明不同。",
            f"“{name}” repeats {line.en}. Remove a row, or say how they differ.",
        ),
        value=name,
    )


def _same_name(row: ReadRow, other: ReadRow) -> Finding:
    name, line = row.text(Column.SERVICE), _line(other)
    return SAME_NAME.finding(
        cell_place(row.cells[Column.SERVICE], Column.SERVICE),
        Text(
            f"“{name}”与{line.zh}同名。请改名或合并。",
            f"“{name}” has the name of {line.en}. Rename it or merge the two.",
        ),
        value=name,
    )


def _twice(printed: Printed, words: str) -> Finding:
    shown = shortened(words, _SHOWN)
    return WORDS.finding(
        printed.place,
        Text(
            f"“{shown}”在这一格里写了两次。请删去一处，或写明两处的不同。",
            f"“{shown}” stands in this cell twice. Remove one, or say in what the two differ.",
        ),
        value=words,
    )


def _near(row: ReadRow, other: ReadRow) -> Finding:
    line = _line(other)
    return NEARLY.finding(
        cell_place(row.cells[Column.CONTENT], Column.CONTENT),
        Text(
            f"服务内容与{line.zh}“{other.text(Column.SERVICE)}”几乎相同。请核对是否重复。",
            f"The content is nearly that of {line.en}, “{other.text(Column.SERVICE)}”. Check whether it "
            "is a repetition.",
        ),
        value=row.text(Column.CONTENT),
    )
