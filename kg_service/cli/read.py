"""``kg read``: what a document holds, as the rows of the list, and what was set aside.

Not here: reading itself (``editions``), how remarks are laid out (``remarks``).
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg_service import formats
from kg_service.cli.options import output_option
from kg_service.cli.output import console, ending_of, write
from kg_service.cli.run import lang_of
from kg_service.cli.tree import Choice, Command, argument, option
from kg_service.model import Lang, Text

FORMATS = (formats.JSON, formats.CSV)


def read_command(lang: Lang) -> Command:
    """The command in one language."""
    return Command(
        "read",
        lang,
        Text(
            "读出文档里的清单：各行写到标准输出，放在一边的和存疑的写到标准错误",
            "Read the list out of a document: rows to standard output, what was set aside to standard error",
        ),
        [
            argument(
                lang,
                "file",
                metavar=Text("文件", "FILE"),
                help=Text(
                    "Word、Excel、CSV、TSV、文本、PDF、网页，或本项目模型的 RDF 文件",
                    "A Word, Excel, CSV, TSV, text, PDF, HTML file, or our own model in RDF",
                ),
            ),
            option(
                lang,
                "-f",
                "--format",
                "format_",
                metavar=Text("json|csv", "json|csv"),
                type=Choice(Text("格式", "format"), [each.name for each in FORMATS]),
                help=Text(
                    "输出格式，与 kg export 相同；默认依输出文件的后缀，否则 json",
                    "Format, the same as of kg export; by default that of the file's name, else json",
                ),
            ),
            output_option(lang),
        ],
        read,
        ["kg read 2025.docx", "kg read 2025.docx --format csv -o 2025.csv"],
    )


@click.pass_context
def read(ctx: click.Context, file: str, format_: str | None, output: str | None) -> None:
    """Run the command."""
    # Imported here so that help is there at once.
    from kg_service.cli.remarks import show_remarks
    from kg_service.editions import read_edition
    from kg_service.editions.reading.printed import to_csv, to_json

    reading = read_edition(Path(file))
    name = format_ or ending_of(output)
    text = to_csv(reading) if name == formats.CSV.name else to_json(reading)
    write(text.encode("utf-8"), output)
    show_remarks(reading, console(sys.stderr), lang_of(ctx))
