"""What was read, in the form of ``kg export``: JSON and CSV, rows without a number included.

Not here: what was set aside (``Reading.remarks``).
"""

from __future__ import annotations

from collections.abc import Iterator

from kg_service.editions.export import csv_table, json_table
from kg_service.model import Column, Reading


def to_json(reading: Reading) -> str:
    """The rows as ``editions.to_json`` writes them; ``number`` is null where a row has none."""
    return json_table(records(reading))


def to_csv(reading: Reading) -> str:
    """The rows as ``editions.to_csv`` writes them; the cell ``number`` is empty where a row has none."""
    return csv_table(records(reading))


def records(reading: Reading) -> Iterator[dict[str, object]]:
    """The rows as mappings with the keys of ``kg export``."""
    for row in reading.rows:
        record: dict[str, object] = {column.value: row.text(column) for column in Column}
        yield record | {Column.NUMBER.value: row.number, Column.DEPARTMENTS.value: list(row.bodies)}
