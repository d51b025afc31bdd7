"""What reading set aside or had to decide, for people: grouped, each with its place and its words.

Not here: the rows themselves, what is wrong with them (``findings``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text as Styled

from kg_service.cli.output import indented, printable
from kg_service.model import Lang, Reading, Remark, RemarkKind, Text

_KINDS = {
    RemarkKind.FURNITURE: (
        Text("放在一边，没有当作清单内容", "Set aside, not read as content of the list"),
        "bold blue",
    ),
    RemarkKind.DOUBTFUL: (Text("已读入，请核对", "Taken, please check"), "bold yellow"),
}


def show_remarks(reading: Reading, console: Console, lang: Lang) -> None:
    """Print the remarks on a reading and how many rows it has.

    Args:
        reading: What was read.
        console: Where to.
        lang: In which language.
    """
    for kind, (words, style) in _KINDS.items():
        remarks = [remark for remark in reading.remarks if remark.kind is kind]
        if not remarks:
            continue
        console.print(Styled(words.of(lang), style))
        for code, group in _grouped(remarks).items():
            _show_group(code, group, console, lang)
        console.print()
    console.print(Styled(_summary(reading).of(lang), "bold"))


def _grouped(remarks: Iterable[Remark]) -> dict[str, list[Remark]]:
    """By code, in the order in which the first of each stands in the document."""
    groups: dict[str, list[Remark]] = {}
    for remark in remarks:
        groups.setdefault(remark.code, []).append(remark)
    return groups


def _show_group(code: str, group: list[Remark], console: Console, lang: Lang) -> None:
    texts = {remark.text.of(lang) for remark in group}
    shared = texts.pop() if len(texts) == 1 else None
    head = Styled.assemble((code, "dim"), f"  {printable(shared)}" if shared else "")
    console.print(indented(head, 2))
    for remark in group:
        place = remark.place.words.of(lang)
        said = "" if shared else printable(remark.text.of(lang))
        # A tab parts cells and a newline paragraphs; on a terminal both would break the line up.
        found = printable(re.sub(r"\s*[\t\n]\s*", " │ ", remark.found.strip()))
        parts = [part for part in (said, found) if part]
        if place or parts:
            line = Styled(place, "bold")
            line.append("  " * bool(place and parts) + "  ".join(parts), "not bold")
            console.print(indented(line, 4))


def _summary(reading: Reading) -> Text:
    rows = len(reading.rows)
    aside = sum(remark.kind is RemarkKind.FURNITURE for remark in reading.remarks)
    doubts = len(reading.remarks) - aside
    lost = sum(row.number is None for row in reading.rows)
    zh = f"读出 {rows} 行" + (f"（其中 {lost} 行没有序号）" if lost else "")
    en = f"{rows} row{'s' * (rows != 1)} read" + (f", {lost} without a number" if lost else "")
    return Text(
        f"{zh}；放在一边 {aside} 处，请核对 {doubts} 处。", f"{en}; {aside} set aside, {doubts} to check."
    )
