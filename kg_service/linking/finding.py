"""Looking through the other side for candidates, batch by batch: a run can be stopped and gone on with.

After each batch the file of candidates is whole, and a small file beside it says how far it went.

Not here: reading the other side (``sources``), comparing (``scoring``), the file (``review``).
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg_service.linking.other import OtherThing, Source
from kg_service.linking.proposing import propose
from kg_service.linking.review import Pair, is_found, pair_of, save_candidates
from kg_service.linking.scoring import Scorer
from kg_service.linking.sssom import read_mappings
from kg_service.model import Mapping
from kg_service.regular import replace_file

STATE = ".state"
"""What is behind the name of a file of candidates in that of the file beside it."""
THRESHOLD, MOST = 0.5, 5
"""Least score, and most candidates of one thing of ours, where nothing else is said."""
BEHIND = 0.25
"""A candidate this far behind the best of the same two sides is none."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    seen: int
    total: int | None
    candidates: int
    went_on: bool
    """Is it a run that was stopped before?"""


class Finder:
    """Things of ours for which candidates are looked for."""

    def __init__(
        self,
        scorer: Scorer,
        known: Collection[Pair],
        *,
        kinds: Collection[str] = (),
        threshold: float = THRESHOLD,
        most: int = MOST,
    ) -> None:
        """Hold what a run needs.

        Args:
            scorer: Our things.
            known: Pairs that were linked, proposed or rejected already; none of them is proposed again.
            kinds: Only things of these kinds; empty for all.
            threshold: Least score of a candidate, in [0, 1].
            most: Most candidates of one thing of ours.
        """
        self._scorer, self._known, self._kinds = scorer, frozenset(known), frozenset(kinds)
        self._threshold, self._most = threshold, most

    def candidates(self, source: Source, date: str) -> tuple[Mapping, ...]:
        """All candidates of *source* at once, with nothing written."""
        pool: dict[str, list[Mapping]] = {}
        for batch in source.batches():
            self._take(batch.things, pool, date)
        return tuple(_all(pool))

    def find(self, source: Source, path: Path, date: str, described: str) -> Iterator[Progress]:
        """Write the candidates of *source* to a file, batch by batch.

        Args:
            source: The other side.
            path: The file of candidates; what is in it stays.
            date: ``YYYY-MM-DD``, of new candidates.
            described: What the metadata call the source.

        Yields:
            How far it is, after each batch; the file is whole then, and a later run goes on after it.
        """
        state = path.with_name(path.name + STATE)
        print_ = self._fingerprint(source)
        after, seen = _read_state(state, print_)
        pool: dict[str, list[Mapping]] = {}
        decided: set[Pair] = set()
        for mapping in read_mappings(path).mappings if path.exists() else ():
            if is_found(mapping):
                pool.setdefault(mapping.subject_id, []).append(mapping)
            else:
                decided.add(pair_of(mapping))
        went_on = bool(after)
        name = path.name.partition(".")[0]
        for batch in source.batches(after, seen):
            if self._take(batch.things, pool, date, decided):
                save_candidates(path, _all(pool), name, described)
            _write_state(state, {"fingerprint": print_, "after": batch.cursor, "seen": batch.seen})
            yield Progress(batch.seen, batch.total, sum(map(len, pool.values())), went_on)
        state.unlink(missing_ok=True)

    def _take(
        self,
        things: Iterable[OtherThing],
        pool: dict[str, list[Mapping]],
        date: str,
        decided: Collection[Pair] = (),
    ) -> bool:
        """Put what is found into *pool*; whether it is another one then."""
        changed = False
        for thing in things:
            scored = [found for found in self._scorer.score(thing) if self._is_asked(found.entity.kind)]
            best = max((found.score for found in scored), default=0.0)
            for found in scored:
                pair = found.entity.iri, thing.iri
                if (
                    found.score < max(self._threshold, best - BEHIND)
                    or pair in self._known
                    or pair in decided
                ):
                    continue
                held = pool.setdefault(found.entity.iri, [])
                new = propose(found, thing, date, self._scorer.above(found.entity))
                kept = [mapping for mapping in held if mapping.object_id != thing.iri]
                kept = sorted([*kept, new], key=lambda m: (-m.confidence, m.object_id))[: self._most]
                held[:] = [m for m in kept if m.confidence >= kept[0].confidence - BEHIND]
                changed = changed or new in held
        return changed

    def _is_asked(self, kind: str) -> bool:
        return not self._kinds or kind in self._kinds

    def _fingerprint(self, source: Source) -> str:
        about = (source.fingerprint, sorted(self._kinds), self._threshold, self._most)
        return hashlib.sha256(repr(about).encode()).hexdigest()


def _all(pool: dict[str, list[Mapping]]) -> Iterator[Mapping]:
    for subject in sorted(pool):
        yield from pool[subject]


def _read_state(path: Path, fingerprint: str) -> tuple[str, int]:
    """Where to go on; the beginning where another run left the file, or it is broken."""
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
        if state["fingerprint"] == fingerprint:
            return str(state["after"]), int(state["seen"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return "", 0


def _write_state(path: Path, state: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, json.dumps(state).encode())
