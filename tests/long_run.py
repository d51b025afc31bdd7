"""What a run takes of many cases: all with ``KG_LONG=1``, else a part that is spread over all."""

import os
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
IS_LONG = bool(os.environ.get("KG_LONG"))


def part(cases: Sequence[T], step: int) -> Sequence[T]:
    """Every *step*-th case."""
    return cases[:: 1 if IS_LONG else step]
