"""One dataset with all that answers from it, in one server process; and the step from one to the next.

A request is answered by the one that was there when it began. The one before is let go of when the last of
its requests is over. All server processes take the step at the same moment: what a client has seen of the new
dataset through one of them, no other one takes back.

Not here: finding a new snapshot and loading it (``web.switching``).
"""

import mmap
import os
import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg_service.store.pool import Pool

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_NUMBERS = struct.Struct("=5Q")


class Serving:
    """What one server process has of one dataset."""

    def __init__(
        self,
        app: "WSGIApplication",
        snapshot: Callable[[], str],
        pool: Pool | None,
        generation: int = 0,
        left: Callable[[int], None] = lambda _: None,
    ) -> None:
        """
        Args:
            app: The application.
            snapshot: Identity of the dataset that is asked.
            pool: The query processes; None where the engine is elsewhere and the application asks it.
            generation: Its number among all that the server has had.
            left: Is called with that number when nothing needs it any more.
        """
        self.app, self.snapshot, self.pool, self.generation = app, snapshot, pool, generation
        self._left = left
        self._uses = 0
        self._is_retired = False

    def enter(self) -> None:
        """Something begins that needs it."""
        self._uses += 1

    def leave(self) -> None:
        """That is over."""
        self._uses -= 1
        self._close_when_idle()

    def retire(self) -> None:
        """Nothing begins any more that needs it."""
        self._is_retired = True
        self._close_when_idle()

    def _close_when_idle(self) -> None:
        if self._is_retired and self._uses == 0:
            if self.pool is not None:
                self.pool.close()
            self._left(self.generation)


@dataclass(slots=True)
class Numbers:
    """What the server's processes have in common, as one of them read it."""

    serving: int
    """Generation that requests are answered from."""
    wanted: int
    """Generation that is to be made ready; the same where none is."""
    switches: int
    failures: int
    """Snapshots that could not be served."""
    is_stale: int
    """1 while a snapshot is current that can't be served."""


class Generations:
    """Those numbers in a mapped file, and what each process says of itself in a file of its own.

    One process writes the numbers. A reader never waits for it.
    """

    def __init__(self, folder: Path) -> None:
        """*folder*: that of the server; see ``make``."""
        self._folder = folder
        self._open: set[int] = set()
        with (folder / "generations").open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _NUMBERS.size)

    @classmethod
    def make(cls, folder: Path) -> "Generations":
        """The file with all numbers 0, before there are other processes."""
        (folder / "generations").write_bytes(bytes(_NUMBERS.size))
        return cls(folder)

    def read(self) -> Numbers:
        """The numbers as they are now."""
        return Numbers(*_NUMBERS.unpack_from(self._map))

    @property
    def serving(self) -> int:
        """See ``Numbers``."""
        return int(_NUMBERS.unpack_from(self._map)[0])

    def write(self, numbers: Numbers) -> None:
        """Change them; one process may."""
        # ``serving`` is eight bytes at their natural place, which no reader sees half written.
        _NUMBERS.pack_into(
            self._map, 0, numbers.serving, numbers.wanted, numbers.switches, numbers.failures,
            numbers.is_stale,
        )  # fmt: skip

    def plan_file(self, generation: int) -> Path:
        """Where the plan of a generation is."""
        return self._folder / f"plan-{generation}.pickle"

    def say(self, what: str, generation: int, text: str = "") -> None:
        """Say of this process that it is ``ready`` for a generation, ``left`` all up to it, or ``failed``."""
        path = self._folder / f"{what}-{os.getpid()}"
        draft = path.with_suffix(".draft")
        draft.write_text(f"{generation} {text}", encoding="utf-8")
        draft.replace(path)

    def opened(self, generation: int) -> None:
        """This process needs a generation from now on."""
        self._open.add(generation)
        self.say("left", min(self._open) - 1)

    def left(self, generation: int) -> None:
        """This process does not need it any more; what is said is up to which one it needs none."""
        self._open.discard(generation)
        self.say("left", min(self._open, default=generation + 1) - 1)

    def said(self, what: str, process: int) -> tuple[int, str]:
        """What a process has said last; -1 where nothing."""
        with suppress(OSError, ValueError):
            number, _, text = (self._folder / f"{what}-{process}").read_text(encoding="utf-8").partition(" ")
            return int(number), text
        return -1, ""
