"""Check files against the shapes, ours and those of CPSV-AP, and say where and what is wrong.

The story in one function: read the files, put them into the data of the home, run the shapes, keep what
concerns the files, word it and place it.

Not here: laying findings out for people (``cli``), reading documents that are no RDF (``editions``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from rdflib import RDF, BNode, Graph, Literal
from rdflib.term import Node

from kg_service.errors import NothingCheckedError
from kg_service.model import LANGS, Finding, Severity
from kg_service.validation.context import Assembled, assemble
from kg_service.validation.engine import Result, run
from kg_service.validation.findings import concerns, finding, labels_of
from kg_service.validation.reading import SYNTAXES, GivenFile, read_file
from kg_service.validation.report import ValidationReport
from kg_service.validation.shapes import Shapes, shape_name
from kg_service.vocabulary import PREFIXES, SH

__all__ = [
    "SYNTAXES", "Shapes", "ValidationReport", "check", "read_file", "shape_name",
    "validate_files",
]  # fmt: skip


def validate_files(
    paths: Sequence[Path | str], home: Path, *, shapes: Shapes | None = None
) -> ValidationReport:
    """Check files together with the ontology, the reference data and the editions of *home*.

    A changed copy of a file of the home takes the place of that file (``context.assemble``). Findings are
    reported whose focus node or value the given files answer for.

    Args:
        paths: RDF files, at least one; the ending of the name says the syntax (``SYNTAXES``).
        home: Folder with ``ontology/``, ``data/`` and ``shapes/``.
        shapes: What to check against; those of *home* where None.

    Returns:
        The findings, sorted by file, line and column.

    Raises:
        UnreadableFileError: A file is missing, can't be opened, or its name says no syntax.
        SyntaxProblemError: A file does not parse.
        NothingCheckedError: No shape has a focus node in the files.
        NotCheckedError: The engine could not run a shape.
    """
    given = [read_file(Path(path)) for path in paths]
    return check(given, assemble(given, home), shapes or Shapes.load(home))


def check(given: Sequence[GivenFile], assembled: Assembled, shapes: Shapes) -> ValidationReport:
    """Run *shapes* over what was assembled and report what concerns the given files.

    Raises:
        NothingCheckedError: No shape has a focus node in the files.
        NotCheckedError: The engine could not run a shape.
    """
    concerned = assembled.concerned.keys()
    checked = {str(shape): len(nodes & concerned) for shape, nodes in shapes.focus_nodes(assembled.graph)}
    documents = tuple(file.document for file in given)
    report, results = run(assembled.graph, shapes)
    kept = [result for result in results if concerns(result, assembled)]
    if not any(checked.values()) and not kept:
        raise NothingCheckedError(documents)
    findings = [finding(result, shapes, assembled, given) for result in kept]
    return ValidationReport(
        conforms=all(found.severity is not Severity.VIOLATION for found in findings),
        findings=tuple(sorted(findings, key=_order(documents))),
        checked=checked,
        labels=labels_of(kept, shapes, assembled.graph),
        documents=documents,
        shacl=_shacl(report, zip(kept, findings, strict=True)),
    )


def _order(documents: tuple[str, ...]) -> Callable[[Finding], tuple[object, ...]]:
    def key(found: Finding) -> tuple[object, ...]:
        place = found.place
        position = (
            (documents.index(place.document), place.line or 0, place.column or 0) if place else (-1, 0, 0)
        )
        return (*position, found.focus, found.path or "", found.rule, found.value or "")

    return key


def _shacl(report: Graph, kept: Iterable[tuple[Result, Finding]]) -> str:
    """The engine's report on the kept results, with our messages beside its own words."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    top = BNode()
    graph.add((top, RDF.type, SH.ValidationReport))
    conforms = True
    for result, found in kept:
        conforms = False
        graph.add((top, SH.result, result.node))
        for triple in _described(report, result.node):
            graph.add(triple)
        for lang in LANGS:
            graph.add((result.node, SH.resultMessage, Literal(found.text.of(lang), lang=lang)))
    # SHACL, section 3.6.1: a report conforms if and only if it has no result, of whatever severity.
    graph.add((top, SH.conforms, Literal(conforms)))
    return graph.serialize(format="turtle")


def _described(report: Graph, node: Node) -> Iterator[tuple[Node, Node, Node]]:
    """A result and what hangs on it by blank nodes: its path, its constraint."""
    waiting, seen = [node], {node}
    while waiting:
        for triple in report.triples((waiting.pop(), None, None)):
            yield triple
            if isinstance(triple[2], BNode) and triple[2] not in seen:
                seen.add(triple[2])
                waiting.append(triple[2])
