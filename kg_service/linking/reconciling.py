"""Candidates for a name, best first, and whether the first is sure.

A score says how well the name, and what else is known, fit: 100 is the same name. Only a name that is the
same after folding, and that one thing alone has, is a match; whatever is merely alike is left to a person.

Not here: requests and answers (``web.reconcile``).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal as OneOf
from typing import TypeAlias

from kg_service.linking.entities import IDENTIFIERS, Entity, Name
from kg_service.linking.similarity import Weights, core, grams, plain
from kg_service.model import Iri

SAME, CORE = 100.0, 92.0
"""Scores of a name that is the same, and of one that is the same but for 省, 市, 服务 …"""
MOST_ALIKE, MOST_ALIKE_PLACE = 75.0, 45.0
"""Scores that a name comes near to the more it is alike. 宜春 is like 伊春, and another place."""
LEAST = 25.0
"""Score below which a thing is no candidate."""
EVIDENCE = 0.25
"""Share of the score that properties have."""
OTHER_TYPE = 0.7
"""What a score is multiplied by where the type should be another one."""

Strictness: TypeAlias = OneOf["any", "all", "should"]
Quantifier: TypeAlias = OneOf["any", "all", "none"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What else is known of the thing that is looked for."""

    name: str
    """Of the property."""
    values: tuple[str, ...]
    """Names, or identifiers."""
    quantifier: Quantifier = "any"
    """How many of the values it should have."""
    required: bool = False
    """Is it no candidate where that is not so?"""


@dataclass(frozen=True, slots=True)
class Query:
    """What is known of the thing that is looked for."""

    name: str = ""
    kinds: tuple[str, ...] = ()
    """Kinds that it may be of; empty for any."""
    strictness: Strictness = "any"
    evidence: tuple[Evidence, ...] = ()
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant."""

    entity: Entity
    score: float
    """From 0 to 100."""
    same: bool
    """Has it exactly that name, or identifier?"""
    distinct: bool
    """Is the name one that nothing else could have?"""
    agreement: Mapping[str, bool | None] = field(default_factory=dict)
    """By property, whether a value is the same; None where the thing has none."""
    match: bool = False
    named: float = 0.0
    """Score of the name alone."""


class Reconciler:
    """The things of one snapshot."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.entities = tuple(entities)
        self._by_iri = {entity.iri: entity for entity in self.entities}
        self._same: dict[str, dict[int, bool]] = defaultdict(dict)
        self._cores: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._having: dict[str, set[int]] = defaultdict(set)
        for at, entity in enumerate(self.entities):
            for name in entity.names:
                self._add(at, entity, name)
        self._weights = Weights(name.text for entity in self.entities for name in entity.names)

    def _add(self, at: int, entity: Entity, name: Name) -> None:
        text = plain(name.text)
        self._same[text][at] = self._same[text].get(at, False) or name.distinct
        self._cores[entity.kind, core(text, entity.kind)].add(at)
        for gram in grams(name.text):
            self._having[gram].add(at)

    def get(self, identifier: str) -> Entity | None:
        """The thing of an identifier or IRI."""
        return self._by_iri.get(identifier) or self._by_iri.get(IDENTIFIERS + identifier)

    def find(self, query: Query) -> tuple[Candidate, ...]:
        """The candidates for *query*, best first; the first is a match where it is sure."""
        required = [each for each in query.evidence if each.required]
        named = [c for c in self._named(query) if all(self._agrees(c.entity, each) for each in required)]
        found = [c for c in (self._weighed(candidate, query) for candidate in named) if c.score >= LEAST]
        found.sort(key=lambda c: (-c.score, not c.distinct, c.entity.iri))
        sure = _sure([c for c in found if not query.kinds or c.entity.kind in query.kinds])
        return tuple(replace(c, match=c is sure) for c in found[: query.limit])

    def named(self, name: str, least: float = 0.0) -> tuple[Candidate, ...]:
        """All things that may be called *name*, by the name alone, in no order.

        Args:
            name: What is written.
            least: Likeness in [0, 1] below which another name may be left out.
        """
        return tuple(self._named(Query(name), least))

    def alike(self, written: str, entity: Entity) -> tuple[float, Name]:
        """How alike *written* and the most alike name of a thing are, in [0, 1]."""
        text = plain(written)
        found = (
            (1.0 if plain(n.text) == text else self._weights.alike(written, n.text), n) for n in entity.names
        )
        return max(found, key=lambda pair: pair[0])

    def _named(self, query: Query, least: float = 0.0) -> Iterable[Candidate]:
        admitted = _admission(query)
        if not query.name.strip():
            return [Candidate(e, SAME, False, False) for e in self.entities if admitted(e)]
        if (meant := self.get(query.name.strip())) is not None:
            return [Candidate(meant, SAME, True, True)] if admitted(meant) else []
        scores: dict[int, float] = {}
        for at, score in self._alike(query.name, least):
            scores[at] = max(score, scores.get(at, 0.0))
        same = self._same.get(plain(query.name), {}) if plain(query.name) else {}
        scores |= dict.fromkeys(same, SAME)
        return [
            Candidate(self.entities[at], score, at in same, same.get(at, False))
            for at, score in scores.items()
            if admitted(self.entities[at])
        ]

    def _alike(self, written: str, least: float) -> Iterable[tuple[int, float]]:
        text = plain(written)
        for kind in {kind for kind, _ in self._cores}:
            yield from ((at, CORE) for at in self._cores.get((kind, core(text, kind)), ()))
        for at in {at for gram in self._weights.telling(written, least) for at in self._having.get(gram, ())}:
            entity = self.entities[at]
            alike = max(self._weights.alike(written, name.text) for name in entity.names)
            yield at, alike * (MOST_ALIKE_PLACE if entity.kind == "place" else MOST_ALIKE)

    def _weighed(self, candidate: Candidate, query: Query) -> Candidate:
        score, entity = candidate.score, candidate.entity
        if query.strictness == "should" and query.kinds and entity.kind not in query.kinds:
            score *= OTHER_TYPE
        agreement: dict[str, bool | None] = {}
        for each in query.evidence:
            agreement[each.name] = self._agrees(entity, each) and agreement.get(each.name, True)
        if agreement:
            agreed = sum(1.0 for found in agreement.values() if found) / len(agreement)
            share = EVIDENCE if query.name.strip() else 1.0
            score = score * (1 - share) + SAME * share * agreed
        return replace(candidate, score=score, agreement=agreement, named=candidate.score)

    def _agrees(self, entity: Entity, asked: Evidence) -> bool | None:
        known = entity.of(asked.name)
        if not known:
            return True if asked.quantifier == "none" else None
        forms = {form for value in known for form in self._forms(value)}
        has = [plain(value) in forms or value in forms for value in asked.values]
        return all(has) if asked.quantifier == "all" else any(has) is (asked.quantifier == "any")

    def _forms(self, value: object) -> Iterable[str]:
        """How a value may be written: by identifier, or by any of its names."""
        yield str(value)
        if isinstance(value, Iri) and (entity := self._by_iri.get(value.value)) is not None:
            yield entity.id
            yield from (plain(each.text) for each in entity.names)
        else:
            yield plain(str(value))


def _admission(query: Query) -> Callable[[Entity], bool]:
    if not query.kinds or query.strictness == "should":
        return lambda entity: True
    if query.strictness == "all":
        return lambda entity: set(query.kinds) == {entity.kind}
    return lambda entity: entity.kind in query.kinds


def _sure(found: Sequence[Candidate]) -> Candidate | None:
    """The one that is certainly meant: it alone has the name, or what else is known leaves it alone."""
    same = [c for c in found if c.same]
    fitting = [c for c in same if not any(agrees is False for agrees in c.agreement.values())]
    proven = [c for c in fitting if c.agreement and all(c.agreement.values())]
    if len(proven) == 1:
        return proven[0]
    if len(same) == 1 and fitting and same[0].distinct:
        return same[0]
    return None
