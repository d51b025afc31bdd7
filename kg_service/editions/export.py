"""An edition as the table that it was printed as: rows, JSON, CSV, TSV.

The text is that of the graph and never altered. Spreadsheet programs run a cell that begins with an equals or
a plus sign: import the CSV of an edition that you do not trust as text.

Not here: the query itself (``queries/pages/edition-rows.rq``), files for people (``writing``).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg_service.errors import UnknownEditionError
from kg_service.model import Iri, Row, Term
from kg_service.nearest import nearest
from kg_service.settings import find_home
from kg_service.store import Store
from kg_service.vocabulary import edition_graph_iri, edition_iri, graph_iri

HEADING = ("number", "goal", "beneficiary", "service", "content", "departments")
"""Keys of a JSON row and first row of the CSV."""

_GRAPHS = edition_graph_iri(edition_iri("", "")).removesuffix("/")
_QUERY = Path("queries", "pages", "edition-rows.rq")
_TITLE = Path("queries", "changes", "title.rq")


def known_editions(store: Store) -> tuple[str, ...]:
    """Names (``heilongjiang/2024``) of all editions in the dataset, superseded ones included."""
    graphs = (graph.removeprefix(_GRAPHS) for graph in store.graphs() if graph.startswith(_GRAPHS))
    return tuple(sorted(name for name in graphs if name.count("/") == 1))


def rows(store: Store, series: str, version: str, *, home: Path | None = None) -> tuple[Row, ...]:
    """The table of one edition.

    Args:
        store: The dataset.
        series, version: ``heilongjiang`` and ``2024``.
        home: Folder with ``queries/``; the one of this installation where None.

    Returns:
        The rows by number, the bodies of each by their printed short names in printed order.

    Raises:
        UnknownEditionError: The dataset has no such edition.
    """
    name, known = f"{series}/{version}", known_editions(store)
    if name not in known:
        raise UnknownEditionError(name, nearest(name, known) or known)
    edition = edition_iri(series, version)
    text = ((home or find_home()) / _QUERY).read_text(encoding="utf-8")
    reference = (iri for iri in map(graph_iri, ("schemes", "organizations")) if iri in store.graphs())
    answer = store.query(
        text, bindings={"edition": Iri(edition)}, default_graphs=(edition_graph_iri(edition), *reference)
    )
    cells: dict[int, list[str]] = {}
    bodies: dict[int, list[str]] = {}
    for solution in answer.rows():
        number, *texts, _, body = map(_text, solution)
        cells[int(number)] = texts
        bodies.setdefault(int(number), []).extend([body] if body else [])
    return tuple(_row(number, cells[number], bodies[number]) for number in sorted(cells))


def title(store: Store, series: str, version: str, *, home: Path | None = None) -> str:
    """The Chinese title of an edition as printed; empty where the graph has none.

    Args:
        store, series, version, home: As for ``rows``.
    """
    text = ((home or find_home()) / _TITLE).read_text(encoding="utf-8")
    edition = edition_iri(series, version)
    answer = store.query(
        text, bindings={"edition": Iri(edition)}, default_graphs=(edition_graph_iri(edition),)
    )
    return next((_text(found) for (found,) in answer.rows()), "")


def to_json(rows: Iterable[Row]) -> str:
    """The rows as a JSON array of objects with the keys of ``HEADING``, one row a line."""
    return json_table(asdict(row) for row in rows)


def to_csv(rows: Iterable[Row], separator: str = ",") -> str:
    """The rows as CSV with the heading ``HEADING``; bodies are joined by 、.

    Args:
        separator: A tab for TSV.

    Source: RFC 4180, https://www.rfc-editor.org/rfc/rfc4180
    """
    return csv_table((asdict(row) for row in rows), separator)


def json_table(rows: Iterable[Mapping[str, object]]) -> str:
    """The form of ``to_json``, of rows that are mappings with its keys; a number may be None."""
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    return "[\n  " + ",\n  ".join(lines) + "\n]\n"


def csv_table(rows: Iterable[Mapping[str, Any]], separator: str = ",") -> str:
    """The form of ``to_csv``, of rows that are mappings with its keys; a number may be None."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(HEADING)
    for row in rows:
        writer.writerow("、".join(row[key]) if key == HEADING[-1] else row[key] for key in HEADING)
    return out.getvalue()


def _row(number: int, cells: list[str], bodies: list[str]) -> Row:
    goal, beneficiary, service, content = cells
    return Row(number, goal, beneficiary, service, content, tuple(bodies))


def _text(term: Term | None) -> str:
    return "" if term is None else str(term)
