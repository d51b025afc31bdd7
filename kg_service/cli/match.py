"""``kg match``: which service continues which, and what a person decides about it.

Not here: matching (``editions.matching``), the file of decisions (``editions.decisions``).
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from kg_service.cli.errors import DOES_NOT_CONFORM, OK
from kg_service.cli.options import decisions_option, edition_arguments
from kg_service.cli.output import console, printable
from kg_service.cli.run import lang_of, settings_of
from kg_service.cli.tree import Command, MisuseError, option
from kg_service.model import Comparison, Lang, Match, Text, Verdict

if TYPE_CHECKING:
    from kg_service.editions.decisions import Decision

_VERDICTS = {
    Verdict.DECIDED: Text("已由人决定", "decided"),
    Verdict.SURE: Text("相似无疑", "sure"),
    Verdict.ASK: Text("请确认", "please decide"),
}
_ANSWERS = Text("y 同一项，n 不是，s 以后再说，q 结束", "y the same, n not the same, s skip, q quit")


def match_command(lang: Lang) -> Command:
    """The command in one language."""
    return Command(
        "match",
        lang,
        Text(
            "列出新版的哪项服务延续旧版的哪项，并记下人的决定。"
            "退出码：0 没有待决定的，1 还有待人决定的，2 无法完成",
            "Say which service of the new edition continues which, and write down what a person decides. "
            "Exit code: 0 nothing is left to decide, 1 something is, 2 failed",
        ),
        [
            *edition_arguments(lang),
            option(
                lang,
                "--decide",
                metavar=Text("旧=新", "OLD=NEW"),
                multiple=True,
                help=Text(
                    "以序号写下决定，可多次给出：12=13 同一项，12!=13 不是，12=13+14 拆分，"
                    "12+13=14 合并，=14 新增，12= 取消",
                    "Decide by numbers; may be given several times: 12=13 the same, 12!=13 not, "
                    "12=13+14 split, 12+13=14 merged, =14 new, 12= withdrawn",
                ),
            ),
            option(
                lang,
                "--ask",
                is_flag=True,
                help=Text("在终端里逐个询问", "Ask about each question on the terminal"),
            ),
            option(
                lang,
                "--as",
                "edition",
                metavar=Text("版本", "EDITION"),
                help=Text(
                    "新版文件将来的名称，如 heilongjiang/2025；决定记在它名下",
                    "Name of the edition to come, e.g. heilongjiang/2025; decisions are kept under it",
                ),
            ),
            option(
                lang,
                "--by",
                metavar=Text("姓名", "NAME"),
                default="",
                help=Text("谁决定的", "Who decides"),
            ),
            option(lang, "--note", metavar=Text("说明", "TEXT"), default="", help=Text("为什么", "Why")),
            decisions_option(lang),
        ],
        match,
        [
            "kg match heilongjiang/2024 2025.docx",
            "kg match heilongjiang/2024 2025.docx --ask --by 张三 --decisions decisions.tsv",
            "kg match heilongjiang/2024 2025.docx --decide 12=13+14 --decide 22= --as heilongjiang/2025",
        ],
    )


@click.pass_context
def match(
    ctx: click.Context,
    old: str,
    new: str,
    decide: tuple[str, ...],
    ask: bool,
    edition: str | None,
    by: str,
    note: str,
    decisions: str | None,
) -> int:
    """Run the command; what it returns is the exit code."""
    # Imported here so that help is there at once.
    from kg_service.editions.deciding_by_number import decisions_of, parse_decision
    from kg_service.editions.decisions import USUAL, add_decisions, load_decisions
    from kg_service.editions.opening import compare_with, open_edition
    from kg_service.publish import build_store

    settings, lang = settings_of(ctx), lang_of(ctx)
    path = Path(decisions) if decisions is not None else settings.home / USUAL
    said = load_decisions(path, must_exist=False)
    store = build_store(settings)
    more = {"by": by, "on": dt.date.today().isoformat(), "note": note}
    before = open_edition(old, store, settings.home)
    comparison = compare_with(before, new, store, settings.home, said)
    made: list[Decision] = []
    for written in decide:
        made += decisions_of(parse_decision(written), comparison, edition, **more)
    if made:
        said = add_decisions(path, made)
        comparison = compare_with(before, new, store, settings.home, said)
    out = console()
    if ask:
        if not sys.stdin.isatty():
            raise MisuseError(
                Text(
                    "--ask 要在终端里用；否则请用 --decide。",
                    "--ask takes a terminal; use --decide elsewhere.",
                ),
                ctx,
            )
        made = list(_asked(comparison, edition, more, out, lang))
        if made:
            said = add_decisions(path, made)
            comparison = compare_with(before, new, store, settings.home, said)
    _show(comparison, out, lang)
    if decide or ask:
        out.print(Styled(Text(f"决定写在 {path}", f"Decisions are in {path}").of(lang), "dim"))
    return DOES_NOT_CONFORM if comparison.matching.questions else OK


def _asked(
    comparison: Comparison, edition: str | None, more: dict[str, str], out: Console, lang: Lang
) -> Iterator[Decision]:
    from kg_service.cli.changes import marked
    from kg_service.editions.deciding_by_number import answer
    from kg_service.editions.outputs import words
    from kg_service.editions.side_by_side import cells_of

    for question in comparison.matching.questions:
        out.print(Styled(printable(words.question(question, comparison).of(lang)), "bold"))
        for cell in cells_of(question, comparison):
            out.print(Styled.assemble((f"  {cell.column.label.of(lang)}  ", "dim"), marked(cell.pieces)))
        while True:
            key = click.prompt(_ANSWERS.of(lang), prompt_suffix=" > ", default="s", show_default=False)
            if key.strip().lower() in ("y", "n", "s", "q"):
                break
        if key.strip().lower() == "q":
            return
        if key.strip().lower() != "s":
            yield answer(question, comparison, edition, same=key.strip().lower() == "y", **more)
        out.print()


def _show(comparison: Comparison, out: Console, lang: Lang) -> None:
    from kg_service.cli.changes import show_questions

    old = {row.number: row.service for row in comparison.old.rows}
    new = {row.number: row.service for row in comparison.new.rows}
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in (
        Text("旧版", "Old"),
        Text("新版", "New"),
        Text("相似度", "Likeness"),
        Text("把握", "Verdict"),
    ):
        table.add_column(heading.of(lang), overflow="fold")
    for pair in comparison.matching.pairs:
        style = "yellow" if pair.verdict is Verdict.ASK else ""
        table.add_row(
            *_cells(f"{pair.old} {old[pair.old]}", f"{pair.new} {new[pair.new]}", _percent(pair)),
            Styled(_role(pair, comparison).of(lang), style),
        )
    for number in comparison.matching.withdrawn:
        table.add_row(*_cells(f"{number} {old[number]}", "—", "", Text("取消", "withdrawn").of(lang)))
    for number in comparison.matching.added:
        table.add_row(*_cells("—", f"{number} {new[number]}", "", Text("新增", "new").of(lang)))
    out.print(table)
    out.print()
    show_questions(comparison, out, lang)


def _role(pair: Match, comparison: Comparison) -> Text:
    verdict = _VERDICTS[pair.verdict]
    if pair.old in comparison.matching.splits:
        return Text(f"拆分，{verdict.zh}", f"split, {verdict.en}")
    if pair.new in comparison.matching.merges:
        return Text(f"合并，{verdict.zh}", f"merged, {verdict.en}")
    return verdict


def _cells(*texts: str) -> Sequence[Styled]:
    return [Styled(printable(text)) for text in texts]


def _percent(pair: Match) -> str:
    return f"{round(pair.score * 100)}%"
