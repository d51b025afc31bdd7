"""Solutions as a table for people: labels for IRIs, headings in their language, nothing cut off.

Not here: CSV, XLSX and the other formats (``store``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from kg_service.cli.headings import heading
from kg_service.cli.output import printable
from kg_service.model import Lang, Literal, Term, Text
from kg_service.store import Answer
from kg_service.vocabulary import BASE, PREFIXES, compact

_LABEL = "Label"
_NUMBERS = frozenset(
    PREFIXES["xsd"] + name for name in ("integer", "decimal", "double", "float", "int", "long")
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table and the variables that fill it."""

    variable: str
    value: int
    """Index of the variable among those of the answer."""
    label: int | None
    """Index of the variable with its label, if there is one."""


def columns(variables: Sequence[str]) -> list[Column]:
    """Pair each variable with its label variable: ``service`` with ``serviceLabel``."""
    index = {name: position for position, name in enumerate(variables)}
    taken = {name + _LABEL for name in variables} & index.keys()
    return [Column(name, index[name], index.get(name + _LABEL)) for name in variables if name not in taken]


def show_solutions(answer: Answer, console: Console, lang: Lang) -> None:
    """Print the rows of an answer and how many there are.

    Args:
        answer: Of a SELECT.
        console: Where to.
        lang: Language of the headings.
    """
    shown = columns(answer.variables)
    rows = list(answer.rows())
    if rows:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for column in shown:
            numeric = all(_is_number(row[column.value]) for row in rows)
            table.add_column(
                Styled(heading(column.variable, lang)),
                justify="right" if numeric else "left",
                overflow="fold",
                no_wrap=numeric,
                min_width=4,
            )
        for row in rows:
            table.add_row(*(Styled(_cell(row, column)) for column in shown))
        console.print(table)
    console.print(Styled(_count(len(rows)).of(lang), "dim"))


def show_boolean(answer: Answer, console: Console, lang: Lang) -> None:
    """Print the answer of an ASK."""
    console.print(Styled((Text("是", "yes") if answer.boolean else Text("否", "no")).of(lang)))


def plain(term: Term | None) -> str:
    """A term as a person reads it: text, ``prefix:local``, or the IRI, without our base."""
    if term is None:
        return ""
    if isinstance(term, Literal):
        return printable(term.value)
    text = str(term)
    return printable(compact(text) or text.removeprefix(BASE + "id/"))


def _cell(row: Sequence[Term | None], column: Column) -> str:
    label = row[column.label] if column.label is not None else None
    return plain(label if label is not None else row[column.value])


def _is_number(term: Term | None) -> bool:
    return term is None or (isinstance(term, Literal) and term.datatype in _NUMBERS)


def _count(number: int) -> Text:
    if number == 0:
        return Text("没有结果。", "No results.")
    return Text(f"共 {number} 行", f"{number} row{'s' if number > 1 else ''}")
