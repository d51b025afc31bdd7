"""What the pages of an edition and of a service show beyond the statements about them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from kg_service.model import Iri, Lang, Literal
from kg_service.vocabulary import CARE, CPSV, CV, DCTERMS, split_edition_iri
from kg_service.web.asking import Pages
from kg_service.web.links import natural
from kg_service.web.statements import Statements


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a list."""

    iri: str
    name: str
    """Series and version: ``heilongjiang/2024``."""
    current: bool
    """Is there no later one?"""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of the table, cell by cell; what has a page of its own is given by IRI."""

    number: int
    service: str
    goal: str
    group: str
    content: str
    bodies: tuple[str, ...]


class Tables:
    """The editions of the dataset and their tables, read once each."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self.rows = lru_cache(maxsize=32)(self._rows)
        self.counts = lru_cache(maxsize=32)(self._counts)
        self.editions = lru_cache(maxsize=1)(self._editions)

    def goals(self, edition: str) -> list[tuple[str, list[TableRow]]]:
        """The rows of an edition under their goals, in printed order."""
        return [(goal, list(rows)) for goal, rows in groupby(self.rows(edition), key=lambda row: row.goal)]

    def row(self, edition: str, service: str) -> TableRow | None:
        """The row of one service, or None."""
        return next((row for row in self.rows(edition) if row.service == service), None)

    def neighbours(self, edition: str, service: str) -> list[tuple[str, str]]:
        """The services printed before and after one, by ``previous`` and ``next``."""
        order = [row.service for row in self.rows(edition)]
        if service not in order:
            return []
        at = order.index(service)
        before, after = order[max(at - 1, 0) : at], order[at + 1 : at + 2]
        return [("previous", iri) for iri in before] + [("next", iri) for iri in after]

    def _rows(self, edition: str) -> tuple[TableRow, ...]:
        solutions = self._pages.rows("table", edition=Iri(edition))
        return tuple(
            TableRow(
                number=int(str(first["number"])),
                service=service,
                goal=str(first["goal"]),
                group=str(first["group"]),
                content=str(first["content"]),
                bodies=tuple(str(row["body"]) for row in rows),
            )
            for service, grouped in groupby(solutions, key=lambda row: str(row["service"]))
            for rows in [list(grouped)]
            for first in rows[:1]
        )

    def _counts(self, edition: str) -> dict[str, int]:
        return {
            name: int(str(count))
            for row in self._pages.rows("counts", edition=Iri(edition))
            for name, count in row.items()
        }

    def _editions(self) -> tuple[Edition, ...]:
        return tuple(
            Edition(str(row["edition"]), "/".join(parts), str(row["current"]) == "true")
            for row in self._pages.rows("editions")
            if (parts := split_edition_iri(str(row["edition"]))) is not None
        )


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a cell's text."""

    text: str
    measure: str | None
    """The measure that it is the title of."""


def spans(content: str, measures: Sequence[tuple[str, str]]) -> Iterator[Span]:
    """A cell's text, cut where measures begin and end.

    Args:
        content: The text of the cell.
        measures: IRI and title of each measure, in order; a title that does not follow is passed over.
    """
    at = 0
    for iri, title in measures:
        found = content.find(title, at)
        if found < 0 or not title:
            continue
        if found > at:
            yield Span(content[at:found], None)
        yield Span(title, iri)
        at = found + len(title)
    if content[at:]:
        yield Span(content[at:], None)


@dataclass(frozen=True, slots=True)
class ServiceParts:
    """The parts of one service, in order."""

    statements: Statements
    measures: tuple[str, ...]
    conditions: tuple[str, ...]
    """Conditions on the whole service."""
    content: tuple[Span, ...]


def service_parts(service: str, own: Statements, pages: Pages) -> ServiceParts:
    """Measures and conditions of *service*, whose own statements are *own*."""
    parts = pages.statements("parts", this=Iri(service))

    def position(iri: str) -> tuple[int, list[tuple[bool, int, str]]]:
        place = parts.first(iri, str(CARE.position))
        return (int(str(place)) if place is not None else 1_000_000), natural(iri)

    measures = sorted((str(m) for m in own.values(service, str(CPSV.produces))), key=position)
    titles = [(iri, _zh(parts, iri)) for iri in measures]
    content = own.text(service, str(DCTERMS.description), "zh")
    return ServiceParts(
        statements=parts,
        measures=tuple(measures),
        conditions=tuple(str(c) for c in own.values(service, str(CV.holdsRequirement))),
        content=tuple(spans(str(content or ""), titles)),
    )


def _zh(statements: Statements, iri: str) -> str:
    lang: Lang = "zh"
    title = statements.text(iri, str(DCTERMS.title), lang)
    return title.value if isinstance(title, Literal) else ""
