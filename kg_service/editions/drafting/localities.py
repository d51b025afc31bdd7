"""The places that a list can be of, by everything that a person may call them.

A series is called after its place: by the last part of the place's IRI (``harbin``) where no other place has
it, else with the part before (``hegang-xiangyang``).

Not here: where in a document something stands (``places``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property

from kg_service.editions.drafting.facts import Facts
from kg_service.model import Literal
from kg_service.vocabulary import ADMS, BASE, DCTERMS, SKOS

_PLACES = BASE + "id/place/"


class Localities:
    """Those of a home."""

    def __init__(self, facts: Facts) -> None:
        """Keep the reference data that describe places (``data/places.ttl``)."""
        self._facts = facts
        self._all = sorted(iri for iri in facts.of_type(str(DCTERMS.Location)) if iri.startswith(_PLACES))

    def place(self, series: str) -> str | None:
        """IRI of the place that a series is called after; None where there is no such place."""
        return self._places.get(series)

    def series(self, name: str) -> tuple[str, ...]:
        """What the series of a place is called.

        Args:
            name: A code of GB/T 2260 or ISO 3166-2, a label in either language, or the last part of the IRI.

        Returns:
            None where there is no such place; more than one where several places are called so.
        """
        if name in self._places:
            return (name,)
        return tuple(self._names[place] for place in self._called.get(name.casefold(), ()))

    def in_title(self, title: str) -> str | None:
        """The series of the place that a title begins with: ``harbin`` for 黑龙江省哈尔滨市….

        A place whose name several have counts only behind the place that it is a part of.
        """
        found, rest = None, title
        while step := self._first(rest, found):
            found, name = step
            rest = rest.removeprefix(name)
        return self._names[found] if found else None

    def _first(self, text: str, over: str | None) -> tuple[str, str] | None:
        labels = [
            (label, place)
            for place in self._all
            if (label := self._facts.text(place, str(SKOS.prefLabel), "zh"))
            and text.startswith(label)
            and (over in self._above(place) if over else len(self._called[label.casefold()]) == 1)
        ]
        return max(((place, label) for label, place in labels), key=lambda one: len(one[1]), default=None)

    def _above(self, place: str) -> Iterator[str]:
        for wider in self._facts.iris(place, str(SKOS.broader)):
            yield wider
            yield from self._above(wider)

    @cached_property
    def _names(self) -> dict[str, str]:
        """Each place to the name of its series."""
        last = Counter(place.rpartition("/")[2] for place in self._all)
        return {
            place: "-".join(place.split("/")[-(2 if last[place.rpartition("/")[2]] > 1 else 1) :])
            for place in self._all
        }

    @cached_property
    def _places(self) -> dict[str, str]:
        return {name: place for place, name in self._names.items()}

    @cached_property
    def _called(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for place in self._all:
            values = [
                *self._facts.values(place, str(SKOS.prefLabel)),
                *self._facts.values(place, str(SKOS.notation)),
            ]
            for code in self._facts.iris(place, str(ADMS.identifier)):
                values += self._facts.values(code, str(SKOS.notation))
            names = {value.value.casefold() for value in values if isinstance(value, Literal)}
            for name in {*names, place.rpartition("/")[2]}:
                found[name].append(place)
        return dict(found)
