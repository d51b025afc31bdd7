"""``kg export``: an edition as the table that it was printed as."""

from __future__ import annotations

from pathlib import Path

import click

from kg_service import formats
from kg_service.cli.output import write
from kg_service.cli.run import settings_of
from kg_service.cli.tree import Choice, Command, argument, option
from kg_service.errors import UnknownEditionError
from kg_service.model import Lang, Text
from kg_service.nearest import nearest

FORMATS = (formats.JSON, formats.CSV)


def export_command(lang: Lang) -> Command:
    """The command in one language."""
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
                metavar=Text("json|csv", "json|csv"),
                type=Choice(Text("格式", "format"), [each.name for each in FORMATS]),
                help=Text(
                    "输出格式；默认依输出文件的后缀，否则 json",
                    "Format; by default that of the file's name, else json",
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
        ["kg export heilongjiang/2024", "kg export heilongjiang/2024 --format csv -o 2024.csv"],
    )


@click.pass_context
def export(ctx: click.Context, edition: str, format_: str | None, output: str | None) -> None:
    """Run the command."""
    # Imported here so that help is there at once.
    from kg_service import editions
    from kg_service.publish import build_store

    settings = settings_of(ctx)
    store = build_store(settings)
    series, slash, version = edition.strip().strip("/").partition("/")
    if not slash:
        known = editions.known_editions(store)
        raise UnknownEditionError(edition, nearest(edition, known) or known)
    rows = editions.rows(store, series, version, home=settings.home)
    name = format_ or (Path(output).suffix.removeprefix(".").lower() if output else "")
    text = editions.to_csv(rows) if name == formats.CSV.name else editions.to_json(rows)
    write(text.encode("utf-8"), output)
