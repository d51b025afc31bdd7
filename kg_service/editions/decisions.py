"""The file that decisions of people are kept in: read, added to, replaced in one step.

It is a table parted by tabs, made to be read, edited in a spreadsheet program and kept beside the data.

Not here: what a decision is (``decided``), where in two editions it applies (``deciding``), what follows
from it (``matching``).
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg_service.editions.decided import (
    IN_CHINESE,
    NONE,
    Decision,
    DecisionKind,
    Decisions,
    Side,
    contradicts,
    mark_of,
    side_of,
)
from kg_service.errors import MalformedDecisionError, UnreadableFileError
from kg_service.model import Text
from kg_service.regular import replace_file

__all__ = [
    "COLUMNS",
    "IN_CHINESE",
    "NONE",
    "USUAL",
    "Decision",
    "DecisionKind",
    "Decisions",
    "Side",
    "add_decisions",
    "contradicts",
    "find_decisions",
    "load_decisions",
    "mark_of",
    "side_of",
]

USUAL = Path("data", "decisions.tsv")
"""The home's own file of decisions; it need not be there."""

COLUMNS = (
    *("decision", "old_edition", "old_number", "old_service", "old_mark"),
    *("new_edition", "new_number", "new_service", "new_mark", "by", "on", "note"),
)
"""Heading of the file."""

_HEADINGS = dict(
    zip(
        COLUMNS,
        (
            *("决定", "旧版", "旧序号", "旧服务项目", "旧标记"),
            *("新版", "新序号", "新服务项目", "新标记", "决定人", "日期", "说明"),
        ),
        strict=True,
    )
)
_PREFACE = """\
# 哪项服务延续哪项服务：由人决定，一行一条，以制表符分列。 Which service continues which, as people decided; tabs part the columns.
# decision：same 同一、different 不同、split 拆分、merge 合并、new 新增、withdrawn 取消。后面的行优先。 A later line outweighs an earlier one.
# mark 是当时那一行文字的标记，手写时可以空着。 A mark stands for the words of the row at the time; leave it empty when you write by hand.
"""  # noqa: E501
_SIDES = {DecisionKind.NEW: ("new",), DecisionKind.WITHDRAWN: ("old",)}
_BLANK = re.compile(r"\s+")


def load_decisions(path: Path, *, must_exist: bool = True) -> Decisions:
    """Read a file of decisions.

    Args:
        path: A table parted by tabs, in UTF-8, UTF-16 with its mark, or GB18030.
        must_exist: Whether a missing file is an error and not the same as an empty one.

    Raises:
        UnreadableFileError: It is not there or can't be read.
        MalformedDecisionError: A line is not as it should be.
    """
    if not must_exist and not path.exists():
        return Decisions((), str(path))
    return Decisions(tuple(decision for _, decision in _lines(path) if decision), str(path))


def find_decisions(home: Path, given: str | None) -> Decisions:
    """The decisions that hold: those of the file that was given, else of the home's own, if it has one.

    Raises:
        UnreadableFileError, MalformedDecisionError: See ``load_decisions``; what was given has to be there.
    """
    if given is not None:
        return load_decisions(Path(given))
    return load_decisions(home / USUAL, must_exist=False)


def add_decisions(path: Path, decisions: Iterable[Decision]) -> Decisions:
    """Write decisions at the end of the file; earlier ones that they contradict go, comments stay.

    Args:
        path: The file; made where there is none. It is replaced in one step or not at all.
        decisions: Each with its sides filled.

    Returns:
        What the file says now.

    Raises:
        UnreadableFileError, MalformedDecisionError: See ``load_decisions``; nothing is written.
        OSError: It can't be written; what was there is still there.
    """
    added = list(decisions)
    lines = _lines(path) if path.exists() else []
    kept = [line for line, entry in lines if not (entry and any(contradicts(entry, one) for one in added))]
    if not any(_is_heading(_cells(line)) for line in kept):
        kept = [*kept, *_PREFACE.splitlines(), "\t".join(COLUMNS)]
    order = next(_cells(line) for line in kept if _is_heading(_cells(line)))
    kept += [_written(one, _names(order)) for one in added]
    _replace(path, "\n".join(kept) + "\n")
    return load_decisions(path)


def _lines(path: Path) -> list[tuple[str, Decision | None]]:
    """Each line as it stands, and what it says; None for comments, blank lines and the heading."""
    read: list[tuple[str, Decision | None]] = []
    names: Sequence[str] | None = None
    for number, line in enumerate(_decoded(path).splitlines(), start=1):
        cells = _cells(line)
        if not any(cells) or cells[0].startswith("#"):
            read.append((line, None))
        elif names is None:
            names = _names(cells)
            if not _is_heading(cells):
                heading = "\t".join(COLUMNS)
                expected = Text(f"第一行应为表头：{heading}。", f"The first line is the heading: {heading}.")
                raise MalformedDecisionError(str(path), number, expected)
            read.append((line, None))
        else:
            values = dict(zip(names, [*cells, *[""] * len(names)], strict=False))
            read.append((line, _decision(values, str(path), number)))
    return read


def _cells(line: str) -> list[str]:
    # A spreadsheet program quotes a cell with quotation marks in it.
    found = next(iter(csv.reader([line], delimiter="\t")), [])
    return [cell.strip() for cell in found]


def _names(heading: Sequence[str]) -> list[str]:
    in_chinese = {zh: name for name, zh in _HEADINGS.items()}
    return [in_chinese.get(cell, cell.lower()) for cell in heading]


def _is_heading(cells: Sequence[str]) -> bool:
    return {"decision", "old_service", "new_service"} <= set(_names(cells))


def _decision(values: dict[str, str], document: str, line: int) -> Decision:
    word = values.get("decision", "")
    kind = next((k for k in DecisionKind if word.lower() == k or word == IN_CHINESE[k]), None)
    if kind is None:
        known = "、".join(f"{k.value}（{IN_CHINESE[k]}）" for k in DecisionKind)
        raise MalformedDecisionError(
            document,
            line,
            Text(f"“{word}”应为 {known} 之一。", f"“{word}” should be one of {', '.join(DecisionKind)}."),
        )
    sides: dict[str, Side | None] = {"old": None, "new": None}
    for name in _SIDES.get(kind, ("old", "new")):
        sides[name] = _side(values, name, document, line)
    more = {key: values.get(key, "") for key in ("by", "on", "note")}
    return Decision(kind, sides["old"], sides["new"], **more, line=line)


def _side(values: dict[str, str], name: str, document: str, line: int) -> Side:
    edition, number, service, mark = (
        values.get(f"{name}_{part}", "") for part in ("edition", "number", "service", "mark")
    )
    if number and not (number.isdecimal() and int(number)):
        raise MalformedDecisionError(
            document,
            line,
            Text(f"{name}_number 应为序号，却是“{number}”。", f"{name}_number is no number: “{number}”."),
        )
    if not edition or not (service or mark):
        raise MalformedDecisionError(
            document,
            line,
            Text(
                f"请填写 {name}_edition 和 {name}_service：序号会变，单凭序号认不出一项服务。",
                f"Fill in {name}_edition and {name}_service: numbers move, and a number alone names nothing.",
            ),
        )
    return Side(edition, int(number) if number else None, _BLANK.sub("", service), mark.lower())


def _written(decision: Decision, order: Sequence[str]) -> str:
    values = {"decision": decision.kind.value, "by": decision.by, "on": decision.on, "note": decision.note}
    for name, side in (("old", decision.old), ("new", decision.new)):
        if side is not None:
            number = "" if side.number is None else str(side.number)
            for part, value in zip(
                ("edition", "number", "service", "mark"),
                (side.edition, number, side.service, side.mark),
                strict=True,
            ):
                values[f"{name}_{part}"] = value
    out = io.StringIO()
    cells = [_BLANK.sub(" ", values.get(name, "")) for name in order]
    csv.writer(out, delimiter="\t", lineterminator="").writerow(cells)
    return out.getvalue()


def _decoded(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        if isinstance(error, FileNotFoundError):
            raise UnreadableFileError(str(path), Text("不存在", "it is not there")) from error
        raise UnreadableFileError(str(path), Text(reason, reason)) from error
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError(str(path), Text("不是 UTF-8 文本", "it is no text in UTF-8"))


def _replace(path: Path, text: str) -> None:
    # With its mark, since Chinese spreadsheet programs take a file without one for GBK.
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, text.encode("utf-8-sig"))
