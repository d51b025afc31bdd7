"""What a person probably meant by a name that does not exist."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

LEAST = 45.0
"""Least similarity in [0, 100]; below it a suggestion confuses more than it helps."""


def nearest(name: str, candidates: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """The candidates most like *name*.

    Args:
        name: What was written.
        candidates: Names that exist.
        limit: At most this many come back.

    Returns:
        Best first; equal ones in alphabetical order; none where nothing is like it.

    Source: weighted ratio of ``rapidfuzz``.
    """
    pool = sorted(set(candidates))
    found = process.extract(
        name, pool, scorer=fuzz.WRatio, processor=utils.default_process, limit=limit, score_cutoff=LEAST
    )
    return tuple(candidate for candidate, _, _ in found)
