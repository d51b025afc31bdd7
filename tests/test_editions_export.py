"""An edition as a table: JSON and CSV, current or superseded, to the character."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from kg_service.editions import known_editions, rows, to_csv, to_json
from kg_service.errors import UnknownEditionError
from kg_service.model import Row
from kg_service.publish import build_store
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore


@pytest.fixture(scope="module")
def table(store: EmbeddedStore) -> tuple[Row, ...]:
    return rows(store, "heilongjiang", "2024")


def home_with(tmp_path: Path, home: Path, **files: str) -> Path:
    """A home like the real one, with these files in data/ added or in place of its own."""
    for folder in ("ontology", "shapes", "queries"):
        (tmp_path / folder).symlink_to(home / folder)
    (tmp_path / "data").mkdir()
    for path in (home / "data").glob("*.ttl"):
        (tmp_path / "data" / path.name).symlink_to(path)
    for stem, text in files.items():
        target = tmp_path / "data" / f"{stem}.ttl"
        target.unlink(missing_ok=True)
        target.write_text(text, encoding="utf-8")
    return tmp_path


def test_every_row_is_there_in_order(table: tuple[Row, ...]) -> None:
    assert [row.number for row in table] == list(range(1, 24))


def test_a_row_holds_the_cells_as_printed(table: tuple[Row, ...]) -> None:
    assert table[0] == Row(
        number=1,
        goal="幼有所育",
        beneficiary="0-6岁流动儿童",
        service="健康和托育(3岁以下)服务",
        content="按照国家基本公共卫生服务规范提供健康管理服务；按照国家免疫规划疫苗免疫程序提供接种服务；"
        "有条件的地方就近提供托育服务",
        departments=("省卫健委", "省疾控局"),
    )


def test_bodies_keep_their_printed_order(table: tuple[Row, ...]) -> None:
    assert table[16].departments[2] == "省教育厅"
    assert sum(len(row.departments) for row in table) == 43


def test_json_has_the_documented_keys(table: tuple[Row, ...]) -> None:
    loaded = json.loads(to_json(table))
    assert list(loaded[0]) == ["number", "goal", "beneficiary", "service", "content", "departments"]
    assert [Row(**{**row, "departments": tuple(row["departments"])}) for row in loaded] == list(table)


def test_json_of_no_rows_is_an_empty_list() -> None:
    assert json.loads(to_json(())) == []


def test_csv_is_rfc_4180(table: tuple[Row, ...]) -> None:
    text = to_csv(table)
    assert text.count("\r\n") == text.count("\n") == 24
    heading, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert heading == ["number", "goal", "beneficiary", "service", "content", "departments"]
    for row, cells in zip(table, lines, strict=True):
        expected = {**asdict(row), "number": str(row.number), "departments": "、".join(row.departments)}
        assert cells == list(expected.values())


@pytest.mark.parametrize(
    "content",
    [
        pytest.param('他说“"quoted"”', id="quotation-marks"),
        pytest.param("a,b", id="comma"),
        pytest.param("一\n二\r\n三", id="line-ends"),
        pytest.param("=1+1", id="formula-unaltered"),
        pytest.param(" 前后空格 ", id="white-space"),
    ],
)
def test_text_comes_back_unaltered(table: tuple[Row, ...], content: str) -> None:
    row = replace(table[0], content=content)
    assert list(csv.reader(io.StringIO(to_csv([row]), newline=""), strict=True))[1][4] == content
    assert json.loads(to_json([row]))[0]["content"] == content


@pytest.mark.parametrize(
    ("series", "version"), [("heilongjiang", "2042"), ("helongjiang", "2024"), ("", ""), ("beijing", "2024")]
)
def test_an_unknown_edition_is_answered_with_the_known(
    store: EmbeddedStore, series: str, version: str
) -> None:
    with pytest.raises(UnknownEditionError) as raised:
        rows(store, series, version)
    assert raised.value.nearest == ("heilongjiang/2024",)


def test_a_superseded_edition_is_exported_as_it_was(
    tmp_path: Path, home: Path, table: tuple[Row, ...]
) -> None:
    old = (home / "data/checklist.ttl").read_text(encoding="utf-8")
    later = old.replace("heilongjiang/2024", "heilongjiang/2025").replace("义务教育服务", "义务教育保障服务")
    edition = "<edition/heilongjiang/2025>\n    a care:ChecklistEdition"
    assert edition in later
    later = later.replace(
        edition,
        "<edition/heilongjiang/2025> dcat:previousVersion <edition/heilongjiang/2024> ;\n"
        "    a care:ChecklistEdition",
    )
    both = build_store(Settings(home=home_with(tmp_path, home, checklist_2025=later)))
    assert known_editions(both) == ("heilongjiang/2024", "heilongjiang/2025")
    assert rows(both, "heilongjiang", "2024") == table
    assert rows(both, "heilongjiang", "2025")[2].service == "义务教育保障服务"


def test_a_missing_cell_does_not_hide_its_row(tmp_path: Path, home: Path, table: tuple[Row, ...]) -> None:
    text = (home / "data/checklist.ttl").read_text(encoding="utf-8")
    line = "    dct:audience <scheme/groups/children-aged-0-6> ;\n"
    assert text.count(line) == 1
    store = build_store(Settings(home=home_with(tmp_path, home, checklist=text.replace(line, ""))))
    assert rows(store, "heilongjiang", "2024")[0] == replace(table[0], beneficiary="")
