"""Every error as one clear message on stderr, in the language of the run, and an exit code.

Not here: what the errors say of themselves (``kg_service.errors``).
"""

from __future__ import annotations

import click

from kg_service.cli.help import usage
from kg_service.cli.output import printable
from kg_service.cli.tree import MisuseError
from kg_service.errors import EditionChangedError, KgServiceError
from kg_service.model import Lang, Text

OK = 0
DOES_NOT_CONFORM = 1
FAILED = 2
"""Wrong use, unknown names, and whatever could not be done."""
INTERRUPTED = 130
BROKEN_PIPE = 141

_ERROR = Text("错误：", "Error: ")


def report(error: Exception, lang: Lang) -> int:
    """Say what went wrong.

    Args:
        error: One of ours, of click's, or of the operating system's.
        lang: Language of the run.

    Returns:
        The exit code.
    """
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.ctx.get_help(), err=True)
        return FAILED
    if isinstance(error, click.UsageError):
        _say(usage_text(error), lang)
        if error.ctx is not None:
            click.echo(usage(error.ctx, lang), err=True)
            more = Text("详见 {} --help", "See {} --help").of(lang)
            click.echo(more.format(error.ctx.command_path), err=True)
        return FAILED
    if isinstance(error, KgServiceError):
        _say(error.text, lang)
        for line in error.statements if isinstance(error, EditionChangedError) else ():
            click.echo(printable(f"  {line}"), err=True)
        return FAILED
    words = str(error) or type(error).__name__
    if isinstance(error, OSError) and error.strerror:
        words = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    _say(Text(f"读写失败：{words}。", f"Reading or writing failed: {words}."), lang)
    return FAILED


def usage_text(error: click.UsageError) -> Text:
    """click's usage error in both languages."""
    match error:
        case MisuseError():
            return error.text
        case click.NoSuchOption():
            near = "、".join(error.possibilities or ())
            hint = (
                Text(f"您要找的是不是：{near}？", f" Did you mean {near.replace('、', ' or ')}?")
                if near
                else Text("", "")
            )
            name = error.option_name
            return Text(f"没有选项 {name}。{hint.zh}", f"There is no option {name}.{hint.en}")
        case click.BadOptionUsage():
            name = error.option_name
            if _takes_value(error):
                return Text(f"选项 {name} 后面要有一个值。", f"The option {name} needs a value.")
            return Text(f"选项 {name} 不带值。", f"The option {name} takes no value.")
        case click.MissingParameter():
            name = error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
            if isinstance(error.param, click.Option):
                name = f"{error.param.opts[-1]} {name}"
            return Text(f"缺少 {name}。", f"{name} is missing.")
        case click.BadParameter():
            name = error.param.opts[0] if error.param else ""
            return Text(
                f"{name} 的值不合要求：{error.message}", f"The value of {name} will not do: {error.message}"
            )
    return Text(error.format_message(), error.format_message())


def _takes_value(error: click.BadOptionUsage) -> bool:
    params = error.ctx.command.get_params(error.ctx) if error.ctx else []
    options = [p for p in params if isinstance(p, click.Option) and error.option_name in p.opts]
    return not all(option.is_flag for option in options)


def _say(text: Text, lang: Lang) -> None:
    # The name of a file may hold anything, line ends included.
    said = printable(text.of(lang)).replace("\n", "\N{REPLACEMENT CHARACTER}")
    click.echo(_ERROR.of(lang) + said, err=True)
