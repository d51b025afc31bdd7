"""The story of a publication: read, hold against what is published, build aside, check, switch.

Whatever goes wrong on the way leaves the snapshot before in use, and nothing behind.

    graphs   the home or files: ``gathering``      N-Quads   a whole dataset, taken as it is
      └─ immutability ─ fill a draft ─ read it again ─ shapes ─ seal ─ install

Not here: publishing into a remote engine (``remote``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

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
from kg_service.publish.layout import SnapshotFolder
from kg_service.publish.published import Published, published_in
from kg_service.publish.records import Correction, EditionRecord, Record, now


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


PLAIN = Order()
"""Nothing is said."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of it."""

    snapshot: SnapshotFolder
    is_new: bool
    """Whether anything has changed."""
    warnings: tuple[Finding, ...]
    """Those that were let pass."""
    unchecked: tuple[str, ...]
    """Names of editions that were not validated."""


def publish_graphs(
    target: Path,
    home: Path,
    files: Sequence[Path] = (),
    order: Order = PLAIN,
    progress: Progress | None = None,
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
    tell = progress or nothing
    given = read_given(files)
    with changing(target, order.who, order.wait):
        published = published_in(target)
        graphs = gather(home, given, published)
        editions = list(editions_of(graphs))
        made = corrections_of(editions, published, order.correct, order.reason, order.who)
        corrections = (*published.record.corrections, *made)
        dataset = assemble(graphs, queries_of(home), corrections)
        with draft(target) as folder:
            filled = fill(folder, dataset, None, tell)
            tell(Text("核对写出的内容 ……", "Reading again what was written …"))
            read_again(filled, {graph.iri: graph.size for graph in graphs})
            _same_editions(filled, editions)
            return _finish(
                target, filled, editions, graphs, home, order, published, corrections,
                "files" if files else "home", tell,
            )  # fmt: skip


def publish_data(
    target: Path,
    data: Path,
    home: Path,
    order: Order = PLAIN,
    progress: Progress | None = None,
) -> Publication:
    """Publish N-Quads as a whole dataset into a folder of snapshots.

    Args:
        data: N-Quads in any order.
        target, home, order, progress: See ``publish_graphs``.

    Returns, Raises:
        See ``publish_graphs``.
    """
    tell = progress or nothing
    with changing(target, order.who, order.wait), draft(target) as folder:
        published = published_in(target)
        filled = fill(folder, data, None, tell)
        tell(Text("核对写出的内容 ……", "Reading again what was written …"))
        read_again(filled)
        editions = list(editions_in(filled.dumps))
        made = corrections_of(editions, published, order.correct, order.reason, order.who)
        corrections = (*published.record.corrections, *made)
        graphs = graphs_in(filled.dumps) if editions else []
        return _finish(
            target, filled, editions, graphs, home, order, published, corrections, "data", tell
        )  # fmt: skip


def gather(home: Path, given: Sequence[NamedGraph], published: Published) -> list[NamedGraph]:
    """The graphs of the next snapshot, its description left out; see ``gathering``."""
    if given and published.snapshot:
        base = published.graphs()
        published.require_whole(base)
        return with_given(base, given)
    if given:
        return with_given(of_home(home, ()), given)
    return of_home(home, published.graphs() if published.current else ())


def records_of(
    editions: Iterable[EditionGraph], checked: Callable[[EditionRecord], str]
) -> tuple[EditionRecord, ...]:
    """What a manifest says of the editions."""
    plain = (EditionRecord(e.name, e.graph, e.fingerprint, len(e.lines), e.services) for e in editions)
    return tuple(
        EditionRecord(e.name, e.graph, e.fingerprint, e.triples, e.services, checked(e)) for e in plain
    )


def let_pass(checked: Checked, before: Record, order: Order) -> tuple[Finding, ...]:
    """The warnings that are let pass.

    Raises:
        PublicationStoppedError: There are violations, or warnings that nobody accepts.
    """
    warnings = warnings_in(checked.report, before)
    violations = checked.report.count(Severity.VIOLATION) if checked.report else 0
    if violations or (warnings and not order.accepts):
        raise PublicationStoppedError(violations, len(warnings), checked.report)
    return tuple(warnings)


def _finish(
    target: Path,
    filled: SnapshotFolder,
    editions: Sequence[EditionGraph],
    graphs: Sequence[NamedGraph],
    home: Path,
    order: Order,
    published: Published,
    corrections: Sequence[Correction],
    source: str,
    tell: Progress,
) -> Publication:
    """Check a draft that is filled, and switch to it."""
    fingerprints = {edition.name: edition.fingerprint for edition in editions}
    checked = check_editions(graphs, fingerprints, published.record, home, tell)
    warnings = let_pass(checked, published.record, order)
    record = Record(
        when=now(),
        who=order.who,
        reason=order.reason,
        source=source,
        editions=records_of(editions, checked.record),
        accepted=(*published.record.accepted, *accept(warnings, order.who)),
        corrections=tuple(corrections),
    )
    tell(Text("写入磁盘并切换 ……", "Writing to disk and switching …"))
    sealed = seal(filled, record)

    def announce(before: str, after: str) -> Entry:
        return Entry(record.when, order.who, "publish", before, after, order.reason, fingerprints)

    snapshot, is_new = install(target, sealed, announce)
    return Publication(snapshot, is_new, warnings, checked.unchecked)


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
            raise DamagedSnapshotError(filled.identity[:16], [problem])
