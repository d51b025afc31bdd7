"""The export against the document as received: every character that is not white space, once."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from kg_service.publish import build_store
from kg_service.settings import Settings

SOURCE = "data/sources/heilongjiang-2024.txt"

HEADINGS = ("服务对象", "服务项目", "服务内容", "责任部门")
"""The heading row; its first two cells, over goal and number, are empty."""

FURNITURE_BEFORE_TITLE = ("附件", "[bookmark:_GoBack]")
PAGE_NUMBER_AFTER_ROW_6 = "13"

CHARACTERS = 1788
"""Of the document, white space not counted."""


@pytest.fixture(scope="module")
def printed(settings: Settings) -> str:
    text = (settings.home / SOURCE).read_text(encoding="utf-8")
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, object]]:
    command = [sys.executable, "-m", "kg_service.cli", "export", "heilongjiang/2024", "--format", "json"]
    run = subprocess.run(command, capture_output=True, check=True, timeout=60)
    loaded = json.loads(run.stdout)
    assert isinstance(loaded, list)
    return loaded


def first_rows(rows: list[dict[str, object]], *keys: str) -> set[object]:
    """Numbers of the rows that print a merged cell: the first of each run of equal values."""
    return {next(run)["number"] for _, run in groupby(rows, key=lambda row: [row[key] for key in keys])}


def account(rows: list[dict[str, object]], title: str) -> Iterator[tuple[str, str]]:
    """(what, text) of every cell and every piece of furniture, in the order of the document."""
    yield from (("furniture", text) for text in FURNITURE_BEFORE_TITLE)
    yield "title", title
    yield from (("heading", text) for text in HEADINGS)
    goal_printed = first_rows(rows, "goal")
    group_printed = first_rows(rows, "goal", "beneficiary")
    for row in rows:
        number = row["number"]
        if number in goal_printed:
            yield f"row {number} goal", str(row["goal"])
        yield f"row {number} number", str(number)
        if number in group_printed:
            yield f"row {number} beneficiary", str(row["beneficiary"])
        yield f"row {number} service", str(row["service"])
        yield f"row {number} content", str(row["content"])
        departments = row["departments"]
        assert isinstance(departments, list)
        yield f"row {number} departments", "、".join(departments)
        if number == 6:
            yield "page number", PAGE_NUMBER_AFTER_ROW_6


def edition_title(settings: Settings) -> str:
    answer = build_store(settings).query(
        "PREFIX care: <https://w3id.org/care-checklist/ontology#> PREFIX dct: <http://purl.org/dc/terms/> "
        "SELECT ?title { ?edition a care:ChecklistEdition ; dct:title ?title FILTER(LANG(?title) = 'zh') }"
    )
    [(title,)] = list(answer.rows())
    assert title is not None
    return title.value


def test_every_character_is_accounted_for_once(
    printed: str, rows: list[dict[str, object]], settings: Settings
) -> None:
    at = 0
    for what, text in account(rows, edition_title(settings)):
        found = printed[at : at + len(text)]
        assert found == text, f"{what}: the document has {found!r}"
        at += len(text)
    assert printed[at:] == "", "the document goes on after the last cell"
    assert at == len(printed) == CHARACTERS


def test_a_changed_character_is_noticed(
    printed: str, rows: list[dict[str, object]], settings: Settings
) -> None:
    changed = [dict(row) for row in rows]
    changed[2]["content"] = str(changed[2]["content"]).replace("免除", "减免")
    assert "".join(text for _, text in account(changed, edition_title(settings))) != printed


def test_the_table_has_the_shape_of_the_list(rows: list[dict[str, object]]) -> None:
    assert [row["number"] for row in rows] == list(range(1, 24))
    assert list(rows[0]) == ["number", "goal", "beneficiary", "service", "content", "departments"]
    assert len({str(row["goal"]) for row in rows}) == 6
    assert len({str(row["beneficiary"]) for row in rows}) == 13
    bodies = [body for row in rows for body in row["departments"]]  # type: ignore[attr-defined]
    assert (len(set(bodies)), len(bodies)) == (14, 43)


def test_bodies_keep_the_printed_order(rows: list[dict[str, object]]) -> None:
    assert rows[17]["departments"] == ["省民政厅", "省教育厅", "省卫健委"]
    assert rows[16]["departments"] == ["省法院", "省检察院", "省教育厅", "省公安厅", "省妇联"]


def test_source_is_kept_as_received(settings: Settings) -> None:
    content = Path(settings.home / SOURCE).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    assert digest == "00f6d07fdf026ca2037c1a672025c69d9d6eacf0942e14b19e9a172b611899a5"
    assert digest in (settings.home / "data/checklist.ttl").read_text(encoding="utf-8")


def test_cells_of_the_graph_are_those_of_the_table(rows: list[dict[str, object]], settings: Settings) -> None:
    answer = build_store(settings).query(
        "PREFIX csvw: <http://www.w3.org/ns/csvw#> PREFIX prov: <http://www.w3.org/ns/prov#> "
        "SELECT ?cell ?text { ?cell a csvw:Cell ; prov:value ?text }"
    )
    cells = {cell.value.partition("#cell=")[2]: text.value for cell, text in answer.rows() if cell and text}
    columns = ["number", "goal", "beneficiary", "service", "content"]
    expected = {
        f"{i + 2},{k + 1}": str(row[key]) for i, row in enumerate(rows) for k, key in enumerate(columns)
    }
    expected |= {f"{i + 2},6": "、".join(row["departments"]) for i, row in enumerate(rows)}  # type: ignore[arg-type]
    assert cells == expected
