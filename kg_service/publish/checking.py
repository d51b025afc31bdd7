"""Do the editions that are new or changed conform to the shapes, and do they take back what was granted?

An edition that was found to conform is not checked again, as long as the shapes, the reference data and the
links are the same. The links are checked with those that are.

Not here: the check itself (``examining``), checking a file before anybody thinks of publishing it
(``validation``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg_service.editions.decisions import Decisions
from kg_service.model import Finding, Severity, Text
from kg_service.publish.examining import examine
from kg_service.publish.files import NamedGraph, objects_in
from kg_service.publish.held import held_against
from kg_service.publish.published import Published
from kg_service.publish.records import Accepted, Record, now
from kg_service.validation import ValidationReport
from kg_service.validation.bounded import bounded
from kg_service.validation.shapes import shape_files
from kg_service.vocabulary import DCAT, EDITIONS

LINKS = ("links", "mappings")
"""Roles of the graphs of links: of those that hold, and of the records of all."""
SHOWN = 5
"""Editions that are named while they are checked."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check came to."""

    context: str
    """Fingerprint of the shapes, the reference data and the links."""
    conforming: frozenset[str]
    """Names of the editions that conform, by this check or an earlier one with the same context."""
    report: ValidationReport | None = None
    """None where nothing had to be checked."""

    def record(self, edition: str) -> str:
        """What is noted of the edition of that name."""
        return self.context if edition in self.conforming else ""


def check_editions(
    graphs: Sequence[NamedGraph],
    fingerprints: Mapping[str, str],
    published: Published,
    home: Path,
    decisions: Decisions,
    tell: Callable[[Text], None],
) -> Checked:
    """Check what is new or changed, in a process of its own: drafts come from somewhere.

    Args:
        graphs: All of the next snapshot.
        fingerprints: Of its editions, by name.
        published: What is published now.
        home: Its shapes are used.
        decisions: What people said about which service continues which, and what ends.
        tell: Is told what is being done.

    Raises:
        NothingCheckedError: No shape has a focus node in the editions.
        NotCheckedError: The engine could not run a shape.
        CheckStoppedError: It took more time or memory than it may.
    """
    editions = {graph.edition.removeprefix(EDITIONS): graph for graph in graphs if graph.edition}
    context = _fingerprint(graphs, home)
    known = {(each.name, each.fingerprint, each.checked) for each in published.record.editions}
    conforming = {name for name in editions if (name, fingerprints[name], context) in known}
    names = sorted(editions.keys() - conforming)
    if not names:
        return Checked(context, frozenset(conforming))
    few = len(names) <= SHOWN
    tell(
        Text(
            f"校验 {'、'.join(names) if few else f'{len(names)} 个版本'} ……",
            f"Validating {', '.join(names) if few else f'{len(names)} editions'} …",
        )
    )
    asked = tuple(editions[name] for name in names)
    links = tuple(graph for graph in graphs if graph.role in LINKS)
    around = tuple(_around(asked, graphs))
    held = held_against(editions, fingerprints, published)
    report = bounded(
        *(examine, asked, links, around, held, home, decisions),
        names=names,
        size=sum(len(line) for graph in {*asked, *links, *around} for line in graph.lines),
        readable=(home, *(document for graph in (*asked, *links) for document in graph.documents)),
    )
    return Checked(context, frozenset(conforming | set(names)), report)


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
    for path in shape_files(home):
        digest.update(path.read_bytes())
    for graph in sorted((g for g in graphs if g.is_default or g.role in LINKS), key=lambda g: g.iri):
        digest.update(graph.iri.encode())
        digest.update(graph.ntriples)
    return digest.hexdigest()


def _around(asked: Sequence[NamedGraph], graphs: Sequence[NamedGraph]) -> Iterable[NamedGraph]:
    """Reference data, ontology, and the editions that those in question name as the ones before them."""
    earlier = {
        iri for graph in asked for iri in objects_in(graph.lines, graph.edition, str(DCAT.previousVersion))
    }
    for graph in graphs:
        if graph.is_default or (graph.edition in earlier and graph not in asked):
            yield graph
