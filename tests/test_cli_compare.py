"""``kg compare`` and ``kg match``: editions and documents, formats, filters, decisions that are honoured."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from kg_service.cli import main
from kg_service.editions import rows, to_csv
from kg_service.editions.decisions import USUAL
from kg_service.store import EmbeddedStore

OLD = "heilongjiang/2024"
Kg = Callable[..., tuple[int, str, str]]


@pytest.fixture
def workplace(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose data folder can be written to; commands are run next to it."""
    place = tmp_path / "home"
    place.mkdir()
    for folder in ("ontology", "queries", "shapes"):
        (place / folder).symlink_to(home / folder)
    (place / "data").mkdir()
    for path in (home / "data").iterdir():
        if path.name != USUAL.name:
            (place / "data" / path.name).symlink_to(path)
    monkeypatch.chdir(tmp_path)
    return place


@pytest.fixture
def kg(
    workplace: Path,
    store: EmbeddedStore,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Kg:
    # The store of all tests holds the same files, and building it is not what is tried here.
    monkeypatch.setattr("kg_service.publish.build_store", lambda _: store)

    def run(*argv: str) -> tuple[int, str, str]:
        code = main(["--home", str(workplace), "--lang", "en", *argv])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def draft(path: Path, store: EmbeddedStore, **changes: Callable[[list[list[str]]], None]) -> None:
    table = list(csv.reader(io.StringIO(to_csv(rows(store, "heilongjiang", "2024")))))
    body = table[1:]
    for change in changes.values():
        change(body)
    for number, cells in enumerate(body, start=1):
        cells[0] = str(number)
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([table[0], *body])


@pytest.fixture
def successor(workplace: Path, store: EmbeddedStore) -> str:
    """Number 1 split, 3 with a measure less, 15 hardly to be known again, 22 gone."""

    def change(body: list[list[str]]) -> None:
        body[2][4] = body[2][4].replace("，免费提供教科书", "")
        body[14][2:5] = [
            "困境儿童",
            "特困儿童供养",
            "予以提供基本生活条件，面向生活不能自理的予以照料；安排疾病治疗专门服务",
        ]
        del body[21]
        head, tail = body[0][4].rsplit("；", 1)
        body[0][3:5] = ["健康管理服务", head]
        body.insert(1, [*body[0][:3], "托育服务(3岁以下)", tail, body[0][5]])

    draft(Path("2025.csv"), store, change=change)
    return "2025.csv"


KINDS = ["split", "measure-withdrawn", "added", "withdrawn", "withdrawn"]


def test_changes_between_an_edition_and_a_document(kg, successor):
    code, out, err = kg("compare", OLD, successor, "--format", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert [change["kind"] for change in found["changes"]] == KINDS
    assert found["changes"][1]["before"] == "免费提供教科书"
    assert {(q["old"], q["new"], q["taken"]) for q in found["questions"]} == {(1, 1, True), (15, 16, False)}


def test_text_marks_words_by_signs(kg, successor):
    code, out, _ = kg("compare", OLD, successor)
    assert code == 0
    assert "[-，免费提供教科书-]" in out
    assert "\x1b" not in out
    assert "22 网络服务 (withdrawn)" in out
    assert "Please decide" in out


def test_nothing_changed(kg):
    code, out, _ = kg("compare", OLD, OLD)
    assert code == 0
    assert "Nothing changed." in out


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("changes.json", "{"),
        ("changes.md", "# Two editions"),
        ("changes.html", "<!DOCTYPE html>"),
        ("changes.csv", "kind,old,new"),
        ("changes.ttl", "@prefix care:"),
        ("changes.rdfp", "H id <urn:uuid:"),
        ("changes.txt", "Old  heilongjiang/2024"),
    ],
)
def test_the_ending_says_the_format(kg, successor, name, begins):
    assert kg("compare", OLD, successor, "-o", name) == (0, "", "")
    text = Path(name).read_text(encoding="utf-8")
    assert text.startswith(begins)
    assert not any(line.endswith(" ") for line in text.splitlines() if name.endswith(".txt"))


@pytest.mark.parametrize(
    ("options", "kinds"),
    [
        (["--only", "withdrawn,split"], ["split", "withdrawn", "withdrawn"]),
        (["--only", "withdrawn", "--only", "added"], ["added", "withdrawn", "withdrawn"]),
        (["--goal", "学有所教"], ["measure-withdrawn"]),
        (["--body", "省广电局"], ["withdrawn"]),
        (["--body", "黑龙江省教育厅"], ["measure-withdrawn"]),
        (["--only", "renamed"], []),
    ],
)
def test_a_choice_of_changes(kg, successor, options, kinds):
    code, out, _ = kg("compare", OLD, successor, "--format", "json", *options)
    assert code == 0
    assert [change["kind"] for change in json.loads(out)["changes"]] == kinds


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--only", "renammed"], "Did you mean renamed"),
        (["--goal", "学有所"], "Did you mean 学有所教"),
        (["--body", "省民政"], "省民政厅"),
        (["--format", "jsn"], "Did you mean json"),
        (["--decisions", "none.tsv"], "none.tsv"),
    ],
)
def test_wrong_choices_are_told(kg, successor, argv, message):
    code, out, err = kg("compare", OLD, successor, *argv)
    assert (code, out) == (2, "")
    assert message in err


@pytest.mark.parametrize("what", ["heilongjiang/2023", "none.docx"])
def test_what_is_not_there(kg, what):
    for argv in ((OLD, what), (what, OLD)):
        code, out, err = kg("compare", *argv)
        assert (code, out) == (2, "")
        assert what in err


def test_the_patch_makes_the_new_graph(kg, successor, workplace):
    code, patch, _ = kg("compare", OLD, successor, "--format", "patch")
    assert code == 0
    lines = patch.splitlines()
    graph = "<https://w3id.org/care-checklist/id/edition/heilongjiang/2024>"
    assert any(line.startswith(f"D {graph} ") for line in lines)
    assert sum(line.startswith("A ") for line in lines) > 1000
    assert kg("compare", OLD, OLD, "--format", "patch")[1].splitlines()[1:] == ["TX .", "TC ."]


# Decisions


def test_questions_make_the_exit_code(kg, successor):
    code, out, _ = kg("match", OLD, successor)
    assert code == 1
    assert "split, please decide" in out
    assert kg("match", OLD, OLD)[0] == 0


def test_a_decision_is_written_and_honoured(kg, successor, workplace):
    decided = [
        "--decide",
        "1=1+2",
        "--decide",
        "15=16",
        "--decide",
        "22=",
        "--by",
        "张三",
        "--as",
        "heilongjiang/2025",
    ]
    code, out, _ = kg("match", OLD, successor, *decided)
    assert code == 0
    assert "split, decided" in out
    path = workplace / USUAL
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert [line.split("\t")[0] for line in lines if "\t" in line] == [
        "decision",
        "split",
        "split",
        "same",
        "withdrawn",
    ]
    code, out, _ = kg("compare", OLD, successor, "--format", "json")
    found = json.loads(out)
    assert found["questions"] == []
    pair = next(s for s in found["services"] if (s["old"], s["new"]) == (15, 16))
    assert pair["verdict"] == "decided"
    assert [c["kind"] for c in found["changes"] if c["old"] == 15] == [
        "renamed",
        "reworded",
        "audience-changed",
    ]


def test_a_decision_outlives_new_numbers(kg, successor, store):
    kg("match", OLD, successor, "--decide", "15=16", "--decisions", "said.tsv")
    with Path(successor).open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file))
    extra = ["", "幼有所育", "流动儿童", "预防接种", "按照免疫规划免费接种疫苗；补种漏种疫苗", "省疾控局"]
    table.insert(1, extra)
    for number, cells in enumerate(table[1:], start=1):
        cells[0] = str(number)
    with Path("later.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table)
    found = json.loads(kg("compare", OLD, "later.csv", "--decisions", "said.tsv", "-f", "json")[1])
    assert (15, 17, "decided") in {(s["old"], s["new"], s["verdict"]) for s in found["services"]}
    assert found["unfit"] == []


def test_a_decision_that_no_longer_fits_is_told(kg, successor, workplace):
    kg("match", OLD, successor, "--decide", "15=16")
    text = Path(successor).read_text(encoding="utf-8")
    Path(successor).write_text(
        text.replace("安排疾病治疗专门服务", "安排疾病治疗和陪护服务"), encoding="utf-8"
    )
    code, out, _ = kg("match", OLD, successor)
    assert code == 1
    assert "Decisions that no longer fit" in out
    assert "the words of the row have changed" in " ".join(out.split())


@pytest.mark.parametrize(
    ("written", "message"),
    [("15", "12=13"), ("99=1", "“99”"), ("1=99", "“99”")],
)
def test_a_wrong_decision_writes_nothing(kg, successor, workplace, written, message):
    code, _, err = kg("match", OLD, successor, "--decide", "22=", "--decide", written)
    assert code == 2
    assert message in err
    assert not (workplace / USUAL).exists()


def test_asking_takes_a_terminal(kg, successor):
    code, _, err = kg("match", OLD, successor, "--ask")
    assert code == 2
    assert "--decide" in err


def test_each_question_is_asked(kg, successor, workplace, monkeypatch):
    answers = iter(["x", "y", "n"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "prompt", lambda *_, **__: next(answers))
    code, out, _ = kg("match", OLD, successor, "--ask", "--by", "李四")
    assert "Is no. 1 “健康管理服务”" in out or "健康管理服务" in out
    lines = (workplace / USUAL).read_text(encoding="utf-8-sig").splitlines()
    said = [line.split("\t") for line in lines if line.startswith(("split", "same", "different"))]
    assert [(cells[0], cells[2], cells[6], cells[9]) for cells in said] == [
        ("split", "1", "1", "李四"),
        ("different", "15", "16", "李四"),
    ]
    assert code == 0


def test_skipping_and_quitting_write_nothing(kg, successor, workplace, monkeypatch):
    answers = iter(["s", "q"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "prompt", lambda *_, **__: next(answers))
    assert kg("match", OLD, successor, "--ask")[0] == 1
    assert not (workplace / USUAL).exists()
