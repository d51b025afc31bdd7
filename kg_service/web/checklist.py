"""The editions of the lists and the rows of their tables.

Not here: the parts of one service (``reading``), how it looks (``templates``).
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from kg_service.model import Iri
from kg_service.vocabulary import split_edition_iri
from kg_service.web.asking import Pages


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
        self.sources = lru_cache(maxsize=32)(self._sources)

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

    def kin(self, edition: str, service: str) -> list[tuple[str, list[str]]]:
        """The other services of the same goal, group and bodies.

        Returns:
            IRI of what is shared and the services in printed order, where there are any.
        """
        this = self.row(edition, service)
        if this is None:
            return []
        others = [row for row in self.rows(edition) if row.service != service]
        found = [
            (iri, [row.service for row in others if iri in (row.goal, row.group, *row.bodies)])
            for iri in (this.goal, this.group, *this.bodies)
        ]
        return [(iri, services) for iri, services in found if services]

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

    def _sources(self, edition: str) -> tuple[str, ...]:
        """The documents that an edition was made from."""
        return tuple(str(row["source"]) for row in self._pages.rows("sources", edition=Iri(edition)))

    def _editions(self) -> tuple[Edition, ...]:
        return tuple(
            Edition(str(row["edition"]), "/".join(parts), str(row["current"]) == "true")
            for row in self._pages.rows("editions")
            if (parts := split_edition_iri(str(row["edition"]))) is not None
        )
