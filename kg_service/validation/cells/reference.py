"""The names that a draft may use: goals, groups, and the bodies of its place.

Read from the Turtle files of the home, without a store, so that a check starts at once.

Not here: what else the reference data says of them (``data/``, ``ontology/schemes.ttl``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg_service.model import Column, ReadRow, Row
from kg_service.validation.cells.rules import Line, line_of
from kg_service.validation.cells.spelling import fold
from kg_service.vocabulary import BASE, CV, DCTERMS, SKOS

_FILES = ("ontology/schemes.ttl", "data/organizations.ttl", "data/places.ttl", "data/services.ttl")
_SCHEMES = {"goals": BASE + "id/scheme/goals/", "groups": BASE + "id/scheme/groups/"}


_PLACE = re.compile("省|自治区|北京|天津|上海|重庆|兵团|全国|国家|[\u4e00-\u9fff]{2,4}市")


@dataclass(frozen=True, slots=True)
class Reference:
    """Names as printed."""

    goals: tuple[str, ...]
    """By their notation, the order in which a list prints them."""
    groups: tuple[str, ...]
    bodies: tuple[str, ...]
    """Printed short names of the bodies of the place; empty where none of the place is known."""
    other_names: Mapping[str, str] = field(default_factory=dict)
    """Full and alternative names of the bodies to their printed short names."""
    place: str | None = None
    """Name of the place, e.g. 黑龙江省."""
    before: Mapping[Line, Row] = field(default_factory=dict)
    """The row of the edition before that each row of the draft continues, where that is known."""

    def known(self, column: Column) -> tuple[str, ...]:
        """The names that cells of a column may hold; none where they are free."""
        lists = {Column.GOAL: self.goals, Column.BENEFICIARY: self.groups, Column.DEPARTMENTS: self.bodies}
        return lists.get(column, ())

    def usual(self, row: ReadRow, column: Column) -> str | None:
        """What the edition before has in that cell, of the columns that hold names."""
        earlier = self.before.get(line_of(row.cells[Column.NUMBER].place))
        if earlier is None or column in (Column.NUMBER, Column.CONTENT):
            return None
        if column is Column.DEPARTMENTS:
            return "、".join(earlier.departments)
        return str(getattr(earlier, column.value)) or None

    def spelled_otherwise(self, column: Column, text: str) -> str | None:
        """The known name that *text* is another way of writing; None where it is written as known."""
        known = self.known(column)
        if not text or text in known:
            return None
        folded = fold(text)
        return next((name for name in known if fold(name) == folded), None)


def load_reference(home: Path, series: str | None) -> Reference:
    """The names that hold for a series.

    Args:
        home: Folder with ``ontology/`` and ``data/``.
        series: ``heilongjiang``; None where it is not known: then no body is.
    """
    names = _names(home)
    goals = _of_scheme(names, _SCHEMES["goals"])
    groups = _of_scheme(names, _SCHEMES["groups"])
    place = names.labels.get(f"{BASE}id/place/{series}", [None])[0] if series else None
    short: list[str] = []
    others: dict[str, str] = {}
    for body in names.bodies:
        printed = names.labels.get(body, [])
        if not printed or series is None or names.places.get(body) != f"{BASE}id/place/{series}":
            continue
        short.append(printed[0])
        for name in names.others.get(body, []):
            others.setdefault(name, printed[0])
            for bare in _without_place(name, names.place_names):
                others.setdefault(bare, printed[0])
    return Reference(goals, groups, tuple(short), {k: v for k, v in others.items() if k not in short}, place)


def series_of_title(home: Path, title: str | None) -> str | None:
    """The series that a title belongs to: the one whose place it names.

    Returns:
        Where the title names no place at all, the only series that there is; None where it names another
        place, or there are several series.
    """
    names = _names(home)
    known = {series: names.places.get(iri) for iri, series in names.series.items()}
    for series, place in known.items():
        for name in names.labels.get(place or "", []):
            if title and name.rstrip("省市") in title:
                return series
    is_elsewhere = title is not None and _PLACE.search(title) is not None
    return next(iter(known)) if len(known) == 1 and not is_elsewhere else None


@dataclass(slots=True)
class _Names:
    labels: dict[str, list[str]] = field(default_factory=dict)
    others: dict[str, list[str]] = field(default_factory=dict)
    notations: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    bodies: list[str] = field(default_factory=list)
    series: dict[str, str] = field(default_factory=dict)
    place_names: list[str] = field(default_factory=list)


def _names(home: Path) -> _Names:
    names = _Names()
    for file in _FILES:
        path = home / file
        if not path.is_file():
            continue
        for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=path.resolve().as_uri()):
            if isinstance(quad.subject, ox.NamedNode):
                _take(names, quad.subject.value, quad.predicate.value, quad.object)
    names.place_names = [n for iri, ns in names.labels.items() if "/id/place/" in iri for n in ns]
    return names


def _take(names: _Names, subject: str, predicate: str, value: object) -> None:
    if isinstance(value, ox.NamedNode):
        if predicate == str(DCTERMS.spatial):
            names.places[subject] = value.value
        elif value.value == str(CV.PublicOrganisation):
            names.bodies.append(subject)
        elif subject.startswith(BASE + "id/series/"):
            names.series[subject] = subject.removeprefix(BASE + "id/series/")
    elif isinstance(value, ox.Literal):
        if predicate == str(SKOS.notation):
            names.notations[subject] = value.value
        elif value.language == "zh" and predicate == str(SKOS.prefLabel):
            names.labels.setdefault(subject, []).append(value.value)
        elif value.language == "zh" and predicate in (str(SKOS.altLabel), str(DCTERMS.title)):
            names.others.setdefault(subject, []).append(value.value)


def _of_scheme(names: _Names, namespace: str) -> tuple[str, ...]:
    found = [
        (names.notations.get(iri, ""), ls[0]) for iri, ls in names.labels.items() if iri.startswith(namespace)
    ]
    return tuple(label for _, label in sorted(found, key=lambda pair: (len(pair[0]), pair[0])))


def _without_place(name: str, places: Iterable[str]) -> list[str]:
    """A full name as the province itself would shorten it: 黑龙江省民政厅 → 省民政厅."""
    return [
        "省" + name.removeprefix(place) for place in places if name.startswith(place) and place.endswith("省")
    ]
