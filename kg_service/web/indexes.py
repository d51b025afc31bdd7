"""The pages that stand above things of one class which no concept scheme holds: bodies, norms.

Not here: schemes and the tree of places, which are things of the graph (``things``, ``places``).
"""

from collections import defaultdict
from dataclasses import dataclass

from kg_service.model import Iri
from kg_service.vocabulary import BASE, ELI, ORG
from kg_service.web.asking import Pages


@dataclass(frozen=True, slots=True)
class Index:
    """A page with all things of one class."""

    name: str
    """Last part of its address."""
    title: str
    """Key of ``wording``."""
    space: str
    """What the IRIs of its things begin with."""
    of: str
    """IRI of their class."""

    @property
    def iri(self) -> str:
        """By which breadcrumbs name the page."""
        return BASE + self.name


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the things."""

    iri: str
    services: int
    """Services of current editions that it concerns."""


BODIES = Index("bodies", "index-bodies", f"{BASE}id/body/", str(ORG.Organization))
NORMS = Index("norms", "index-norms", f"{BASE}id/norm/", str(ELI.LegalResource))
INDEXES = (BODIES, NORMS)


def index_over(iri: str) -> Index | None:
    """The page that stands above *iri*."""
    return next((index for index in INDEXES if iri.startswith(index.space)), None)


def sections(index: Index, pages: Pages) -> list[tuple[str, list[Entry]]]:
    """The things of *index* with what they stand under: IRI of a place, or key of ``wording``.

    Bodies are listed by place, national ones last; norms by whether a measure relies on them. First in each
    are those that concern the most services.
    """
    found: dict[str, list[Entry]] = defaultdict(list)
    answer = pages.answer("index", (), **{"class": Iri(index.of)})
    for thing, place, services in answer.rows():
        if not isinstance(thing, Iri) or not thing.value.startswith(index.space):
            continue
        entry = Entry(thing.value, int(str(services)))
        if index is NORMS:
            over = "index-named" if entry.services else "index-others"
        else:
            over = "index-national" if place is None else str(place)
        found[over].append(entry)
    return sorted(found.items(), key=lambda section: (section[0] == "index-national", section[0]))
