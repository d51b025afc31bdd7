"""``kg read``: the rows as ``kg export`` writes them, and what was set aside on the other stream."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from documents import HEADING, ROWS, docx, list_rows, list_table, p, tbl, tr

from kg_service.cli import main
from kg_service.editions import to_csv, to_json

Kg = Callable[..., tuple[int, str, str]]
SOURCE = "data/sources/heilongjiang-2024.txt"


@pytest.fixture
def kg(capsysbinary: pytest.CaptureFixture[bytes]) -> Kg:
    """``kg`` with its two streams, to the byte."""

    def run(*argv: str | Path) -> tuple[int, str, str]:
        code = main([str(each) for each in argv])
        out, err = capsysbinary.readouterr()
        return code, out.decode("utf-8"), err.decode("utf-8")

    return run


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A draft of which one row has no number, with a column that the list has not."""
    rows = list_rows()
    rows.insert(2, tr("学有所教", "", "新对象", "新服务", "新内容", "省教育厅"))
    path = tmp_path / "draft.docx"
    path.write_bytes(docx(p("某省清单（2025年版）"), tbl(tr(*HEADING), *rows), p("注：另行说明。")))
    return path


@pytest.mark.parametrize("format_", ["json", "csv"])
def test_the_list_as_received_reads_as_the_edition_exports(kg: Kg, home: Path, format_: str) -> None:
    exported = kg("export", "heilongjiang/2024", "--format", format_)
    code, out, err = kg("read", home / SOURCE, "--format", format_)
    assert (code, out) == exported[:2]
    assert "弱有所扶" in err


@pytest.mark.parametrize(("format_", "write"), [("json", to_json), ("csv", to_csv)])
def test_a_word_file_reads_as_its_rows(
    kg: Kg, tmp_path: Path, format_: str, write: Callable[..., str]
) -> None:
    path = tmp_path / "draft.docx"
    path.write_bytes(docx(list_table()))
    assert kg("read", path, "-f", format_)[:2] == (0, write(ROWS))


def test_a_row_without_a_number_is_printed(kg: Kg, draft: Path) -> None:
    _, out, err = kg("read", draft, "--lang", "en")
    rows = json.loads(out)
    assert [row["number"] for row in rows] == [1, 2, None, 3, 4, 5]
    assert rows[2]["service"] == "新服务"
    assert "6 rows read, 1 without a number" in err
    assert ",新服务," in kg("read", draft, "-f", "csv")[1]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "zh",
            [
                "放在一边",
                "标题。",
                "第1段",
                "某省清单（2025年版）",
                "表格以外的文字。",
                "注：另行说明。",
                "读出 6 行",
            ],
        ),
        (
            "en",
            [
                "Set aside",
                "The title.",
                "paragraph 1",
                "某省清单（2025年版）",
                "table 1, row 1",
                "6 rows read",
            ],
        ),
    ],
)
def test_what_was_set_aside_is_said_in_the_language(kg: Kg, draft: Path, lang: str, words: list[str]) -> None:
    code, _, err = kg("read", draft, "--lang", lang)
    assert code == 0
    assert [word for word in words if word not in err] == []


def test_the_rows_go_to_a_file_by_its_ending(kg: Kg, draft: Path, tmp_path: Path) -> None:
    target = tmp_path / "rows.csv"
    code, out, err = kg("read", draft, "-o", target)
    assert (code, out) == (0, "")
    assert target.read_bytes().startswith(b"number,goal,")
    assert err


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        pytest.param(None, "missing.docx", "没有这个文件", id="missing"),
        pytest.param(docx(p("没有表格")), "a.docx", "没有找到清单的表格", id="no-table"),
        pytest.param(b"PK\x03\x04", "a.docx", "不完整或已损坏", id="damaged"),
        pytest.param(b"{\\rtf1}", "a.doc", "RTF", id="another-kind"),
    ],
)
def test_what_can_not_be_read_is_an_error(
    kg: Kg, tmp_path: Path, content: bytes | None, name: str, words: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    code, out, err = kg("read", path)
    assert (code, out) == (2, "")
    assert words in err
    assert name in err


def test_a_document_can_not_command_the_terminal(kg: Kg, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        to_csv(ROWS).replace("就近入园", "就近\x1b[31m入园") + "\x1b[2J注：,,,,,\r\n", encoding="utf-8"
    )
    _, _, err = kg("read", path)
    assert "\x1b" not in err
