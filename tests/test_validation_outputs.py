"""A report in every form: machines can read it, people can act on it, nothing of it can do harm."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import openpyxl
import pytest
import xlsxwriter
from docx.oxml.ns import qn
from rdflib import RDF, Graph, Literal, URIRef
from sarif import loader

from kg_service.editions.reading.files import read_bytes
from kg_service.errors import NotAnnotatableError
from kg_service.model import LANGS, Column, Finding, Lang, Place, Reading, Severity, Text
from kg_service.validation import ValidationReport
from kg_service.validation.cell_results import COMPONENT, with_cell_results
from kg_service.validation.cells import check_cells, load_reference
from kg_service.validation.outputs.annotating import annotated
from kg_service.validation.outputs.html import to_html
from kg_service.validation.outputs.junit import to_junit
from kg_service.validation.outputs.sarif import to_sarif
from kg_service.validation.report import merged
from kg_service.validation.rules import RULES, texts_of
from kg_service.validation.rules_turtle import turtle
from kg_service.validation.visible import VISIBLE
from kg_service.vocabulary import BASE, SH, SHAPE
from tests.documents import W
from tests.draft_tables import HOME, ORDER, csv_of, docx_of, edited, xlsx_of

AT = dt.datetime(2025, 3, 1, 8, 30, tzinfo=dt.UTC)
MESSY = edited(
    [
        (3, Column.DEPARTMENTS, "省教育局"),
        (6, Column.CONTENT, "待定"),
        (8, Column.SERVICE, '=HYPERLINK("http://x","医疗 保障")'),
        (10, Column.GOAL, "住有所居所"),
        (20, Column.CONTENT, lambda cell: cell + "<script>alert(1)</script>；"),
        (23, Column.NUMBER, "24"),
    ]
)


def report_on(document: str, content: bytes, extra: Sequence[Finding] = ()) -> ValidationReport:
    """What the rules on cells have to say of a file."""
    reading = read_bytes(content, document)
    return report_of(reading, [*check_cells(reading, load_reference(HOME, "heilongjiang")), *extra])


def report_of(reading: Reading, findings: Sequence[Finding]) -> ValidationReport:
    return ValidationReport(
        conforms=all(finding.severity is not Severity.VIOLATION for finding in findings),
        findings=tuple(findings),
        checked={},
        labels={},
        documents=(reading.document,),
        shacl="@prefix sh: <http://www.w3.org/ns/shacl#> . [] a sh:ValidationReport ; sh:conforms true .",
        rules=texts_of(findings, {}),
        readings={reading.document: reading},
        against={reading.document: "heilongjiang/2024"},
    )


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("word") / "草稿 2025.docx"
    path.write_bytes(docx_of(MESSY))
    return path


@pytest.fixture(scope="module")
def report(word: Path) -> ValidationReport:
    document_wide = Finding(
        Severity.WARNING, str(SHAPE["Succession-body"]), "", None, "省医保局",
        Text("省医保局不再负责任何服务。", "省医保局 is responsible for nothing."), "", Place(str(word)),
    )  # fmt: skip
    return report_on(str(word), word.read_bytes(), [document_wide])


def test_json_has_the_place_of_a_cell_and_keeps_its_keys(report: ValidationReport) -> None:
    body = json.loads(report.to_json())
    [found] = [f for f in body["findings"] if f["ruleName"] == "shape:cell-unknown-body"]
    assert {
        "severity", "rule", "ruleName", "focus", "focusLabel", "path", "value", "message", "detail",
        "document", "line", "column",
    } <= set(found)  # fmt: skip
    assert (found["table"], found["row"], found["cell"], found["cellName"], found["heading"]) == (
        *(1, 4, 6), "F4", "departments",
    )  # fmt: skip
    assert found["where"] == {
        "zh": "第1个表格，第4行，“责任部门”列",
        "en": "table 1, row 4, column responsible bodies (责任部门)",
    }
    assert (found["nearest"], found["expected"]["zh"], found["focus"]) == ("省教育厅", "省教育厅", "")
    assert body["against"] == {report.documents[0]: "heilongjiang/2024"}


@pytest.mark.parametrize("lang", LANGS)
def test_sarif_says_rules_and_places(report: ValidationReport, lang: Lang, tmp_path: Path) -> None:
    log = json.loads(to_sarif(report, lang))
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert (log["version"], len(run["results"])) == ("2.1.0", len(report.findings))
    for result in run["results"]:
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        assert re.fullmatch("[0-9a-f]{32}", result["partialFingerprints"]["cell/v1"])
        [location] = result["locations"]
        assert re.fullmatch(r"[\x21-\x7e]+", location["physicalLocation"]["artifactLocation"]["uri"])
    for rule in rules:
        assert rule["shortDescription"]["text"] != rule["id"]
        assert (
            bool(re.search("[\u4e00-\u9fff]{4}", rule["help"]["text"])) is (lang == "zh")
            or "、" in rule["help"]["text"]
            or lang == "en"
        )
        other = "en" if lang == "zh" else "zh"
        assert rule["properties"][other]["help"] != rule["help"]["text"]
    [body] = [r for r in run["results"] if r["ruleId"] == "shape:cell-unknown-body"]
    assert body["locations"][0]["logicalLocations"] == [
        {
            "name": Column.DEPARTMENTS.label.of(lang),
            "fullyQualifiedName": "table 1/row 4/departments",
            "kind": "member",
        }
    ]
    path = tmp_path / "report.sarif"
    path.write_text(to_sarif(report, lang), encoding="utf-8")
    read = loader.load_sarif_file(str(path))
    counts = {severity: len([f for f in report.findings if f.severity is severity]) for severity in Severity}
    assert read.get_report().get_issue_count_for_severity("error") == counts[Severity.VIOLATION]
    assert read.get_report().get_issue_count_for_severity("warning") == counts[Severity.WARNING]


def test_sarif_has_line_and_column_of_a_text(report: ValidationReport) -> None:
    finding = replace(report.findings[0], focus=BASE + "id/x", place=Place("a b.ttl", 3, 14))
    changed = replace(report, findings=(finding,), documents=("a b.ttl",))
    [result] = json.loads(to_sarif(changed, "zh"))["runs"][0]["results"]
    physical = result["locations"][0]["physicalLocation"]
    assert physical == {
        "artifactLocation": {"uri": "a%20b.ttl"},
        "region": {"startLine": 3, "startColumn": 14},
    }


def test_a_fingerprint_outlives_a_move(report: ValidationReport) -> None:
    finding = next(f for f in report.findings if f.rule.endswith("unknown-body") and f.place)
    moved = replace(finding, place=replace(finding.place, row=9))
    prints = [
        json.loads(to_sarif(replace(report, findings=(each,)), "zh"))["runs"][0]["results"][0][
            "partialFingerprints"
        ]
        for each in (finding, moved, replace(finding, value="省人社局"))
    ]
    assert prints[0] == prints[1] != prints[2]


def test_junit_counts_violations_as_failures(report: ValidationReport) -> None:
    root = ET.fromstring(to_junit(report, "en"))
    failures = root.findall(".//failure")
    assert root.tag == "testsuites"
    assert int(root.get("failures", "")) == len(failures) == report.count(Severity.VIOLATION)
    assert int(root.get("tests", "")) == len(root.findall(".//testcase")) == len(report.findings)
    assert any("省教育局" in (failure.text or "") for failure in failures)


def test_junit_of_a_clean_file_has_a_case_that_passes(report: ValidationReport) -> None:
    clean = replace(report, findings=(), conforms=True)
    root = ET.fromstring(to_junit(clean, "zh"))
    assert (root.get("tests"), root.get("failures")) == ("1", "0")


def test_junit_survives_what_xml_can_not_hold(report: ValidationReport) -> None:
    finding = replace(report.findings[0], text=Text("有\x00\x0b\ud800字符。", "A character."))
    assert ET.fromstring(to_junit(replace(report, findings=(finding,)), "zh"))


class _Page(HTMLParser):
    """The cells of the table, each with the classes and the rules of its findings."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_shows_the_table_with_findings_at_their_cells(report: ValidationReport, lang: Lang) -> None:
    html = to_html(report, lang)
    page = _Page(html)
    marked = [attrs["class"] for tag, attrs in page.tags if tag == "td" and " " in (attrs.get("class") or "")]
    assert "departments violation" in marked
    assert "number violation" in marked
    assert "service warning" in marked
    assert "content info" in marked
    at = re.search(r'<td class="departments violation"[^>]*><div lang="zh">(.*?)</div><ul>(.*?)</ul>', html)
    assert at is not None
    assert at[1] == "省教育局"
    assert "shape:cell-unknown-body" in at[2]
    assert ("是否为“省教育厅”？" if lang == "zh" else "Did you mean “省教育厅”?") in at[2]
    items = [tag for tag, _ in page.tags if tag == "li"]
    assert len(items) == len(report.findings)
    assert 'rowspan="2"' in html
    assert {"✖", "▲", "●"} <= set("".join(page.text))


def test_the_page_stands_alone_and_runs_nothing(report: ValidationReport) -> None:
    html = to_html(report, "zh")
    tags = {tag for tag, _ in _Page(html).tags}
    assert not tags & {"script", "link", "img", "iframe", "object"}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "http-equiv" not in html
    assert not re.search(r"url\(|@import|src=", html)


def notes_of(content: bytes) -> dict[tuple[int, int], list[str]]:
    """Row and column to the comments that are anchored there."""
    document = docx.Document(io.BytesIO(content))
    texts = {str(comment.comment_id): comment.text for comment in document.comments}
    found: dict[tuple[int, int], list[str]] = {}
    for r, row in enumerate(document.tables[0]._tbl.iter(qn("w:tr")), start=1):
        for c, cell in enumerate(row.iter(qn("w:tc")), start=1):
            starts = [e.get(qn("w:id")) for e in cell.iter(qn("w:commentRangeStart"))]
            ends = [e.get(qn("w:id")) for e in cell.iter(qn("w:commentRangeEnd"))]
            references = [e.get(qn("w:id")) for e in cell.iter(qn("w:commentReference"))]
            assert starts == ends == references
            if starts:
                found[r, c] = [texts[each] for each in starts]
    return found


def test_word_gets_comments_at_the_cells(report: ValidationReport, word: Path) -> None:
    content = annotated(report, "zh", AT)
    notes = notes_of(content)
    due: dict[tuple[int, int], int] = {}
    for finding in report.findings:
        place = finding.place
        spot = (place.row, place.cell) if place and place.row and place.cell else (1, 1)
        due[spot] = due.get(spot, 0) + 1
    assert {spot: len(texts) for spot, texts in notes.items()} == due
    assert notes[4, 6] == ["【违反规则】“省教育局”不在部门表中，是否为“省教育厅”？\nshape:cell-unknown-body"]
    comment = next(iter(docx.Document(io.BytesIO(content)).comments))
    assert (comment.author, comment.initials, comment.timestamp) == ("kg validate", "kg", AT)


def test_word_keeps_everything_else(report: ValidationReport, word: Path) -> None:
    before, after = zipfile.ZipFile(word), zipfile.ZipFile(io.BytesIO(annotated(report, "zh", AT)))
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert set(after.namelist()) - set(before.namelist()) == {"word/comments.xml"}
    read_before, read_after = (
        read_bytes(word.read_bytes(), "a.docx"),
        read_bytes(annotated(report, "zh", AT), "a.docx"),
    )
    assert read_before.rows == read_after.rows


def test_comments_that_are_there_stay(report: ValidationReport, word: Path, tmp_path: Path) -> None:
    document = docx.Document(str(word))
    own = document.tables[0].cell(1, 4).paragraphs[0]
    document.add_comment(own.runs, "请核实", author="李", initials="李")
    path = tmp_path / "commented.docx"
    document.save(str(path))
    again = report_on(str(path), path.read_bytes())
    texts = [comment.text for comment in docx.Document(io.BytesIO(annotated(again, "zh", AT))).comments]
    assert texts[0] == "请核实"
    assert len(texts) == 1 + len(again.findings)
    ids = [comment.comment_id for comment in docx.Document(io.BytesIO(annotated(again, "zh", AT))).comments]
    assert len(set(ids)) == len(ids)


def test_tracked_changes_stay(word: Path, tmp_path: Path) -> None:
    source, path = zipfile.ZipFile(word), tmp_path / "tracked.docx"
    with zipfile.ZipFile(path, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                author = 'w:author="李" w:date="2025-01-01T00:00:00Z"'
                mark = f'<w:ins w:id="7" {author}><w:r><w:t>新</w:t></w:r></w:ins>'
                content = content.replace(
                    "省教育局".encode(), f"省教育局</w:t></w:r>{mark}<w:r><w:t>".encode()
                )
            copy.writestr(name, content)
    report = report_on(str(path), path.read_bytes())
    assert any(finding.rule.endswith("reading-attention") for finding in report.findings)
    body = zipfile.ZipFile(io.BytesIO(annotated(report, "zh", AT))).read("word/document.xml")
    assert b'w:id="7"' in body
    assert f'<w:ins xmlns:w="{W}"'.encode() in body or b"<w:ins " in body


def cell_notes(content: bytes, sheet: str = "清单") -> dict[str, tuple[str, str]]:
    """Cell to its note and its colour."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        cell.coordinate: (cell.comment.text, cell.fill.fgColor.rgb)
        for row in book[sheet].iter_rows()
        for cell in row
        if cell.comment
    }


def test_a_workbook_gets_notes_and_colours(tmp_path: Path) -> None:
    path = tmp_path / "draft.xlsx"
    path.write_bytes(xlsx_of(MESSY))
    report = report_on(str(path), path.read_bytes())
    notes = cell_notes(annotated(report, "en", AT))
    assert set(notes) == {f.place.cell_name for f in report.findings if f.place}
    text, colour = notes["F5"]
    assert text.startswith("[Violation] “省教育局” is not in the table of bodies.")
    assert text.endswith("shape:cell-unknown-body")
    assert colour == "FFF8CBCB"
    read_before = read_bytes(path.read_bytes(), "a.xlsx")
    assert read_bytes(annotated(report, "en", AT), "a.xlsx").rows == read_before.rows


def test_a_workbook_keeps_its_notes_pictures_charts_and_formats(tmp_path: Path) -> None:
    path = tmp_path / "rich.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet, other = book.add_worksheet("清单"), book.add_worksheet("图")
    bold = book.add_format({"bold": True, "num_format": "0"})
    for at, column in enumerate(Column):
        sheet.write(0, at, column.label.zh)
        for row, line in enumerate(MESSY, start=1):
            sheet.write_string(row, at, line[column], bold)
    sheet.write_comment("F4", "请教育厅核实")
    sheet.write_comment("A2", "不相干的批注")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=清单!$A$2:$A$5"})
    other.insert_chart("B2", chart)
    sheet.conditional_format("A2:A9", {"type": "duplicate", "format": bold})
    sheet.autofilter("A1:F24")
    book.close()
    report = report_on(str(path), path.read_bytes())
    content = annotated(report, "zh", AT)
    notes = cell_notes(content)
    assert notes["F4"][0].startswith("请教育厅核实")
    assert "省教育局" in notes["F4"][0]
    assert notes["A2"] == ("不相干的批注", "00000000")
    before, after = zipfile.ZipFile(path), zipfile.ZipFile(io.BytesIO(content))
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {
        "xl/worksheets/sheet1.xml",
        "xl/styles.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    assert set(after.namelist()) == set(before.namelist())
    cell = openpyxl.load_workbook(io.BytesIO(content))["清单"]["F4"]
    assert (cell.font.bold, cell.number_format) == (True, "0")
    boxes = after.read("xl/drawings/vmlDrawing1.vml").decode()
    rows = re.findall(r"Row>(\d+)<", boxes)
    assert len(rows) == len(notes)


def test_a_note_never_runs_as_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "draft.xlsx"
    path.write_bytes(xlsx_of(edited([(8, Column.DEPARTMENTS, '=cmd|"/c calc"!A1')])))
    content = annotated(report_on(str(path), path.read_bytes()), "zh", AT)
    notes = zipfile.ZipFile(io.BytesIO(content)).read("xl/comments1.xml").decode()
    assert "<f>" not in notes
    assert all(text.startswith("【") for text, _ in cell_notes(content).values())


@pytest.mark.parametrize("name", ["draft.csv", "draft.txt"])
def test_a_file_without_room_for_notes_says_what_to_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(csv_of(MESSY))
    with pytest.raises(NotAnnotatableError, match="--format html"):
        annotated(report_on(str(path), path.read_bytes()), "en", AT)


def test_several_files_can_not_be_annotated_at_once(report: ValidationReport, tmp_path: Path) -> None:
    copy = tmp_path / "copy.docx"
    shutil.copy(report.documents[0], copy)
    with pytest.raises(NotAnnotatableError, match="one file"):
        annotated(merged([report, report_on(str(copy), copy.read_bytes())]), "en", AT)


def test_reports_are_merged_in_their_order(report: ValidationReport) -> None:
    clean = replace(
        report, findings=(), conforms=True, documents=("b.docx",), readings={}, against={}, rules={}
    )
    both = merged([clean, report])
    assert (both.conforms, both.documents) == (False, ("b.docx", report.documents[0]))
    assert both.findings == report.findings
    graph = Graph().parse(data=both.shacl, format="turtle")
    assert len(list(graph.subjects(RDF.type, SH.ValidationReport))) == 1


def test_findings_on_cells_stand_in_the_shacl_report_under_a_component_of_their_own(
    report: ValidationReport,
) -> None:
    text = with_cell_results(
        report.shacl, report.findings, lambda place: f"{BASE}id/cell/{place.row if place else 0}"
    )
    graph = Graph().parse(data=text, format="turtle")
    results = list(graph.subjects(RDF.type, SH.ValidationResult))
    assert len(results) == len(report.findings)
    for result in results:
        assert graph.value(result, SH.sourceConstraintComponent) == COMPONENT
        assert isinstance(graph.value(result, SH.focusNode), URIRef)
        languages = {o.language for o in graph.objects(result, SH.resultMessage) if isinstance(o, Literal)}
        assert languages == {"zh", "en"}
    assert (None, SH.conforms, Literal(False)) in graph


def test_every_column_of_a_file_is_annotated_where_it_stands(tmp_path: Path) -> None:
    """Columns in another order: the note is at the column of the file, not of the list."""
    order = tuple(reversed(ORDER))
    path = tmp_path / "turned.docx"
    path.write_bytes(docx_of(edited([(3, Column.DEPARTMENTS, "省教育局")]), columns=order))
    notes = notes_of(annotated(report_on(str(path), path.read_bytes()), "zh", AT))
    assert any("省教育局" in text for text in notes[4, 1])


@pytest.mark.parametrize("lang", LANGS)
def test_the_manual_has_every_rule_with_its_words(lang: Lang) -> None:
    text = (HOME / "docs" / lang / "check.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `([A-Za-z-]+)` \| [^|]+ \| (.+) \|$", text, flags=re.MULTILINE))
    colon = "：" if lang == "zh" else ": "
    assert listed == {
        rule.name: f"{rule.title.of(lang)}{colon}{rule.help.of(lang)}" for rule in RULES.values()
    }


def test_the_rules_can_be_looked_up_where_the_shapes_are() -> None:
    """After a change of a rule, write ``kg_service.validation.rules_turtle.turtle()`` into the file."""
    text = (HOME / "shapes/cells.ttl").read_text(encoding="utf-8")
    assert text == turtle()
    graph = Graph()
    for path in (HOME / "shapes").glob("*.ttl"):
        graph.parse(path)
    assert [iri for iri in RULES if (URIRef(iri), None, None) not in graph] == []


def test_shapes_that_speak_of_columns_are_there() -> None:
    graph = Graph()
    for path in (HOME / "shapes").glob("*.ttl"):
        graph.parse(path)
    assert [iri for iri in VISIBLE if (URIRef(iri), SH.message, None) not in graph] == []
