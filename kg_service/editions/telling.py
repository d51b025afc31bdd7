"""A comparison with all that a page tells of it, worked out once: sums, pairs, questions.

Not here: files of changes (``outputs``), how a page looks (``web``).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kg_service.editions.differences import Mark, Piece
from kg_service.editions.outputs.words import overview, question
from kg_service.editions.side_by_side import CellPair, RowPair, moved_pairs, shifted, side_by_side
from kg_service.editions.sums import Sums, sum_up
from kg_service.model import Change, Comparison, Text


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of two editions."""

    old: tuple[str, str | None]
    """Name and title."""
    new: tuple[str, str | None]
    overview: Text
    """The whole in a sentence or two."""
    questions: tuple[Text, ...]
    """What a person should decide."""
    unfit: tuple[Text, ...]
    """Decisions that could not be followed."""
    sums: Sums
    pairs: tuple[RowPair, ...]
    moved: tuple[tuple[int, int], ...]
    """Old and new number of what stands elsewhere among the others."""
    shifted: tuple[tuple[int, int], ...]
    """Those of what has another number only because others came, went or moved."""


VALUES = (Told, Sums, RowPair, CellPair, Piece, Mark)
"""Classes that it is made of, besides those of the model."""


def tell(comparison: Comparison, changes: Sequence[Change] | None = None, *, whole: bool = False) -> Told:
    """Work out what is told.

    Args:
        comparison: Two editions.
        changes: Those to tell of; all where None.
        whole: Whether pairs without a change are told as well.
    """
    told = tuple(comparison.changes if changes is None else changes)
    return Told(
        (comparison.old.name, comparison.old.title),
        (comparison.new.name, comparison.new.title),
        overview(comparison, len(told)),
        tuple(question(match, comparison) for match in comparison.matching.questions),
        comparison.matching.unfit,
        sum_up(comparison, told),
        side_by_side(comparison, None if whole else told),
        tuple(sorted(moved_pairs(comparison))),
        shifted(comparison),
    )
