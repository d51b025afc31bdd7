"""A file of candidates under review: SSSOM/TSV, replaced in one step, by one writer at a time.

The terminal, the page and ``kg link`` all write by this; a person's decision is never written over.

Not here: reading such a file (``sssom``), what a row looks like (``writing``).
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from kg_service.errors import LinkDecidedError, UnknownLinkError
from kg_service.linking.sssom import PREDICATES, read_mappings
from kg_service.linking.writing import header_of, text_of
from kg_service.model import Mapping, MappingSet, ReviewState, Text
from kg_service.regular import replace_file
from kg_service.vocabulary import BASE

DECIDED = 1.0
"""Confidence of what a person decided; the score that it was found with is kept in ``other``."""
Pair = tuple[str, str]
"""Subject and object."""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who decides."""

    iri: str
    name: str = ""

    @classmethod
    def of(cls, given: str) -> "Reviewer":
        """A person by IRI, by ORCID, or by a name, of which an IRI of ours is made."""
        given = " ".join(given.split())
        if "://" in given or given.startswith("mailto:"):
            return cls(given)
        if len(given) == 19 and given.count("-") == 3 and given.replace("-", "")[:15].isdecimal():
            return cls(f"https://orcid.org/{given}")
        return cls(f"{BASE}id/agent/{quote(given, safe='')}", given)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person says of one candidate."""

    state: ReviewState
    predicate: str = ""
    """Of a confirmed link; the one that was proposed where empty."""
    reason: str = ""
    """Of a rejected one it has to say something."""


def save_candidates(path: Path, candidates: Iterable[Mapping], name: str, source: str) -> None:
    """Write the candidates that were found; what a person decided stays as it is.

    Args:
        path: The file; made where there is none.
        candidates: All that stand at present; a candidate of the file that is not among them goes.
        name: Of a new file, and the prefix of the other side's IRIs in it.
        source: Where they were looked for, for its metadata.
    """
    with _alone(path):
        old = read_mappings(path) if path.exists() else None
        kept = [m for m in old.mappings if not is_found(m)] if old else []
        pairs = {pair_of(m) for m in kept}
        rows = [*kept, *(m for m in candidates if pair_of(m) not in pairs)]
        if rows:
            _write(path, old.text if old else "", rows, name, source)


def decide(
    path: Path, key: tuple[str, str, str], decision: Decision, reviewer: Reviewer, date: str
) -> Mapping:
    """Write down what a person decided about a link, or that it is open again.

    Args:
        path: The file.
        key: Subject, predicate and object of the row as it stands.
        decision: What was decided; the state *candidate* takes an earlier decision back.
        reviewer: Who decides.
        date: ``YYYY-MM-DD``.

    Returns:
        The row as it stands now.

    Raises:
        UnreadableFileError, SyntaxProblemError: The file can't be read; nothing is written.
        UnknownLinkError: It has no such row (any more).
        LinkDecidedError: The same two things have that relation in another row already.
    """
    with _alone(path):
        old = read_mappings(path)
        at = next((n for n, m in enumerate(old.mappings) if m.key == key), None)
        if at is None:
            raise UnknownLinkError(str(path), *key)
        now = _decided(old.mappings[at], decision, reviewer, date)
        if any(m.key == now.key for n, m in enumerate(old.mappings) if n != at):
            raise LinkDecidedError(str(path), *now.key)
        rows = [*old.mappings[:at], now, *old.mappings[at + 1 :]]
        _write(path, old.text, rows, old.name, "")
        return now


def is_found(mapping: Mapping) -> bool:
    """Is it a candidate that ``kg link`` found and nobody has decided about?"""
    return mapping.review_state is ReviewState.CANDIDATE and "mapping_tool" in mapping.more


def open_links(mappings: MappingSet) -> tuple[Mapping, ...]:
    """What is left to decide: the surest first."""
    return tuple(sorted(mappings.of_state(ReviewState.CANDIDATE), key=lambda m: (-m.confidence, m.key)))


def pair_of(mapping: Mapping) -> Pair:
    """Subject and object of a link."""
    return mapping.subject_id, mapping.object_id


def other_of(mapping: Mapping) -> dict[str, str]:
    """What the column ``other`` holds: the score it was found with, further names, what is above."""
    pairs = (entry.partition("=") for entry in mapping.more.get("other", "").split("|"))
    return {key.strip(): value.strip() for key, equals, value in pairs if equals}


def _decided(mapping: Mapping, decision: Decision, reviewer: Reviewer, date: str) -> Mapping:
    more = {key: value for key, value in mapping.more.items() if key != "reviewer_label"}
    comment = mapping.comment
    found, _, _ = comment.zh.partition(_MARK.zh)
    said, _, _ = comment.en.partition(_MARK.en)
    comment = Text(found, said)
    if decision.state is ReviewState.CANDIDATE:
        return replace(
            mapping,
            confidence=float(other_of(mapping).get("score", mapping.confidence)),
            review_state=decision.state,
            reviewer_id=None,
            review_date=None,
            comment=comment,
            more=more,
        )
    if reviewer.name:
        more["reviewer_label"] = reviewer.name
    if reason := " ".join(decision.reason.split()):
        comment = Text(f"{found}{_MARK.zh}{reason}", f"{said}{_MARK.en}{reason}")
    predicate = decision.predicate or mapping.predicate_id
    assert predicate in PREDICATES
    return replace(
        mapping,
        predicate_id=predicate,
        confidence=DECIDED,
        review_state=decision.state,
        reviewer_id=reviewer.iri,
        review_date=date,
        comment=comment,
        more=more,
    )


_MARK = Text(" 审核：", " Review: ")
"""Between how a link was found and what the reviewer says."""


def _write(path: Path, old: str, rows: list[Mapping], name: str, source: str) -> None:
    header = header_of(old, rows, name, source)
    replace_file(path, text_of(header, rows).encode())


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other writers out, other processes as well. The lock is a file beside: *path* is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
