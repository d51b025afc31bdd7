"""Publishing takes back nothing that was granted: it says what checking a draft says, in whatever form."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from draft_tables import HOME, Line, docx_of, edited, lines
from long_run import IS_LONG

from kg_service.cli import main
from kg_service.editions.decisions import load_decisions
from kg_service.errors import PublicationStoppedError
from kg_service.model import Column, Finding, Severity
from kg_service.publish.publishing import Order, publish_graphs
from kg_service.validation import validate
from kg_service.vocabulary import SHAPE

B, S, C, G, N = Column.BENEFICIARY, Column.SERVICE, Column.CONTENT, Column.GOAL, Column.NUMBER
BEFORE, NEW = "heilongjiang/2024", "heilongjiang/2025"
V, W, I = Severity.VIOLATION, Severity.WARNING, Severity.INFO  # noqa: E741
Said = Sequence[str]
"""What ``kg match`` is told."""


def numbered(table: Sequence[Line]) -> list[Line]:
    return [{**line, N: str(number)} for number, line in enumerate(table, 1)]


def without(*numbers: int) -> list[Line]:
    return numbered([line for number, line in enumerate(lines(), 1) if number not in numbers])


def changed(row: int, column: Column, old: str, new: str) -> list[Line]:
    return edited([(row, column, lambda cell: cell.replace(old, new, 1))])


def split() -> list[Line]:
    table = lines()
    first = {**table[11], S: "残疾人两项补贴", C: "为符合条件的办理残疾人两项补贴"}
    rest = "就地受理残疾儿童和孤独症儿童康复救助申请，提供相关服务"
    return numbered([*table[:11], first, {**table[11], S: "残疾儿童康复救助", C: rest}, *table[12:]])


def merged() -> list[Line]:
    table = lines()
    one, other = table[18], table[19]
    joined = {**one, S: "心理健康服务和常识普及宣传", C: f"{one[C]}；{other[C]}"}
    return numbered([*table[:18], joined, *table[20:]])


def reordered() -> list[Line]:
    table = lines()
    table[18], table[19] = table[19], table[18]
    table[2], table[4] = table[4], table[2]
    return numbered(table)


def reworded() -> list[Line]:
    return changed(17, C, "提供家庭教育指导服务", "开展家庭教育指导服务")


LONG = pytest.mark.skipif(not IS_LONG, reason="takes minutes; KG_LONG=1")
DROPS = changed(3, C, "，免费提供教科书", "")
NARROWS = changed(7, B, "流动儿童", "流动儿童中的残疾儿童")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the edition before."""
    target = tmp_path_factory.mktemp("published") / "care"
    publish_graphs(target, HOME)
    return target


@pytest.fixture
def imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Sequence[Line], Said], Path]:
    """Makes of a table a document, decisions on it, and the draft; its folder comes back."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_HOME", str(HOME))

    def make(table: Sequence[Line], said: Said) -> Path:
        Path("draft.docx").write_bytes(docx_of(table))
        if said:
            main(["match", BEFORE, "draft.docx", "--as", NEW, "--decisions", "d.tsv", "--by", "甲", *said])
        else:
            Path("d.tsv").write_text("decision\told_service\tnew_service\n", encoding="utf-8")
        main(["import", "draft.docx", "--edition", NEW, "--decisions", "d.tsv", "-o", "draft.ttl"])
        return tmp_path

    return make


def rules(findings: Sequence[Finding]) -> set[tuple[str, Severity]]:
    start = str(SHAPE["Succession-"])
    return {(f.rule.removeprefix(start), f.severity) for f in findings if f.rule.startswith(start)}


def violated(findings: Sequence[Finding]) -> bool:
    return any(finding.severity is V for finding in findings)


@pytest.mark.parametrize(
    ("table", "said", "expected"),
    [
        pytest.param(DROPS, (), {("measure", V)}, id="drops-a-measure"),
        pytest.param(
            DROPS,
            ("--decide", "3=3"),
            {("measure", V)},
            id="drops-a-measure-decided-without-a-note",
            marks=LONG,
        ),
        pytest.param(
            DROPS, ("--decide", "3=3", "--note", "另有规定"), {("measure", I)}, id="drops-a-measure-decided"
        ),
        pytest.param(without(5), (), {("service", V)}, id="drops-a-service", marks=LONG),
        pytest.param(
            without(5),
            ("--decide", "5=", "--note", "并入"),
            {("service", I)},
            id="drops-a-service-decided",
            marks=LONG,
        ),
        pytest.param(NARROWS, (), {("audience", V)}, id="narrows-an-audience", marks=LONG),
        pytest.param(
            NARROWS,
            ("--decide", "7=7", "--note", "试点"),
            {("audience", I)},
            id="narrows-an-audience-decided",
            marks=LONG,
        ),
        pytest.param(
            without(10), (), {("service", V), ("goal", V), ("body", W)}, id="drops-an-aspect", marks=LONG
        ),
        pytest.param(
            without(10),
            ("--decide", "10="),
            {("service", I), ("goal", V), ("body", W)},
            id="drops-an-aspect-decided",
            marks=LONG,
        ),
        pytest.param(split(), ("--decide", "12=12+13"), set(), id="split"),
        pytest.param(merged(), ("--decide", "19+20=19"), set(), id="merge", marks=LONG),
        pytest.param(
            changed(3, C, "免除学杂费", "支持免除学杂费"),
            (),
            {("commitment", W)},
            id="weakens-a-commitment",
            marks=LONG,
        ),
        pytest.param(reordered(), (), set(), id="only-renumbered", marks=LONG),
        pytest.param(reworded(), (), set(), id="reworded", marks=LONG),
    ],
)
def test_a_document_its_draft_and_publishing_it_get_one_verdict(
    imported: Callable[[Sequence[Line], Said], Path],
    published: Path,
    table: Sequence[Line],
    said: Said,
    expected: set[tuple[str, Severity]],
) -> None:
    folder = imported(table, said)
    decisions = folder / "d.tsv"
    of_document = validate([folder / "draft.docx"], HOME, decisions=decisions)
    of_draft = validate([folder / "draft.ttl"], HOME, against=BEFORE, decisions=decisions)
    assert rules(of_document.findings) == rules(of_draft.findings) == expected

    target = folder / "care"
    shutil.copytree(published, target, symlinks=True)
    order = Order("甲", decisions=load_decisions(decisions))
    found: Sequence[Finding] = ()
    try:
        publish_graphs(target, HOME, [folder / "draft.ttl"], order)
    except PublicationStoppedError as stopped:
        found = stopped.report.findings  # type: ignore[attr-defined]
    assert of_document.conforms is of_draft.conforms is not violated(found)
    louder = {(rule, severity) for rule, severity in expected if severity is not I}
    assert {each for each in rules(found) if each[1] is not I} == louder
    assert bool(found) is bool(louder), "a warning stops it, too, until it is accepted"
