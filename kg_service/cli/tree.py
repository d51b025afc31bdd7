"""Commands and groups that speak one language: click's parsing, our help and our words.

click's own texts go through gettext, which wants compiled catalogues and a locale; a command tree is built
for one language instead.

Not here: what the commands do, the layout of help (``help``), how errors are worded (``errors``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from kg_service.cli.help import help_page
from kg_service.cli.language import parse
from kg_service.errors import BadValueError, UnknownNameError
from kg_service.model import LANGS, Lang, Text
from kg_service.nearest import nearest

_OPTIONS_METAVAR = Text("[选项]", "[OPTIONS]")
_COMMAND_METAVAR = Text("命令 …", "COMMAND …")


class MisuseError(click.UsageError):
    """A usage error of ours, in both languages."""

    def __init__(self, text: Text, ctx: click.Context | None = None) -> None:
        super().__init__(text.en, ctx)
        self.text = text


class Command(click.Command):
    """A command in one language."""

    def __init__(
        self,
        name: str,
        lang: Lang,
        help: Text,
        params: Sequence[click.Parameter] = (),
        callback: Callable[..., Any] | None = None,
        examples: Sequence[str] = (),
    ) -> None:
        super().__init__(
            name,
            context_settings={"allow_extra_args": True},
            callback=callback,
            params=[*params, *common_options(lang)],
            help=help.of(lang),
            options_metavar=_OPTIONS_METAVAR.of(lang),
            add_help_option=False,
        )
        self.lang = lang
        self.examples = tuple(examples)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        with _usage_errors_know(ctx):
            rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            extra = " ".join(rest)
            raise MisuseError(
                Text(f"多出来的参数：{extra}。", f"There are arguments too many: {extra}."), ctx
            )
        return rest

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write(help_page(self, ctx, self.lang, self.examples))


class Group(click.Group):
    """The program itself: its commands, in the order in which they are given."""

    def __init__(
        self,
        name: str,
        lang: Lang,
        help: Text,
        commands: Sequence[click.Command],
        params: Sequence[click.Parameter] = (),
    ) -> None:
        super().__init__(
            name,
            commands={command.name or "": command for command in commands},
            params=[*params, *common_options(lang)],
            callback=_need_command,
            help=help.of(lang),
            options_metavar=_OPTIONS_METAVAR.of(lang),
            subcommand_metavar=_COMMAND_METAVAR.of(lang),
            add_help_option=False,
            no_args_is_help=True,
            invoke_without_command=True,
        )
        self.lang = lang

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        with _usage_errors_know(ctx):
            return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands and not args[0].startswith("-"):
            names = list(self.commands)
            raise UnknownNameError(Text("命令", "command"), args[0], nearest(args[0], names) or names)
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write(help_page(self, ctx, self.lang, ()))


@contextmanager
def _usage_errors_know(ctx: click.Context) -> Iterator[None]:
    """click's parser raises some errors without saying in which command."""
    try:
        yield
    except click.UsageError as error:
        error.ctx = error.ctx or ctx
        raise


class Choice(click.ParamType[str]):
    """One of a few names; a wrong one is answered with the nearest."""

    name = "choice"

    def __init__(self, kind: Text, names: Sequence[str]) -> None:
        self.kind, self.names = kind, tuple(names)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        wanted = str(value).strip().lower()
        if wanted not in self.names:
            raise UnknownNameError(self.kind, str(value), nearest(wanted, self.names) or self.names)
        return wanted


class Language(click.ParamType[Lang]):
    """zh or en, also as a locale's name."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Lang:
        lang = parse(str(value))
        if lang is None:
            raise BadValueError("--lang", str(value), Text("zh 或 en", "zh or en"))
        return lang


@click.pass_context
def _need_command(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        raise MisuseError(Text("请给出命令。", "Give a command."), ctx)


def option(lang: Lang, *names: str, help: Text, metavar: Text | None = None, **more: Any) -> click.Option:
    """An option in one language; *more* is click's."""
    shown = metavar.of(lang) if metavar else None
    return click.Option(list(names), help=help.of(lang), metavar=shown, **more)


def argument(lang: Lang, name: str, *, help: Text, metavar: Text, **more: Any) -> click.Argument:
    """A positional argument in one language; *more* is click's."""
    return click.Argument([name], help=help.of(lang), metavar=metavar.of(lang), **more)


def common_options(lang: Lang) -> list[click.Option]:
    """What the program and every command takes."""
    return [
        option(
            lang,
            "--home",
            metavar=Text("文件夹", "DIR"),
            help=Text(
                "含有 ontology、data、shapes、queries 的文件夹；默认用 KG_HOME 或随程序安装的一份",
                "Folder with ontology/, data/, shapes/ and queries/; by default KG_HOME or our own copy",
            ),
            expose_value=False,
            callback=_remember("home"),
        ),
        option(
            lang,
            "--lang",
            metavar=Text("|".join(LANGS), "|".join(LANGS)),
            type=Language(),
            help=Text(
                "帮助、信息和表格的语言；默认依 KG_LANG、LC_ALL、LANG，否则中文",
                "Language of help and messages; by default that of KG_LANG, LC_ALL or LANG, else Chinese",
            ),
            expose_value=False,
            callback=_remember("lang"),
        ),
        option(
            lang,
            "-h",
            "--help",
            help=Text("显示本说明", "Show this page"),
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_help,
        ),
    ]


def _remember(key: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def remember(ctx: click.Context, _: click.Parameter, value: Any) -> None:
        if value is not None:
            ctx.ensure_object(dict)[key] = value

    return remember


def _show_help(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()
