"""``kg import``: the draft on the standard output or in a file, the summary beside it, exit codes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from drafts import TITLE
from long_run import part
from rdflib import Graph, URIRef

from kg_service.cli import main
from kg_service.editions import rows
from kg_service.model import LANGS, NO_EDITION, Row
from kg_service.store import EmbeddedStore
from kg_service.vocabulary import DCTERMS, service_iri

Kg = Callable[..., tuple[int, str, str]]
HEADING = ("序号", "目标", "服务对象", "服务项目", "服务内容", "责任部门")
DOUBTFUL = {
    "service": "学习辅导",
    "content": "为学习有困难的流动儿童开展“一对一”结对，帮助流动儿童增强学习信心",
}


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Kg:
    monkeypatch.setenv("KG_LANG", "zh")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)

    def run(*argv: str) -> tuple[int, str, str]:
        code = main(argv)
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def table(store: EmbeddedStore, home: Path) -> list[Row]:
    return list(rows(store, "heilongjiang", "2024", home=home))


def document(path: Path, table: Iterable[Row], title: str = TITLE) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([[title], HEADING])
    for row in table:
        cells = (row.goal, row.beneficiary, row.service, row.content, "、".join(row.departments))
        writer.writerow((row.number, *cells))
    path.write_text(out.getvalue(), encoding="utf-8")
    return path.name


def test_a_document_becomes_a_draft_and_says_what_it_is(kg, table, tmp_path):
    name = document(tmp_path / "2025.csv", table)
    code, out, err = kg("import", name, "--edition", "heilongjiang/2025")
    assert code == 0
    graph = Graph().parse(data=out, format="turtle")
    third = URIRef(service_iri("heilongjiang", "2025", 3))
    assert [str(title) for title in graph.objects(third, DCTERMS.title)] != []
    assert "23 项服务，56 项措施，其中沿用判读 56 项，按规则拟出 0 项" in err
    assert "接 heilongjiang/2024：延续 23 项" in err
    assert TITLE in err, "what was set aside"


def test_a_draft_goes_into_a_file_whole(kg, table, tmp_path):
    name = document(tmp_path / "2025.csv", table)
    code, out, _ = kg("import", name, "-e", "heilongjiang/2025", "-o", "draft.ttl")
    assert (code, out) == (0, "")
    _, printed, _ = kg("import", name, "-e", "heilongjiang/2025")
    assert (tmp_path / "draft.ttl").read_text(encoding="utf-8") == printed
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2025.csv", "draft.ttl"]


@pytest.mark.parametrize("lang", part(LANGS, 2))
def test_a_question_is_put_with_what_to_type_and_an_answer_is_honoured(kg, table, tmp_path, lang):
    table[3] = replace(table[3], **DOUBTFUL)
    name = document(tmp_path / "2025.csv", table)
    code, out, err = kg("import", name, "-e", "heilongjiang/2025", "--lang", lang)
    assert code == 1
    assert "service/learning-support>" not in out
    command = f"kg match heilongjiang/2024 {name} --as heilongjiang/2025"
    assert command in err
    assert "--decide 4=4" in err
    decided = [*command.split()[1:], "--decide", "4=4", "--decisions", "d.tsv", "--by", "张三"]
    assert kg(*decided)[0] == 0
    code, out, err = kg("import", name, "-e", "heilongjiang/2025", "--decisions", "d.tsv", "--lang", lang)
    assert code == 0
    assert "dct:isVersionOf <service/learning-support>" in out
    assert command not in err


def test_what_nobody_knows_is_said_with_its_place_and_the_nearest_name(kg, table, tmp_path):
    table[2] = replace(table[2], departments=("省教育厅", "省财政厅"))
    table[22] = replace(table[22], beneficiary="16周岁以上流动儿童")
    name = document(tmp_path / "2025.csv", table)
    code, _, err = kg("import", name, "-e", "heilongjiang/2025", "-o", "draft.ttl")
    assert code == 0
    assert "责任部门“省财政厅”（第5行，“责任部门”列）；是否为“省民政厅”？" in err
    assert "服务对象“16周岁以上流动儿童”（第25行，“服务对象”列）" in err


def test_a_first_edition_of_another_place(kg, table, tmp_path):
    name = document(tmp_path / "jl.csv", table[:2], "吉林省流动儿童关爱服务清单（2025年版）")
    code, out, err = kg("import", name, "-e", "jilin/2025")
    assert code == 0
    assert "<place/jilin>" in out
    assert "dcat:previousVersion" not in out
    assert "没有上一版" in err


@pytest.mark.parametrize("none", [*NO_EDITION, "None"])
def test_the_edition_before_may_be_none(kg, table, tmp_path, none):
    name = document(tmp_path / "2025.csv", table[:2])
    code, out, _ = kg("import", name, "-e", "heilongjiang/2025", "--after", none)
    assert code == 0
    assert "dcat:previousVersion" not in out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(("-e", "heilongjiang/2024"), "已有版本 heilongjiang/2024", id="published"),
        pytest.param(
            ("-e", " heilongjiang/2024/"), "已有版本 heilongjiang/2024", id="published-with-slashes"
        ),
        pytest.param(("-e", "黑龙江2025"), "edition", id="no-name"),
        pytest.param(
            ("-e", "heilongjiang/2025", "--after", "heilongjiang/2042"),
            "heilongjiang/2042",
            id="no-such-before",
        ),
        pytest.param(
            ("-e", "heilongjiang/2025", "--decisions", "none.tsv"), "none.tsv", id="no-such-decisions"
        ),
        pytest.param((), "--edition", id="no-edition"),
    ],
)
def test_what_can_not_be_done_is_said_and_nothing_is_written(kg, table, tmp_path, options, message):
    name = document(tmp_path / "2025.csv", table[:2])
    code, out, err = kg("import", name, *options, "-o", "draft.ttl")
    assert code == 2
    assert message in err
    assert out == ""
    assert not (tmp_path / "draft.ttl").exists()


def test_a_document_that_is_not_there(kg):
    code, _, err = kg("import", "nothing.docx", "-e", "heilongjiang/2025")
    assert code == 2
    assert "nothing.docx" in err


def test_a_document_without_a_table(kg, tmp_path):
    (tmp_path / "letter.txt").write_text("各市民政局：请查收。\n", encoding="utf-8")
    code, _, err = kg("import", "letter.txt", "-e", "heilongjiang/2025", "-o", "draft.ttl")
    assert code == 2
    assert "letter.txt" in err
    assert not (tmp_path / "draft.ttl").exists()
