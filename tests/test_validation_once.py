"""One mistake is one finding, at the right cell: drafts as files, all rules, against the 2024 list."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path

import pytest
from long_run import part

from kg_service.cli import main
from kg_service.model import Column, Finding, Severity
from kg_service.store import EmbeddedStore
from kg_service.validation import Shapes, shape_name, validate_document
from kg_service.validation.earlier import store_of
from kg_service.validation.outputs.table import HEADING
from kg_service.validation.outputs.wording import detail, due, note
from tests.draft_tables import HOME, ORDER, Line, csv_of, edited, lines, xlsx_of

N, G, B, S, C, D = (
    Column.NUMBER, Column.GOAL, Column.BENEFICIARY, Column.SERVICE, Column.CONTENT, Column.DEPARTMENTS,
)  # fmt: skip
Spot = tuple[str, int, Column | None]


@cache
def loaded() -> tuple[Shapes, EmbeddedStore]:
    return Shapes.load(HOME), store_of(HOME)


def validated(content: bytes, name: str = "draft.csv") -> list[Finding]:
    shapes, store = loaded()
    report = validate_document(Path(name), HOME, shapes=shapes, store=store, content=content)
    return list(report.findings)


def spots(findings: list[Finding]) -> list[Spot]:
    """Rule, row of the document, column, without the slips of the list itself and what CSV can't tell."""
    found = []
    for finding in findings:
        name = shape_name(finding.rule).removeprefix("shape:")
        place = finding.place
        if name not in ("cell-half-width", "cell-final-stop", "reading-doubtful") and place is not None:
            found.append((name, place.row or 0, place.heading))
    return found


def without_column(column: Column) -> bytes:
    kept = [each for each in ORDER if each is not column]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([each.label.zh for each in kept])
    writer.writerows([[line[each] for each in kept] for line in lines()])
    return out.getvalue().encode()


def exchanged(one: Column, other: Column, rows: range) -> list[Line]:
    table = lines()
    for row in rows:
        table[row][one], table[row][other] = table[row][other], table[row][one]
    return table


def test_the_list_itself_has_nothing_but_its_own_slips() -> None:
    assert spots(validated(csv_of(lines()))) == []
    assert spots(validated(xlsx_of(lines()), "draft.xlsx")) == []


@pytest.mark.parametrize("column", part(list(Column), 2))
def test_a_missing_column_is_told_once_at_the_heading(column: Column) -> None:
    assert spots(validated(without_column(column))) == [("column-missing", 1, column)]


@pytest.mark.parametrize(
    ("rows", "wrong", "goal"),
    [
        ([10], "住有所局", "住有所居"),
        ([10], "老有所养", "住有所居"),
        ([*range(11, 17)], "病有所扶", "弱有所扶"),
    ],
    ids=["misspelt", "another-one", "as-near-to-two"],
)
def test_a_mistyped_goal_is_one_finding_with_the_goal_of_the_row_before(
    rows: list[int], wrong: str, goal: str
) -> None:
    found = validated(csv_of(edited((row, G, wrong) for row in rows)))
    assert spots(found) == [("cell-unknown-goal", row + 1, G) for row in rows]
    assert {f.nearest for f in found if f.nearest and f.rule.endswith("unknown-goal")} == {goal}


def test_a_goal_that_is_gone_is_told_at_the_service_that_stood_under_it() -> None:
    assert spots(validated(csv_of(edited([(10, G, "弱有所扶")])))) == [("Succession-goal", 11, G)]


@pytest.mark.parametrize(
    ("one", "other", "rows", "rule", "row"),
    [(S, C, range(5, 6), "cell-wrong-column", 7), (S, C, range(23), "column-misplaced", 1),
     (B, D, range(23), "column-misplaced", 1)],
    ids=["cells", "columns", "groups-and-bodies"],
)  # fmt: skip
def test_what_changed_places_has_no_consequences(
    one: Column, other: Column, rows: range, rule: str, row: int
) -> None:
    found = spots(validated(csv_of(exchanged(one, other, rows))))
    assert sorted(found) == sorted([(rule, row, one), (rule, row, other)])


def test_a_warning_hides_no_violation_and_no_question() -> None:
    found = spots(validated(csv_of(edited([(15, C, "符合条件的流动儿童")]))))
    assert ("content-promises-nothing", 16, C) in found
    assert ("Succession-measure", 16, C) in found
    assert ("Succession-undecided", 16, S) in found


def test_a_page_number_in_a_content_hides_no_lost_measure() -> None:
    table = edited([(3, C, lambda cell: cell.replace("，免费提供教科书", "") + "13")])
    assert {("cell-page-number", 4, C), ("Succession-measure", 4, C)} <= set(spots(validated(csv_of(table))))


def test_a_service_that_stands_twice_is_no_question() -> None:
    rest = [{**line, N: str(int(line[N]) + 1)} for line in lines()[6:]]
    table = [*lines()[:6], {**lines()[5], N: "7"}, *rest]
    assert spots(validated(csv_of(table))) == [("service-repeated", 8, S)]


def test_an_extra_column_is_told_once() -> None:
    rows = list(csv.reader(io.StringIO(csv_of(lines()).decode("utf-8-sig"))))
    out = io.StringIO(newline="")
    csv.writer(out).writerows([*row, "备注" if index == 0 else "见文件"] for index, row in enumerate(rows))
    [found] = [f for f in validated(out.getvalue().encode()) if f.rule.endswith("left-out")]
    assert found.severity is Severity.INFO
    assert "备注" in found.text.zh


def test_chinese_text_has_no_english_words_of_the_program() -> None:
    table = edited([(3, C, lambda cell: "支持" + cell.removeprefix("保障"))])
    [found] = [f for f in validated(csv_of(table)) if f.rule.endswith("Succession-commitment")]
    words = f"{due(found, 'zh')}{found.text.zh}{found.value}"
    assert "确定给予" in words
    assert "firm" not in words
    assert "promoted" not in words


def test_a_note_at_a_cell_has_what_should_stand_there() -> None:
    table = edited([(3, C, lambda cell: cell.replace("；", ";", 1))])
    [found] = [f for f in validated(csv_of(table)) if f.place and f.place.row == 4]
    assert found.expected is not None
    assert f"应为：{found.expected.zh}" in note(found, "zh")
    assert f"Expected: {found.expected.zh}" in note(found, "en")
    assert detail(found, "zh") == ""


def test_findings_as_csv_and_lines_that_are_not_torn(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    draft = tmp_path / "一份名字很长很长很长很长很长很长很长很长很长很长的草稿.csv"
    draft.write_bytes(csv_of(edited([(3, C, lambda cell: cell.replace("，免费提供教科书", ""))])))
    assert main(["validate", str(draft), "--format", "csv"]) == 1
    out = capfdbinary.readouterr().out
    assert out.startswith(",".join(HEADING).encode())
    assert b"Succession-measure" in out
    assert main(["validate", str(draft), "--lang", "zh"]) == 1
    text = capfdbinary.readouterr().out.decode()
    assert f"kg match heilongjiang/2024 {draft} --decide 3=3 --note …" in text
