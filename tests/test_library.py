"""What notebooks and programs use: the functions, their tables, and the worked example of the docs."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from long_run import part

import kg_service
from kg_service import compare, library, read_edition, to_pandas, validate
from kg_service.errors import UnknownEditionError, UnreadableFileError
from kg_service.model import Column, Comparison
from kg_service.publish import build_store
from kg_service.settings import Settings, find_home

DOCS = Path(__file__).resolve().parent.parent / "docs"
BLOCK = re.compile(r"^```(python|text)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from kg_service import editions

    rows = editions.rows(build_store(Settings(home=find_home())), "heilongjiang", "2024")
    path = tmp_path_factory.mktemp("draft") / "draft.csv"
    text = editions.to_csv(rows).replace("省教育厅", "省教育局", 1)
    path.write_text("".join(f"{line}\n" for line in text.splitlines() if not line.startswith("23,")))
    return path


@pytest.mark.parametrize("lang", part(["zh", "en"], 2))
def test_the_worked_example_of_the_documentation_is_true(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    blocks = BLOCK.findall((DOCS / lang / "library.md").read_text(encoding="utf-8"))
    names: dict[str, object] = {}
    said = ""
    compared = 0
    for kind, text in blocks:
        if kind == "python":
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(text, "library.md", "exec"), names)
            said = out.getvalue()
        else:
            assert said == text
            compared += 1
    assert compared == 3


def test_a_table_of_rows(draft: Path) -> None:
    reading = read_edition(str(draft))
    table = to_pandas(reading)
    assert list(table.columns) == [column.value for column in Column]
    assert table["number"].tolist() == list(range(1, 23))
    assert table.loc[2, "service"] == reading.rows[2].text(Column.SERVICE) == "义务教育服务"


def test_a_number_that_is_missing_is_missing_in_the_table(draft: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(draft.read_text().replace("\n7,", "\n七,"))
    assert to_pandas(read_edition(other))["number"].isna().tolist() == [n == 7 for n in range(1, 23)]


def test_a_table_of_findings(draft: Path) -> None:
    report = validate(draft)
    table = to_pandas(report)
    assert list(table.columns) == list(library.FINDINGS)
    assert len(table) == len(report.findings)
    unknown = table[table["rule"] == "shape:cell-unknown-body"]
    assert unknown[["row", "cell", "found", "nearest"]].values.tolist() == [[3, "F3", "省教育局", "省教育厅"]]
    assert not report.conforms
    chosen = to_pandas([found for found in report.findings if found.place and found.place.row == 3], "en")
    assert chosen["heading"].tolist() == ["responsible bodies"]


def test_a_table_of_changes(draft: Path) -> None:
    comparison = compare("heilongjiang/2024", draft)
    table = to_pandas(comparison)
    assert list(table.columns) == list(library.CHANGES)
    assert table[table["kind"] == "withdrawn"][["old", "new"]].values.tolist() == [[23, pd.NA]]
    assert {"body-added", "body-removed"} <= set(table["kind"])
    assert len(to_pandas(comparison.of_kind(*{c.kind for c in comparison.changes}))) == len(table)


def test_nothing_different_is_an_empty_table() -> None:
    comparison = compare("heilongjiang/2024", "heilongjiang/2024")
    assert isinstance(comparison, Comparison)
    table = to_pandas(comparison)
    assert table.empty
    assert list(table.columns) == list(library.CHANGES)


def test_errors_are_ours(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        read_edition(tmp_path / "none.docx")
    with pytest.raises(UnknownEditionError):
        compare("heilongjiang/1999", "heilongjiang/2024")


def test_the_package_names_them_and_loads_them_late() -> None:
    assert set(kg_service.__all__) == {"compare", "read_edition", "to_pandas", "validate"}
    with pytest.raises(AttributeError, match="nothing"):
        kg_service.nothing  # noqa: B018
    code = (
        "import kg_service, sys; print(sorted({'rdflib', 'pandas', 'docx', 'pyoxigraph'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
