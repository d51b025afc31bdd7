"""Editions of the dataset as they are compared, each read once; and what a request wants to see of two.

Not here: the comparison (``editions``), the page (``compare``).
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from werkzeug.datastructures import MultiDict

from kg_service.editions.comparing import compare_editions
from kg_service.editions.decisions import find_decisions
from kg_service.editions.loading import load_edition
from kg_service.editions.matching import match_editions
from kg_service.editions.sums import select
from kg_service.errors import UnknownNameError
from kg_service.model import Change, ChangeKind, Comparison, Edition, Text
from kg_service.nearest import nearest
from kg_service.settings import Settings
from kg_service.store import Store
from kg_service.web.checklist import Tables

KEPT = 64
"""Editions that are kept, and pairs of them; a dataset never changes."""


class Editions:
    """What the dataset holds, by name."""

    def __init__(self, store: Store, settings: Settings, tables: Tables) -> None:
        self._store, self._home, self._tables = store, settings.home, tables
        self.load = lru_cache(maxsize=KEPT)(self._load)
        self.compare = lru_cache(maxsize=KEPT)(self._compare)

    def names(self) -> list[str]:
        """All of them: those of a series together, the latest first."""
        return sorted((edition.name for edition in self._tables.editions()), key=_order)

    def current(self) -> tuple[Edition, ...]:
        """The latest of each series."""
        return tuple(self.load(edition.name) for edition in self._tables.editions() if edition.current)

    def latest_two(self) -> tuple[str, str] | None:
        """An edition and the one after it; None where no series has two."""
        names = self.names()
        for new, old in pairwise(names):
            if old.partition("/")[0] == new.partition("/")[0]:
                return old, new
        return None

    def _load(self, name: str) -> Edition:
        """See ``load_edition``."""
        return load_edition(self._store, name, home=self._home)

    def _compare(self, old: str, new: str) -> Comparison:
        """What changed; decisions of people are those of the home."""
        before, after = self.load(old), self.load(new)
        decisions = find_decisions(self._home, None)
        return compare_editions(before, after, match_editions(before, after, decisions))


def chosen_changes(comparison: Comparison, args: MultiDict[str, str]) -> tuple[Change, ...]:
    """The changes that a request asks for: ``kind``, ``goal`` and ``body``, each several times or not at all.

    Raises:
        UnknownNameError: There is no such kind, goal or body in the two editions.
    """
    aliases = {**comparison.old.aliases, **comparison.new.aliases}
    rows = (*comparison.old.rows, *comparison.new.rows)
    goals = [goal for goal in args.getlist("goal") if goal]
    bodies = [aliases.get(body, body) for body in args.getlist("body") if body]
    kinds = [kind for kind in args.getlist("kind") if kind]
    _known(Text("变化类型", "kind of change"), kinds, [kind.value for kind in ChangeKind])
    _known(Text("目标", "goal"), goals, sorted({row.goal for row in rows}))
    _known(
        Text("责任部门", "body"), bodies, sorted({aliases.get(b, b) for row in rows for b in row.departments})
    )
    return select(comparison, [ChangeKind(kind) for kind in kinds], goals, bodies)


def _known(kind: Text, names: Sequence[str], known: Sequence[str]) -> None:
    for name in names:
        if name not in known:
            raise UnknownNameError(kind, name, nearest(name, known) or known)


def _order(name: str) -> tuple[str, tuple[int, ...]]:
    series, _, version = name.partition("/")
    return series, tuple(-ord(character) for character in version)
