"""What each constraint component of SHACL core asks, as pyshacl takes it.

Not here: whole shapes (``compiler``), constraints on one value by itself (``values``).

Source: SHACL, section 4, https://www.w3.org/TR/shacl/#core-components
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import pyoxigraph as ox

from kg_service.store.facts import Term
from kg_service.store.index import Index
from kg_service.validation.plan.paths import HERE, Path, Step, chain, walk
from kg_service.validation.plan.queries import Query
from kg_service.validation.plan.reads import Read
from kg_service.validation.plan.source import (
    SUBCLASS_OF,
    SUBCLASSES,
    SUPERCLASSES,
    TYPE,
    Source,
    UnknownError,
    sh,
)
from kg_service.validation.plan.sure import (
    Check,
    OfValue,
    Sure,
    all_of,
    any_of,
    both,
    each_value,
    negated,
    number_of,
)
from kg_service.validation.plan.values import bound

Conforms: TypeAlias = Callable[[int], Sure]
"""Whether a node conforms to a shape."""


@dataclass(slots=True)
class Compiled:
    """A constraint, and where it looks."""

    check: Check
    reads: list[Read] = field(default_factory=list)


@dataclass(slots=True)
class CompiledShape:
    """A shape as a whole."""

    conforms: Conforms
    reads: list[Read]


class Shapes(Protocol):
    """What a component may ask of the other shapes."""

    index: Index
    source: Source

    def shape(self, node: Term) -> CompiledShape:
        """Another shape."""

    def query(self, node: Term) -> Query:
        """A SPARQL constraint."""


@dataclass(frozen=True, slots=True)
class Given:
    """A constraint as it stands in a shape."""

    shapes: Shapes
    values: Sequence[Term]
    """Of the parameter; lists as their nodes, but for ``sh:in`` and ``sh:languageIn``."""
    said: Mapping[ox.NamedNode, list[Term]]
    """Everything that the shape says."""
    path: Path
    """Of the shape."""
    is_property_shape: bool

    @property
    def index(self) -> Index:
        """The graph that is checked."""
        return self.shapes.index


def _always(focus: int, values: Sequence[int]) -> Sure:
    return True


def _bound(values: Sequence[Term]) -> int:
    found = bound(values)
    if found is None:
        raise UnknownError("a bound that is no number")
    return found


def _min_count(given: Given) -> Compiled:
    least = _bound(given.values)
    return Compiled(lambda focus, values: len(values) >= least)


def _max_count(given: Given) -> Compiled:
    most = _bound(given.values)
    return Compiled(lambda focus, values: len(values) <= most)


def _has_value(given: Given) -> Compiled:
    wanted = [given.index.number(term) for term in given.values]
    return Compiled(lambda focus, values: all(value in values for value in wanted))


def _unique_lang(given: Given) -> Compiled:
    said = [term.value for term in given.values]
    if said not in (["true"], ["false"]):
        raise UnknownError("uniqueLang")
    facts = given.index.facts

    def check(focus: int, values: Sequence[int]) -> Sure:
        if len(values) < 2:
            return True
        langs = [lang for value in values if (lang := facts(value).lang)]
        return len(set(langs)) == len(langs)

    return Compiled(check if said == ["true"] else _always)


def _class(given: Given) -> Compiled:
    index = given.index
    types = index.column(TYPE).forward
    down = walk(SUBCLASSES, index)
    wanted = [set(down(index.number(term))) for term in given.values]

    def of_value(value: int) -> Sure:
        found = types.get(value, ())
        return all(any(kind in classes for kind in found) for classes in wanted)

    return Compiled(
        each_value(of_value),
        [Read(TYPE, (given.path,)), Read(SUBCLASS_OF, (chain(given.path, Step(TYPE), SUPERCLASSES),))],
    )


def _closed(given: Given) -> Compiled:
    if [term.value for term in given.values] != ["false"]:
        raise UnknownError("closed")
    return Compiled(_always)


def _equals(given: Given) -> Compiled:
    others = _columns(given)
    return Compiled(
        lambda focus, values: all(set(values) == set(other.get(focus, ())) for other in others),
        _reads_of(given),
    )


def _disjoint(given: Given) -> Compiled:
    others = _columns(given)
    return Compiled(
        lambda focus, values: all(set(values).isdisjoint(other.get(focus, ())) for other in others),
        _reads_of(given),
    )


def _less_than(given: Given) -> Compiled:
    return _ordered(given, lambda value, other: value < other)


def _less_than_or_equals(given: Given) -> Compiled:
    return _ordered(given, lambda value, other: value <= other)


def _ordered(given: Given, holds: Callable[[int, int], bool]) -> Compiled:
    others, facts = _columns(given), given.index.facts

    def check(focus: int, values: Sequence[int]) -> Sure:
        compared = [facts(value) for other in others for value in other.get(focus, ())]
        if not values or not compared:
            # pyshacl gives up at a blank node, whether or not there is anything to compare it with.
            return None if any(facts(value).kind == "blank" for value in values) else True
        return all_of(
            None if one is None or two.integer is None else holds(one, two.integer)
            for one in (facts(value).integer for value in values)
            for two in compared
        )

    return Compiled(check, _reads_of(given))


def _columns(given: Given) -> list[Mapping[int, list[int]]]:
    if not all(isinstance(term, ox.NamedNode) for term in given.values):
        raise UnknownError("no property")
    return [given.index.column(term).forward for term in given.values if isinstance(term, ox.NamedNode)]


def _reads_of(given: Given) -> list[Read]:
    return [Read(term, (HERE,)) for term in given.values if isinstance(term, ox.NamedNode)]


def _node(given: Given) -> Compiled:
    if any(given.shapes.source.is_property_shape(term) for term in given.values):
        raise UnknownError("node")
    return _nested(given, given.values, all_of)


def _property(given: Given) -> Compiled:
    if not all(given.shapes.source.is_property_shape(term) for term in given.values):
        raise UnknownError("property")
    return _nested(given, given.values, all_of)


def _not(given: Given) -> Compiled:
    return _nested(given, given.values, lambda answers: all_of(map(negated, answers)))


def _and(given: Given) -> Compiled:
    return _lists(given, all_of)


def _or(given: Given) -> Compiled:
    return _lists(given, any_of)


def _xone(given: Given) -> Compiled:
    def one_of(answers: Sequence[Sure]) -> Sure:
        least, most = number_of(answers)
        return least == 1 if least == most else (False if least > 1 else None)

    return _lists(given, one_of)


def _lists(given: Given, joined: Callable[[list[Sure]], Sure]) -> Compiled:
    members = [given.shapes.source.members(term) for term in given.values]
    if not all(members):
        raise UnknownError("an empty list of shapes")
    made = [_nested(given, one, joined) for one in members]
    return Compiled(both([one.check for one in made]), [read for one in made for read in one.reads])


def _nested(given: Given, nodes: Sequence[Term], joined: Callable[[list[Sure]], Sure]) -> Compiled:
    shapes = [given.shapes.shape(node) for node in nodes]
    tests = [shape.conforms for shape in shapes]
    of_value: OfValue = lambda value: joined([test(value) for test in tests])  # noqa: E731
    if len(tests) == 1 and joined in (all_of, any_of):
        of_value = tests[0]
    return Compiled(each_value(of_value), [read.after(given.path) for s in shapes for read in s.reads])


def _qualified_value_shape(given: Given) -> Compiled:
    minimum, maximum = given.said.get(sh("qualifiedMinCount")), given.said.get(sh("qualifiedMaxCount"))
    if len(given.values) != 1 or (minimum is None and maximum is None):
        raise UnknownError("qualifiedValueShape")
    least = 0 if minimum is None else _bound(minimum)
    most = None if maximum is None else _bound(maximum)
    shape = given.shapes.shape(given.values[0])

    def check(focus: int, values: Sequence[int]) -> Sure:
        sure, possible = number_of(map(shape.conforms, values))
        if possible < least or (most is not None and sure > most):
            return False
        return True if sure >= least and (most is None or possible <= most) else None

    return Compiled(check, [read.after(given.path) for read in shape.reads])


def _sparql(given: Given) -> Compiled:
    if given.is_property_shape:
        raise UnknownError("sparql at a property shape")
    queries = [given.shapes.query(term) for term in given.values]
    return Compiled(
        lambda focus, values: all_of(query.passes(focus) for query in queries),
        [read for query in queries for read in query.reads],
    )


COMPONENTS: dict[str, Callable[[Given], Compiled]] = {
    "and": _and,
    "class": _class,
    "closed": _closed,
    "disjoint": _disjoint,
    "equals": _equals,
    "hasValue": _has_value,
    "lessThan": _less_than,
    "lessThanOrEquals": _less_than_or_equals,
    "maxCount": _max_count,
    "minCount": _min_count,
    "node": _node,
    "not": _not,
    "or": _or,
    "property": _property,
    "qualifiedValueShape": _qualified_value_shape,
    "sparql": _sparql,
    "uniqueLang": _unique_lang,
    "xone": _xone,
}
"""Local name of the parameter to what compiles it."""

OF_PATHS = frozenset({
    "lessThan", "lessThanOrEquals", "maxCount", "minCount", "qualifiedValueShape", "uniqueLang",
})  # fmt: skip
"""Those that only property shapes may have."""
