"""``kg validate``: exit codes, text in both languages, JSON, Turtle."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import RDF, Graph

from kg_service.cli import main
from kg_service.cli.output import printable
from kg_service.model import LANGS, Lang
from kg_service.vocabulary import SH

Kg = Callable[..., tuple[int, str, str]]

QUICK = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix shape: <https://w3id.org/care-checklist/shapes#> .
shape:Agent a sh:NodeShape ; sh:targetClass foaf:Agent ; sh:property shape:Agent-note , shape:Agent-name .
shape:Agent-name a sh:PropertyShape ; sh:path foaf:name ; sh:maxCount 1 ;
    sh:message "名称只能有一个。请删去多余的。"@zh , "There is one name. Remove the others."@en .
shape:Agent-note a sh:PropertyShape ; sh:path skos:note ; sh:maxCount 0 ; sh:severity sh:Warning ;
    sh:message "不宜有说明。"@zh , "A note is better left out."@en .
"""
HEAD = "@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
CLEAN = HEAD + "<https://example.org/a> a foaf:Agent ; foaf:name '甲'@zh ."
WARNED = HEAD + "<https://example.org/a> a foaf:Agent ; foaf:name '甲'@zh ;\n  skos:note '注' ."
WRONG = (
    HEAD + "<https://example.org/a> a foaf:Agent ;\n  foaf:name '甲'@zh , '乙\x1b[31m'@zh ; skos:note '注' ."
)


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str], home: Path, tmp_path: Path) -> Kg:
    """``kg validate`` on a text, in a home with the real data and quick shapes."""
    (tmp_path / "home" / "shapes").mkdir(parents=True)
    (tmp_path / "home" / "shapes" / "quick.ttl").write_text(QUICK, encoding="utf-8")
    for folder in ("data", "ontology", "queries"):
        (tmp_path / "home" / folder).symlink_to(home / folder)

    def run(text: str, *argv: str, name: str = "given.ttl") -> tuple[int, str, str]:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        code = main(["--home", str(tmp_path / "home"), "validate", str(path), *argv])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(CLEAN, 0, id="conforms"),
        pytest.param(WARNED, 0, id="warnings-alone"),
        pytest.param(WRONG, 1, id="does-not-conform"),
        pytest.param("<a:s> <a:p> <a:o> .", 2, id="nothing-checked"),
        pytest.param("<a:s> <a:p> .", 2, id="does-not-parse"),
    ],
)
@pytest.mark.parametrize("format_", ["text", "json", "turtle"])
def test_the_exit_code_is_the_verdict(kg: Kg, text: str, code: int, format_: str) -> None:
    got, out, err = kg(text, "--format", format_)
    assert got == code
    assert bool(out) is (code != 2)
    assert bool(err) is (code == 2)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "zh",
            [
                "违反规则",
                "名称只能有一个。请删去多余的。",
                "提醒",
                "不宜有说明。",
                "不符合：违反规则 1 处，提醒 1 处。",
            ],
        ),
        (
            "en",
            [
                "Violation",
                "There is one name. Remove the others.",
                "Warning",
                "A note is better left out.",
                "Does not conform: 1 violation, 1 warning.",
            ],
        ),
    ],
)
def test_the_text_speaks_the_language(kg: Kg, lang: str, words: list[str]) -> None:
    _, out, _ = kg(WRONG, "--lang", lang)
    assert [word for word in words if word not in out] == []
    assert "shape:Agent-name" in out
    # The engine's own words are English.
    assert ("More than 1 values" in out) == (lang == "en")


def test_findings_have_their_place(kg: Kg, tmp_path: Path) -> None:
    _, out, _ = kg(WRONG)
    assert f"{tmp_path / 'given.ttl'}:3:22" in "".join(out.split())


def test_findings_of_one_message_stand_together(kg: Kg) -> None:
    more = WRONG + "\n<https://example.org/b> a foaf:Agent ; foaf:name '丙'@zh , '丁'@zh ."
    _, out, _ = kg(more)
    assert out.count("名称只能有一个") == 1
    assert "".join(out.split()).count("given.ttl:4:") == 1
    assert "违反规则 2 处" in out


@pytest.mark.parametrize("lang", LANGS)
def test_a_clean_file_is_said_to_be_so(kg: Kg, lang: Lang) -> None:
    code, out, _ = kg(CLEAN, "--lang", lang)
    assert code == 0
    assert out.startswith("符合：没有发现问题。" if lang == "zh" else "Conforms: nothing found.")


def test_json_is_machine_readable(kg: Kg) -> None:
    _, out, _ = kg(WRONG, "--format", "json")
    body = json.loads(out)
    assert (body["conforms"], body["counts"]) == (False, {"violation": 1, "warning": 1, "info": 0})
    places = {(f["ruleName"], f["line"], f["column"]) for f in body["findings"]}
    assert places == {("shape:Agent-name", 3, 22), ("shape:Agent-note", 3, 46)}


def test_turtle_is_a_shacl_report(kg: Kg) -> None:
    _, out, _ = kg(WRONG, "--format", "turtle")
    graph = Graph().parse(data=out, format="turtle")
    assert len(list(graph.subjects(RDF.type, SH.ValidationResult))) == 2


def test_a_file_can_not_command_the_terminal(kg: Kg) -> None:
    _, out, _ = kg(WRONG)
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("text", "shown"), [("a\x1b[0m", "a\ufffd[0m"), ("a\tb\nc", "a\tb\nc"), ("\x9b1m\x7f", "\ufffd1m\ufffd")]
)
def test_control_characters_are_not_printed(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_where_a_file_does_not_parse(kg: Kg, tmp_path: Path) -> None:
    code, out, err = kg("<a:s> <a:p> 'x'\n<a:s> <a:p> 'y' .", "--lang", "en")
    assert (code, out) == (2, "")
    assert f"{tmp_path / 'given.ttl'}, line 2, column 1" in err


def test_the_real_home_conforms(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    files = [str(path) for path in [*home.glob("data/*.ttl"), *home.glob("ontology/*.ttl")]]
    assert main(["validate", *files, "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("Conforms: nothing found.")
