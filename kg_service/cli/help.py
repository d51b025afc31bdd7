"""The help page of a command, laid out by rich, which knows that a Chinese character takes two cells.

Not here: what the commands and their options say of themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from kg_service.cli.output import indented
from kg_service.model import Lang, Text

WIDEST = 100
"""Cells in a line, however wide the terminal."""

_USAGE = Text("用法：", "Usage: ")
_OPTIONS = Text("选项：", "Options:")
_ARGUMENTS = Text("参数：", "Arguments:")
_COMMANDS = Text("命令：", "Commands:")
_EXAMPLES = Text("例：", "Examples:")


def usage(ctx: click.Context, lang: Lang) -> str:
    """The usage line of a command."""
    return _USAGE.of(lang) + " ".join([ctx.command_path, *ctx.command.collect_usage_pieces(ctx)])


def help_page(command: click.Command, ctx: click.Context, lang: Lang, examples: Sequence[str]) -> str:
    """What ``--help`` shows: usage, purpose, arguments, commands, options, examples; no colours."""
    out = StringIO()
    console = Console(
        file=out, width=min(ctx.terminal_width or Console().width, WIDEST), highlight=False, color_system=None
    )

    def show(title: Text, rows: list[tuple[str, str]]) -> None:
        if rows:
            console.print()
            console.print(Styled(title.of(lang)))
            console.print(indented(_grid(rows)))

    console.print(Styled(usage(ctx, lang)))
    console.print()
    console.print(indented(Styled(command.help or "")))
    parameters = command.get_params(ctx)
    arguments = [p for p in parameters if isinstance(p, click.Argument)]
    show(_ARGUMENTS, [(p.make_metavar(ctx), getattr(p, "help", None) or "") for p in arguments])
    if isinstance(command, click.Group):
        show(_COMMANDS, [(name, each.help or "") for name, each in command.commands.items()])
    options = [p for p in parameters if isinstance(p, click.Option)]
    show(_OPTIONS, [(_spelling(p), p.help or "") for p in options])
    if examples:
        console.print()
        console.print(Styled(_EXAMPLES.of(lang)))
        for example in examples:
            console.print(indented(Styled(example)))
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _spelling(option: click.Option) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    return f"{names} {option.metavar}" if option.metavar else names


def _grid(rows: Sequence[tuple[str, str]]) -> Table:
    grid = Table.grid(padding=(0, 3, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for left, right in rows:
        grid.add_row(Styled(left), Styled(right))
    return grid
