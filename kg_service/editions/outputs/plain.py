"""Changes for programs and spreadsheets: JSON and CSV."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from kg_service.editions.side_by_side import RowPair, moved_pairs, shifted, side_by_side
from kg_service.editions.sums import Sums, sum_up
from kg_service.model import Change, ChangeKind, Comparison, Edition, Match, Text
from kg_service.store.spreadsheet import inert

HEADING = (
    *("kind", "old", "new", "parts", "service", "column", "before", "after", "verdict"),
    *("text_zh", "text_en"),
)
"""First row of the CSV, and the keys of a change in JSON but for ``text``."""


def to_json(comparison: Comparison, changes: Sequence[Change]) -> str:
    """The comparison as a JSON object; ``changes`` are those to tell of.

    Keys: ``old``, ``new``, ``summary``, ``changes``, ``services`` (pairs with their cells taken apart),
    ``numbers`` (other numbers, and whether the service moved), ``questions``, ``unfit``.
    """
    matching = comparison.matching
    pairs = side_by_side(comparison, None if len(changes) == len(comparison.changes) else changes)
    elsewhere = moved_pairs(comparison)
    found = {
        "old": _edition(comparison.old),
        "new": _edition(comparison.new),
        "summary": _summary(comparison, sum_up(comparison, changes)),
        "changes": [_change(change) for change in changes],
        "services": [_pair(pair) for pair in pairs],
        "numbers": [
            {"old": match.old, "new": match.new, "moved": (match.old, match.new) in elsewhere}
            for match in matching.pairs
            if match.old != match.new
        ],
        "questions": [
            {**_match(match), "taken": match in matching.pairs, **_names(match, comparison)}
            for match in matching.questions
        ],
        "unfit": [_text(text) for text in matching.unfit],
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def to_csv(changes: Sequence[Change]) -> str:
    """One change a row, with the heading ``HEADING``; an apostrophe stands before what would be run.

    Source: RFC 4180, https://www.rfc-editor.org/rfc/rfc4180
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADING)
    for change in changes:
        found = _change(change)
        text = found.pop("text")
        cells = [*found.values(), text["zh"], text["en"]]
        writer.writerow([_cell(cell) for cell in cells])
    return out.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    text = "" if value is None else str(value)
    return inert(text)


def _edition(edition: Edition) -> dict[str, Any]:
    return {"name": edition.name, "title": edition.title, "services": len(edition.services)}


def _summary(comparison: Comparison, sums: Sums) -> dict[str, Any]:
    matching = comparison.matching
    touched = {("old", change.old) for change in comparison.changes}
    touched |= {("new", change.new) for change in comparison.changes}
    touched |= {("old", old) for parts in matching.merges.values() for old in parts}
    touched |= {("new", new) for parts in matching.splits.values() for new in parts}
    same = sum(not touched & {("old", match.old), ("new", match.new)} for match in matching.pairs)
    return {
        "pairs": len(matching.pairs),
        "unchanged": same,
        "added": len(matching.added),
        "withdrawn": len(matching.withdrawn),
        "split": len(matching.splits),
        "merged": len(matching.merges),
        "shifted": len(shifted(comparison)),
        "kinds": _counts(sums.kinds),
        "goals": {goal: _counts(counts) for goal, counts in sums.goals.items()},
        "bodies": {body: _counts(counts) for body, counts in sums.bodies.items()},
    }


def _counts(counts: Mapping[ChangeKind, int]) -> dict[str, int]:
    return {kind.value: count for kind, count in counts.items()}


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "old": change.old,
        "new": change.new,
        "parts": list(change.parts),
        "service": change.service,
        "column": change.column.value if change.column else None,
        "before": change.before,
        "after": change.after,
        "verdict": change.verdict.value,
        "text": _text(change.text),
    }


def _pair(pair: RowPair) -> dict[str, Any]:
    return {
        "old": pair.old.number if pair.old else None,
        "new": pair.new.number if pair.new else None,
        "service": next((row.service for row in (pair.new, pair.old) if row), None),
        "verdict": pair.verdict.value,
        "score": pair.match.score if pair.match else None,
        "cells": {
            cell.column.value: [{piece.mark.value: piece.text} for piece in cell.pieces]
            for cell in pair.cells
            if cell.is_changed
        },
    }


def _match(match: Match) -> dict[str, Any]:
    return {"old": match.old, "new": match.new, "score": match.score, "parts": dict(match.parts)}


def _names(match: Match, comparison: Comparison) -> dict[str, str]:
    old, new = comparison.both(match)
    return {"old_service": old.service, "new_service": new.service}


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
