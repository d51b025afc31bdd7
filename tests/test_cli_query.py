"""``kg query`` and ``kg queries``: by name, from files, in every format."""

from __future__ import annotations

import csv
import io
import json
import stat
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from rdflib import Graph

from kg_service.cli import main
from kg_service.cli.headings import HEADINGS
from kg_service.cli.query import OFFERED
from kg_service.cli.table import columns
from kg_service.cli.texts import term_of
from kg_service.formats import CSV
from kg_service.model import LANGS, Iri, Lang, Literal, Term
from kg_service.queries import Catalogue, run
from kg_service.store import EmbeddedStore
from kg_service.vocabulary import BASE, PREFIXES

OF_EDUCATION = (2, 3, 4, 5, 6, 13, 17, 18, 21, 23)
"""Numbers of the services of 省教育厅, by the printed table."""

Kg = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_LANG", "zh")
    monkeypatch.setenv("COLUMNS", "120")


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str]) -> Kg:
    def run_it(*argv: str) -> tuple[int, str, str]:
        code = main(argv)
        out, err = capsys.readouterr()
        return code, out, err

    return run_it


def query_file(tmp_path: Path, text: str) -> str:
    path = tmp_path / "own.rq"
    path.write_text(text, encoding="utf-8")
    return str(path)


# By name


@pytest.mark.parametrize(
    "value",
    [
        "省教育厅",
        "Heilongjiang Provincial Department of Education",
        "education",
        f"{BASE}id/body/heilongjiang/education",
        "id/body/heilongjiang/education",
        "黑龙江省教育厅",
        " 省教育厅 ",
    ],
)
def test_a_value_is_taken_by_any_name(kg: Kg, value: str) -> None:
    code, out, _ = kg("query", "services-of-body", "-p", f"body={value}", "--format", "json")
    assert code == 0
    numbers = [int(b["number"]["value"]) for b in json.loads(out)["results"]["bindings"]]
    assert tuple(numbers) == OF_EDUCATION


@pytest.mark.parametrize(
    ("lang", "heading", "cell", "count"),
    [
        ("zh", "服务项目", "义务教育服务", "共 10 行"),
        ("en", "Service", "Compulsory education services", "10 rows"),
    ],
)
def test_the_table_speaks_the_language(kg: Kg, lang: str, heading: str, cell: str, count: str) -> None:
    code, out, err = kg("query", "services-of-body", "-p", "body=education", "--lang", lang)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert heading in lines[0]
    assert cell in out
    assert lines[-1] == count
    assert "http" not in out


def test_the_table_cuts_nothing_off(kg: Kg, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    _, out, _ = kg("query", "whole-table")
    assert "…" not in out
    text = "".join(out.split())
    _, exported, _ = kg("export", "heilongjiang/2024")
    content = json.loads(exported)[22]["content"]
    assert all(character in text for character in content)
    assert max(len(line) for line in out.splitlines()) <= 60


def test_label_columns_are_merged_into_theirs() -> None:
    shown = columns(("number", "service", "serviceLabel", "bodies", "orphanLabel"))
    assert [(c.variable, c.value, c.label) for c in shown] == [
        ("number", 0, None), ("service", 1, 2), ("bodies", 3, None), ("orphanLabel", 4, None),
    ]  # fmt: skip


def test_every_column_of_the_catalogue_has_a_heading(catalogue: Catalogue) -> None:
    shown = {column.variable for query in catalogue for column in columns(query.returns)}
    assert shown - HEADINGS.keys() == set()


def test_csv_is_the_exact_bytes_of_the_store(kg: Kg, store: EmbeddedStore, catalogue: Catalogue) -> None:
    _, out, _ = kg("query", "whole-table", "-f", "csv")
    assert out.encode() == run(store, catalogue.get("whole-table"), {}, "zh").serialize(CSV)
    assert "\r\n" in out


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        pytest.param(["no-such-query"], "没有名为“no-such-query”的查询", id="query"),
        pytest.param(["service-of-body"], "services-of-body", id="nearest-query"),
        pytest.param(["services-of-body"], "缺少必填参数：body", id="missing"),
        pytest.param(["services-of-body", "-p", "bodi=x"], "您要找的是不是：body", id="parameter"),
        pytest.param(["services-of-body", "-p", "body=教育厅"], "省教育厅", id="nearest-value"),
        pytest.param(["services-for-child", "-p", "age=four"], "应为整数", id="type"),
        pytest.param(["whole-table", "-f", "docx"], "没有名为“docx”的格式", id="format"),
        pytest.param(["whole-table", "-f", "turtle"], "无法以“turtle”格式提供", id="family"),
        pytest.param(["missing.rq"], "无法读取 missing.rq：没有这个文件", id="file"),
    ],
)
def test_what_is_unknown_is_answered_with_what_is_near(kg: Kg, argv: list[str], says: str) -> None:
    code, out, err = kg("query", *argv)
    assert (code, out) == (2, "")
    assert says in err
    assert err.startswith("错误：")
    assert err.count("\n") == 1


# Texts of one's own


@pytest.mark.parametrize(
    ("asked", "zh", "en"), [("cpsv#PublicService", "是\n", "yes\n"), ("x#None", "否\n", "no\n")]
)
@pytest.mark.parametrize("lang", LANGS)
def test_ask_is_answered_in_a_word(kg: Kg, tmp_path: Path, lang: Lang, asked: str, zh: str, en: str) -> None:
    text = f"ASK {{ ?s a <http://purl.org/vocab/{asked}> }}"
    assert kg("query", query_file(tmp_path, text), "--lang", lang) == (0, zh if lang == "zh" else en, "")


def test_a_graph_is_turtle_by_default(kg: Kg, tmp_path: Path) -> None:
    path = query_file(tmp_path, "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 3")
    code, out, _ = kg("query", path)
    assert code == 0
    assert len(Graph().parse(data=out, format="turtle")) == 3
    code, _, err = kg("query", path, "--format", "table")
    assert code == 2
    assert "turtle" in err


@pytest.mark.parametrize("format_", [each for each in OFFERED if each.name != "table"], ids=lambda f: f.name)
def test_every_offered_format_is_written(kg: Kg, tmp_path: Path, format_: object) -> None:
    select = "SELECT ?s { ?s a <http://purl.org/vocab/cpsv#PublicService> }"
    construct = "CONSTRUCT WHERE { ?s a <http://purl.org/vocab/cpsv#PublicService> }"
    text = select if format_.family == "solutions" else construct  # type: ignore[attr-defined]
    target = tmp_path / "answer"
    code, out, err = kg(
        "query",
        query_file(tmp_path, text),
        "-f",
        format_.name,
        "-o",
        str(target),  # type: ignore[attr-defined]
    )
    assert (code, out, err) == (0, "", "")
    assert target.stat().st_size > 1000


def test_the_name_of_the_file_says_the_format(kg: Kg, tmp_path: Path) -> None:
    target = tmp_path / "table.xlsx"
    assert kg("query", "whole-table", "-o", str(target))[0] == 0
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    assert sheet.max_row == 24


def test_variables_of_a_text_take_values(kg: Kg, tmp_path: Path) -> None:
    path = query_file(tmp_path, "SELECT ?o { ?s <http://purl.org/dc/terms/title> ?o FILTER(?o = ?wanted) }")
    code, out, _ = kg("query", path, "-p", 'wanted="义务教育服务"@zh', "-f", "csv")
    assert code == 0
    assert list(csv.reader(io.StringIO(out)))[1] == ["义务教育服务"]
    code, _, err = kg("query", path, "-p", "wantd=x")
    assert code == 2
    assert "wanted" in err


def test_the_header_of_a_file_declares_its_parameters(kg: Kg, tmp_path: Path, home: Path) -> None:
    text = (home / "queries/catalogue/services-of-body.rq").read_text(encoding="utf-8")
    code, out, _ = kg("query", query_file(tmp_path, text), "-p", "body=省教育厅", "-f", "csv")
    assert code == 0
    assert len(out.splitlines()) == 1 + len(OF_EDUCATION)


def test_a_mistake_is_placed_in_the_file(kg: Kg, tmp_path: Path) -> None:
    path = query_file(tmp_path, "SELECT * {\n  ?s ?p }")
    code, _, err = kg("query", path, "--lang", "en")
    assert code == 2
    assert f"{path}, line 2, column 9" in err


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "DELETE WHERE { ?s ?p ?o }",
        "INSERT DATA { <a:b> <a:c> 1 }",
    ],
)
def test_what_is_refused_is_said(kg: Kg, tmp_path: Path, text: str) -> None:
    code, out, err = kg("query", query_file(tmp_path, text))
    assert (code, out) == (2, "")
    assert err.startswith("错误：")


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("12", Literal("12", PREFIXES["xsd"] + "integer")),
        ("true", Literal("true", PREFIXES["xsd"] + "boolean")),
        ('"中"@zh', Literal("中", lang="zh")),
        ("<urn:x:y>", Iri("urn:x:y")),
        ("https://example.org/a", Iri("https://example.org/a")),
        ("dct:title", Iri("http://purl.org/dc/terms/title")),
        ("id/place/heilongjiang", Iri(BASE + "id/place/heilongjiang")),
        ("几点: 三点", Literal("几点: 三点")),
        ("省教育厅", Literal("省教育厅")),
    ],
)
def test_what_a_value_stands_for_without_a_header(written: str, term: Term) -> None:
    assert term_of(written) == term


# Files


def test_a_file_is_replaced_whole_or_not_at_all(kg: Kg, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("before", encoding="utf-8")
    target.chmod(0o640)
    assert kg("query", "whole-table", "-f", "turtle", "-o", str(target))[0] == 2
    assert target.read_text(encoding="utf-8") == "before"
    assert kg("query", "whole-table", "-o", str(target))[0] == 0
    assert target.read_bytes().startswith(b"number,")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_link_is_written_through(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    assert kg("query", "whole-table", "-o", str(tmp_path / "link.csv"))[0] == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").stat().st_size > 1000


def test_a_file_that_can_not_be_written_is_said(kg: Kg, tmp_path: Path) -> None:
    code, _, err = kg("query", "whole-table", "-o", str(tmp_path / "missing" / "out.csv"))
    assert code == 2
    assert "无法写入" in err


def test_a_table_goes_to_a_file(kg: Kg, tmp_path: Path) -> None:
    assert kg("query", "whole-table", "-o", str(tmp_path / "table.txt")) == (0, "", "")
    text = (tmp_path / "table.txt").read_text(encoding="utf-8")
    assert "\x1b" not in text
    assert text.rstrip().endswith("共 23 行")


# The catalogue


@pytest.mark.parametrize("lang", LANGS)
def test_queries_lists_every_query(kg: Kg, catalogue: Catalogue, lang: Lang) -> None:
    code, out, _ = kg("queries", "--lang", lang)
    assert code == 0
    flat = "".join(out.split())
    for query in catalogue:
        assert query.name in out
        assert query.summary.of(lang)[:8].replace(" ", "") in flat


@pytest.mark.parametrize(("lang", "label"), [("zh", "省教育厅"), ("en", "Department of Education")])
def test_one_query_is_shown_with_its_choices(kg: Kg, lang: str, label: str) -> None:
    code, out, _ = kg("queries", "services-of-body", "--lang", lang)
    assert code == 0
    assert label in out
    assert "education" in out
    assert "kg query services-of-body -p body=…" in out


def test_an_unknown_query_is_answered_with_the_nearest(kg: Kg) -> None:
    code, _, err = kg("queries", "services-of-bodies")
    assert code == 2
    assert "services-of-body" in err
