"""A comparison as people read it: pair by pair, each cell with what went and what came.

Not here: typed changes (``comparing``), how a cell is drawn (``outputs``, ``cli``).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg_service.editions.bodies import as_written
from kg_service.editions.differences import Mark, Piece, differences
from kg_service.model import Change, ChangeKind, Column, Comparison, Match, Row, Verdict

JOINT = "、"
"""What parts two bodies."""


@dataclass(frozen=True, slots=True)
class CellPair:
    """One cell in both editions."""

    column: Column
    pieces: tuple[Piece, ...]
    """Bodies are taken apart by body, other cells by character."""

    @property
    def is_changed(self) -> bool:
        """Whether anything is different."""
        return any(piece.mark is not Mark.SAME for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class RowPair:
    """A service in both editions, or in one of them."""

    old: Row | None
    new: Row | None
    match: Match | None
    """None for a service that is in one edition only."""
    cells: tuple[CellPair, ...]
    """All but the number."""
    changes: tuple[Change, ...]
    """Those that were asked for."""
    is_moved: bool
    """Whether it stands elsewhere among the others, and not just under another number."""

    @property
    def verdict(self) -> Verdict:
        """How sure the pair is."""
        return self.match.verdict if self.match else Verdict.SURE


def side_by_side(comparison: Comparison, changes: Collection[Change] | None = None) -> tuple[RowPair, ...]:
    """Every pair, then what was withdrawn.

    Args:
        comparison: Two editions.
        changes: Those to tell of; all where None. Pairs without any are left out then.

    Returns:
        By new number, withdrawn ones by their old number.
    """
    old = {row.number: row for row in comparison.old.rows}
    new = {row.number: row for row in comparison.new.rows}
    aliases = comparison.aliases
    told = list(comparison.changes if changes is None else changes)
    elsewhere = moved_pairs(comparison)
    pairs = [
        RowPair(
            old[match.old],
            new[match.new],
            match,
            _cells(old[match.old], new[match.new], aliases),
            tuple(_told_with(match, told, comparison.matching.pairs)),
            (match.old, match.new) in elsewhere,
        )
        for match in sorted(comparison.matching.pairs, key=lambda match: (match.new, match.old))
    ]
    for number in comparison.matching.added:
        alone = tuple(change for change in told if change.new == number)
        pairs.append(RowPair(None, new[number], None, _cells(None, new[number], {}), alone, False))
    pairs.sort(key=lambda pair: pair.new.number if pair.new else 0)
    for number in comparison.matching.withdrawn:
        alone = tuple(change for change in told if change.old == number and change.new is None)
        pairs.append(RowPair(old[number], None, None, _cells(old[number], None, {}), alone, False))
    return tuple(pair for pair in pairs if changes is None or pair.changes)


def cells_of(match: Match, comparison: Comparison) -> tuple[CellPair, ...]:
    """The cells of one pair, whether it was taken or not."""
    return _cells(*comparison.both(match), comparison.aliases)


def moved_pairs(comparison: Comparison) -> frozenset[tuple[int, int]]:
    """Old and new number of every service that moved among the others."""
    return frozenset(
        (change.old, change.new)
        for change in comparison.of_kind(ChangeKind.RENUMBERED)
        if change.old is not None and change.new is not None
    )


def shifted(comparison: Comparison) -> tuple[tuple[int, int], ...]:
    """Old and new number of every service whose number is another only because others came, went or moved."""
    pairs = {(match.old, match.new) for match in comparison.matching.pairs if match.old != match.new}
    return tuple(sorted(pairs - moved_pairs(comparison)))


def _told_with(match: Match, changes: Sequence[Change], pairs: Sequence[Match]) -> Iterator[Change]:
    """Changes of a pair; one between services that are no pair goes with the first pair of the new one."""
    ends = [(pair.old, pair.new) for pair in pairs]
    for change in changes:
        if change.old is not None and change.new is not None:
            numbers = (change.old, change.new)
            at_home = numbers if numbers in ends else min(pair for pair in ends if pair[1] == change.new)
            if at_home == (match.old, match.new):
                yield change


def _cells(old: Row | None, new: Row | None, aliases: Mapping[str, str]) -> tuple[CellPair, ...]:
    def pair(column: Column, before: str, after: str) -> CellPair:
        if column is not Column.GOAL or before == after:
            return CellPair(column, differences(before, after))
        # Goals are names out of a few; 有所 is in most of them and tells nothing.
        both = (Piece(Mark.REMOVED, before), Piece(Mark.ADDED, after))
        return CellPair(column, tuple(piece for piece in both if piece.text))

    def text(row: Row | None, column: Column) -> str:
        return "" if row is None else str(getattr(row, column.value))

    columns = (Column.GOAL, Column.BENEFICIARY, Column.SERVICE, Column.CONTENT)
    return (
        *(pair(column, text(old, column), text(new, column)) for column in columns),
        CellPair(Column.DEPARTMENTS, tuple(_bodies(old, new, aliases))),
    )


def _bodies(old: Row | None, new: Row | None, aliases: Mapping[str, str]) -> Iterator[Piece]:
    """Bodies of the new edition in their order, each by itself, those that are gone at the end."""
    before = old.departments if old else ()
    after = new.departments if new else ()
    kept = {name: written for written, name in as_written(before, after, aliases).items()}
    found: list[tuple[Piece, ...]] = []
    for name in after:
        found.append(differences(kept[name], name) if name in kept else (Piece(Mark.ADDED, name),))
    found += [(Piece(Mark.REMOVED, name),) for name in before if name not in kept.values()]
    for index, pieces in enumerate(found):
        if index:
            yield Piece(Mark.SAME, JOINT)
        yield from pieces
