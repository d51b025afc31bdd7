"""What was made of files, kept for as long as they stay as they are.

Not here: reading them (``regular``).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """What was made last, and of which files."""

    def __init__(self, most: int, most_bytes: int) -> None:
        """Nothing is kept yet.

        Args:
            most: Things that are kept at once; the one that was asked for longest ago goes first.
            most_bytes: What is made of more than so many bytes of files is not kept.
        """
        self._most, self._most_bytes = most, most_bytes
        self._held: OrderedDict[tuple[object, ...], T] = OrderedDict()

    def of(self, paths: Iterable[Path], make: Callable[[], T]) -> T:
        """What *make* gives; what it gave last where none of the files was changed, added or taken away.

        Args:
            paths: All files that it reads.
            make: Its result is shared, and not to be changed. What it raises is raised.
        """
        stats = [(path, path.stat()) for path in paths if path.is_file()]
        key = tuple((str(path), s.st_ino, s.st_mtime_ns, s.st_ctime_ns, s.st_size) for path, s in stats)
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        made = make()
        if sum(s.st_size for _, s in stats) <= self._most_bytes:
            self._held[key] = made
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return made
