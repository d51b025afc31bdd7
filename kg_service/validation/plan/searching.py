"""Groups compiled to a search: each pattern follows the index from what is bound already.

Not here: reading the text (``parsing``), the constraint as a whole (``queries``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import pyoxigraph as ox

from kg_service.store.facts import Term
from kg_service.store.index import Index
from kg_service.validation.plan.expressions import Binding, Env, evaluator, test
from kg_service.validation.plan.functions import UnsureError
from kg_service.validation.plan.ordering import flat, in_order
from kg_service.validation.plan.paths import Step, inverted, walk
from kg_service.validation.plan.source import UnknownError
from kg_service.validation.plan.syntax import (
    THIS,
    Bind,
    Element,
    Exists,
    Filter,
    Group,
    Optional,
    Pattern,
    Union,
    variables_in,
)

Found: TypeAlias = Callable[[Env], bool]
"""What is done with a solution; True ends the search."""
Search: TypeAlias = Callable[[Env, Found], bool]
"""Tries every way to go on, and says whether the search has ended."""


class SearchCompiler:
    """Compiles the groups of one query; variables get their places as they are met."""

    def __init__(self, index: Index, places: dict[str, int]) -> None:
        self.index, self.places = index, places

    def place(self, name: str) -> int:
        return self.places.setdefault(name, len(self.places))

    def group(self, group: Group, known: set[str], *, outside: bool = True) -> Search:
        """A search for the solutions of a group.

        Args:
            group: What to look for.
            known: Variables that may be bound before.
            outside: Whether its filters see variables from around it.
        """
        known, steps = set(known), []
        visible = group.bound() | {THIS}
        for element in in_order(flat(group.elements), known, self.index):
            if (
                isinstance(element, Filter)
                and not outside
                and not variables_in(element.expression) <= visible
            ):
                raise UnknownError("a filter on a variable from outside")
            steps.append(self._element(element, known))
        return _one_after_other(steps)

    def _element(self, element: Element, known: set[str]) -> Search:
        match element:
            case Pattern():
                known |= {e for e in (element.subject, element.path, element.object) if isinstance(e, str)}
                return self._pattern(element)
            case Filter():
                for name in variables_in(element.expression):
                    self.place(name)
                holds = test(element.expression, self.places, self.index)
                return lambda env, found: holds(env) is True and found(env)
            case Bind():
                for name in variables_in(element.expression):
                    self.place(name)
                known.add(element.variable)
                return self._bind(element)
            case Exists():
                search, wanted = self.group(element.group, known), not element.negated
                return lambda env, found: search(env, _stop) is wanted and found(env)
            case Optional():
                if any(isinstance(inner, Optional | Union) for inner in element.group.elements):
                    raise UnknownError("something optional in something optional")
                search = self.group(element.group, known)
                known |= element.group.bound()
                return _optional(search)
            case Union():
                searches = [self.group(group, known, outside=False) for group in element.groups]
                for group in element.groups:
                    known |= group.bound()
                return lambda env, found: any(search(env, found) for search in searches)

    def _bind(self, element: Bind) -> Search:
        value, place = evaluator(element.expression, self.places, self.index), self.place(element.variable)

        def bind(env: Env, found: Found) -> bool:
            env[place] = value(env)
            ended = found(env)
            env[place] = None
            return ended

        return bind

    def _pattern(self, pattern: Pattern) -> Search:
        subject, s = self._end(pattern.subject)
        value, o = self._end(pattern.object)
        if isinstance(pattern.path, str):
            return self._any_property(s, self.place(pattern.path), o, subject, value)
        index = self.index
        forward, backward = walk(pattern.path, index), walk(inverted(pattern.path), index)
        number = self._number
        column = index.column(pattern.path.predicate) if isinstance(pattern.path, Step) else None

        def match(env: Env, found: Found) -> bool:
            start = subject if s is None else number(env[s])
            end = value if o is None else number(env[o])
            if start is not None:
                if end is not None:
                    return end in forward(start) and found(env)
                assert o is not None
                return _each(env, o, forward(start), found)
            assert s is not None
            if end is not None:
                return _each(env, s, backward(end), found)
            if column is None or o is None or s == o:
                raise UnsureError
            for one, other in list(column.pairs()):
                env[s], env[o] = one, other
                if found(env):
                    env[s] = env[o] = None
                    return True
            env[s] = env[o] = None
            return False

        return match

    def _any_property(
        self, s: int | None, p: int, o: int | None, subject: int | None, value: int | None
    ) -> Search:
        index = self.index

        def match(env: Env, found: Found) -> bool:
            start = subject if s is None else self._number(env[s])
            end = value if o is None else self._number(env[o])
            if start is None or env[p] is not None:
                raise UnsureError
            for predicate, column in list(index.columns.items()):
                objects = column.forward.get(start)
                if objects:
                    env[p] = index.number(predicate)
                    if end is not None:
                        ended = end in objects and found(env)
                    else:
                        assert o is not None
                        ended = _each(env, o, objects, found)
                    env[p] = None
                    if ended:
                        return True
            return False

        return match

    def _end(self, end: str | Term) -> tuple[int | None, int | None]:
        """A fixed end as its number, or the place of a variable."""
        return (None, self.place(end)) if isinstance(end, str) else (self.index.number(end), None)

    def _number(self, bound: Binding) -> int | None:
        """The number of a value; -1 for one that is not in the graph."""
        if bound is None or isinstance(bound, int):
            return bound
        term: Term
        if bound.kind == "iri":
            try:
                term = ox.NamedNode(bound.text)
            except ValueError:
                return -1
        else:
            term = ox.Literal(bound.text, datatype=ox.NamedNode(bound.datatype))
        return self.index.numbers.get(term, -1)


def _stop(env: Env) -> bool:
    return True


def _each(env: Env, place: int, nodes: Iterable[int], found: Found) -> bool:
    for node in nodes:
        env[place] = node
        if found(env):
            env[place] = None
            return True
    env[place] = None
    return False


def _one_after_other(steps: Sequence[Search]) -> Search:
    if not steps:
        return lambda env, found: found(env)
    if len(steps) == 1:
        return steps[0]
    first, rest = steps[0], _one_after_other(steps[1:])
    return lambda env, found: first(env, lambda between: rest(between, found))


def _optional(search: Search) -> Search:
    def look(env: Env, found: Found) -> bool:
        met = False

        def go_on(solution: Env) -> bool:
            nonlocal met
            met = True
            return found(solution)

        return search(env, go_on) or (not met and found(env))

    return look
