"""``kg validate``: does a file conform, and if not, where and why.

Not here: the check itself (``validation``), how findings are laid out (``findings``, ``validation.outputs``).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg_service.cli.errors import DOES_NOT_CONFORM, OK
from kg_service.cli.options import decisions_option, output_option
from kg_service.cli.output import console, ending_of, write
from kg_service.cli.run import lang_of, settings_of
from kg_service.cli.tree import Choice, Command, argument, option
from kg_service.model import Lang, Text

if TYPE_CHECKING:
    from kg_service.validation import ValidationReport
    from kg_service.validation.shapes import Engine

ENGINES: tuple[Engine, ...] = ("plan", "pyshacl")
FORMATS = ("text", "json", "csv", "sarif", "junit", "turtle", "html")


def validate_command(lang: Lang) -> Command:
    """The command in one language."""
    return Command(
        "validate",
        lang,
        Text(
            "逐格校验清单草稿，或按本项目的规则和 CPSV-AP 3.2.0 校验 RDF 文件。退出码：0 符合，1 不符合，"
            "2 无法校验",
            "Check a draft cell by cell, or RDF against our rules and CPSV-AP 3.2.0. Exit code: 0 "
            "conforms, 1 not, 2 failed",
        ),
        [
            argument(
                lang,
                "files",
                metavar=Text("文件…", "FILE…"),
                nargs=-1,
                required=True,
                help=Text(
                    "清单文件（.docx .doc .xlsx .csv .tsv .txt .pdf .html），逐个校验；RDF 文件"
                    "（.ttl .nt .rdf .jsonld .trig .nq），一并校验",
                    "Documents (.docx .doc .xlsx .csv .tsv .txt .pdf .html), each by itself; RDF files "
                    "(.ttl .nt .rdf .jsonld .trig .nq), together",
                ),
            ),
            option(
                lang,
                "--against",
                metavar=Text("版本或文件", "EDITION"),
                help=Text(
                    "上一版，如 heilongjiang/2024，或一个文件；清单文件默认对照同系列的现行版，none 为不对照",
                    "The edition before, such as heilongjiang/2024, or a file; documents are held "
                    "against the current one of their series by default, none for none",
                ),
            ),
            option(
                lang,
                "--base",
                metavar=Text("版本或文件", "EDITION"),
                multiple=True,
                help=Text(
                    "定下最低要求的基础清单，可多次给出",
                    "A base list that sets the least; may be given several times",
                ),
            ),
            decisions_option(
                lang,
                Text(
                    "决定文件：哪项服务延续哪项服务，哪些改变是有意的；默认用 data/decisions.tsv（如有）",
                    "File of decisions: which service continues which, and which changes are meant; "
                    "by default data/decisions.tsv, if it is there",
                ),
            ),
            option(
                lang,
                "-f",
                "--format",
                "format_",
                metavar=Text("|".join(FORMATS), "|".join(FORMATS)),
                type=Choice(Text("格式", "format"), FORMATS),
                help=Text(
                    "输出格式：text 供人阅读（默认；-o 依后缀），json、csv、sarif、junit 供程序读取，turtle "
                    "为 SHACL 报告，html 为带表格的页面",
                    "Format: text for people (default; -o: by the ending), json, csv, sarif and junit for "
                    "programs, turtle for the SHACL report, html for a page with the table",
                ),
            ),
            output_option(lang),
            option(
                lang,
                "--annotate",
                metavar=Text("文件", "FILE"),
                help=Text(
                    "另存一份原文件，问题写在单元格旁：.docx 为批注，.xlsx 为批注和底色",
                    "Save a copy of the document with the findings at its cells: comments in .docx, "
                    "notes and colours in .xlsx",
                ),
            ),
            option(
                lang,
                "--engine",
                metavar=Text("|".join(ENGINES), "|".join(ENGINES)),
                type=Choice(Text("引擎", "engine"), ENGINES),
                default=ENGINES[0],
                help=Text(
                    "plan 先快速排除没有问题的部分，其余交给 pyshacl（默认）；pyshacl 全部由它校验。结果相同",
                    "plan rules out quickly what is well and leaves the rest to pyshacl (default); pyshacl "
                    "checks everything by it. The results are the same",
                ),
            ),
        ],
        validate,
        [
            "kg validate 草稿.docx --annotate 批注.docx",
            "kg validate draft.xlsx --against heilongjiang/2024 --format html -o report.html",
            "kg validate data/checklist.ttl",
            "kg validate --format json data/*.ttl",
        ],
    )


@click.pass_context
def validate(
    ctx: click.Context,
    files: tuple[str, ...],
    against: str | None,
    base: tuple[str, ...],
    decisions: str | None,
    format_: str | None,
    output: str | None,
    annotate: str | None,
    engine: Engine,
) -> int:
    """Run the command; what it returns is the exit code."""
    # Imported here so that help is there at once.
    from kg_service import validation

    lang = lang_of(ctx)
    report = validation.validate(
        [Path(file) for file in files],
        settings_of(ctx).home,
        against=against,
        base=base,
        decisions=Path(decisions) if decisions else None,
        engine=engine,
    )
    if annotate is not None:
        from kg_service.validation.outputs.annotating import annotated

        write(annotated(report, lang, dt.datetime.now(dt.UTC)), annotate)
    wanted = format_ or _ENDINGS.get(ending_of(output), "text")
    if wanted == "text" and output is None:
        from kg_service.cli.findings import show

        show(report, console(), lang)
    else:
        write(_rendered(report, wanted, lang).encode("utf-8"), output)
    return OK if report.conforms else DOES_NOT_CONFORM


_ENDINGS = {
    "json": "json",
    "csv": "csv",
    "sarif": "sarif",
    "xml": "junit",
    "ttl": "turtle",
    "html": "html",
    "htm": "html",
}


def _rendered(report: ValidationReport, format_: str, lang: Lang) -> str:
    # Each is loaded when it is needed.
    match format_:
        case "json":
            return report.to_json()
        case "turtle":
            return report.shacl
        case "csv":
            from kg_service.validation.outputs.table import to_csv

            return to_csv(report)
        case "sarif":
            from kg_service.validation.outputs.sarif import to_sarif

            return to_sarif(report, lang)
        case "junit":
            from kg_service.validation.outputs.junit import to_junit

            return to_junit(report, lang)
        case "html":
            from kg_service.validation.outputs.html import to_html

            return to_html(report, lang)
    import io

    from kg_service.cli.findings import show

    out = io.StringIO()
    show(report, console(out), lang)
    return out.getvalue()
