"""``kg``, the command line: reads arguments, asks the layers below, lays answers out.

Not here: anything that a page or a program would want as well; that belongs further down.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

import click

from kg_service import __version__
from kg_service.cli.compare import compare_command
from kg_service.cli.errors import BROKEN_PIPE, INTERRUPTED, OK, report
from kg_service.cli.export import export_command
from kg_service.cli.importing import import_command
from kg_service.cli.language import detect
from kg_service.cli.link import link_command
from kg_service.cli.links import links_command
from kg_service.cli.match import match_command
from kg_service.cli.mcp import mcp_command
from kg_service.cli.output import speak_utf8
from kg_service.cli.publish import publish_command
from kg_service.cli.queries import queries_command
from kg_service.cli.query import query_command
from kg_service.cli.read import read_command
from kg_service.cli.serve import serve_command
from kg_service.cli.snapshots import rollback_command, snapshots_command
from kg_service.cli.synthesize import synthesize_command
from kg_service.cli.tree import Group, option
from kg_service.cli.validate import validate_command
from kg_service.errors import KgServiceError
from kg_service.model import Lang, Text

__all__ = ["build", "main"]


def build(lang: Lang) -> Group:
    """The whole program as a tree of commands that speak *lang*."""
    return Group(
        "kg",
        lang,
        Text(
            "流动儿童关爱服务清单知识图谱：查询、校验、导出、发布、提供服务",
            "The graph of care services for migrant children: ask, check, export, publish and serve it",
        ),
        [
            query_command(lang),
            queries_command(lang),
            read_command(lang),
            validate_command(lang),
            import_command(lang),
            match_command(lang),
            compare_command(lang),
            export_command(lang),
            publish_command(lang),
            snapshots_command(lang),
            rollback_command(lang),
            link_command(lang),
            links_command(lang),
            synthesize_command(lang),
            serve_command(lang),
            mcp_command(lang),
        ],
        [
            option(
                lang,
                "--version",
                help=Text("显示版本号", "Show the version"),
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_show_version,
            )
        ],
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``kg``.

    Args:
        argv: Arguments without the program's name; those of the process where None.

    Returns:
        The exit code: 0, 1 where ``validate`` found violations, 2 where something could not be done.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    lang = detect(arguments, os.environ)
    speak_utf8()
    # What the libraries log of a file is said in findings and errors, once and in the language of the run.
    for library in ("rdflib", "pyshacl"):
        logging.getLogger(library).addHandler(logging.NullHandler())
    try:
        # click's own main() would take a broken pipe for exit code 1, which is a verdict of ``validate``.
        with build(lang).make_context("kg", arguments) as ctx:
            result = ctx.command.invoke(ctx)
        sys.stdout.flush()
        return result if isinstance(result, int) else OK
    except click.exceptions.Exit as done:
        return done.exit_code
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone; what is left in the buffer has nowhere to go at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except (click.ClickException, KgServiceError, OSError) as error:
        return report(error, lang)


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"kg {__version__}")
        ctx.exit()
