"""A comparison on a terminal: words marked by brackets and by line, and by colour only in addition.

Not here: the comparison (``editions.comparing``), files of changes (``editions.outputs``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from kg_service.cli.output import printable, say
from kg_service.editions.differences import Mark, Piece
from kg_service.editions.outputs import words
from kg_service.editions.saying import KINDS
from kg_service.editions.side_by_side import RowPair, side_by_side
from kg_service.editions.sums import sum_up
from kg_service.model import Change, ChangeKind, Comparison, Lang, Verdict

_MARKS = {Mark.REMOVED: ("[-", "-]", "red strike"), Mark.ADDED: ("[+", "+]", "green underline")}


def show(comparison: Comparison, changes: Sequence[Change], console: Console, lang: Lang) -> None:
    """Print a comparison.

    Args:
        comparison: Two editions.
        changes: Those to tell of.
        console: Where to.
        lang: In which language; the words of the editions stay as they are.
    """
    for label, edition in ((words.OLD, comparison.old), (words.NEW, comparison.new)):
        console.print(
            Styled.assemble((label.of(lang), "dim"), "  ", (printable(edition.name), "bold"), "  ").append(
                printable(edition.title or "")
            )
        )
    say(console, Styled(words.overview(comparison, len(changes)).of(lang)))
    console.print()
    for pair in side_by_side(comparison, changes):
        _show_pair(pair, console, lang)
    show_questions(comparison, console, lang)
    _show_sums(comparison, changes, console, lang)


def show_questions(comparison: Comparison, console: Console, lang: Lang) -> None:
    """Print what a person should decide, and decisions that no longer fit."""
    matching = comparison.matching
    questions = [words.question(match, comparison).of(lang) for match in matching.questions]
    unfit = [text.of(lang) for text in matching.unfit]
    for heading, texts in ((words.QUESTIONS, questions), (words.UNFIT, unfit)):
        if texts:
            console.print(Styled(heading.of(lang), "bold yellow"))
            for text in texts:
                say(console, Styled(f"? {printable(text)}"), 2)
            console.print()


def marked(pieces: Sequence[Piece]) -> Styled:
    """A cell with what went and what came."""
    styled = Styled()
    for piece in pieces:
        if piece.mark is Mark.SAME:
            styled.append(printable(piece.text))
        else:
            opening, closing, style = _MARKS[piece.mark]
            styled.append(f"{opening}{printable(piece.text)}{closing}", style)
    return styled


def _show_pair(pair: RowPair, console: Console, lang: Lang) -> None:
    console.print(Styled(printable(words.heading(pair.old, pair.new, lang)), "bold"))
    for change in pair.changes:
        style = "yellow" if change.verdict is Verdict.ASK else ""
        label = Styled(KINDS[change.kind].of(lang), "bold cyan")
        say(console, Styled.assemble("• ", label, "  ", (printable(change.text.of(lang)), style)), 2)
    cells = Table.grid(padding=(0, 2, 0, 0))
    cells.add_column(style="dim", no_wrap=True)
    cells.add_column(overflow="fold")
    for cell in pair.cells:
        if pair.match is None:
            cells.add_row(cell.column.label.of(lang), printable("".join(piece.text for piece in cell.pieces)))
        elif cell.is_changed:
            cells.add_row(cell.column.label.of(lang), marked(cell.pieces))
    console.print(Padding(cells, (0, 0, 0, 4), expand=False))
    console.print()


def _show_sums(comparison: Comparison, changes: Sequence[Change], console: Console, lang: Lang) -> None:
    sums = sum_up(comparison, changes)
    if not sums.kinds:
        console.print(Styled(words.NOTHING.of(lang), "bold green"))
        return
    console.print(Styled.assemble((words.SUMMARY.of(lang), "bold"), "  ", words.counts(sums.kinds, lang)))
    for heading, head, rows in (
        (words.BY_GOAL, words.GOAL, sums.goals),
        (words.BY_BODY, words.BODY, sums.bodies),
    ):
        console.print()
        console.print(Styled(heading.of(lang), "bold"))
        console.print(_table(head.of(lang), rows, lang))


def _table(head: str, rows: Mapping[str, Mapping[ChangeKind, int]], lang: Lang) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column(head, overflow="fold", min_width=8)
    table.add_column(words.ALL.of(lang), justify="right", no_wrap=True)
    table.add_column(words.CHANGES.of(lang), overflow="fold")
    for name, kinds in rows.items():
        table.add_row(
            Styled(printable(name)), Styled(str(sum(kinds.values()))), Styled(words.counts(kinds, lang))
        )
    return table
