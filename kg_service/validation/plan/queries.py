"""A SPARQL constraint as a search for one solution from one focus node.

pyshacl asks rdflib anew for every focus node; here the text is read once, each pattern follows the index
from what is bound already, and the first solution ends the search. Where it is not known what rdflib would
make of a value, pyshacl decides. A text with anything that is not known here is refused.

Source: SHACL, section 5.3, https://www.w3.org/TR/shacl/#sparql-constraints-prebound
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS

from kg_service.store.facts import Term
from kg_service.store.index import Index
from kg_service.validation.plan.expressions import Binding, Env, aggregated, evaluator, test
from kg_service.validation.plan.functions import UnsureError, effective
from kg_service.validation.plan.parsing import read_select
from kg_service.validation.plan.paths import Chain, Choice, Path, Repeat, Step, inverted, walk
from kg_service.validation.plan.reads import Read
from kg_service.validation.plan.source import TYPE, Source, UnknownError, iri, sh
from kg_service.validation.plan.sure import Sure
from kg_service.validation.plan.syntax import (
    THIS,
    Bind,
    Element,
    Exists,
    Filter,
    Group,
    Optional,
    Pattern,
    Select,
    Union,
    variables_in,
)
from kg_service.validation.plan.ties import reads_of

Found: TypeAlias = Callable[[Env], bool]
"""What is done with a solution; True ends the search."""
Search: TypeAlias = Callable[[Env, Found], bool]
"""Tries every way to go on, and says whether the search has ended."""

_PREFIXES = {"rdf": str(RDF), "rdfs": str(RDFS), "owl": str(OWL)}


class Query:
    """One ``sh:sparql`` constraint over one index."""

    def __init__(self, select: Select, index: Index) -> None:
        """Compile a constraint.

        Raises:
            UnknownError: It holds something whose meaning is not known.
        """
        self.reads: list[Read] = reads_of(select.where)
        self._index, self._having = index, select.having
        self._places: dict[str, int] = {THIS: 0}
        self._search = _Compiler(index, self._places).group(select.where, {THIS})

    @classmethod
    def of(cls, node: Term, source: Source, index: Index) -> Query:
        """The constraint at a node of the shapes graph.

        Raises:
            UnknownError: It holds something whose meaning is not known.
        """
        texts, off = source.objects(node, sh("select")), source.objects(node, sh("deactivated"))
        if len(texts) != 1 or not isinstance(texts[0], ox.Literal) or off:
            raise UnknownError("sparql")
        return cls(read_select(texts[0].value, _prefixes(node, source)), index)

    def passes(self, focus: int) -> Sure:
        """Whether the constraint has nothing against a focus node; None where only pyshacl knows."""
        env: Env = [None] * len(self._places)
        env[0] = focus
        try:
            if self._having is None:
                return not self._search(env, lambda solution: True)
            return not self._group_fails(env)
        except UnsureError:
            return None

    def _group_fails(self, env: Env) -> bool:
        rows: list[Mapping[str, Binding]] = []

        def keep(solution: Env) -> bool:
            rows.append(dict(zip(self._places, solution, strict=True)))
            return False

        self._search(env, keep)
        assert self._having is not None
        return bool(rows) and effective(aggregated(self._having, rows, self._index)) is True


def _prefixes(node: Term, source: Source) -> dict[str, str]:
    """The prefixes of a constraint, as pyshacl gathers them."""
    ontologies = set(source.subjects(TYPE, iri(OWL.Ontology)))
    everywhere = [d for ontology in ontologies for d in source.objects(ontology, sh("declare"))]
    found = dict(_PREFIXES)
    for holder in source.objects(node, sh("prefixes")):
        own = source.objects(holder, sh("declare"))
        for declared in own if own and holder in ontologies else [*everywhere, *own]:
            names, values = (source.objects(declared, sh(name)) for name in ("prefix", "namespace"))
            if len(names) != 1 or len(values) != 1:
                raise UnknownError("sh:declare")
            found[names[0].value] = values[0].value
    return found


class _Compiler:
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
        for element in _in_order(_flat(group.elements), known, self.index):
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


def _flat(elements: Iterable[Element]) -> Iterator[Element]:
    """The elements, a sequence path as the patterns that it stands for: each way through it is a solution."""
    for element in elements:
        if not isinstance(element, Pattern) or not isinstance(element.path, Chain):
            yield element
            continue
        start = element.subject
        for number, part in enumerate(element.path.parts):
            last = number == len(element.path.parts) - 1
            end = element.object if last else f" {id(element)} {number}"
            yield Pattern(start, part, end)
            start = end


def _in_order(elements: Iterable[Element], known: set[str], index: Index) -> Iterator[Element]:
    """The elements so that each pattern follows from what is bound, and a filter comes as soon as it can.

    What stands before BIND, OPTIONAL or a group stays before it; filters hold for the whole group.
    """
    waiting: list[Pattern] = []
    filters: list[Filter | Exists] = []
    settled = set(known)
    given = list(elements)
    later = [element for element in given if not isinstance(element, Filter | Exists)]
    may_come = set().union(*(_bound_by(element) for element in later)) if later else set()

    def free() -> Iterator[Element]:
        for one in list(filters):
            if not _needs(one) & (may_come - settled):
                filters.remove(one)
                yield one

    def patterns() -> Iterator[Element]:
        while waiting:
            best = min(waiting, key=lambda pattern: _cost(pattern, settled, index))
            waiting.remove(best)
            settled.update(_bound_by(best))
            yield best
            yield from free()

    filters += [element for element in given if isinstance(element, Filter | Exists)]
    yield from free()
    for element in given:
        if isinstance(element, Pattern):
            waiting.append(element)
        elif not isinstance(element, Filter | Exists):
            yield from patterns()
            settled.update(_bound_by(element))
            yield element
            yield from free()
    yield from patterns()
    yield from filters


def _bound_by(element: Element) -> set[str]:
    return Group(elements=[element]).bound()


def _needs(element: Filter | Exists) -> set[str]:
    if isinstance(element, Filter):
        return variables_in(element.expression)
    return _mentioned(element.group)


def _mentioned(group: Group) -> set[str]:
    found = group.bound()
    for element in group.elements:
        if isinstance(element, Filter | Bind):
            found |= variables_in(element.expression)
    return found.union(*(_mentioned(inner) for inner in group.groups()))


def _cost(pattern: Pattern, bound: set[str], index: Index) -> float:
    """How many nodes there are to try, on average."""
    known = [not isinstance(end, str) or end in bound for end in (pattern.subject, pattern.object)]
    if all(known):
        return 0.0
    if isinstance(pattern.path, str):
        return 10.0 if known[0] else float(len(index.terms))
    if not any(known):
        return float(len(index.terms))
    return _spread(pattern.path if known[0] else inverted(pattern.path), index)


def _spread(path: Path, index: Index) -> float:
    match path:
        case Step():
            column = index.column(path.predicate)
            pairs = sum(map(len, column.forward.values()))
            return pairs / max(1, len(column.backward if path.inverse else column.forward))
        case Chain():
            return math.prod(_spread(part, index) for part in path.parts)
        case Choice():
            return sum(_spread(part, index) for part in path.parts)
        case Repeat():
            return 3 * _spread(path.part, index)
