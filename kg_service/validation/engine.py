"""The only code that runs pyshacl: on everything, or on the focus nodes that are in question.

It gets parsed graphs only, since it would fetch or open a text; no SHACL-AF and no imports are on. Literals
stay as they are written: normalizing ``1E+999999999`` as a decimal costs gigabytes.

Not here: which focus nodes are in question (``plan``), the wording of a finding (``findings``), the shapes
(``shapes``).
"""

from __future__ import annotations

import decimal
import logging
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, ClassVar

import rdflib
from pyshacl.graph_abstraction import DataGraph
from pyshacl.monkey import apply_patches
from pyshacl.validator import Validator
from rdflib import OWL, RDF, Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.term import Node

from kg_service.errors import NotCheckedError
from kg_service.validation.shapes import Shapes
from kg_service.vocabulary import SH

_lock = Lock()
_quiet = logging.getLogger("kg_service.validation.engine")
_quiet.addHandler(logging.NullHandler())
_quiet.propagate = False


@dataclass(frozen=True, slots=True)
class Result:
    """One ``sh:ValidationResult`` as terms."""

    node: Node
    focus: Node
    path: Node | None
    value: Node | None
    severity: Node | None
    component: Node | None
    shape: Node
    constraint: Node | None
    """The ``sh:sparql`` constraint, where it is one."""
    detail: str
    """The engine's own words, in English; empty where it has none."""
    pair: tuple[Node, Node] | None = None
    """The shape with targets and the focus node that were asked about, where that was done one by one."""


class _Data(Graph):
    """A graph that parses the text of each constraint once, not once for every focus node."""

    prepared: ClassVar[dict[str, Query]] = {}

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(query_object, str):
            if query_object not in self.prepared:
                self.prepared[query_object] = prepareQuery(query_object)
            query_object = self.prepared[query_object]
        return super().query(query_object, *args, **kwargs)


@dataclass(frozen=True, slots=True)
class Question:
    """A shape with targets, and the focus nodes that are in question."""

    shape: Node
    focus_nodes: Collection[Node]
    links: Collection[tuple[URIRef, Node]] | None
    """Those ``sh:property`` and ``sh:sparql`` of the shape that are in question; None for all of it."""


def run(data: Graph, shapes: Shapes) -> tuple[Graph, list[Result]]:
    """Check *data* against *shapes*.

    Args:
        data: Everything that the shapes may look at.
        shapes: Ours and the official ones.

    Returns:
        pyshacl's report, without messages of shapes, and its top-level results.

    Raises:
        NotCheckedError: pyshacl could not run a shape.

    Source: SHACL, section 3, https://www.w3.org/TR/shacl/#validation-definition
    """
    with _failures():
        _, report, words = _validator(data, shapes.without_messages).run()  # type: ignore[no-untyped-call]
    if not isinstance(report, Graph):
        raise NotCheckedError(words.strip())
    return report, list(_results(report))


def run_on(data: Graph, shapes: Shapes, questions: Iterable[Question]) -> tuple[Graph, list[Result]]:
    """The same for some focus nodes, with the same results for them.

    Args:
        data: Everything that the shapes may look at.
        shapes: Ours and the official ones.
        questions: What to check.

    Raises:
        NotCheckedError: pyshacl could not run a shape.
    """
    asked = list(questions)
    with _failures():
        validator = _validator(data, _in_question(shapes.graph, asked))
        executor, reports, pairs = validator.make_executor(), [], {}
        known = {shape.node: shape for shape in validator.shacl_graph.shapes}
        for question in asked:
            for node in question.focus_nodes:
                _, found = known[question.shape].validate(executor, validator.data_graph, focus=[node])
                reports += found
                pairs.update({result: (question.shape, node) for _, result, _ in found})
        report, _ = Validator.create_validation_report(validator.shacl_graph, not reports, reports)
    return report, [replace(result, pair=pairs.get(result.node)) for result in _results(report)]


def _validator(data: Graph, shapes: Graph) -> Validator:
    # pyshacl.validate() would switch normalization on again, and log to stderr.
    apply_patches()  # type: ignore[no-untyped-call]
    return Validator(
        DataGraph.from_rdflib(_Data(store=data.store, identifier=data.identifier, bind_namespaces="none")),
        shacl_graph=shapes,
        options={"advanced": False, "inference": "none", "logger": _quiet},
    )


def _in_question(shapes: Graph, asked: Iterable[Question]) -> Graph:
    """The shapes of the questions and all that they lead to, without the links that are not in question."""
    found = Graph(bind_namespaces="none")
    links = {question.shape: set(question.links) for question in asked if question.links is not None}
    # A prefix may come from any ontology of the graph.
    waiting = [
        *(question.shape for question in asked),
        *(o for o in shapes.subjects(SH.declare) if (o, RDF.type, OWL.Ontology) in shapes),
    ]
    seen, whole = set(waiting), set()
    while waiting:
        node = waiting.pop()
        for triple in shapes.triples((node, None, None)):
            _, predicate, value = triple
            left_out = node in links and node not in whole and (predicate, value) not in links[node]
            if predicate == SH.message or (left_out and predicate in _LINKS):
                continue
            found.add(triple)
            if value in links and value not in whole:
                # Another shape refers to it, and means all of it.
                whole.add(value)
                waiting.append(value)
            elif value not in seen and not isinstance(value, Literal):
                seen.add(value)
                waiting.append(value)
    return found


_LINKS = (SH.property, SH.sparql)


def _results(report: Graph) -> Iterator[Result]:
    for top in report.subjects(RDF.type, SH.ValidationReport):
        for node in report.objects(top, SH.result):
            messages = sorted(
                str(m) for m in report.objects(node, SH.resultMessage) if isinstance(m, Literal)
            )
            focus, shape = report.value(node, SH.focusNode), report.value(node, SH.sourceShape)
            if focus is None or shape is None:
                raise NotCheckedError("a result without focus node or shape")
            yield Result(
                node=node,
                focus=focus,
                path=report.value(node, SH.resultPath),
                value=report.value(node, SH.value),
                severity=report.value(node, SH.resultSeverity),
                component=report.value(node, SH.sourceConstraintComponent),
                shape=shape,
                constraint=report.value(node, SH.sourceConstraint),
                detail=" ".join(messages),
            )


@contextmanager
def _failures() -> Iterator[None]:
    """Whatever goes wrong while pyshacl runs, as one error."""
    with _literals_as_written():
        try:
            yield
        except Exception as error:
            # Those of pyshacl, rdflib and pyparsing have no base in common; each means a broken shape.
            words = getattr(error, "message", None) or str(error)
            raise NotCheckedError(f"{type(error).__name__}: {words}") from error


@contextmanager
def _literals_as_written() -> Iterator[None]:
    with _lock:
        before = rdflib.NORMALIZE_LITERALS
        rdflib.NORMALIZE_LITERALS = False
        try:
            with decimal.localcontext() as arithmetic:
                # SPARQL has an error in such an expression, not in the query.
                arithmetic.traps[decimal.Overflow] = False
                yield
        finally:
            rdflib.NORMALIZE_LITERALS = before
