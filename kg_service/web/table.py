"""The part of an answer that a page shows: as a table that can be sorted, or as it is sent.

Not here: how terms look (``templates/_answer.html``), charts (``charts``), the whole answer (``answers``).
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeAlias
from urllib.parse import urlencode

from flask import Request

from kg_service.errors import BadValueError
from kg_service.formats import JSON, NTRIPLES
from kg_service.model import Literal, Term, Text
from kg_service.store import Answer
from kg_service.web.charts.reading import NUMBERS

SHOWN = 1_000
"""Rows of an answer that a page shows; the downloads hold all."""
SORTED = 20_000
"""Rows of the longest answer that a page sorts."""
RAW = 100_000
"""Characters of an answer that a page shows as it is sent."""
SORT, SHOW = "sort", "show"
PAGE_FIELDS = (SORT, SHOW)
"""Fields of an address that say how a page shows an answer, and nothing of the answer."""

Row: TypeAlias = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer as people see it."""

    name: str
    value: int
    """Where the value stands in a solution."""
    label: int | None
    """Where its name stands: ``serviceLabel`` beside ``service``."""


def columns_of(variables: Sequence[str]) -> list[Column]:
    """The columns to show: a name goes into the column of what it names."""
    place = {name: number for number, name in enumerate(variables)}
    named = {name: place[f"{name}Label"] for name in variables if f"{name}Label" in place}
    hidden = set(named.values())
    return [Column(name, at, named.get(name)) for name, at in place.items() if at not in hidden]


@dataclass(frozen=True, slots=True)
class Source:
    """Where programs get the answer that a page shows."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, request: Request) -> "Source":
        """The address of *request*, but for what concerns its page only, and its language."""
        others = (*PAGE_FIELDS, "format", "lang")
        fields = request.args.items(multi=True)
        return cls(
            request.path, tuple((name, value) for name, value in fields if name not in others and value)
        )

    def address(self, **more: str) -> str:
        """Path and query string, with *more* fields."""
        fields = urlencode([*self.fields, *more.items()])
        return self.path + ("?" + fields if fields else "")


class Table:
    """Rows and columns.

    Args:
        answer: Of a query; rows of triples where it is a graph.
        sort: Variable of the column to sort by, ``-`` before it to turn it round; as answered where None.

    Raises:
        BadValueError: There is no such column.
    """

    def __init__(self, answer: Answer, sort: str | None = None) -> None:
        triples = answer.kind == "graph"
        found: Iterator[Row] = iter(answer.triples() if triples else answer.rows())
        self.columns = columns_of(("subject", "predicate", "object") if triples else answer.variables)
        self.sort = sort or None
        if self.sort is not None:
            found = self._sorted(found, self.sort)
        rows = list(islice(found, SHOWN + 1))
        self.rows = rows[:SHOWN]
        self.cut = len(rows) > SHOWN
        self.shown = SHOWN

    def _sorted(self, found: Iterator[Row], sort: str) -> Iterator[Row]:
        name, down = sort.removeprefix("-"), sort.startswith("-")
        column = next((column for column in self.columns if column.name == name), None)
        if column is None:
            names = "、".join(c.name for c in self.columns), ", ".join(c.name for c in self.columns)
            raise BadValueError(SORT, sort, Text(f"某一列：{names[0]}", f"a column: {names[1]}"))
        rows = list(islice(found, SORTED + 1))
        if len(rows) > SORTED:
            # Half of an answer in order would pass for the whole.
            self.sort = None
            return chain(rows, found)
        key = _key_of(column)
        bound = [row for row in rows if row[column.value] is not None]
        return iter([*sorted(bound, key=key, reverse=down), *(r for r in rows if r[column.value] is None)])

    def next_sort(self, column: Column) -> str:
        """What the heading of *column* leads to."""
        return f"-{column.name}" if self.sort == column.name else column.name

    def order(self, column: Column) -> str:
        """Value of ``aria-sort``; empty where the table is not sorted by *column*."""
        return {column.name: "ascending", f"-{column.name}": "descending"}.get(self.sort or "", "")


def _key_of(column: Column) -> Callable[[Sequence[Term | None]], tuple[int, float, bytes]]:
    """Numbers by size and before words; words by name, Chinese ones in the order of dictionaries."""

    def key(row: Sequence[Term | None]) -> tuple[int, float, bytes]:
        term = row[column.value]
        if isinstance(term, Literal) and term.datatype in NUMBERS:
            return 0, float(term.value), b""
        label = row[column.label] if column.label is not None else None
        # GB 2312, which GB 18030 keeps, has the usual characters by their sound.
        return 1, 0.0, str(term if label is None else label).casefold().encode("gb18030", "replace")

    return key


def shown_as(request: Request) -> list[str | None]:
    """What a page with an answer depends on beside the answer: its address and its own fields."""
    return [request.url_root, *(request.args.get(name) for name in PAGE_FIELDS)]


def wants_raw(request: Request) -> bool:
    """Is the answer to be shown as it is sent?

    Raises:
        BadValueError: The address asks for another view than there is.
    """
    wanted = request.args.get(SHOW, "")
    if wanted not in ("", "raw"):
        raise BadValueError(SHOW, wanted, Text("raw，或不写", "raw, or nothing"))
    return wanted == "raw"


def read_raw(answer: Answer) -> str:
    """The beginning of an answer as it is sent: JSON, one solution a line, or N-Triples."""
    if answer.kind == "graph":
        return answer.serialize(NTRIPLES).decode()[:RAW]
    document = json.loads(answer.serialize(JSON))
    if answer.kind == "boolean":
        return json.dumps(document, ensure_ascii=False, indent=1)
    solutions = document["results"]["bindings"]
    lines = ",\n".join(json.dumps(solution, ensure_ascii=False) for solution in solutions[:SHOWN])
    head = json.dumps(document["head"], ensure_ascii=False)
    return f'{{"head": {head}, "results": {{"bindings": [\n{lines}\n]}}}}'[:RAW]
