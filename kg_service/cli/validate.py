"""``kg validate``: does a file conform, and if not, where and why.

Not here: the check itself (``validation``), how findings are laid out (``findings``).
"""

from __future__ import annotations

from pathlib import Path

import click

from kg_service.cli.errors import DOES_NOT_CONFORM, OK
from kg_service.cli.output import console, write
from kg_service.cli.run import lang_of, settings_of
from kg_service.cli.tree import Choice, Command, argument, option
from kg_service.model import Lang, Text

FORMATS = ("text", "json", "turtle")


def validate_command(lang: Lang) -> Command:
    """The command in one language."""
    return Command(
        "validate",
        lang,
        Text(
            "按本项目的规则和 CPSV-AP 3.2.0 校验文件。退出码：0 符合，1 不符合，2 无法校验",
            "Check files against our rules and CPSV-AP 3.2.0. Exit code: 0 conforms, 1 does not, 2 failed",
        ),
        [
            argument(
                lang,
                "files",
                metavar=Text("文件…", "FILE…"),
                nargs=-1,
                required=True,
                help=Text(
                    "RDF 文件（.ttl .nt .rdf .jsonld .trig .nq），可给出多个，一并校验",
                    "RDF files (.ttl .nt .rdf .jsonld .trig .nq); several are checked together",
                ),
            ),
            option(
                lang,
                "-f",
                "--format",
                "format_",
                metavar=Text("|".join(FORMATS), "|".join(FORMATS)),
                type=Choice(Text("格式", "format"), FORMATS),
                default="text",
                help=Text(
                    "输出格式：text 供人阅读（默认），json 供程序读取，turtle 为 SHACL 报告",
                    "Format: text for people (default), json for programs, turtle for the SHACL report",
                ),
            ),
        ],
        validate,
        ["kg validate data/checklist.ttl", "kg validate --format json data/*.ttl"],
    )


@click.pass_context
def validate(ctx: click.Context, files: tuple[str, ...], format_: str) -> int:
    """Run the command; what it returns is the exit code."""
    # Imported here so that help is there at once.
    from kg_service.cli.findings import show
    from kg_service.validation import validate_files

    report = validate_files([Path(file) for file in files], settings_of(ctx).home)
    if format_ == "text":
        show(report, console(), lang_of(ctx))
    else:
        write((report.to_json() if format_ == "json" else report.shacl).encode("utf-8"), None)
    return OK if report.conforms else DOES_NOT_CONFORM
