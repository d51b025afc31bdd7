"""The file of identity decisions: read as people write it, added to without loss, applied by words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg_service.editions.deciding import rule
from kg_service.editions.deciding_by_number import ByNumber, decisions_of, parse_decision
from kg_service.editions.decisions import (
    COLUMNS,
    USUAL,
    Decision,
    DecisionKind,
    Decisions,
    Side,
    add_decisions,
    contradicts,
    find_decisions,
    load_decisions,
    mark_of,
    side_of,
)
from kg_service.errors import BadValueError, MalformedDecisionError, UnknownNameError, UnreadableFileError
from kg_service.model import Comparison, Edition, Matching, Row, Service

HEADING = "\t".join(COLUMNS)


def row(number: int, service: str, content: str = "提供服务") -> Row:
    return Row(number, "学有所教", "流动儿童", service, content, ("省教育厅",))


def edition(name: str, *rows: Row) -> Edition:
    return Edition(name, None, tuple(Service(each, None) for each in rows), {})


OLD = edition("heilongjiang/2024", row(1, "义务教育服务"), row(2, "学前教育服务"), row(3, "网络服务"))
NEW = edition("heilongjiang/2025", row(1, "学前教育"), row(2, "义务教育"), row(3, "法律援助"))


def decision(kind: DecisionKind, old: int | None, new: int | None, **more: str) -> Decision:
    one = None if old is None else side_of(OLD, OLD.rows[old - 1])
    other = None if new is None else side_of(NEW, NEW.rows[new - 1])
    return Decision(kind, one, other, **more)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str | bytes], Path]:
    def write(text: str | bytes) -> Path:
        path = tmp_path / "decisions.tsv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    return write


# The file


def test_what_was_written_is_read(tmp_path):
    path = tmp_path / "folder" / "decisions.tsv"
    made = [
        decision(DecisionKind.SAME, 1, 2, by="张三", on="2025-03-01", note="改了\t名字，“义务教育”\n不变"),
        decision(DecisionKind.WITHDRAWN, 3, None),
        decision(DecisionKind.NEW, None, 3),
    ]
    found = add_decisions(path, made)
    assert load_decisions(path) == found
    assert [(d.kind, d.old, d.new, d.by, d.on) for d in found.entries] == [
        (d.kind, d.old, d.new, d.by, d.on) for d in made
    ]
    assert found.entries[0].note == "改了 名字，“义务教育” 不变"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf#"), "spreadsheet programs know UTF-8 by its mark"
    assert [p.name for p in path.parent.iterdir()] == ["decisions.tsv"]


def test_what_people_wrote_stays(written):
    text = f"# ours\n{HEADING}\n\n# the first\nsame\ta/1\t\t甲\t\ta/2\t\t乙\t\t\t\t\n"
    path = written(text)
    add_decisions(path, [decision(DecisionKind.SAME, 1, 2)])
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[:5] == text.splitlines()
    assert len(lines) == 6


def test_a_later_decision_takes_the_place_of_what_it_contradicts(tmp_path):
    path = tmp_path / "decisions.tsv"
    add_decisions(path, [decision(DecisionKind.SAME, 1, 1), decision(DecisionKind.SAME, 2, 2)])
    found = add_decisions(path, [decision(DecisionKind.SAME, 1, 2)])
    assert [(d.old.number, d.new.number) for d in found.entries] == [(1, 2)]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param(("same", 1, 1), ("different", 1, 1), True, id="same-and-not"),
        pytest.param(("same", 1, 1), ("different", 1, 2), False, id="not-another"),
        pytest.param(("same", 1, 1), ("same", 1, 2), True, id="one-with-two"),
        pytest.param(("split", 1, 1), ("split", 1, 2), False, id="two-parts"),
        pytest.param(("split", 1, 1), ("split", 2, 1), True, id="part-of-two"),
        pytest.param(("merge", 1, 1), ("merge", 2, 1), False, id="two-in-one"),
        pytest.param(("merge", 1, 1), ("merge", 1, 2), True, id="one-into-two"),
        pytest.param(("withdrawn", 1, None), ("split", 1, 2), True, id="gone-and-split"),
        pytest.param(("new", None, 1), ("same", 2, 1), True, id="new-and-same"),
        pytest.param(("new", None, 1), ("withdrawn", 1, None), False, id="different-sides"),
    ],
)
def test_what_contradicts(one, other, expected):
    made = [decision(DecisionKind(kind), old, new) for kind, old, new in (one, other)]
    assert contradicts(*made) is contradicts(*reversed(made)) is expected


@pytest.mark.parametrize(
    "encode",
    [
        pytest.param(lambda t: t.encode("utf-8-sig"), id="utf-8-with-mark"),
        pytest.param(lambda t: t.encode("gb18030"), id="gb18030"),
        pytest.param(lambda t: t.encode("utf-16"), id="unicode-text"),
        pytest.param(lambda t: t.replace("\n", "\r\n").encode(), id="crlf"),
    ],
)
def test_files_of_spreadsheet_programs(written, encode):
    heading = "决定\t旧版\t旧服务项目\t新版\t新服务项目\t说明"
    text = f'{heading}\n同一\theilongjiang/2024\t"义务 教育服务"\theilongjiang/2025\t义务教育\t"说""好""了"\n'
    (found,) = load_decisions(written(encode(text))).entries
    assert found.kind is DecisionKind.SAME
    assert found.old == Side("heilongjiang/2024", None, "义务教育服务", "")
    assert found.note == '说"好"了'
    assert found.line == 2


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("alike\ta\t1\tx\t\tb\t1\ty", "should be one of same", id="unknown-word"),
        pytest.param("same\ta\t1\t\t\tb\t1\ty", "a number alone names nothing", id="number-alone"),
        pytest.param("same\ta\t1\tx\t\t\t1\ty", "Fill in new_edition", id="no-edition"),
        pytest.param("same\ta\tone\tx\t\tb\t1\ty", "old_number is no number", id="no-number"),
        pytest.param("new\ta\t1\tx\t\t\t\t", "Fill in new_edition", id="new-without-new"),
    ],
)
def test_a_malformed_line_is_placed(written, line, expected):
    path = written(f"{HEADING}\n# fine\n{line}\n")
    with pytest.raises(MalformedDecisionError, match=expected) as raised:
        load_decisions(path)
    assert (raised.value.document, raised.value.line) == (str(path), 3)
    before = path.read_bytes()
    with pytest.raises(MalformedDecisionError):
        add_decisions(path, [decision(DecisionKind.SAME, 1, 1)])
    assert path.read_bytes() == before


def test_a_file_without_heading_is_told(written):
    with pytest.raises(MalformedDecisionError, match="The first line is the heading"):
        load_decisions(written("same\ta\t1\tx\t\tb\t1\ty\n"))


def test_a_missing_file(tmp_path):
    with pytest.raises(UnreadableFileError):
        load_decisions(tmp_path / "none.tsv")
    assert load_decisions(tmp_path / "none.tsv", must_exist=False).entries == ()
    assert find_decisions(tmp_path, None).entries == ()
    with pytest.raises(UnreadableFileError):
        find_decisions(tmp_path, str(tmp_path / "none.tsv"))
    add_decisions(tmp_path / USUAL, [decision(DecisionKind.SAME, 1, 2)])
    assert len(find_decisions(tmp_path, None).entries) == 1


# Where they apply


def ruled(*made: Decision, new: Edition = NEW, old: Edition = OLD):
    return rule(Decisions(made, "decisions.tsv"), old, new)


def test_numbers_may_move():
    moved = edition("heilongjiang/2025", *(replace(r, number=r.number + 10) for r in reversed(NEW.rows)))
    found = ruled(decision(DecisionKind.SAME, 1, 2), new=moved)
    assert found.pairs == ((1, 12),)
    assert not found.unsure
    assert not found.unfit


@pytest.mark.parametrize(
    ("service", "content", "pairs", "unsure"),
    [
        pytest.param("义务教育", "提供服务并免费", ((1, 2),), {(1, 2)}, id="other-content"),
        pytest.param("义务教育保障", "提供服务", ((1, 2),), {(1, 2)}, id="name-alike-and-same-number"),
        pytest.param("健康体检", "提供服务", (), set(), id="another-service"),
    ],
)
def test_a_decision_on_other_words_is_told(service, content, pairs, unsure):
    changed = edition("heilongjiang/2025", NEW.rows[0], row(2, service, content), NEW.rows[2])
    found = ruled(decision(DecisionKind.SAME, 1, 2), new=changed)
    assert found.pairs == pairs
    assert found.unsure == unsure
    assert len(found.unfit) == 1
    assert "义务教育" in found.unfit[0].zh


@pytest.mark.parametrize(
    ("name", "applies"),
    [
        pytest.param("heilongjiang/2025", True, id="the-same"),
        pytest.param("drafts/2025.docx", True, id="a-document"),
        pytest.param("heilongjiang/2026", False, id="the-year-after"),
        pytest.param("jilin/2025", False, id="another-place"),
    ],
)
def test_of_which_edition_a_decision_speaks(name, applies):
    found = ruled(decision(DecisionKind.SAME, 1, 2), new=replace(NEW, name=name))
    assert bool(found.pairs) is applies
    assert not found.unfit


def test_written_by_hand_without_marks():
    one, other = (Side(e.name, None, n, "") for e, n in ((OLD, "网络服务"), (NEW, "法律援助")))
    assert ruled(Decision(DecisionKind.SAME, one, other)).pairs == ((3, 3),)


def test_the_last_of_two_holds():
    found = ruled(decision(DecisionKind.SAME, 1, 2), decision(DecisionKind.DIFFERENT, 1, 2))
    assert found.pairs == ()
    assert found.apart == {(1, 2)}


def test_a_mark_stands_for_words_alone():
    assert mark_of(row(1, "甲")) == mark_of(replace(row(9, " 甲 "), goal="弱有所扶", departments=()))
    assert mark_of(row(1, "甲")) != mark_of(row(1, "甲", "别的"))


# By numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12=13", ByNumber(DecisionKind.SAME, (12,), (13,))),
        (" 12 = 13 ", ByNumber(DecisionKind.SAME, (12,), (13,))),
        ("12!=13", ByNumber(DecisionKind.DIFFERENT, (12,), (13,))),
        ("12≠13", ByNumber(DecisionKind.DIFFERENT, (12,), (13,))),
        ("12=13+14", ByNumber(DecisionKind.SPLIT, (12,), (13, 14))),
        ("12+13=14", ByNumber(DecisionKind.MERGE, (12, 13), (14,))),
        ("=14", ByNumber(DecisionKind.NEW, (), (14,))),
        ("12=", ByNumber(DecisionKind.WITHDRAWN, (12,), ())),
    ],
)
def test_decisions_by_number(text, expected):
    assert parse_decision(text) == expected


@pytest.mark.parametrize("text", ["", "=", "12", "12==13", "a=b", "1+2=3+4", "1+2!=3", "!=3"])
def test_what_is_none_of_the_forms(text):
    with pytest.raises(BadValueError):
        parse_decision(text)


def test_a_number_becomes_words():
    comparison = Comparison(OLD, NEW, Matching((), (), (), {}, {}), ())
    made = decisions_of(parse_decision("1=1+2"), comparison, "heilongjiang/2026", by="张三")
    assert [(d.kind, d.old.service, d.new.service, d.new.edition, d.by) for d in made] == [
        (DecisionKind.SPLIT, "义务教育服务", "学前教育", "heilongjiang/2026", "张三"),
        (DecisionKind.SPLIT, "义务教育服务", "义务教育", "heilongjiang/2026", "张三"),
    ]
    with pytest.raises(UnknownNameError, match="“9”"):
        decisions_of(parse_decision("9=1"), comparison)
