"""``kg export``: an edition as the table that it was printed as."""

from __future__ import annotations

from pathlib import Path

import click

from kg_service.cli.output import write
from kg_service.cli.run import settings_of
from kg_service.cli.tree import Choice, Command, argument, option
from kg_service.errors import UnknownEditionError, UnknownFormatError
from kg_service.formats import EDITION_FORMATS, JSON, Format, format_named
from kg_service.model import Lang, Text
from kg_service.nearest import nearest

DOCUMENTS = frozenset({"doc", "md", "odt", "ods", "pdf", "rtf", "xls"})
"""Endings of files that JSON must not be written into."""


def export_command(lang: Lang) -> Command:
    """The command in one language."""
    names = " ".join(each.name for each in EDITION_FORMATS)
    return Command(
        "export",
        lang,
        Text(
            "把一版清单导出为表格：与原表逐字相同，责任部门按原来的次序",
            "Write an edition as the table that it is: to the character, bodies in printed order",
        ),
        [
            argument(
                lang,
                "edition",
                metavar=Text("版本", "EDITION"),
                help=Text("清单版本，例如 heilongjiang/2024", "The edition, e.g. heilongjiang/2024"),
            ),
            option(
                lang,
                "-f",
                "--format",
                "format_",
                metavar=Text("格式", "FORMAT"),
                type=Choice(Text("格式", "format"), [each.name for each in EDITION_FORMATS]),
                help=Text(
                    f"输出格式：{names}；默认依输出文件的后缀，否则 json",
                    f"Format: {names}; by default that of the file's name, else json",
                ),
            ),
            option(
                lang,
                "-o",
                "--output",
                metavar=Text("文件", "FILE"),
                help=Text("写入文件，而不是标准输出", "Write to a file instead of the standard output"),
            ),
        ],
        export,
        ["kg export heilongjiang/2024", "kg export heilongjiang/2024 -o 2024.docx"],
    )


@click.pass_context
def export(ctx: click.Context, edition: str, format_: str | None, output: str | None) -> None:
    """Run the command."""
    # Imported here so that help is there at once.
    from kg_service import editions
    from kg_service.editions.writing import write_edition
    from kg_service.publish import build_store

    wanted = _wanted(format_, output)
    settings = settings_of(ctx)
    store = build_store(settings)
    series, slash, version = edition.strip().strip("/").partition("/")
    if not slash:
        known = editions.known_editions(store)
        raise UnknownEditionError(edition, nearest(edition, known) or known)
    rows = editions.rows(store, series, version, home=settings.home)
    title = editions.title(store, series, version, home=settings.home)
    write(write_edition(rows, title, wanted), output, wanted)


def _wanted(name: str | None, output: str | None) -> Format:
    """The format that is asked for, or that the name of the file asks for."""
    suffix = Path(output).suffix.removeprefix(".").lower() if output else ""
    try:
        return format_named(name or suffix or JSON.name, EDITION_FORMATS)
    except UnknownFormatError:
        if suffix in DOCUMENTS:
            raise
        return JSON
