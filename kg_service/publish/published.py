"""What has been published so far, as far as the next publication has to respect it.

Not here: what a remote engine says of itself (``remote``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg_service.errors import UnreadableFileError
from kg_service.formats import NTRIPLES
from kg_service.publish import history
from kg_service.publish.editions import EditionGraph, editions_in, lines_of
from kg_service.publish.files import NamedGraph
from kg_service.publish.gathering import graphs_in, require_whole
from kg_service.publish.layout import SnapshotFolder, all_snapshots, open_snapshot
from kg_service.publish.records import EditionRecord, Record


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """One edition as it was last published."""

    name: str
    fingerprint: str
    snapshot: str
    """Name of the snapshot."""
    load: Callable[[], EditionGraph | None] = lambda: None
    """Reads it; None where it is not at hand any more."""


@dataclass(frozen=True, slots=True)
class Published:
    """What is published; nothing by default."""

    snapshot: str = ""
    """Name of the current snapshot."""
    record: Record = field(default_factory=Record)
    current: Mapping[str, PublishedEdition] = field(default_factory=dict)
    """The editions in it, by name."""
    ever: Mapping[str, PublishedEdition] = field(default_factory=dict)
    """All that were ever published, those included; a later reading takes the place of an earlier one."""
    graphs: Callable[[], list[NamedGraph]] = list
    """Reads the named graphs of the current snapshot, its description left out."""
    require_whole: Callable[[Sequence[NamedGraph]], None] = lambda _: None
    """Raises ``DatasetProblemError`` where the dataset can't be put together again from those graphs."""


def published_in(target: Path) -> Published:
    """What a folder of snapshots has published; nothing where it is none.

    A folder whose ``current`` leads nowhere has published what its newest snapshot holds.
    """
    entries = history.came_about(history.read(target))
    there = {each.name: each for each in all_snapshots(target)}
    try:
        snapshot = open_snapshot(target)
    except UnreadableFileError:
        found = [entry.after for entry in entries if entry.after in there] or list(there)
        if not found:
            return Published(ever=_from_log(entries, there))
        snapshot = there[found[-1]]
    current = {
        each.name: PublishedEdition(each.name, each.fingerprint, snapshot.name, _loader(snapshot, each.graph))
        for each in edition_records(snapshot)
    }

    return Published(
        snapshot.name,
        snapshot.record,
        current,
        {**_from_log(entries, there), **current},
        lambda: graphs_in(snapshot.dumps),
        lambda graphs: require_whole(snapshot.dumps, graphs, str(target)),
    )


def edition_records(snapshot: SnapshotFolder) -> tuple[EditionRecord, ...]:
    """The editions of a snapshot; counted where its manifest does not say."""
    if snapshot.record.editions:
        return snapshot.record.editions
    return tuple(each.record() for each in editions_in(snapshot.dumps))


def _from_log(
    entries: list[history.Entry], there: Mapping[str, SnapshotFolder]
) -> dict[str, PublishedEdition]:
    found = {}
    for name, (fingerprint, snapshot) in history.published_editions(entries).items():
        held = there.get(snapshot)
        graph = next((e.graph for e in edition_records(held) if e.name == name), "") if held else ""
        load = _loader(held, graph) if held else lambda: None
        found[name] = PublishedEdition(name, fingerprint, snapshot, load)
    return found


def _loader(snapshot: SnapshotFolder, graph: str) -> Callable[[], EditionGraph | None]:
    def load() -> EditionGraph | None:
        dump = snapshot.dumps.of(graph, NTRIPLES)
        if dump is None:
            return None
        try:
            return EditionGraph.of(graph, lines_of(snapshot.dumps.path(dump)))
        except OSError:
            return None

    return load
