"""The only code that runs pyshacl.

It gets parsed graphs only, since it would fetch or open a text; no SHACL-AF and no imports are on. Literals
stay as they are written: normalizing ``1E+999999999`` as a decimal costs gigabytes.

Not here: the wording of a finding (``findings``), the shapes (``shapes``).
"""

from __future__ import annotations

import decimal
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any, ClassVar

import rdflib
from pyshacl.graph_abstraction import DataGraph
from pyshacl.monkey import apply_patches
from pyshacl.validator import Validator
from rdflib import RDF, Graph, Literal
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


class _Data(Graph):
    """A graph that parses the text of each constraint once, not once for every focus node."""

    prepared: ClassVar[dict[str, Query]] = {}

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(query_object, str):
            if query_object not in self.prepared:
                self.prepared[query_object] = prepareQuery(query_object)
            query_object = self.prepared[query_object]
        return super().query(query_object, *args, **kwargs)


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
    subject = _Data(store=data.store, identifier=data.identifier, bind_namespaces="none")
    with _literals_as_written():
        try:
            # pyshacl.validate() would switch normalization on again, and log to stderr.
            apply_patches()  # type: ignore[no-untyped-call]
            validator = Validator(
                DataGraph.from_rdflib(subject),
                shacl_graph=shapes.without_messages,
                options={"advanced": False, "inference": "none", "logger": _quiet},
            )
            _, report, words = validator.run()  # type: ignore[no-untyped-call]
        except Exception as error:
            # Those of pyshacl, rdflib and pyparsing have no base in common; each means a broken shape.
            words = getattr(error, "message", None) or str(error)
            raise NotCheckedError(f"{type(error).__name__}: {words}") from error
    if not isinstance(report, Graph):
        raise NotCheckedError(words.strip())
    return report, list(_results(report))


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
