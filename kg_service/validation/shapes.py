"""The shapes: ours and the official ones of CPSV-AP, what they are called and what they say.

Not here: running them (``engine``), wording a finding (``findings``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Literal as OneOf
from typing import TypeAlias

import pyoxigraph as ox
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from kg_service.errors import UnreadableFileError
from kg_service.model import Severity, Text
from kg_service.store.index import Index
from kg_service.store.rdf_files import read_file
from kg_service.store.rdflib_view import graph_of, index_of
from kg_service.vocabulary import OWL, SH, compact

Engine: TypeAlias = OneOf["plan", "pyshacl"]

_OFFICIAL = re.compile(r"https://semiceu\.github\.io/([^/]+)/.*#([^/]+)")
_SEVERITIES = {SH.Violation: Severity.VIOLATION, SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}


class Shapes:
    """A shapes graph, asked by the node of a shape or of a constraint."""

    def __init__(self, graph: Graph, *, engine: Engine = "plan") -> None:
        """Keep the shapes.

        Args:
            graph: All of them.
            engine: What runs them: ``plan`` asks pyshacl only where the plan is not sure that all is well,
                ``pyshacl`` asks it about everything. The results are the same.
        """
        self.graph, self.engine = graph, engine

    @cached_property
    def index(self) -> Index:
        """The same graph for the plan."""
        return index_of(self.graph)

    @classmethod
    def load(cls, home: Path, *, engine: Engine = "plan") -> Shapes:
        """Read the ``shape_files`` of *home*.

        Raises:
            UnreadableFileError: There are none.
            SyntaxProblemError: One does not parse.
        """
        shapes = cls.read(shape_files(home), engine=engine)
        if not len(shapes.graph):
            reason = Text("其中没有形状文件（*.ttl）", "it holds no shapes (*.ttl)")
            raise UnreadableFileError(str(home / "shapes"), reason)
        return shapes

    @classmethod
    def read(cls, paths: Iterable[Path], *, engine: Engine = "plan") -> Shapes:
        """Read these files only.

        Raises:
            UnreadableFileError, SyntaxProblemError: See ``load``.
        """
        parts = [index_of(read_file(path, with_places=False).graph) for path in paths]
        imports = ox.NamedNode(str(OWL.imports))
        index = Index(t for part in parts for t in part.triples() if t.predicate != imports)
        return cls(graph_of(index), engine=engine)

    @cached_property
    def without_messages(self) -> Graph:
        """The same graph with no ``sh:message``, so that the engine gives its own words.

        It would put ours in their place, and take the language tags off those of SPARQL constraints.
        """
        silent = Graph(bind_namespaces="none")
        for triple in self.graph:
            if triple[1] != SH.message:
                silent.add(triple)
        return silent

    def named(self, shape: Node) -> URIRef | None:
        """The nearest shape with an IRI: *shape* itself, or the one that it is a nameless part of."""
        seen: set[Node] = set()
        around = [shape]
        while around:
            node = around.pop(0)
            if isinstance(node, URIRef):
                return node
            seen.add(node)
            around.extend(sorted((s for s in self.graph.subjects(None, node) if s not in seen), key=str))
        return None

    def message(self, *nodes: Node | None) -> Text | None:
        """The message in both languages of the first of *nodes* that has one."""
        for node in nodes:
            if node is None:
                continue
            found = {
                m.language: str(m) for m in self.graph.objects(node, SH.message) if isinstance(m, Literal)
            }
            if found:
                plain = found.get(None) or next(iter(found.values()))
                return Text(found.get("zh", plain), found.get("en", plain))
        return None

    def parameter(self, shape: Node, predicate: URIRef) -> list[Node]:
        """The values of a constraint's parameter, a list as its members."""
        values: list[Node] = []
        for value in self.graph.objects(shape, predicate):
            if value == RDF.nil or (value, RDF.first, None) in self.graph:
                values.extend(self.graph.items(value))
            else:
                values.append(value)
        return values

    def severity(self, term: Node | None) -> Severity:
        """Ours for SHACL's; anything else counts as a violation."""
        return _SEVERITIES.get(term, Severity.VIOLATION)  # type: ignore[call-overload, no-any-return]

    def focus_nodes(self, data: Graph) -> Iterator[tuple[URIRef, set[Node]]]:
        """Each shape that has targets, with its focus nodes in *data*.

        Source: SHACL, section 2.1.3, https://www.w3.org/TR/shacl/#targets
        """
        for shape in sorted(s for s in self._targeting() if isinstance(s, URIRef)):
            if (shape, SH.deactivated, Literal(True)) in self.graph:
                continue
            nodes: set[Node] = set(self.graph.objects(shape, SH.targetNode))
            for of_class in self.graph.objects(shape, SH.targetClass):
                nodes |= _instances(data, of_class)
            if (shape, RDF.type, RDFS.Class) in self.graph:
                nodes |= _instances(data, shape)
            for predicate in self.graph.objects(shape, SH.targetSubjectsOf):
                nodes |= set(data.subjects(predicate))
            for predicate in self.graph.objects(shape, SH.targetObjectsOf):
                nodes |= set(data.objects(None, predicate))
            yield shape, nodes

    def _targeting(self) -> set[Node]:
        predicates = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
        shapes = {s for predicate in predicates for s in self.graph.subjects(predicate)}
        for kind in (SH.NodeShape, SH.PropertyShape):
            implicit = set(self.graph.subjects(RDF.type, kind)) & set(
                self.graph.subjects(RDF.type, RDFS.Class)
            )
            shapes |= implicit
        return shapes


def shape_files(home: Path) -> list[Path]:
    """Our shapes, ``shapes/*.ttl`` of *home*, and the official ones, ``shapes/*/*-SHACL.ttl``, by path."""
    return sorted([*home.glob("shapes/*.ttl"), *home.glob("shapes/*/*-SHACL.ttl")])


def _instances(data: Graph, of_class: Node) -> set[Node]:
    classes = {of_class, *data.transitive_subjects(RDFS.subClassOf, of_class)}
    return {node for each in classes for node in data.subjects(RDF.type, each)}


def shape_name(iri: str) -> str:
    """A short name of a shape: ``shape:PublicService-title``, or ``cpsv-ap:PublicServiceShape``."""
    if short := compact(iri):
        return short
    # What follows the name of an official node shape is a hash, which tells nobody anything.
    official = _OFFICIAL.match(iri)
    return f"{official[1].lower()}:{official[2]}" if official else iri
