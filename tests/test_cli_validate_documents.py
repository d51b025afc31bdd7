"""``kg validate`` on drafts of the list: documents in, findings at their cells out, in every form."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import documents
import docx
import openpyxl
import pytest
from long_run import part
from rdflib import RDF, Graph

from kg_service.cli import main
from kg_service.model import NO_EDITION
from kg_service.vocabulary import SH
from tests.draft_tables import ORDER, TITLE, csv_of, docx_of, edited, lines, xlsx_of

G, N, B, S, C, D = ORDER
Kg = Callable[..., tuple[int, str, str]]

EDITS = [
    (2, B, "3～6岁流动儿童", "cell-group-spelling"),
    (3, D, "省教育局", "cell-unknown-body"),
    (4, N, "3", "cell-double-number"),
    (5, S, "普通高中教育 服务", "cell-stray-space"),
    (6, C, "待定", "cell-placeholder"),
    (7, C, lambda cell: cell.replace("，", ",", 1), "cell-half-width"),
    (8, D, "省医疗保障局", "cell-body-name"),
    (9, D, "省卫健委和省民政厅", "cell-joined-bodies"),
    (10, G, "住有所居所", "cell-unknown-goal"),
    (11, C, lambda cell: cell + "；", "cell-stray-punctuation"),
    (12, C, lambda cell: cell.replace("；", "；；", 1), "cell-doubled-punctuation"),
    (13, D, "省教育厅、省残联、省教育厅", "cell-body-twice"),
    (13, C, lambda cell: cell.replace("12", "１２"), "cell-full-width"),
    (15, C, "符合条件的流动儿童", "content-promises-nothing"),
    (16, S, "", "cell-empty"),
    (17, C, lambda cell: cell + "13", "cell-page-number"),
    (18, D, "省民政厅,省教育厅,省卫健委", "cell-body-separator"),
    (19, C, "省民政厅", "cell-wrong-column"),
    (20, C, lambda cell: cell.replace("“", ""), "cell-unbalanced"),
    (21, C, lambda cell: cell.replace("务", "務", 1), "cell-traditional-character"),
    (22, D, "省广\u200b电局", "cell-invisible-character"),
    (22, B, "流动儿童中的留守儿童", "cell-unknown-group"),
    (23, N, "24", "cell-number-gap"),
    (23, D, lambda cell: cell.replace("团省委", "省团委"), "cell-unknown-body"),
    (23, S, "城市融入\ufffd务", "cell-broken-character"),
]
"""Row of the table, column, what becomes of the cell, the rule that finds it."""

PREFIXES = """@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/care-checklist/shapes> a owl:Ontology ; sh:declare
  [ sh:prefix "care" ; sh:namespace "https://w3id.org/care-checklist/ontology#"^^xsd:anyURI ] ,
  [ sh:prefix "cv" ; sh:namespace "http://data.europa.eu/m8g/"^^xsd:anyURI ] ,
  [ sh:prefix "dcat" ; sh:namespace "http://www.w3.org/ns/dcat#"^^xsd:anyURI ] ,
  [ sh:prefix "dct" ; sh:namespace "http://purl.org/dc/terms/"^^xsd:anyURI ] ,
  [ sh:prefix "skos" ; sh:namespace "http://www.w3.org/2004/02/skos/core#"^^xsd:anyURI ] ."""
"""What the queries of shapes/succession.ttl are written with."""

OF_THE_LIST = {("cell-half-width", 1, "service"), ("cell-final-stop", 14, "content")}
MESSY = edited((row, column, edit) for row, column, edit, _ in EDITS)


@pytest.fixture(scope="module")
def quick(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the real data and the shapes of succession alone, which are quick."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "shapes").mkdir()
    (folder / "shapes/succession.ttl").symlink_to(home / "shapes/succession.ttl")
    (folder / "shapes/checklist.ttl").write_text(PREFIXES, encoding="utf-8")
    for name in ("data", "ontology", "queries"):
        (folder / name).symlink_to(home / name)
    return folder


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str], quick: Path, home: Path) -> Kg:
    """``kg validate``; with ``full=True`` against all shapes."""

    def run(*argv: str | Path, full: bool = False) -> tuple[int, str, str]:
        code = main(["--home", str(home if full else quick), "validate", *map(str, argv)])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def spots(body: dict[str, Any], head: int) -> list[tuple[str, int, str]]:
    """Rule, row of the table and column of each finding; *head* rows stand above the first."""
    return sorted(
        (f["ruleName"].removeprefix("shape:"), (f["row"] or 0) - head, f["heading"]) for f in body["findings"]
    )


def write(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "head"),
    [("messy.docx", docx_of, 1), ("messy.xlsx", xlsx_of, 2), ("messy.csv", csv_of, 1)],
    ids=["docx", "xlsx", "csv"],
)
def test_every_mistake_is_found_at_its_cell_and_nothing_else(
    kg: Kg, tmp_path: Path, name: str, content: Callable[..., bytes], head: int
) -> None:
    path = write(tmp_path, name, content(MESSY))
    code, out, _ = kg(path, "--format", "json", full=name.endswith(".docx"))
    due = {(rule, row, column.value) for row, column, _, rule in EDITS} | OF_THE_LIST
    # The new group is a part of the old one, which is more than that it is new.
    due.add(("Succession-audience", 22, "beneficiary"))
    # A content that promises nothing has lost what it promised, and is hard to tell for the same service.
    due |= {("Succession-measure", 15, "content"), ("Succession-undecided", 15, "service")}
    found = spots(json.loads(out), head)
    assert code == 1
    if name.endswith(".csv"):
        # A group between others that is written once is filled down there, where no merge can be told.
        due |= {spot for spot in found if spot[0] == "reading-doubtful"}
    assert set(found) ^ due == set()
    # Each of the three measures that row 15 had is told by itself.
    assert found.count(("Succession-measure", 15, "content")) == 3
    assert len(set(found)) == len(found) - 2


@pytest.mark.parametrize("name", ["clean.docx", "clean.xlsx", "clean.csv"])
def test_the_list_itself_conforms_as_any_kind_of_file(kg: Kg, tmp_path: Path, name: str) -> None:
    content = {"docx": docx_of, "xlsx": xlsx_of, "csv": csv_of}[name.rpartition(".")[2]]
    path = write(tmp_path, name, content(lines()))
    code, out, err = kg(path, "--format", "json", full=name.endswith(".xlsx"))
    body = json.loads(out)
    assert (code, err) == (0, "")
    assert set(spots(body, 2 if name.endswith("xlsx") else 1)) == OF_THE_LIST
    assert body["against"] == {str(path): "heilongjiang/2024"}


def test_the_list_as_received_conforms(kg: Kg, home: Path) -> None:
    code, out, _ = kg(home / "data/sources/heilongjiang-2024.txt", "--format", "json")
    body = json.loads(out)
    assert (code, body["counts"]["violation"]) == (0, 0)
    rules = {f["ruleName"] for f in body["findings"]}
    assert {"shape:cell-half-width", "shape:cell-final-stop", "shape:cell-stray-space"} <= rules
    assert all(f["line"] for f in body["findings"])


def test_text_says_where_what_and_what_to_do(kg: Kg, tmp_path: Path) -> None:
    path = write(tmp_path, "draft.docx", docx_of(edited([(7, D, "省卫生健康委")])))
    code, out, _ = kg(path, "--lang", "zh")
    assert code == 1
    assert "“省卫生健康委”不在部门表中，是否为“省卫健委”？" in out
    assert "第1个表格，第8行，“责任部门”列" in out
    assert "shape:cell-unknown-body" in out
    assert "已对照 heilongjiang/2024。" in out
    _, out, _ = kg(path, "--lang", "en")
    assert "Did you mean “省卫健委”?" in out
    assert "table 1, row 8, column responsible bodies" in out


def test_against_none_and_against_a_file(kg: Kg, tmp_path: Path) -> None:
    table = lines()
    del table[4]
    table = [{**line, N: str(number)} for number, line in enumerate(table, 1)]
    path, earlier = write(tmp_path, "new.csv", csv_of(table)), write(tmp_path, "old.csv", csv_of(lines()))
    for none in NO_EDITION:
        code, out, _ = kg(path, "--against", none, "--format", "json")
        assert code == 0
        assert json.loads(out)["against"] == {}
    code, out, _ = kg(path, "--against", earlier, "--format", "json")
    assert code == 1
    assert [f["ruleName"] for f in json.loads(out)["findings"] if f["severity"] == "violation"] == [
        "shape:Succession-service"
    ]


def test_a_base_list_sets_the_least(kg: Kg, tmp_path: Path) -> None:
    base = write(tmp_path, "base.csv", csv_of(lines()[:3]))
    table = lines()
    del table[1]
    table = [{**line, N: str(number)} for number, line in enumerate(table, 1)]
    path = write(tmp_path, "draft.csv", csv_of(table))
    code, out, _ = kg(path, "--against", "none", "--base", base, "--format", "json")
    body = json.loads(out)
    assert code == 1
    assert "shape:Minimum-service" in {f["ruleName"] for f in body["findings"]}
    assert body["against"] == {str(path): str(base)}


def test_a_recorded_decision_turns_a_violation_into_a_note(kg: Kg, tmp_path: Path) -> None:
    table = lines()
    gone = table.pop(4)
    table = [{**line, N: str(number)} for number, line in enumerate(table, 1)]
    path = write(tmp_path, "draft.docx", docx_of(table))
    heading = "decision\told_edition\told_number\told_service\tnew_edition\tnew_number\tnew_service\tnote\n"
    decisions = tmp_path / "decisions.tsv"
    decisions.write_text(
        f"{heading}withdrawn\theilongjiang/2024\t5\t{gone[S]}\t\t\t\t并入第3项\n", encoding="utf-8"
    )
    assert kg(path)[0] == 1
    code, out, _ = kg(path, "--decisions", decisions, "--format", "json")
    assert code == 0
    [finding] = [f for f in json.loads(out)["findings"] if f["ruleName"] == "shape:Succession-service"]
    assert finding["severity"] == "info"
    assert "并入第3项" in finding["message"]["zh"]


def test_an_unknown_edition_is_an_error_with_what_there_is(kg: Kg, tmp_path: Path) -> None:
    path = write(tmp_path, "draft.csv", csv_of(lines()))
    code, out, err = kg(path, "--against", "heilongjiang/2023", "--lang", "en")
    assert (code, out) == (2, "")
    assert "heilongjiang/2024" in err


@pytest.mark.parametrize(
    ("ending", "holds"),
    [
        ("json", lambda text: json.loads(text)["counts"]["violation"] == 1),
        ("sarif", lambda text: json.loads(text)["version"] == "2.1.0"),
        ("xml", lambda text: ET.fromstring(text.encode()).get("failures") == "1"),
        ("ttl", lambda text: (None, RDF.type, SH.ValidationReport) in Graph().parse(data=text)),
        ("html", lambda text: "省教育局" in text and text.startswith("<!DOCTYPE html>")),
        ("txt", lambda text: "违反规则 1 处" in text and "\x1b" not in text),
    ],
)
def test_the_ending_of_the_output_says_its_form(
    kg: Kg, tmp_path: Path, ending: str, holds: Callable[[str], bool]
) -> None:
    path = write(tmp_path, "draft.csv", csv_of(edited([(3, D, "省教育局")])))
    code, out, _ = kg(path, "--against", "none", "-o", tmp_path / f"report.{ending}", "--lang", "zh")
    assert (code, out) == (1, "")
    assert holds((tmp_path / f"report.{ending}").read_text(encoding="utf-8"))


def test_the_shacl_report_has_the_engines_results_and_those_of_cells(kg: Kg, tmp_path: Path) -> None:
    path = write(tmp_path, "draft.csv", csv_of(edited([(3, D, "省教育局")])))
    _, out, _ = kg(path, "--against", "none", "--format", "turtle", full=True)
    graph = Graph().parse(data=out, format="turtle")
    results = list(graph.subjects(RDF.type, SH.ValidationResult))
    sources = [str(graph.value(result, SH.sourceShape)) for result in results]
    assert sum(source.endswith("#cell-unknown-body") for source in sources) == 1
    # The unknown body has no national counterpart: true of the graph, and nothing that the editor could see.
    assert any(source.endswith("#Body-nationalCounterpart") for source in sources)


def test_annotate_word_and_excel(kg: Kg, tmp_path: Path) -> None:
    table = edited([(3, D, "省教育局")])
    word, excel = write(tmp_path, "a.docx", docx_of(table)), write(tmp_path, "a.xlsx", xlsx_of(table))
    assert kg(word, "--annotate", tmp_path / "b.docx")[0] == 1
    comments = [comment.text for comment in docx.Document(str(tmp_path / "b.docx")).comments]
    assert any("省教育厅" in text for text in comments)
    assert kg(excel, "--annotate", tmp_path / "b.xlsx")[0] == 1
    note = openpyxl.load_workbook(tmp_path / "b.xlsx")["清单"]["F5"].comment
    assert note is not None
    assert "省教育厅" in note.text


def test_annotate_says_what_it_can_not_do(kg: Kg, tmp_path: Path) -> None:
    path = write(tmp_path, "draft.csv", csv_of(lines()))
    code, _, err = kg(path, "--annotate", tmp_path / "b.csv", "--lang", "en")
    assert code == 2
    assert "--format html" in err
    assert not (tmp_path / "b.csv").exists()


def test_documents_and_rdf_in_one_run(kg: Kg, tmp_path: Path, home: Path) -> None:
    path = write(tmp_path, "draft.csv", csv_of(edited([(3, D, "省教育局")])))
    code, out, _ = kg(home / "data/checklist.ttl", path, "--format", "json")
    body = json.loads(out)
    assert code == 1
    assert body["documents"] == [str(home / "data/checklist.ttl"), str(path)]


def test_an_edition_in_turtle_is_held_against_another_one(kg: Kg, tmp_path: Path, home: Path) -> None:
    text = (home / "data/checklist.ttl").read_text(encoding="utf-8")
    path = tmp_path / "checklist.ttl"
    # The 2024 edition without its fourth service counts as a draft that has lost it.
    start, end = (
        text.index("<edition/heilongjiang/2024/service/4>\n"),
        text.index("<edition/heilongjiang/2024/service/5>\n"),
    )
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    earlier = write(tmp_path, "2024.csv", csv_of(lines()))
    code, out, _ = kg(path, "--against", earlier, "--format", "json")
    found = [f for f in json.loads(out)["findings"] if f["ruleName"] == "shape:Succession-service"]
    assert code == 1
    assert len(found) == 1
    assert found[0]["line"] == line_of(text, "<edition/heilongjiang/2024>\n")
    assert "教育帮扶服务" in found[0]["message"]["zh"]


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_a_document_without_a_list_is_an_error(kg: Kg, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("会议通知")
    path = tmp_path / "letter.docx"
    document.save(str(path))
    code, out, err = kg(path)
    assert (code, out) == (2, "")
    assert str(path) in err


@pytest.mark.parametrize("printed", part(["一、{}", "（一）{}", "1.{}", "第一、{}", "一、{}（5项）"], 2))
def test_goals_on_rows_of_their_own_are_known_whatever_enumerates_them(
    kg: Kg, tmp_path: Path, printed: str
) -> None:
    made, goal = [], ""
    for line in lines():
        if line[G] != goal:
            goal = line[G]
            made.append(documents.tr(documents.tc(printed.format(goal), span=5)))
        made.append(documents.tr(*(line[column] for column in ORDER[1:])))
    table = documents.tbl(documents.tr(*documents.HEADING[1:]), *made)
    path = write(tmp_path, "draft.docx", documents.docx(documents.p(TITLE), table))
    code, out, _ = kg(path, "--format", "json")
    assert code == 0
    assert {rule for rule, _, _ in spots(json.loads(out), 1)} == {rule for rule, _, _ in OF_THE_LIST}
