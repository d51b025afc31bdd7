"""Killed at any moment, a publication leaves the old snapshot or the new one, whole; the next one works."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

import pytest
from long_run import IS_LONG
from publications import call_place, small_home

from kg_service.publish import history
from kg_service.publish.building import problems_of
from kg_service.publish.keeping import list_snapshots, prune, roll_back
from kg_service.publish.layout import SNAPSHOTS, SnapshotFolder, open_snapshot
from kg_service.publish.locking import Lease
from kg_service.publish.publishing import Order, publish_graphs

KILLS = 200 if IS_LONG else 12
FORKED = multiprocessing.get_context("fork")


def whole(target: Path) -> SnapshotFolder:
    """The snapshot that a server would take, held against its hashes as a server holds it."""
    snapshot = open_snapshot(target)
    with Lease(snapshot.path):
        assert problems_of(snapshot) == []
        assert len(snapshot.sources("auto")[0].open().graphs()) == len(snapshot.graphs)
    return snapshot


def killed(what: object, after: float) -> bool:
    """Do something in another process, and kill that after so many seconds; whether it was not done yet."""
    process = FORKED.Process(target=what)
    process.start()
    process.join(after)
    if process.is_alive():
        os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    return process.exitcode == -signal.SIGKILL


def test_a_publication_that_is_killed_at_any_moment(tmp_path: Path) -> None:
    home, target, seconds = small_home(tmp_path / "home"), tmp_path / "发布 of x", []
    for name in ("first", "second", "third"):
        call_place(home, name)
        begun = time.monotonic()
        if name == "first":
            publish_graphs(target, home)  # all code is loaded, for those that are forked
        else:
            assert not killed(lambda: publish_graphs(target, home), 60)
        seconds.append(time.monotonic() - begun)
    duration, chance = max(seconds[1:]), random.Random(2024)
    moments = [1.5 * (number + chance.random()) / KILLS for number in range(KILLS)]
    chance.shuffle(moments)
    old, deaths, taken = whole(target), 0, 0
    for number, moment in enumerate(moments):
        call_place(home, f"place {number}")
        begun = time.monotonic()
        died = killed(
            lambda number=number: publish_graphs(target, home, order=Order(f"{number}")), moment * duration
        )
        deaths += died
        if not died:
            # The machine may be quicker or slower by now.
            duration = (duration + time.monotonic() - begun) / 2
        found = whole(target)
        if found.name != old.name:
            taken += 1
            assert found.record.who == f"{number}", "it is the new one and no other"
            old = found
    assert deaths > KILLS // 3
    assert taken > 0
    call_place(home, "last")
    made = publish_graphs(target, home, order=Order("last"))
    assert whole(target).name == made.snapshot.name
    assert not [path for path in (target / SNAPSHOTS).iterdir() if path.name.startswith(".")]
    assert not [path for path in target.iterdir() if path.name.startswith(".current")]
    assert all(each.snapshot and problems_of(each.snapshot) == [] for each in list_snapshots(target))
    entries = history.came_about(history.read(target))
    assert entries[-1].after == made.snapshot.name
    assert all(entry.editions for entry in entries)


@pytest.mark.parametrize("change", ["rollback", "prune"])
def test_another_change_that_is_killed_at_any_moment(tmp_path: Path, change: str) -> None:
    home, target = small_home(tmp_path / "home"), tmp_path / "srv"
    names = []
    for name in ("a", "b", "c", "d"):
        call_place(home, name)
        names.append(publish_graphs(target, home).snapshot.name)
    chance = random.Random(7)
    for number in range(KILLS // 3):
        if change == "rollback":
            aim = names[number % 2]
            killed(lambda aim=aim: roll_back(target, aim, "me"), 0.03 * chance.random())
            assert whole(target).name in names
        else:
            killed(lambda: prune(target, 1, "me"), 0.02 * chance.random())
            assert whole(target).name == names[-1]
        listed = [each.name for each in list_snapshots(target)]
        assert set(listed) <= set(names)
        assert all(each.snapshot and problems_of(each.snapshot) == [] for each in list_snapshots(target))
    assert roll_back(target, names[-1], "me").name == names[-1]
    prune(target, 1, "me")
    assert [each.name for each in list_snapshots(target)] == [names[-1]]
