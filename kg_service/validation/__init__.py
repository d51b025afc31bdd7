"""Check files and say where and what is wrong.

RDF files are put into the data of the home and checked against the shapes, ours and those of CPSV-AP. A
document is checked cell by cell as well, and against the edition before it (``documents``).

Not here: laying findings out for people (``outputs``, ``cli``), reading documents (``editions``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import RDF, BNode, Graph, Literal
from rdflib.term import Node

from kg_service.editions.reading.files import read_document
from kg_service.errors import NothingCheckedError
from kg_service.model import LANGS, Finding, Reading, Severity
from kg_service.store.rdf_files import SYNTAXES, GivenFile, read_file
from kg_service.validation.context import Assembled, assemble
from kg_service.validation.dataset import CheckedDataset
from kg_service.validation.findings import concerns, finding, labels_of
from kg_service.validation.mappings import is_mappings, read_checked
from kg_service.validation.planned import run_shapes
from kg_service.validation.report import ValidationReport, merged
from kg_service.validation.rules import texts_of_shapes
from kg_service.validation.shapes import Engine, Shapes, shape_name
from kg_service.vocabulary import PREFIXES, SH

if TYPE_CHECKING:
    from kg_service.editions.decisions import Decisions
    from kg_service.store import Store
    from kg_service.validation.engine import Result

__all__ = [
    "SYNTAXES", "CheckedDataset", "Shapes", "ValidationReport", "check", "merged", "read_file",
    "shape_name", "validate", "validate_document", "validate_files",
]  # fmt: skip


def validate(
    paths: Sequence[Path | str],
    home: Path,
    *,
    against: str | None = None,
    base: Sequence[str] = (),
    decisions: Path | None = None,
    engine: Engine = "plan",
) -> ValidationReport:
    """Check files of any form: those that are RDF together, documents each by itself.

    Args:
        paths: At least one file.
        home: Folder with ``ontology/``, ``data/`` and ``shapes/``.
        against: Edition or file that the drafts follow; see ``validate_document``. RDF files are held against
            it only where it is given.
        base: Editions or files that set the least.
        decisions: File of what people decided about which service continues which; the home's own where None.
        engine: ``plan`` or ``pyshacl``, which say the same; see ``Shapes``.

    Returns:
        One report, the RDF files first.

    Raises:
        KgServiceError: See ``validate_files`` and ``validate_document``.
    """
    rdf = [path for path in map(Path, paths) if path.suffix.lower() in SYNTAXES or is_mappings(path)]
    documents = [path for path in map(Path, paths) if path not in rdf]
    # Documents are read in processes of their own; what they are held against is loaded in the meantime.
    pool = ThreadPoolExecutor(1)
    try:
        read = [(path, pool.submit(read_document, path)) for path in documents]
        return _validate(rdf, read, home, against, base, decisions, engine)
    finally:
        pool.shutdown(cancel_futures=True)


def _validate(
    rdf: Sequence[Path],
    documents: Sequence[tuple[Path, Future[Reading]]],
    home: Path,
    against: str | None,
    base: Sequence[str],
    decisions: Path | None,
    engine: Engine,
) -> ValidationReport:
    from kg_service.editions.decisions import find_decisions
    from kg_service.validation.bounded import validate_bounded
    from kg_service.validation.documents import validate_document
    from kg_service.validation.earlier import store_of
    from kg_service.validation.graphs import validate_graphs

    said = find_decisions(home, None if decisions is None else str(decisions))
    reports = []
    if rdf and not (against or base):
        reports.append(validate_bounded(rdf, home, engine=engine))
    if not (documents or against or base):
        return merged(reports)
    shapes, store = Shapes.load(home, engine=engine), store_of(home)
    if rdf and (against or base):
        reports.append(validate_graphs(rdf, home, against, base, said, shapes=shapes, store=store))
    for path, reading in documents:
        held = validate_document(
            path, home, against, base, said, shapes=shapes, store=store, reading=reading.result()
        )
        reports.append(held)
    return merged(reports)


def validate_document(
    path: Path | str,
    home: Path,
    against: str | None = None,
    base: Sequence[str] = (),
    decisions: Decisions | None = None,
    *,
    shapes: Shapes | None = None,
    store: Store | None = None,
    content: bytes | None = None,
) -> ValidationReport:
    """Check a draft of the list; see ``documents.validate_document``, which is loaded when it is needed."""
    from kg_service.editions.decisions import NONE
    from kg_service.validation import documents

    return documents.validate_document(
        Path(path), home, against, base, decisions or NONE, shapes=shapes, store=store, content=content
    )


def validate_files(
    paths: Sequence[Path | str], home: Path, *, shapes: Shapes | None = None
) -> ValidationReport:
    """Check files together with the ontology, the reference data and the editions of *home*.

    A changed copy of a file of the home takes the place of that file (``context.assemble``). Findings are
    reported whose focus node or value the given files answer for.

    Args:
        paths: RDF files and files of links, at least one; the ending of the name says which (``SYNTAXES``).
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
    given = [read_checked(Path(path)) for path in paths]
    return check(given, assemble(given, home), shapes or Shapes.load(home))


def check(
    given: Sequence[GivenFile], assembled: Assembled, shapes: Shapes, unasked: Collection[str] = ()
) -> ValidationReport:
    """Run *shapes* over what was assembled and report what concerns the given files.

    Args:
        given, assembled, shapes: What is checked against what.
        unasked: See ``run_shapes``.

    Raises:
        NothingCheckedError: No shape has a focus node in the files.
        NotCheckedError: The engine could not run a shape.
    """
    documents = tuple(file.document for file in given)
    report, results, focus_nodes = run_shapes(assembled.graph, shapes, unasked)
    concerned = assembled.concerned.keys()
    checked = {shape: len(nodes & concerned) for shape, nodes in sorted(focus_nodes.items())}
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
        rules=texts_of_shapes(findings, shapes),
    )


def _order(documents: tuple[str, ...]) -> Callable[[Finding], tuple[object, ...]]:
    def key(found: Finding) -> tuple[object, ...]:
        place = found.place
        position = (
            (documents.index(place.document), place.line or 0, place.column or 0) if place else (-1, 0, 0)
        )
        return (*position, found.focus, found.path or "", found.rule, found.value or "")

    return key


def _shacl(report: Graph | None, kept: Iterable[tuple[Result, Finding]]) -> str:
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
        for triple in _described(report or graph, result.node):
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
