"""The whole road of an editor by commands: export, edit, decide, import, check, publish, ask, correct."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import docx
import pytest
from docx.document import Document
from draft_tables import HOME
from test_web_serve import fetch, serving

from kg_service.cli import main
from kg_service.publish.layout import open_snapshot
from kg_service.vocabulary import PREFIX_HEADER

Kg = Callable[..., tuple[int, str, str]]
BEFORE, NEW = "heilongjiang/2024", "heilongjiang/2025"
REPLACED = """
SELECT ?new ?old {
  ?s a cpsv:PublicService ; dct:title ?new ; dct:isVersionOf/dct:replaces/skos:prefLabel ?old
  FILTER(LANG(?new) = "zh" && LANG(?old) = "zh")
}"""
NAMELESS = (
    "SELECT ?i { ?s a cpsv:PublicService ; dct:isVersionOf ?i FILTER NOT EXISTS { ?i skos:prefLabel ?l } }"
)


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Kg:
    monkeypatch.setenv("KG_HOME", str(HOME))
    monkeypatch.setenv("KG_LANG", "zh")
    monkeypatch.setenv("COLUMNS", "1000")
    monkeypatch.chdir(tmp_path)

    def run(*argv: str) -> tuple[int, str, str]:
        code = main(argv)
        out, err = capsys.readouterr()
        return code, out, err

    return run


def save(document: Document, name: str, year: str) -> None:
    """Number the rows anew, put the year into the title, and save."""
    for number, row in enumerate(document.tables[0].rows[1:], 1):
        row.cells[1].text = str(number)
    for paragraph in document.paragraphs:
        paragraph.text = paragraph.text.replace("2024", year)
    document.save(name)


def edit(name: str) -> None:
    """Part service 12 in two, put 19 and 20 together."""
    document = docx.Document(name)
    rows = list(document.tables[0].rows)
    first, second, merged, gone = rows[12], copy.deepcopy(rows[12]._tr), rows[19], rows[20]
    first._tr.addnext(second)
    service, content = 3, 4
    one, other = first.cells[content].text.split("；")
    first.cells[service].text, first.cells[content].text = "残疾人两项补贴", one
    added = document.tables[0].rows[13]
    added.cells[service].text, added.cells[content].text = "残疾儿童康复救助", other
    merged.cells[service].text = "心理健康服务和常识普及宣传"
    merged.cells[content].text += "；" + gone.cells[content].text
    gone._tr.getparent().remove(gone._tr)
    save(document, name, "2025")


def asked(target: Path, query: str) -> list[tuple[str, ...]]:
    store = open_snapshot(target).sources("memory")[0].open()
    return [tuple(str(term) for term in row) for row in store.query(f"{PREFIX_HEADER} {query}").rows()]


def test_a_split_and_a_merge_from_word_to_readers(kg: Kg, tmp_path: Path) -> None:
    target = tmp_path / "care"
    assert kg("publish", "care")[0] == 0
    assert kg("export", BEFORE, "-o", "2025.docx")[0] == 0
    edit("2025.docx")

    # Nothing is taken for granted: a person decides what became of what, and then it can be published.
    decide = ("--decide", "12=12+13", "--decide", "19+20=20", "--decisions", "decisions.tsv", "--by", "甲")
    code, out, _ = kg("match", BEFORE, "2025.docx", "--as", NEW, *decide)
    assert code == 0
    assert "数据却说不是" not in out
    decisions = ("--decisions", "decisions.tsv")
    code, _, err = kg("import", "2025.docx", "--edition", NEW, *decisions, "-o", "draft.ttl")
    assert (code, "待决定 0 项" in err) == (0, True)
    for file in ("2025.docx", "draft.ttl"):
        code, out, _ = kg("validate", file, "--against", BEFORE, *decisions, "--format", "json")
        assert code == 0
        assert not [f for f in json.loads(out)["findings"] if f["ruleName"].startswith("shape:Succession")]
    assert kg("validate", "draft.ttl")[0] == 0
    assert kg("publish", "draft.ttl", "care", "--accept", *decisions, "--who", "甲")[0] == 0

    became = {
        ("残疾人两项补贴", "残疾儿童康复救助及残疾人两项补贴"),
        ("残疾儿童康复救助", "残疾儿童康复救助及残疾人两项补贴"),
        ("心理健康服务和常识普及宣传", "心理健康常识普及宣传"),
        ("心理健康服务和常识普及宣传", "心理健康服务"),
    }
    with serving(HOME, tmp_path, KG_STORE=str(target)) as server:
        question = urlencode({"query": f"{PREFIX_HEADER} {REPLACED}"})
        answer = fetch(f"{server.address}/sparql?{question}", Accept="application/sparql-results+json")
        found = json.loads(answer)["results"]["bindings"]
        assert {(row["new"]["value"], row["old"]["value"]) for row in found} == became
        page = fetch(f"{server.address}/id/edition/{NEW}/service/13", Accept="text/html").decode()
        assert "残疾儿童康复救助" in page

    # The draft is put into the home. The edition after it continues what was proposed, and so describes it.
    home = tmp_path / "home"
    for folder in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(HOME / folder, home / folder)
    (home / "data" / "editions").mkdir(exist_ok=True)
    shutil.copy("draft.ttl", home / "data" / "editions" / "2025.ttl")
    save(docx.Document("2025.docx"), "2026.docx", "2026")
    next_one = ("--edition", "heilongjiang/2026", "--home", str(home))
    assert kg("import", "2026.docx", *next_one, "-o", "next.ttl")[0] == 0
    assert kg("publish", "next.ttl", "care", "--home", str(home), "--accept")[0] == 0
    assert asked(target, NAMELESS) == []
    assert set(asked(target, REPLACED)) == became


def test_a_correction_takes_back_nothing_either(kg: Kg, tmp_path: Path) -> None:
    assert kg("publish", "care")[0] == 0
    assert kg("export", BEFORE, "-o", "2025.docx")[0] == 0
    save(docx.Document("2025.docx"), "2025.docx", "2025")
    kg("import", "2025.docx", "--edition", NEW, "-o", "draft.ttl")
    assert kg("publish", "draft.ttl", "care", "--accept")[0] == 0

    document = docx.Document("2025.docx")
    cell = document.tables[0].rows[3].cells[4]
    cell.text = cell.text.replace("，免费提供教科书", "")
    document.save("corrected.docx")
    kg("import", "corrected.docx", "--edition", NEW, "-o", "corrected.ttl")
    code, _, err = kg("publish", "corrected.ttl", "care")
    assert code == 2
    assert f"若是更正，请加 --correct {NEW} --reason 缘由。\n  − <" in err, "a line each"
    correct = ("publish", "corrected.ttl", "care", "--correct", NEW, "--reason", "排版", "--accept")
    code, out, _ = kg(*correct)
    assert code == 1
    assert "与上一版相比：取消措施：“免费提供教科书”" in out
    assert "与更正前相比：取消措施：“免费提供教科书”" in out

    # As the message says.
    decisions = ("--decisions", "decisions.tsv")
    kg("match", BEFORE, "corrected.ttl", "--decide", "3=3", "--note", "教科书另文规定", *decisions)
    assert kg(*correct, *decisions)[0] == 0
    assert open_snapshot(tmp_path / "care").record.accepted[-1].rule.endswith("Succession-measure")
