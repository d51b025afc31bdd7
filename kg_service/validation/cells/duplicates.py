"""Services that stand in the table twice, word for word or nearly so.

Not here: a number or a body that is repeated (``numbering``, ``names``).
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from kg_service.model import Column, Finding, Reading, ReadRow, Severity, Text
from kg_service.validation.cells.presence import is_placeholder
from kg_service.validation.cells.reference import Reference
from kg_service.validation.cells.rules import Rule, cell_place
from kg_service.validation.cells.spelling import fold

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
RULES = (REPEATED, SAME_NAME, NEARLY)

_NEAR = 88.0
"""Similarity in [0, 100] from which two contents are nearly the same."""
_LEAST = 10
"""Characters below which a content says too little to be compared."""
_MOST = 600
"""Rows of a table up to which every pair is compared; longer ones are searched for exact repetitions only."""


def check(reading: Reading, _: Reference) -> Iterator[Finding]:
    """Findings on 服务项目 and 服务内容, at the later of two rows."""
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
