"""The log of a folder of snapshots: one JSON object a line, appended before each switch, never rewritten.

A line that says of a switch that did not come about (the process was killed in between) is followed by one
that says so. A line that is not whole is passed over.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Literal, TypeAlias

HISTORY = "history.jsonl"

Action: TypeAlias = Literal["publish", "rollback", "unfinished", "prune"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line."""

    when: str
    """ISO 8601, UTC."""
    who: str
    action: Action
    before: str
    """Name of the snapshot that was current, or that was pruned; empty where there was none."""
    after: str
    """Name of the one that is current from then on."""
    reason: str = ""
    editions: Mapping[str, str] = field(default_factory=dict)
    """Of what was published: name of each edition to its fingerprint."""


def read(target: Path) -> list[Entry]:
    """All lines, the oldest first."""
    try:
        lines = (target / HISTORY).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [entry for line in lines if (entry := _entry(line)) is not None]


def append(target: Path, entry: Entry) -> None:
    """Add a line and have it on disk.

    Raises:
        OSError: It can't be written; a part of it may have been.
    """
    path = target / HISTORY
    line = json.dumps(asdict(entry), ensure_ascii=False).encode() + b"\n"
    with path.open("ab+") as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                line = b"\n" + line  # the last writer was killed in the middle of its line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def came_about(entries: Sequence[Entry]) -> list[Entry]:
    """The publications and rollbacks that were carried out."""
    switches: list[Entry] = []
    for entry in entries:
        if entry.action == "unfinished":
            if switches and switches[-1].after == entry.before:
                switches.pop()
        elif entry.action != "prune":
            switches.append(entry)
    return switches


def before(entries: Iterable[Entry], name: str) -> str:
    """Name of the snapshot that was current when *name* was last published; empty where none was."""
    found = ""
    for entry in entries:
        if entry.action == "publish" and entry.after == name and entry.before != name:
            found = entry.before
    return found


def published_editions(entries: Iterable[Entry]) -> dict[str, tuple[str, str]]:
    """Name of each edition that was ever published to its last fingerprint and the snapshot with that."""
    found: dict[str, tuple[str, str]] = {}
    for entry in entries:
        for name, fingerprint in entry.editions.items():
            found[name] = fingerprint, entry.after
    return found


def _entry(line: str) -> Entry | None:
    try:
        said = json.loads(line)
        known = {f.name: said[f.name] for f in fields(Entry) if f.name in said}
        made = Entry(**known)
    except (ValueError, TypeError):
        return None
    return made if isinstance(made.editions, dict) and isinstance(made.after, str) else None
