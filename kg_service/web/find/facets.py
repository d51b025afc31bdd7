"""Services by facets that combine: which rows are meant, how many services each further choice would leave.

Values of one facet are alternatives; facets narrow each other. All that is asked of a measure holds of one
and the same measure, and what is asked of a condition of one and the same condition.

Not here: the same in SPARQL (``facet_queries``), pages (``services``).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg_service.errors import UnknownParameterError, UnknownValueError
from kg_service.model import LANGS, Text
from kg_service.nearest import nearest
from kg_service.vocabulary import BASE
from kg_service.web.find.facts import OLDEST, Facts
from kg_service.web.labels import Labels
from kg_service.web.links import natural


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow the list."""

    name: str
    """Of the parameter in the address, and of the variable in SPARQL."""
    prefix: str
    """What the IRIs of its values begin with, under ``id/``; the address has the rest."""
    title: Text
    tree: bool = False
    """Are its values arranged as a tree, each with what is below it?"""

    @property
    def space(self) -> str:
        """What the IRIs of its values begin with; empty where they are no IRIs."""
        return f"{BASE}id/{self.prefix}" if self.prefix else ""

    def key(self, value: str) -> str:
        """How the address writes a value."""
        return value.removeprefix(self.space)


FACETS = (
    Facet("edition", "edition/", Text("清单", "List")),
    Facet("goal", "scheme/goals/", Text("目标", "Goal")),
    Facet(
        "group", "scheme/groups/", Text("服务对象（含下位）", "Beneficiaries, with those below"), tree=True
    ),
    Facet("body", "body/", Text("责任部门", "Responsible body")),
    Facet("kind", "scheme/measure-kinds/", Text("措施类型", "Kind of measure")),
    Facet("commitment", "scheme/commitments/", Text("约束强度", "Commitment")),
    Facet(
        "explicitness", "scheme/explicitness/", Text("条件写明的程度", "How far a condition is spelled out")
    ),
    Facet("subject", "scheme/condition-subjects/", Text("条件由谁满足", "Who must meet a condition")),
    Facet("rules", "scheme/rule-places/", Text("适用何地规定", "Rules of which place")),
    Facet(
        "stage", "scheme/stages/", Text("教育阶段（含下位）", "Education stage, with those below"), tree=True
    ),
    Facet("age", "", Text("年龄（周岁）", "Age in years")),
)
FACET = {facet.name: facet for facet in FACETS}
NAMES = tuple(FACET)
OTHERS = ("lang", "format", "page")
"""What the address may say besides."""

Selection = tuple[tuple[str, tuple[str, ...]], ...]
"""Values by facet in the order of ``FACETS``, facets without any left out."""


@dataclass(frozen=True, slots=True)
class Found:
    """The services that a selection leaves."""

    services: tuple[tuple[str, tuple[str, ...]], ...]
    """Each with those of its measures that are meant, in printed order."""
    counts: Mapping[str, Mapping[str, int]]
    """Services by facet and value, the facet's own selection left aside."""

    @property
    def measures(self) -> int:
        """How many measures are meant."""
        return sum(len(measures) for _, measures in self.services)


class Facets:
    """The facets of one snapshot."""

    def __init__(self, facts: Facts, labels: Labels) -> None:
        self.facts, self._labels = facts, labels
        self._rows = facts.rows
        self.values = {name: self._all_values(name) for name in NAMES}
        self.find = lru_cache(maxsize=256)(self._find)

    def shown(self) -> tuple[Facet, ...]:
        """The facets that tell anything: one with a single list is not asked which."""
        return tuple(f for f in FACETS if f.name != "edition" or len(self.values["edition"]) > 1)

    def depth(self, facet: Facet, value: str) -> int:
        """How far down in its tree a value is."""
        return len(self.facts.broader(value)) - 1 if facet.tree else 0

    def read(self, fields: Iterable[tuple[str, str]]) -> Selection:
        """The selection that an address stands for; empty values are none.

        Raises:
            UnknownParameterError: There is no such facet.
            UnknownValueError: A facet has no such value.
        """
        chosen: dict[str, list[str]] = defaultdict(list)
        for name, written in fields:
            if name not in NAMES and name not in OTHERS:
                raise UnknownParameterError("services", name, nearest(name, NAMES) or NAMES)
            if name in NAMES and written.strip():
                chosen[name].append(self._value(FACET[name], written.strip()))
        return tuple((n, tuple(sorted(set(chosen[n]), key=natural))) for n in NAMES if n in chosen)

    def _value(self, facet: Facet, written: str) -> str:
        offered = self.values[facet.name]
        for value in offered:
            if written in (value, facet.key(value)):
                return value
        named = offered if facet.prefix else ()  # ages are numbers, without names
        names = {self._labels.of(value, lang): value for value in named for lang in reversed(LANGS)}
        if written in names:
            return names[written]
        close = nearest(written, [*names, *(facet.key(value) for value in offered)])
        allowed = [facet.key(value) for value in offered[:50]]
        raise UnknownValueError(facet.name, written, close, allowed)

    def _all_values(self, name: str) -> tuple[str, ...]:
        if name == "age":
            return tuple(map(str, range(OLDEST + 1)))
        found = {value for row in self._rows for value in row.values[name] if not value.startswith("_:")}
        paths = {value: [natural(up) for up in self._path(value)] for value in found}
        return tuple(sorted(found, key=paths.__getitem__))

    def _path(self, value: str) -> Sequence[str]:
        return sorted(self.facts.broader(value), key=lambda up: (len(self.facts.broader(up)), up))

    def _find(self, selection: Selection) -> Found:
        wanted = [(name, frozenset(values)) for name, values in selection]
        services: dict[str, dict[str, None]] = {}
        counted: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in NAMES}
        for row in self._rows:
            failing = [name for name, values in wanted if not values & row.values[name]]
            if len(failing) > 1:
                continue
            if not failing:
                services.setdefault(row.service, {})[row.measure] = None
            for name in failing or NAMES:
                for value in row.values[name]:
                    counted[name][value].add(row.service)
        counts = {name: {v: len(of) for v, of in values.items()} for name, values in counted.items()}
        return Found(tuple((service, tuple(of)) for service, of in services.items()), counts)
