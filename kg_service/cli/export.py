"""``kg export``: an edition as the table that it was printed as."""

from __future__ import annotations

import click

from kg_service.cli.options import output_option
from kg_service.cli.output import ending_of, write
from kg_service.cli.run import settings_of
from kg_service.cli.tree import Choice, Command, argument, option
from kg_service.errors import UnknownEditionError, UnknownFormatError
from kg_service.formats import EDITION_FORMATS, JSON, PACKAGE, Format, format_named
from kg_service.model import Lang, Text
from kg_service.nearest import nearest

DOCUMENTS = frozenset({"doc", "md", "odt", "ods", "pdf", "rtf", "xls"})
"""Endings of files that JSON must not be written into."""
OFFERED = (*EDITION_FORMATS, PACKAGE)


def export_command(lang: Lang) -> Command:
    """The command in one language."""
    names = " ".join(each.name for each in OFFERED)
    return Command(
        "export",
        lang,
        Text(
            "把一版清单导出为表格：与原表逐字相同，责任部门按原来的次序；或导出为数据包",
            "Write an edition as the table that it is, to the character, bodies in order; or as a package",
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
                type=Choice(Text("格式", "format"), [each.name for each in OFFERED]),
                help=Text(
                    f"输出格式：{names}；默认依输出文件的后缀，否则 json",
                    f"Format: {names}; by default that of the file's name, else json",
                ),
            ),
            output_option(lang),
        ],
        export,
        [
            "kg export heilongjiang/2024",
            "kg export heilongjiang/2024 -o 2024.docx",
            "kg export heilongjiang/2024 -o 2024.zip",
        ],
    )


@click.pass_context
def export(ctx: click.Context, edition: str, format_: str | None, output: str | None) -> None:
    """Run the command."""
    # Imported here so that help is there at once.
    from kg_service import editions
    from kg_service.editions.packaging import write_package
    from kg_service.editions.writing import write_edition
    from kg_service.publish import build_store

    wanted = _wanted(format_, output)
    settings = settings_of(ctx)
    store = build_store(settings)
    series, slash, version = edition.strip().strip("/").partition("/")
    if not slash:
        known = editions.known_editions(store)
        raise UnknownEditionError(edition, nearest(edition, known) or known)
    if wanted is PACKAGE:
        write(write_package(store, series, version, home=settings.home), output, wanted)
        return
    rows = editions.rows(store, series, version, home=settings.home)
    title = editions.title(store, series, version, home=settings.home)
    write(write_edition(rows, title, wanted), output, wanted)


def _wanted(name: str | None, output: str | None) -> Format:
    """The format that is asked for, or that the name of the file asks for."""
    suffix = ending_of(output)
    try:
        return format_named(name or suffix or JSON.name, OFFERED)
    except UnknownFormatError:
        if suffix in DOCUMENTS:
            # What is like it by its letters is not what is meant.
            raise UnknownFormatError(name or suffix, [each.name for each in OFFERED]) from None
        return JSON
