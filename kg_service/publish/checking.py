"""Do the editions that are new or changed conform to the shapes, ours and the official ones?

An edition that was found to conform is not checked again, as long as the shapes and the reference data are
the same.

Not here: checking a file before anybody thinks of publishing it (``validation``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg_service.model import Finding, Severity, Text
from kg_service.publish.editions import EDITIONS
from kg_service.publish.files import NamedGraph, objects_in
from kg_service.publish.records import Accepted, EditionRecord, Record, now
from kg_service.store.index import Index
from kg_service.store.rdflib_terms import to_rdflib
from kg_service.store.rdflib_view import graph_of, index_of
from kg_service.validation import Shapes, ValidationReport, check, read_file
from kg_service.validation.context import Assembled
from kg_service.validation.reading import GivenFile
from kg_service.vocabulary import DCAT

SHOWN = 5
"""Editions that are named while they are checked."""
MOST_TRIPLES = 500_000
"""Triples of editions that are checked in one publication. More are a national dataset, which takes the
engine longer than anybody waits; the manifest says which editions were not checked."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check came to."""

    context: str
    """Fingerprint of the shapes and reference data."""
    conforming: frozenset[str]
    """Names of the editions that conform, by this check or an earlier one with the same context."""
    unchecked: tuple[str, ...] = ()
    """Names of those that were not checked."""
    report: ValidationReport | None = None
    """None where nothing had to be checked."""

    def record(self, edition: EditionRecord) -> str:
        """What is noted of an edition."""
        return self.context if edition.name in self.conforming else ""


def check_editions(
    graphs: Sequence[NamedGraph],
    fingerprints: Mapping[str, str],
    before: Record,
    home: Path,
    tell: Callable[[Text], None],
) -> Checked:
    """Check what is new or changed.

    Args:
        graphs: All of the next snapshot.
        fingerprints: Of its editions, by name.
        before: What the current snapshot says of itself.
        home: Its shapes are used.
        tell: Is told what is being done.

    Raises:
        NothingCheckedError: No shape has a focus node in the editions.
        NotCheckedError: The engine could not run a shape.
    """
    editions = {graph.edition.removeprefix(EDITIONS): graph for graph in graphs if graph.edition}
    context = _fingerprint(graphs, home)
    known = {(each.name, each.fingerprint, each.checked) for each in before.editions}
    conforming = {name for name in editions if (name, fingerprints[name], context) in known}
    asked = sorted(editions.keys() - conforming)
    if sum(editions[name].size for name in asked) > MOST_TRIPLES:
        tell(
            Text(
                f"{len(asked)} 个版本没有校验：数据太大（超过 {MOST_TRIPLES} 个三元组）",
                f"{len(asked)} editions were not validated: they are too large (over {MOST_TRIPLES} triples)",
            )
        )
        return Checked(context, frozenset(conforming), tuple(asked))
    if not asked:
        return Checked(context, frozenset(conforming))
    few = len(asked) <= SHOWN
    tell(
        Text(
            f"校验 {'、'.join(asked) if few else f'{len(asked)} 个版本'} ……",
            f"Validating {', '.join(asked) if few else f'{len(asked)} editions'} …",
        )
    )
    report = _report([editions[name] for name in asked], graphs, home)
    return Checked(context, frozenset(conforming | set(asked)), report=report)


def warnings_in(report: ValidationReport | None, before: Record) -> list[Finding]:
    """The warnings that nobody has accepted yet."""
    accepted = {each.key for each in before.accepted}
    found = report.findings if report else ()
    return [each for each in found if each.severity is Severity.WARNING and _key(each) not in accepted]


def accept(warnings: Iterable[Finding], who: str) -> tuple[Accepted, ...]:
    """A note of each warning that a person lets pass."""
    when = now()
    return tuple(Accepted(*_key(each), each.text.en, who, when) for each in warnings)


def _key(found: Finding) -> tuple[str, str, str, str]:
    return found.rule, found.focus, found.path or "", found.value or ""


def _fingerprint(graphs: Sequence[NamedGraph], home: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted([*home.glob("shapes/*.ttl"), *home.glob("shapes/*/*-SHACL.ttl")]):
        digest.update(path.read_bytes())
    for graph in sorted((g for g in graphs if g.is_default), key=lambda g: g.iri):
        digest.update(graph.iri.encode())
        digest.update(graph.ntriples)
    return digest.hexdigest()


def _report(asked: Sequence[NamedGraph], graphs: Sequence[NamedGraph], home: Path) -> ValidationReport:
    triples: list[ox.Triple] = []
    concerned: dict[ox.NamedNode | ox.BlankNode | ox.Triple, GivenFile] = {}
    given = []
    for graph in asked:
        file = _given(graph)
        given.append(file)
        for triple in index_of(file.graph).triples():
            triples.append(triple)
            concerned.setdefault(triple.subject, file)
    for graph in _around(asked, graphs):
        triples += _triples(graph)
    nodes = {to_rdflib(node): file for node, file in concerned.items()}
    return check(given, Assembled(graph_of(Index(triples)), nodes), Shapes.load(home))


def _given(graph: NamedGraph) -> GivenFile:
    """The file that a graph was read from, so that findings have places; else the graph itself."""
    if len(graph.documents) == 1:
        return read_file(graph.documents[0])
    return GivenFile(f"<{graph.iri}>", graph_of(Index(_triples(graph))))


def _triples(graph: NamedGraph) -> Iterable[ox.Triple]:
    read = ox.parse(graph.ntriples, format=ox.RdfFormat.N_TRIPLES, lenient=True)
    return (quad.triple for quad in read)


def _around(asked: Sequence[NamedGraph], graphs: Sequence[NamedGraph]) -> Iterable[NamedGraph]:
    """Reference data, ontology, and the editions that those in question name as the ones before them."""
    earlier = {
        iri for graph in asked for iri in objects_in(graph.lines, graph.edition, str(DCAT.previousVersion))
    }
    for graph in graphs:
        if graph.is_default or (graph.edition in earlier and graph not in asked):
            yield graph
