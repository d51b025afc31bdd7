"""A running server takes up what is published into its folder, while it goes on answering.

    current changes ─ open and verify ─ load, in a process of its own ─ each server process makes it ready
        ─ all take the step at once ─ the process with the old dataset ends when nothing needs it

Whatever can't be served on the way is given up, said, and tried again later; the snapshot before stays.

Not here: what one server process does (``front.follower``).
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from kg_service.errors import DamagedSnapshotError, EngineFailedError, KgServiceError
from kg_service.model import Lang, Text
from kg_service.publish.building import require_undamaged
from kg_service.publish.layout import SnapshotFolder, open_snapshot
from kg_service.publish.locking import Lease
from kg_service.web.front.serving import Generations
from kg_service.web.held import Held, StartEngine, engine_socket, hold, mark_of

LOADED_WITHIN = 600
"""Seconds that a new dataset may take to load."""
READY_WITHIN = 60
"""Seconds that the server processes may take to make it ready."""
LEFT_WITHIN = 900
"""Seconds after which the old dataset is let go of, whoever still reads from it."""
CALM_AFTER = 1
"""Seconds after which nobody waits for a snapshot any more that was taken up."""
AGAIN_AFTER = 30
"""Seconds until a snapshot that could not be served is tried once more."""


class Switcher:
    """Follows the link of a folder of snapshots, a step each time that it is asked to."""

    def __init__(
        self, target: Path | None, generations: Generations, serving: Held, start: StartEngine
    ) -> None:
        """
        Args:
            target: The folder; None where there is nothing to follow.
            generations: What the processes share; only this writes it.
            serving: What is served.
            start: Starts a process that holds a dataset.
        """
        self._target, self._generations, self._start = target, generations, start
        self.serving = serving
        self._next: Held | None = None
        self._opening: Future[tuple[SnapshotFolder, Lease]] | None = None
        self._verifying: Future[None] | None = None
        self._is_wanted = False
        self._leaving: list[Held] = []
        self._failed: tuple[object, float] | None = None
        self._begun = 0.0
        self._mark: object = None
        self._number = serving.plan.generation
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="snapshot")

    @property
    def held(self) -> list[Held]:
        """All datasets that there are processes of."""
        return [*self.lasting, *([self._next] if self._next else [])]

    @property
    def lasting(self) -> list[Held]:
        """Those of them whose processes are replaced when they die: requests need them."""
        return [*self._leaving, self.serving]

    @property
    def is_calm(self) -> bool:
        """Whether a new snapshot may come, and none is being taken up."""
        is_done = self._opening is None and self._next is None
        return is_done and self._target is not None and time.monotonic() - self._begun > CALM_AFTER

    def step(self, fronts: Sequence[int]) -> None:
        """Go on by a step, if there is one to take.

        Args:
            fronts: Process ids of the server processes.
        """
        if self._target is None:
            return
        self._let_go(fronts)
        try:
            if self._opening is not None:
                self._open(self._opening)
            elif self._next is None:
                self._look()
            elif not self._is_wanted:
                self._load(self._next)
            else:
                self._make_ready(self._next, fronts)
        except Exception as error:
            # Whatever it is, the dataset that is served is served on.
            self._give_up(error)

    def close(self) -> None:
        """End what is being opened."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _look(self) -> None:
        target = self._target
        if target is None:
            return
        mark = mark_of(target)
        if mark == self.serving.mark:
            return
        if self._failed and self._failed[0] == mark and time.monotonic() < self._failed[1]:
            return
        self._begun, self._mark = time.monotonic(), mark
        self._opening = self._threads.submit(hold, lambda: open_snapshot(target))

    def _open(self, opening: Future[tuple[SnapshotFolder, Lease]]) -> None:
        if not opening.done():
            return
        self._opening = None
        snapshot, lease = opening.result()
        if snapshot.path == self.serving.path:
            # The link was made anew, and leads to the same.
            lease.close()
            self._settle(self._mark)
            return
        self._number += 1
        before = self.serving.plan
        try:
            sources = snapshot.sources(before.settings.engine)
        except KgServiceError:
            lease.close()
            raise
        sockets = tuple(engine_socket(before.folder, self._number, source.engine) for source in sources)
        plan = replace(
            before, sockets=sockets, identity=snapshot.identity, graphs=snapshot.graphs,
            dumps=snapshot.dumps, generation=self._number,
        )  # fmt: skip
        self._next = Held(plan, [], lease, self._mark)
        self._is_wanted = False
        self._verifying = self._threads.submit(require_undamaged, snapshot)
        # The last one is there first: it reads from the disk while the other fills the memory.
        started = [
            self._start(source, path) for source, path in reversed(list(zip(sources, sockets, strict=True)))
        ]
        self._next.engines = started[::-1]

    def _load(self, following: Held) -> None:
        if any(not running.is_alive() for _, running in following.engines):
            raise EngineFailedError
        if self._verifying is not None and self._verifying.done():
            self._verifying.result()
            if any(path.exists() for path in following.plan.sockets):
                file = self._generations.plan_file(following.plan.generation)
                file.write_bytes(pickle.dumps(following.plan))
                numbers = self._generations.read()
                numbers.wanted = following.plan.generation
                self._generations.write(numbers)
                self._is_wanted, following.since = True, time.monotonic()
                return
        if time.monotonic() - following.since > LOADED_WITHIN:
            raise EngineFailedError

    def _make_ready(self, following: Held, fronts: Sequence[int]) -> None:
        number = following.plan.generation
        for process in fronts:
            at, said = self._generations.said("failed", process)
            if at == number:
                raise DamagedSnapshotError(following.path.name, [Text(said, said)])
        if all(self._generations.said("ready", process)[0] == number for process in fronts):
            self._commit(following)
        elif time.monotonic() - following.since > READY_WITHIN:
            raise EngineFailedError

    def _commit(self, following: Held) -> None:
        before, self.serving, self._next = self.serving, following, None
        before.since = time.monotonic()
        self._leaving.append(before)
        numbers = self._generations.read()
        numbers.serving = numbers.wanted = following.plan.generation
        numbers.switches += 1
        self._generations.write(numbers)
        self._settle(following.mark)
        _say(
            "snapshot-taken-up", following.plan.settings.lang, following.path.name,
            Text("已改用新的快照", "The new snapshot is served"),
            seconds=round(time.monotonic() - self._begun, 3),
        )  # fmt: skip

    def _settle(self, mark: object) -> None:
        self.serving.mark, self._failed = mark, None
        numbers = self._generations.read()
        if numbers.is_stale:
            numbers.is_stale = 0
            self._generations.write(numbers)

    def _give_up(self, error: Exception) -> None:
        given_up, self._next, self._verifying = self._next, None, None
        self._failed = self._mark, time.monotonic() + AGAIN_AFTER
        numbers = self._generations.read()
        numbers.wanted, numbers.failures, numbers.is_stale = numbers.serving, numbers.failures + 1, 1
        self._generations.write(numbers)
        words = f"{type(error).__name__}: {error}"
        said = error.text if isinstance(error, KgServiceError) else Text(words, words)
        _say(
            "snapshot-failed",
            self.serving.plan.settings.lang,
            given_up.path.name if given_up else "",
            Text(f"新的快照不能用，仍用原来的：{said.zh}", f"The new snapshot can't be served: {said.en}"),
        )
        if given_up is not None:
            self._end(given_up)

    def _let_go(self, fronts: Sequence[int]) -> None:
        for held in self._leaving[:]:
            late = time.monotonic() - held.since > LEFT_WITHIN
            number = held.plan.generation
            if late or all(self._generations.said("left", process)[0] >= number for process in fronts):
                self._leaving.remove(held)
                self._end(held)

    def _end(self, held: Held) -> None:
        for _, running in held.engines:
            running.kill()  # it holds nothing that could be lost, and its children go with it
            running.join(2)
        for path in held.plan.sockets:
            path.unlink(missing_ok=True)
        self._generations.plan_file(held.plan.generation).unlink(missing_ok=True)
        if held.lease is not None:
            held.lease.close()


def _say(event: str, lang: Lang, snapshot: str, text: Text, **more: object) -> None:
    """One line of the log, beside those of requests."""
    time_ = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    line = {"time": time_, "event": event, "snapshot": snapshot, **more, "message": text.of(lang)}
    with suppress(OSError, ValueError):
        print(json.dumps(line, ensure_ascii=False), file=sys.stderr, flush=True)
