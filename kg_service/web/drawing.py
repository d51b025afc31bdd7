"""The chart of an answer: as its query says, else a small graph; with names and links of the page.

Not here: what is drawn where (``charts``).
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from kg_service.errors import SyntaxProblemError
from kg_service.model import Iri, Literal, Term
from kg_service.queries import parse_query
from kg_service.store import Answer
from kg_service.web.charts import (
    Bars,
    Figures,
    Flows,
    Map,
    Matrix,
    Network,
    draw_bars,
    draw_flows,
    draw_graph,
    draw_map,
    draw_matrix,
    read_figures,
)
from kg_service.web.charts.reading import Key
from kg_service.web.find.facets import FACETS
from kg_service.web.table import Table
from kg_service.web.view import View

SHAPES: dict[str, Callable[[Figures], Bars | Matrix | Flows | Map | None]] = {
    "bar": draw_bars,
    "matrix": draw_matrix,
    "sankey": draw_flows,
    "map": draw_map,
}
_SPACES = {facet.name: facet.space for facet in FACETS if facet.space}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart with what it shows."""

    kind: str
    """``bar``, ``matrix``, ``sankey``, ``map`` or ``graph``."""
    shape: Bars | Matrix | Flows | Map | Network
    measure: str | None = None
    """Variable of its numbers."""


def chart_of(text: str) -> str:
    """The chart that the header of a query asks for; ``table`` where none can be read."""
    with suppress(SyntaxProblemError):
        return parse_query(text, "query").chart
    return "table"


def draw(view: View, answer: Answer, table: Table, chart: str) -> Drawing | None:
    """The chart of *answer*; None where it has none, or is too large or of another form for it.

    Args:
        view: Of the page, for names.
        answer, table: What is shown.
        chart: That the query asks for.
    """

    def named(term: Term | None) -> str:
        return view.label(term) if isinstance(term, Iri) else "" if term is None else str(term)

    if answer.kind == "graph" and not table.cut:
        network = draw_graph(list(answer.triples()), named)
        return None if network is None else Drawing("graph", network)
    if answer.kind != "solutions" or chart not in SHAPES or table.cut:
        return None
    labels = {column.value: column.label for column in table.columns}

    def words(row: Sequence[Term | None], at: int) -> str:
        place = labels[at]
        label = None if place is None else row[place]
        return label.value if isinstance(label, Literal) else named(row[at])

    figures = read_figures([(column.name, column.value) for column in table.columns], table.rows, words)
    shape = None if figures is None else SHAPES[chart](figures)
    return None if figures is None or shape is None else Drawing(chart, shape, figures.measure)


def mark_href(view: View, keys: Sequence[Key], row: int) -> str:
    """Where a mark leads: to the thing it is, to the services that two have in common, else to its row."""
    if len(keys) == 1 and keys[0].iri and (target := view.href(keys[0].iri)):
        return target
    if len(keys) > 1 and all(k.iri and k.iri.startswith(_SPACES.get(k.column, "\0")) for k in keys):
        fields = [(k.column, str(k.iri).removeprefix(_SPACES[k.column])) for k in keys]
        return f"{view.root}/services?{urlencode(fields)}"
    return f"#row-{row}"
