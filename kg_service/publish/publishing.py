"""The story of a publication: read, hold against what is published, build aside, check, switch.

Whatever goes wrong on the way leaves the snapshot before in use, and nothing behind.

    graphs   the home or files: ``gathering``      N-Quads   a whole dataset, taken as it is
      └─ immutability ─ fill a draft ─ read it again ─ shapes and succession ─ seal ─ install

Not here: publishing into a remote engine (``remote``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg_service.editions.decisions import Decisions, find_decisions
from kg_service.errors import DamagedSnapshotError, PublicationStoppedError
from kg_service.model import Finding, Severity, Text
from kg_service.publish import assemble, queries_of
from kg_service.publish.building import Progress, fill, nothing, read_again, seal
from kg_service.publish.checking import Checked, accept, check_editions, warnings_in
from kg_service.publish.editions import EditionGraph, editions_in, editions_of
from kg_service.publish.files import NamedGraph
from kg_service.publish.folder import changing, draft, install
from kg_service.publish.gathering import graphs_in, of_home, read_given, with_given
from kg_service.publish.history import Entry
from kg_service.publish.immutability import corrections_of
from kg_service.publish.layout import NAME, SnapshotFolder
from kg_service.publish.published import Published, published_in
from kg_service.publish.records import Correction, Record, now


@dataclass(frozen=True, slots=True)
class Order:
    """What a person says of a publication."""

    who: str = ""
    reason: str = ""
    accepts: bool = False
    """Whether warnings may stand."""
    correct: tuple[str, ...] = ()
    """Names of published editions that are to be corrected."""
    wait: float = 0
    """Seconds to wait for another publication into the same folder."""
    decisions: Decisions | None = None
    """What people decided about which service continues which; those of the home where None."""


PLAIN = Order()
"""Nothing is said."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What may be published, wherever it goes."""

    record: Record
    """What is noted of it."""
    warnings: tuple[Finding, ...]
    """Those that are let pass."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of it."""

    snapshot: SnapshotFolder
    is_new: bool
    """Whether anything has changed."""
    warnings: tuple[Finding, ...]
    """Those that were let pass."""


def publish_graphs(
    target: Path,
    home: Path,
    files: Sequence[Path] = (),
    order: Order = PLAIN,
    progress: Progress = nothing,
) -> Publication:
    """Publish a home, or files on top of what is published, into a folder of snapshots.

    Args:
        target: The folder; made where it is not there.
        home: Its files are published where none are given; its shapes are what is checked against.
        files: RDF files, each an edition or reference data; see ``gathering``.
        order: What a person says of it.
        progress: Is told what is being done.

    Returns:
        The snapshot that is current now.

    Raises:
        UnreadableFileError, SyntaxProblemError, DatasetProblemError: The files do not make a dataset.
        EditionMissingError, EditionChangedError, UnknownEditionError, BadValueError: See ``immutability``.
        PublicationStoppedError: There are violations, or warnings that nobody accepts.
        NothingCheckedError, NotCheckedError: See ``check_editions``.
        DamagedSnapshotError: What was written is not what went in.
        PublishBusyError, NotPublishedError: The folder can't be changed.
    """
    given = read_given(files)
    with changing(target, order.who, order.wait):
        published = published_in(target)
        graphs = gather(home, given, published)
        editions = list(editions_of(graphs))
        corrections = corrections_of(editions, published, order.correct, order.reason, order.who)
        dataset = assemble(graphs, queries_of(home), corrections)
        with draft(target) as folder:
            filled = fill(folder, dataset, None, progress)
            progress(Text("核对写出的内容 ……", "Reading again what was written …"))
            read_again(filled, {graph.iri: graph.size for graph in graphs})
            _same_editions(filled, editions)
            source = "files" if files else "home"
            judged = judge(graphs, editions, home, order, published, corrections, source, progress)
            return _finish(target, filled, judged, progress)


def publish_data(
    target: Path,
    data: Path,
    home: Path,
    order: Order = PLAIN,
    progress: Progress = nothing,
) -> Publication:
    """Publish N-Quads as a whole dataset into a folder of snapshots.

    Args:
        data: N-Quads in any order.
        target, home, order, progress: See ``publish_graphs``.

    Returns, Raises:
        See ``publish_graphs``.
    """
    with changing(target, order.who, order.wait), draft(target) as folder:
        published = published_in(target)
        filled = fill(folder, data, None, progress)
        progress(Text("核对写出的内容 ……", "Reading again what was written …"))
        read_again(filled)
        editions = list(editions_in(filled.dumps))
        corrections = corrections_of(editions, published, order.correct, order.reason, order.who)
        graphs = graphs_in(filled.dumps) if editions else []
        judged = judge(graphs, editions, home, order, published, corrections, "data", progress)
        return _finish(target, filled, judged, progress)


def gather(home: Path, given: Sequence[NamedGraph], published: Published) -> list[NamedGraph]:
    """The graphs of the next snapshot, its description left out; see ``gathering``."""
    if given and published.snapshot:
        base = published.graphs()
        published.require_whole(base)
        return with_given(base, given)
    if given:
        return with_given(of_home(home, ()), given)
    return of_home(home, published.graphs() if published.current else ())


def judge(
    graphs: Sequence[NamedGraph],
    editions: Sequence[EditionGraph],
    home: Path,
    order: Order,
    published: Published,
    corrections: tuple[Correction, ...],
    source: str,
    tell: Progress,
) -> Judged:
    """Check what is to be published, and say what is noted of it.

    Args:
        graphs: All that the editions are checked with.
        editions: All of the next snapshot.
        home: Its shapes are what is checked against, and its decisions hold where the order has none.
        order: What a person says of the publication.
        published: What was published before.
        corrections: All of them, the earlier ones first.
        source: See ``Record``.
        tell: Is told what is being done.

    Raises:
        PublicationStoppedError: There are violations, or warnings that nobody accepts.
        NothingCheckedError, NotCheckedError: See ``check_editions``.
    """
    before = published.record
    fingerprints = {edition.name: edition.fingerprint for edition in editions}
    decisions = find_decisions(home, None) if order.decisions is None else order.decisions
    checked = check_editions(graphs, fingerprints, published, home, decisions, tell)
    warnings = _let_pass(checked, before, order)
    record = Record(
        when=now(),
        who=order.who,
        reason=order.reason,
        source=source,
        editions=tuple(edition.record(checked.record(edition.name)) for edition in editions),
        accepted=(*before.accepted, *accept(warnings, order.who)),
        corrections=corrections,
    )
    return Judged(record, warnings)


def _let_pass(checked: Checked, before: Record, order: Order) -> tuple[Finding, ...]:
    """The warnings that are let pass.

    Raises:
        PublicationStoppedError: There are violations, or warnings that nobody accepts.
    """
    warnings = warnings_in(checked.report, before)
    violations = checked.report.count(Severity.VIOLATION) if checked.report else 0
    if violations or (warnings and not order.accepts):
        raise PublicationStoppedError(violations, len(warnings), checked.report)
    return tuple(warnings)


def _finish(target: Path, filled: SnapshotFolder, judged: Judged, tell: Progress) -> Publication:
    """Switch to a draft that is filled and was judged."""
    record = judged.record
    fingerprints = {edition.name: edition.fingerprint for edition in record.editions}
    tell(Text("写入磁盘并切换 ……", "Writing to disk and switching …"))
    sealed = seal(filled, record)

    def announce(before: str, after: str) -> Entry:
        return Entry(record.when, record.who, "publish", before, after, record.reason, fingerprints)

    snapshot, is_new = install(target, sealed, announce)
    return Publication(snapshot, is_new, judged.warnings)


def _same_editions(filled: SnapshotFolder, editions: Sequence[EditionGraph]) -> None:
    """Hold the editions that were written against those that went in, statement by statement."""
    written = {edition.name: edition for edition in editions_in(filled.dumps)}
    for edition in editions:
        found = written.get(edition.name)
        if found is None or (found.fingerprint, found.services) != (edition.fingerprint, edition.services):
            problem = Text(
                f"版本 {edition.name} 写出后与原来的不同",
                f"the edition {edition.name} is not the same after it was written",
            )
            raise DamagedSnapshotError(filled.identity[:NAME], [problem])
