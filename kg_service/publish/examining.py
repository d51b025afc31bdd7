"""The check of editions and links that are to be published, for a process of its own.

Not here: which editions are checked, and what follows from it (``checking``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg_service.editions.decisions import Decisions
from kg_service.editions.opening import REFERENCE_FILES, edition_of_lines
from kg_service.errors import KgServiceError, NothingCheckedError
from kg_service.model import Edition, Finding, Severity
from kg_service.publish.files import NamedGraph
from kg_service.publish.held import Held
from kg_service.store.index import Index
from kg_service.store.places import same_graph
from kg_service.store.rdf_files import GivenFile, read_file
from kg_service.store.rdflib_terms import to_rdflib
from kg_service.store.rdflib_view import graph_of, index_of
from kg_service.validation import Shapes, ValidationReport, check
from kg_service.validation.context import Assembled
from kg_service.validation.graphs import lost_in, with_lost
from kg_service.validation.mappings import read_checked
from kg_service.validation.report import merged
from kg_service.validation.succession_rules import BEFORE, CORRECTED
from kg_service.vocabulary import EDITIONS, graph_iri

LINK_RULES = Path("shapes", "links.ttl")
"""Of a home: the shapes that links are held against; without them links are not checked."""


def examine(
    asked: Sequence[NamedGraph],
    links: Sequence[NamedGraph],
    around: Sequence[NamedGraph],
    held: Sequence[Held],
    home: Path,
    decisions: Decisions,
) -> ValidationReport:
    """Check editions by the shapes and against earlier ones, as ``kg validate --against``, and the links.

    Args:
        asked: The editions.
        links: The links that hold, and the records of all of them.
        around: What they are checked with: reference data and the editions before them.
        held: What is to be held against what.
        home: Its shapes are used.
        decisions: What people said about which service continues which, and what ends.

    Returns:
        All findings. What one has lost by its correction is a warning at most: the correction has a reason.

    Raises:
        NothingCheckedError: No shape has a focus node in the editions.
        NotCheckedError: The engine could not run a shape.
    """
    given = {graph.iri: _given(graph) for graph in asked}
    report = check(list(given.values()), _assembled(given, around), Shapes.load(home))
    reference = _reference(around)

    @cache
    def opened(graph: NamedGraph) -> Edition:
        return edition_of_lines(_name(graph), graph.lines, reference, home)

    lost: list[Finding] = []
    for each in held:
        family = CORRECTED if each.is_correction else BEFORE
        file = given[each.edition.iri]
        for finding in lost_in(opened(each.before), opened(each.edition), file, decisions, family):
            is_warning = each.is_correction and finding.severity is Severity.VIOLATION
            severity = Severity.WARNING if is_warning else finding.severity
            # A warning is accepted for its edition only.
            lost.append(replace(finding, focus=each.edition.edition or "", severity=severity))
    against: dict[str, str] = {}
    for each in held:
        document, name = given[each.edition.iri].document, _name(each.before)
        against[document] = f"{against[document]}, {name}" if document in against else name
    # What is published already was held against the one before when it was new, with the decisions of then.
    report = with_lost(report, lost, against, {graph.edition or "" for graph in asked})
    return merged([report, *_examine_links(links, around, home)])


def _examine_links(
    links: Sequence[NamedGraph], around: Sequence[NamedGraph], home: Path
) -> Iterable[ValidationReport]:
    rules = home / LINK_RULES
    if not links or not rules.is_file():
        return
    given = {file.document: file for file in _given_links(links)}
    others = [graph for graph in around if graph not in links]
    # Where no link is of a kind that has rules, there is nothing to check.
    with suppress(NothingCheckedError):
        yield check(list(given.values()), _assembled(given, others), Shapes.read([rules]))


def _given_links(graphs: Sequence[NamedGraph]) -> list[GivenFile]:
    """The files of links, so that findings name line and column; else the graphs themselves."""
    documents = sorted({document for graph in graphs for document in graph.documents})
    with suppress(KgServiceError):
        files = [read_checked(document) for document in documents]
        told = {triple for file in files for triple in index_of(file.graph).triples()}
        # What is published is what is checked, also where a file has changed meanwhile.
        if told == {triple for graph in graphs for triple in _triples(graph)}:
            return files
    return [GivenFile(f"<{graph.iri}>", graph_of(Index(_triples(graph)))) for graph in graphs]


def _reference(around: Sequence[NamedGraph]) -> dict[str, Sequence[bytes]]:
    """What editions are read with: the graphs that a home makes, or all reference data, however called."""
    found: dict[str, Sequence[bytes]] = {
        name: graph.lines for name in REFERENCE_FILES for graph in around if graph.iri == graph_iri(name)
    }
    if len(found) == len(REFERENCE_FILES):
        return found
    lines = {line for graph in around if graph.role == "reference" for line in graph.lines}
    return {next(iter(REFERENCE_FILES)): sorted(lines)}


def _name(graph: NamedGraph) -> str:
    return (graph.edition or "").removeprefix(EDITIONS)


def _assembled(given: Mapping[str, GivenFile], around: Iterable[NamedGraph]) -> Assembled:
    triples: list[ox.Triple] = []
    concerned: dict[ox.NamedNode | ox.BlankNode | ox.Triple, GivenFile] = {}
    for file in given.values():
        for triple in index_of(file.graph).triples():
            triples.append(triple)
            concerned.setdefault(triple.subject, file)
    for graph in around:
        triples += _triples(graph)
    nodes = {to_rdflib(node): file for node, file in concerned.items()}
    return Assembled(graph_of(Index(triples)), nodes)


def _given(graph: NamedGraph) -> GivenFile:
    """The file that a graph was read from, so that findings have places; else the graph itself."""
    own = GivenFile(f"<{graph.iri}>", graph_of(Index(_triples(graph))))
    if len(graph.documents) == 1:
        with suppress(KgServiceError):
            file = read_file(graph.documents[0])
            # What is published is what is checked, also where the file has changed meanwhile.
            return file if same_graph(file.graph, own.graph) else own
    return own


def _triples(graph: NamedGraph) -> Iterable[ox.Triple]:
    read = ox.parse(graph.ntriples, format=ox.RdfFormat.N_TRIPLES, lenient=True)
    return (quad.triple for quad in read)
