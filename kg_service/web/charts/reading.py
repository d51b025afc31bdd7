"""What of an answer is drawn: what tells its rows apart, and the first number that they give.

Not here: where things stand in a drawing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg_service.model import Iri, Literal, Term
from kg_service.vocabulary import XSD

NUMBERS = {f"{XSD}{name}" for name in ("integer", "decimal", "double", "float")}

Row = Sequence[Term | None]
Namer = Callable[[Row, int], str]
"""The words for a cell of a row."""


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that a mark stands for."""

    text: str
    iri: str | None
    column: str
    """Variable that it is a value of."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A row as it is drawn."""

    keys: tuple[Key, ...]
    value: float
    row: int
    """Place in the table, from 1."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The rows of an answer as they are drawn."""

    rows: tuple[Figure, ...]
    measure: str | None
    """Variable of the number; None where each row counts one."""


def read_figures(columns: Sequence[tuple[str, int]], rows: Sequence[Row], name: Namer) -> Figures | None:
    """Find keys and number.

    Args:
        columns: Name and place of each column that is shown, in order.
        rows: Of the answer.
        name: Gives the words of a cell.

    Returns:
        None where there is nothing to be drawn: no row, no key, or a negative number.
    """
    numeric = [at for _, at in columns if _is_numeric(rows, at)]
    at_value = next((at for _, at in columns[1:] if at in numeric), None)
    last = next((n for n, (_, at) in enumerate(columns) if at == at_value), len(columns))
    before = columns[:last]
    # Things before numbers: a service says more than the number that it has in the list.
    ordered = [c for c in before if c[1] not in numeric] + [c for c in before if c[1] in numeric]
    keys = [c for c in before if c in ordered[: _telling(ordered, rows)]]
    if not rows or not keys:
        return None
    figures = tuple(
        Figure(
            tuple(_key(row, column, at, name) for column, at in keys),
            1.0 if at_value is None else _number(row[at_value]),
            number,
        )
        for number, row in enumerate(rows, start=1)
    )
    if any(figure.value < 0 for figure in figures):
        return None
    measure = next((column for column, at in columns if at == at_value), None)
    return Figures(figures, measure)


def _telling(columns: Sequence[tuple[str, int]], rows: Sequence[Row]) -> int:
    """How many of the columns it takes to tell all rows apart."""
    for many in range(1, len(columns)):
        if len({tuple(row[at] for _, at in columns[:many]) for row in rows}) == len(rows):
            return many
    return len(columns)


def _is_numeric(rows: Sequence[Row], at: int) -> bool:
    found = [row[at] for row in rows if row[at] is not None]
    return bool(found) and all(isinstance(term, Literal) and term.datatype in NUMBERS for term in found)


def _number(term: Term | None) -> float:
    return 0.0 if term is None else float(str(term))


def _key(row: Row, column: str, at: int, name: Namer) -> Key:
    term = row[at]
    return Key(name(row, at), term.value if isinstance(term, Iri) else None, column)


def written(value: float) -> str:
    """A number as people write it."""
    return str(int(value)) if value == int(value) else f"{value:g}"
