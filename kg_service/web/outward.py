"""What a thing is linked to elsewhere, with what people decided about each link.

Not here: addresses of pages (``links``), the decisions (``data/links/``).
"""

from dataclasses import dataclass
from itertools import groupby

from kg_service.model import Iri, Literal, Term
from kg_service.web.asking import Pages


@dataclass(frozen=True, slots=True)
class Outward:
    """One link outward that was not rejected."""

    relation: str
    """IRI of the mapping property."""
    object: str
    label: Literal
    """What the other side is called, in its own language."""
    state: str
    """IRI of the concept in ``link-states``."""
    mapping_set: str
    """IRI of the page with all links to that target."""
    reasons: tuple[Literal, ...]

    def reason(self, lang: str) -> str:
        """Why, in *lang* where it is said so."""
        return next((r.value for r in self.reasons if r.lang == lang), self.reasons[0].value)


def outward_links(thing: str, pages: Pages) -> tuple[Outward, ...]:
    """Links of *thing*, or of what it continues; the confirmed ones first."""
    rows = pages.rows("links", this=Iri(thing))
    found = []
    for (relation, object_), grouped in groupby(rows, key=lambda row: (row["relation"], row["object"])):
        same = list(grouped)
        found.append(
            Outward(
                str(relation),
                str(object_),
                _literal(same[0]["objectLabel"]),
                str(same[0]["state"]),
                str(same[0]["set"]),
                tuple(_literal(row["reason"]) for row in same),
            )
        )
    return tuple(found)


def _literal(term: Term) -> Literal:
    return term if isinstance(term, Literal) else Literal(str(term))
