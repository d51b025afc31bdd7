"""``kg query``: ask by name, from a file or from the standard input.

Not here: what the named queries are (``queries``), how a table looks (``table``).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg_service.cli.options import output_option
from kg_service.cli.output import console, ending_of, write
from kg_service.cli.run import lang_of, settings_of
from kg_service.cli.tree import Command, MisuseError, argument, option
from kg_service.errors import BadValueError, NotAcceptableError, UnknownFormatError, UnreadableFileError
from kg_service.formats import GRAPH_FORMATS, SOLUTION_FORMATS, TABLE, TURTLE, Format, format_named
from kg_service.model import Lang, Text

if TYPE_CHECKING:
    from kg_service.queries import Catalogue, NamedQuery
    from kg_service.store import Answer

STDIN = "<stdin>"
OFFERED = (TABLE, *SOLUTION_FORMATS, *GRAPH_FORMATS)


def query_command(lang: Lang) -> Command:
    """The command in one language."""
    names = " ".join(each.name for each in OFFERED)
    return Command(
        "query",
        lang,
        Text(
            "提问：运行目录中的查询（见 kg queries）、.rq 文件或标准输入里的 SPARQL",
            "Ask: a named query (see kg queries), a .rq file, or SPARQL from the standard input",
        ),
        [
            argument(
                lang,
                "query",
                metavar=Text("查询名|文件|-", "NAME|FILE|-"),
                help=Text(
                    "查询名、.rq 文件，或 -（标准输入）",
                    "A query's name, a .rq file, or - for the standard input",
                ),
            ),
            option(
                lang,
                "-p",
                "--param",
                "pairs",
                metavar=Text("参数=值", "NAME=VALUE"),
                multiple=True,
                help=Text(
                    "参数的值，可用名称（省教育厅）、IRI 或其末段；可重复",
                    "Value of a parameter: by label, IRI or the end of it; can be repeated",
                ),
            ),
            option(
                lang,
                "-f",
                "--format",
                "format_",
                metavar=Text("格式", "FORMAT"),
                help=Text(
                    f"输出格式：{names}；默认依输出文件的后缀，否则表格，图则为 turtle",
                    f"Format: {names}; by default that of the file's name, else a table, or turtle",
                ),
            ),
            output_option(lang),
        ],
        query,
        [
            "kg query services-of-body -p body=省教育厅",
            "kg query services-for-child -p age=4 --format xlsx -o child.xlsx",
            "echo 'SELECT * { ?s ?p ?o } LIMIT 5' | kg query - --format csv",
        ],
    )


@click.pass_context
def query(
    ctx: click.Context, query: str, pairs: tuple[str, ...], format_: str | None, output: str | None
) -> None:
    """Run the command."""
    # Imported here so that help is there at once.
    from kg_service.cli.texts import ask_text
    from kg_service.publish import build_store
    from kg_service.queries import Catalogue, run
    from kg_service.store.federated import federated

    settings, lang = settings_of(ctx), lang_of(ctx)
    values = _values(ctx, pairs)
    wanted = _wanted(format_, output)
    asked, document = _asked(query, Catalogue.load(settings.home))
    store = federated(build_store(settings), settings)
    if document is None:
        answer = run(store, asked, values, lang)
    else:
        answer = ask_text(store, asked, values, lang, document)
    chosen = wanted or (TURTLE if answer.kind == "graph" else TABLE)
    if chosen is not TABLE:
        write(answer.serialize(chosen), output, chosen)
    elif answer.kind == "graph":
        raise NotAcceptableError(TABLE.name, [each.name for each in GRAPH_FORMATS])
    else:
        _show(answer, output, lang)


def _values(ctx: click.Context, pairs: Sequence[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise BadValueError("-p", pair, Text("参数=值", "NAME=VALUE"))
        if name.strip() in values:
            text = Text(f"参数 {name} 给了两次。", f"The parameter {name} is given twice.")
            raise MisuseError(text, ctx)
        values[name.strip()] = value
    return values


def _wanted(name: str | None, output: str | None) -> Format | None:
    """The format that is asked for, or that the name of the file asks for."""
    if name is not None:
        return format_named(name, OFFERED)
    if not (suffix := ending_of(output)):
        return None
    try:
        return format_named(suffix, OFFERED)
    except UnknownFormatError:
        return None


def _asked(query: str, catalogue: Catalogue) -> tuple[NamedQuery, str | None]:
    """A named query; or a text with or without header, and what to call it in messages."""
    from kg_service.queries import parse_query

    if query == "-":
        return parse_query(_text_of(STDIN), "-", STDIN), STDIN
    looks_like_file = query.endswith((".rq", ".sparql")) or "/" in query
    if query not in catalogue and (looks_like_file or Path(query).is_file()):
        return parse_query(_text_of(query), Path(query).stem, query), query
    return catalogue.get(query), None


def _text_of(path: str) -> str:
    try:
        content = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(path, Text("不是 UTF-8 文字", "it is no text in UTF-8")) from error
    except FileNotFoundError as error:
        raise UnreadableFileError(path, Text("没有这个文件", "there is no such file")) from error
    except OSError as error:
        words = error.strerror or str(error)
        raise UnreadableFileError(path, Text(words, words)) from error


def _show(answer: Answer, output: str | None, lang: Lang) -> None:
    from kg_service.cli.table import show_boolean, show_solutions

    text = StringIO()
    screen = console(text) if output else console()
    if answer.kind == "boolean":
        show_boolean(answer, screen, lang)
    else:
        show_solutions(answer, screen, lang)
    if output:
        write(text.getvalue().encode("utf-8"), output)
