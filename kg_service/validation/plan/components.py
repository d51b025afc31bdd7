"""Shapes compiled to functions: a focus node in, whether it conforms out.

What is not known to be what pyshacl makes of it becomes a check that is never sure, so that pyshacl is asked.
Beside each function stand its reads: where it looks in the graph, which says what a change may touch.

Not here: constraints on one value by itself (``values``), SPARQL (``queries``).

Source: SHACL, section 4, https://www.w3.org/TR/shacl/#core-components
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg_service.store.facts import Term, facts_of
from kg_service.store.index import Index
from kg_service.validation.plan.paths import HERE, Path, Repeat, Step, chain, steps, walk
from kg_service.validation.plan.queries import Query
from kg_service.validation.plan.reads import EVERYWHERE, Read
from kg_service.validation.plan.source import SUBCLASS_OF, TYPE, Source, UnknownError, sh
from kg_service.validation.plan.sure import (
    Check,
    OfValue,
    Sure,
    all_of,
    any_of,
    both,
    each_value,
    negated,
    never_sure,
    number_of,
    remembered,
)
from kg_service.validation.plan.values import MAKERS, pattern

_SH = sh("").value
_SILENT = frozenset({
    "message", "severity", "name", "description", "order", "group", "defaultValue", "path",
    "deactivated", "flags", "targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf",
    "qualifiedMinCount", "qualifiedMaxCount",
})  # fmt: skip
"""Properties of a shape that constrain nothing by themselves."""

Conforms = Callable[[int], Sure]
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


@dataclass(slots=True)
class Link:
    """One constraint of a shape that has targets, apart from the others."""

    predicate: ox.NamedNode | None
    """``sh:property`` or ``sh:sparql``; None for the constraints that the shape states itself."""
    node: Term | None
    """What it links to."""
    conforms: Conforms
    reads: list[Read]


def is_off(said: Mapping[ox.NamedNode, list[Term]]) -> Sure:
    """Whether a shape is deactivated; None where that is not clear."""
    given = said.get(sh("deactivated"), [])
    if not given:
        return False
    text = given[0].value if len(given) == 1 else ""
    return text == "true" if text in ("true", "false") else None


class Compiler:
    """Compiles the shapes of a graph for one index."""

    def __init__(self, source: Source, index: Index) -> None:
        self.source, self.index = source, index
        self.queries: dict[Term, Query] = {}
        self._shapes: dict[Term, CompiledShape] = {}
        self._open: list[Term] = []

    def links(self, node: Term) -> list[Link]:
        """The constraints of a shape with targets, each apart.

        Of a property shape they are one: its values are the same for all.
        """
        if self.source.is_property_shape(node):
            shape = self.shape(node)
            return [Link(None, None, shape.conforms, shape.reads)]
        found = []
        said = self.source.parameters(node)
        for name in ("property", "sparql"):
            predicate = sh(name)
            for value in said.pop(predicate, ()):
                found.append(self._link(predicate, value, self._constraint(predicate, [value], said, node)))
        own = [self._constraint(predicate, values, said, node) for predicate, values in said.items()]
        if is_off(said) is None:
            own.append(Compiled(never_sure, [EVERYWHERE]))
        if stated := [one for one in own if one is not None]:
            checks = both([one.check for one in stated])
            reads = [read for one in stated for read in one.reads]
            found.append(self._link(None, None, Compiled(checks, reads)))
        return found

    def _link(self, predicate: ox.NamedNode | None, node: Term | None, made: Compiled | None) -> Link:
        assert made is not None
        check = made.check
        return Link(predicate, node, lambda focus: check(focus, (focus,)), made.reads)

    def shape(self, node: Term) -> CompiledShape:
        """A shape, compiled once."""
        if node not in self._shapes:
            if node in self._open:
                # SHACL leaves recursion open; pyshacl stops at some depth.
                return CompiledShape(lambda focus: None, [EVERYWHERE])
            self._open.append(node)
            try:
                self._shapes[node] = self._compile(node)
            finally:
                self._open.pop()
        return self._shapes[node]

    def _compile(self, node: Term) -> CompiledShape:
        said = self.source.parameters(node)
        off = is_off(said) if said else None
        if off is not False:
            return CompiledShape(lambda focus: off, [] if off else [EVERYWHERE])
        try:
            path = self.source.path(node) if self.source.is_property_shape(node) else HERE
        except UnknownError:
            return CompiledShape(lambda focus: None, [EVERYWHERE])
        stated = (self._constraint(predicate, values, said, node, path) for predicate, values in said.items())
        made = [one for one in stated if one is not None]
        check = both([one.check for one in made] or [lambda focus, values: True])
        reads = [Read.of_step(step, before) for before, step, _ in steps(path)]
        reads += [read for one in made for read in one.reads]
        if path == HERE:
            return CompiledShape(lambda focus: check(focus, (focus,)), reads)
        values_of = walk(path, self.index)
        return CompiledShape(lambda focus: check(focus, values_of(focus)), reads)

    def _constraint(
        self,
        predicate: ox.NamedNode,
        values: Sequence[Term],
        said: dict[ox.NamedNode, list[Term]],
        node: Term,
        path: Path = HERE,
    ) -> Compiled | None:
        """One property of a shape; None where it is no constraint."""
        if not predicate.value.startswith(_SH):
            return None
        name = predicate.value.removeprefix(_SH)
        if name in _SILENT:
            return None
        try:
            return self._known(name, list(values), said, node, path)
        except UnknownError:
            return Compiled(never_sure, [EVERYWHERE])

    def _known(
        self, name: str, given: list[Term], said: dict[ox.NamedNode, list[Term]], node: Term, path: Path
    ) -> Compiled:
        if name in ("in", "languageIn"):
            if len(given) != 1:
                raise UnknownError(name)
            given = self.source.members(given[0])
        make = pattern(said.get(sh("flags"), [])) if name == "pattern" else MAKERS.get(name)
        if make is not None:
            test = make(self.index, given)
            if test is None:
                raise UnknownError(name)
            return Compiled(each_value(remembered(test)))
        known: Callable[..., Compiled] | None = getattr(self, f"_{name}", None) if name in _KNOWN else None
        if known is None or (name in _OF_PATHS and not self.source.is_property_shape(node)):
            raise UnknownError(name)
        return known(given, said, node, path)

    # Each of the following is called by the local name of the parameter.

    def _minCount(self, given: list[Term], *_: object) -> Compiled:
        least = self._bound(given)
        return Compiled(lambda focus, values: len(values) >= least)

    def _maxCount(self, given: list[Term], *_: object) -> Compiled:
        most = self._bound(given)
        return Compiled(lambda focus, values: len(values) <= most)

    def _hasValue(self, given: list[Term], *_: object) -> Compiled:
        wanted = [self.index.number(term) for term in given]
        return Compiled(lambda focus, values: all(value in values for value in wanted))

    def _uniqueLang(self, given: list[Term], *_: object) -> Compiled:
        if len(given) != 1 or given[0].value not in ("true", "false"):
            raise UnknownError("uniqueLang")
        if given[0].value == "false":
            return Compiled(lambda focus, values: True)
        facts = self.index.facts

        def check(focus: int, values: Sequence[int]) -> Sure:
            if len(values) < 2:
                return True
            langs = [lang for value in values if (lang := facts(value).lang)]
            return len(set(langs)) == len(langs)

        return Compiled(check)

    def _class(self, given: list[Term], said: object, node: Term, path: Path) -> Compiled:
        types = self.index.column(TYPE).forward
        wanted = [self._with_subclasses(term) for term in given]

        def of_value(value: int) -> Sure:
            found = types.get(value, ())
            return all(any(kind in classes for kind in found) for classes in wanted)

        to_type = chain(path, Step(TYPE))
        subclasses = Repeat(Step(SUBCLASS_OF), zero=True, many=True)
        return Compiled(
            each_value(of_value), [Read(TYPE, path), Read(SUBCLASS_OF, chain(to_type, subclasses))]
        )

    def _with_subclasses(self, term: Term) -> set[int]:
        down = walk(Repeat(Step(SUBCLASS_OF, inverse=True), zero=True, many=True), self.index)
        return set(down(self.index.number(term)))

    def _closed(self, given: list[Term], *_: object) -> Compiled:
        if [term.value for term in given] != ["false"]:
            raise UnknownError("closed")
        return Compiled(lambda focus, values: True)

    def _equals(self, given: list[Term], *_: object) -> Compiled:
        others = self._columns(given)
        return Compiled(
            lambda focus, values: all(set(values) == set(other.get(focus, ())) for other in others),
            self._reads_of(given),
        )

    def _disjoint(self, given: list[Term], *_: object) -> Compiled:
        others = self._columns(given)
        return Compiled(
            lambda focus, values: all(set(values).isdisjoint(other.get(focus, ())) for other in others),
            self._reads_of(given),
        )

    def _lessThan(self, given: list[Term], *_: object) -> Compiled:
        return self._ordered(given, lambda value, other: value < other)

    def _lessThanOrEquals(self, given: list[Term], *_: object) -> Compiled:
        return self._ordered(given, lambda value, other: value <= other)

    def _ordered(self, given: list[Term], holds: Callable[[int, int], bool]) -> Compiled:
        others, facts = self._columns(given), self.index.facts

        def check(focus: int, values: Sequence[int]) -> Sure:
            if not values:
                return True
            numbers = [facts(value).integer for value in values]
            compared = [facts(value).integer for other in others for value in other.get(focus, ())]
            if not compared:
                # pyshacl gives up at a blank node, whether or not there is anything to compare it with.
                return None if any(facts(value).kind == "blank" for value in values) else True
            return all_of(
                None if one is None or two is None else holds(one, two) for one in numbers for two in compared
            )

        return Compiled(check, self._reads_of(given))

    def _columns(self, given: list[Term]) -> list[dict[int, list[int]]]:
        if not all(isinstance(term, ox.NamedNode) for term in given):
            raise UnknownError("no property")
        return [self.index.column(term).forward for term in given if isinstance(term, ox.NamedNode)]

    def _reads_of(self, given: list[Term]) -> list[Read]:
        return [Read(term, HERE) for term in given if isinstance(term, ox.NamedNode)]

    def _node(self, given: list[Term], said: object, node: Term, path: Path) -> Compiled:
        if any(self.source.is_property_shape(term) for term in given):
            raise UnknownError("node")
        return self._nested([self.shape(term) for term in given], all_of, path)

    def _property(self, given: list[Term], said: object, node: Term, path: Path) -> Compiled:
        if not all(self.source.is_property_shape(term) for term in given):
            raise UnknownError("property")
        return self._nested([self.shape(term) for term in given], all_of, path)

    def _not(self, given: list[Term], said: object, node: Term, path: Path) -> Compiled:
        return self._nested(
            [self.shape(term) for term in given], lambda answers: all_of(map(negated, answers)), path
        )

    def _and(self, given: list[Term], said: object, node: Term, path: Path) -> Compiled:
        return self._lists(given, all_of, path)

    def _or(self, given: list[Term], said: object, node: Term, path: Path) -> Compiled:
        return self._lists(given, any_of, path)

    def _xone(self, given: list[Term], said: object, node: Term, path: Path) -> Compiled:
        def one_of(answers: Sequence[Sure]) -> Sure:
            least, most = number_of(answers)
            return least == 1 if least == most else (False if least > 1 else None)

        return self._lists(given, one_of, path)

    def _lists(self, given: list[Term], joined: Callable[[list[Sure]], Sure], path: Path) -> Compiled:
        members = [self.source.members(term) for term in given]
        if not all(members):
            raise UnknownError("an empty list of shapes")
        made = [self._nested([self.shape(m) for m in one], joined, path) for one in members]
        return Compiled(both([one.check for one in made]), [read for one in made for read in one.reads])

    def _nested(
        self, shapes: Sequence[CompiledShape], joined: Callable[[list[Sure]], Sure], path: Path
    ) -> Compiled:
        tests = [shape.conforms for shape in shapes]
        of_value: OfValue = lambda value: joined([test(value) for test in tests])  # noqa: E731
        if len(tests) == 1 and joined in (all_of, any_of):
            of_value = tests[0]
        return Compiled(each_value(of_value), [read.after(path) for s in shapes for read in s.reads])

    def _qualifiedValueShape(
        self, given: list[Term], said: dict[ox.NamedNode, list[Term]], node: Term, path: Path
    ) -> Compiled:
        if not self.source.is_property_shape(node) or len(given) != 1:
            raise UnknownError("qualifiedValueShape")
        least = self._bound(said.get(sh("qualifiedMinCount")) or [ox.Literal(0)])
        most = self._bound(said[sh("qualifiedMaxCount")]) if sh("qualifiedMaxCount") in said else None
        shape = self.shape(given[0])

        def check(focus: int, values: Sequence[int]) -> Sure:
            sure, possible = number_of(map(shape.conforms, values))
            if possible < least or (most is not None and sure > most):
                return False
            return True if sure >= least and (most is None or possible <= most) else None

        return Compiled(check, [read.after(path) for read in shape.reads])

    def _bound(self, given: list[Term]) -> int:
        bound = facts_of(given[0]).integer if len(given) == 1 else None
        if bound is None:
            raise UnknownError("a bound that is no number")
        return bound

    def _sparql(self, given: list[Term], said: object, node: Term, path: Path) -> Compiled:
        made = [self._query(term) for term in given]
        if self.source.is_property_shape(node):
            raise UnknownError("sparql at a property shape")
        return Compiled(
            both([lambda focus, values, query=one: query.passes(focus) for one in made]),  # type: ignore[misc]
            [read for one in made for read in one.reads],
        )

    def _query(self, node: Term) -> Query:
        if node not in self.queries:
            self.queries[node] = Query.of(node, self.source, self.index)
        return self.queries[node]


_OF_PATHS = frozenset({"minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals"})
_KNOWN = frozenset({
    "minCount", "maxCount", "hasValue", "uniqueLang", "class", "closed", "equals", "disjoint",
    "lessThan", "lessThanOrEquals", "node", "property", "not", "and", "or", "xone",
    "qualifiedValueShape", "sparql",
})  # fmt: skip
