"""Shapes compiled to functions: a focus node in, whether it conforms out.

What is not known to be what pyshacl makes of it becomes a check that is never sure, so that pyshacl is asked.
Beside each function stand its reads: where it looks in the graph, which says what a change may touch.

Not here: what each constraint means (``components``, ``values``, ``queries``).

Source: SHACL, section 3.4, https://www.w3.org/TR/shacl/#validation
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg_service.store.facts import Term
from kg_service.store.index import Index
from kg_service.validation.plan.components import (
    COMPONENTS,
    OF_PATHS,
    Compiled,
    CompiledShape,
    Conforms,
    Given,
)
from kg_service.validation.plan.paths import HERE, Path, steps, walk
from kg_service.validation.plan.queries import Query
from kg_service.validation.plan.reads import EVERYWHERE, Read
from kg_service.validation.plan.source import Source, UnknownError, sh
from kg_service.validation.plan.sure import Sure, both, each_value, never_sure, remembered
from kg_service.validation.plan.values import MAKERS, pattern

_SH = sh("").value
_SILENT = frozenset({
    "message", "severity", "name", "description", "order", "group", "defaultValue", "path",
    "deactivated", "flags", "targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf",
    "qualifiedMinCount", "qualifiedMaxCount",
})  # fmt: skip
"""Properties of a shape that constrain nothing by themselves."""


@dataclass(slots=True)
class Link:
    """One constraint of a shape that has targets, apart from the others."""

    predicate: ox.NamedNode | None
    """``sh:property`` or ``sh:sparql``; None for the constraints that the shape states itself."""
    node: Term | None
    """What it links to; the shape itself where it is taken as a whole."""
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

        Those of a property shape are one, since they share its values; those of a closed shape, since
        being closed means all its properties.
        """
        said = self.source.parameters(node)
        closed = any(term.value != "false" for term in said.get(sh("closed"), ()))
        if closed or self.source.is_property_shape(node):
            shape = self.shape(node)
            return [Link(None, node, shape.conforms, shape.reads)]
        found = []
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
        component = COMPONENTS.get(name)
        is_property_shape = self.source.is_property_shape(node)
        if component is None or (name in OF_PATHS and not is_property_shape):
            raise UnknownError(name)
        return component(Given(self, given, said, path, is_property_shape))

    def query(self, node: Term) -> Query:
        """A SPARQL constraint, compiled once.

        Raises:
            UnknownError: It holds something whose meaning is not known.
        """
        if node not in self.queries:
            self.queries[node] = Query.of(node, self.source, self.index)
        return self.queries[node]
