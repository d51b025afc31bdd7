"""A shapes graph, asked by the node of a shape: parameters, lists, paths, targets.

Not here: what the parameters mean (``components``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS

from kg_service.store.facts import Term
from kg_service.store.index import Index
from kg_service.validation.plan.paths import Chain, Choice, Path, Repeat, Step, inverted
from kg_service.vocabulary import SH

_SH = str(SH)
_DEEPEST = 8
"""Nesting of a path that is followed; pyshacl gives up at 10."""


def iri(name: object) -> ox.NamedNode:
    """An IRI of rdflib for the parser."""
    return ox.NamedNode(str(name))


def sh(name: str) -> ox.NamedNode:
    """A term of the SHACL vocabulary."""
    return ox.NamedNode(_SH + name)


TYPE, SUBCLASS_OF = iri(RDF.type), iri(RDFS.subClassOf)
SUBCLASSES = Repeat(Step(SUBCLASS_OF, inverse=True), zero=True, many=True)
"""From a class to itself and everything below."""
SUPERCLASSES = Repeat(Step(SUBCLASS_OF), zero=True, many=True)
"""From a class to itself and everything above."""
_FIRST, _REST, _NIL = iri(RDF.first), iri(RDF.rest), iri(RDF.nil)
_PATH = sh("path")
_TARGETS = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
_REPEATS = (("zeroOrMorePath", True, True), ("oneOrMorePath", False, True), ("zeroOrOnePath", True, False))


class UnknownError(Exception):
    """Something that the plan does not know, and leaves to pyshacl."""


class Source:
    """A shapes graph."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def objects(self, node: Term, predicate: ox.NamedNode) -> list[Term]:
        """The values of a property."""
        column, number = self.index.columns.get(predicate), self.index.numbers.get(node)
        if column is None or number is None:
            return []
        return [self.index.terms[value] for value in column.forward.get(number, ())]

    def subjects(self, predicate: ox.NamedNode, value: Term | None = None) -> list[Term]:
        """What has a property, or has it with that value."""
        column = self.index.columns.get(predicate)
        if column is None:
            return []
        terms = self.index.terms
        if value is None:
            return [terms[subject] for subject in column.forward]
        number = self.index.numbers.get(value)
        return [] if number is None else [terms[subject] for subject in column.backward.get(number, ())]

    def parameters(self, node: Term) -> dict[ox.NamedNode, list[Term]]:
        """Everything that is said of a node, by property."""
        number = self.index.numbers.get(node)
        if number is None:
            return {}
        terms = self.index.terms
        return {
            predicate: [terms[value] for value in column.forward[number]]
            for predicate, column in self.index.columns.items()
            if number in column.forward
        }

    def members(self, node: Term) -> list[Term]:
        """The members of a list.

        Raises:
            UnknownError: It is no well-formed list.
        """
        found: list[Term] = []
        while node != _NIL:
            first, rest = self.objects(node, _FIRST), self.objects(node, _REST)
            if len(first) != 1 or len(rest) != 1 or len(found) > len(self.index.terms):
                raise UnknownError("a list that is none")
            found.append(first[0])
            node = rest[0]
        return found

    def is_property_shape(self, node: Term) -> bool:
        """Whether a shape has a path."""
        return bool(self.objects(node, _PATH))

    def path(self, node: Term) -> Path:
        """The path of a property shape.

        Raises:
            UnknownError: It is none that pyshacl and the plan take in the same way.
        """
        given = self.objects(node, _PATH)
        if len(given) != 1:
            raise UnknownError("not one path")
        return self._path(given[0])

    def _path(self, node: Term, depth: int = 0) -> Path:
        if isinstance(node, ox.NamedNode):
            return Step(node)
        said = {p: v for p, v in self.parameters(node).items() if p != TYPE}
        if depth > _DEEPEST or any(len(values) != 1 for values in said.values()):
            raise UnknownError("a path that is none")
        if _FIRST in said:
            parts = tuple(self._path(part, depth + 1) for part in self.members(node))
            if len(parts) < 2:
                raise UnknownError("a path of one")
            return Chain(parts)
        if len(said) != 1:
            raise UnknownError("a path that is none")
        (kind, (value,)) = next(iter(said.items()))
        if kind == sh("inversePath"):
            inner = self._path(value, depth + 1)
            if not isinstance(inner, Step):
                # pyshacl walks a sequence in the order in which it is written, backwards as well.
                raise UnknownError("the inverse of a path")
            return inverted(inner)
        if kind == sh("alternativePath"):
            parts = tuple(self._path(part, depth + 1) for part in self.members(value))
            if len(parts) < 2:
                raise UnknownError("a choice of one")
            return Choice(parts)
        for name, zero, many in _REPEATS:
            if kind == sh(name):
                return Repeat(self._path(value, depth + 1), zero, many)
        raise UnknownError("a path that is none")

    def targets(self) -> Iterator[tuple[Term, dict[str, list[Term]]]]:
        """Each shape that has targets, with these by the local name of their property."""
        found: dict[Term, dict[str, list[Term]]] = {}
        for name in _TARGETS:
            for node in self.subjects(sh(name)):
                found.setdefault(node, {})[name] = self.objects(node, sh(name))
        for node in self._implicit():
            found.setdefault(node, {}).setdefault("targetClass", []).append(node)
        for node, targets in found.items():
            yield node, targets

    def _implicit(self) -> Sequence[Term]:
        # A shape that is a class is meant for its instances; a subclass of rdfs:Class counts as one.
        classes = {iri(RDFS.Class), iri(OWL.Class), *self.subjects(SUBCLASS_OF, iri(RDFS.Class))}
        shapes = {s for kind in ("NodeShape", "PropertyShape") for s in self.subjects(TYPE, sh(kind))}
        shapes |= {s for name in ("property", "node") for s in self.subjects(sh(name))}
        return [node for node in shapes if classes & set(self.objects(node, TYPE))]

    def refuses_parts(self) -> bool:
        """Whether a shape may mean something by what is said of other shapes, far from it.

        Constraint components of the graph's own may apply to any shape, and shapes of values that are
        disjoint from those of their siblings need all of these.
        """
        kinds = [sh("ConstraintComponent"), *self.subjects(SUBCLASS_OF, sh("ConstraintComponent"))]
        own = (node for kind in kinds for node in self.subjects(TYPE, kind))
        return any(not node.value.startswith(_SH) for node in own) or bool(
            self.subjects(sh("qualifiedValueShapesDisjoint"))
        )
