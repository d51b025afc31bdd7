"""``kg serve``: the pages and the SPARQL endpoint."""

from __future__ import annotations

import click

from kg_service.cli.run import settings_of
from kg_service.cli.tree import Command, option
from kg_service.model import Lang, Text
from kg_service.settings import SETTINGS

_METAVARS = {
    "TARGET": Text("位置", "TARGET"),
    "HOST": Text("地址", "HOST"),
    "PORT": Text("端口", "PORT"),
    "NUMBER": Text("数目", "NUMBER"),
}


def serve_command(lang: Lang) -> Command:
    """The command in one language; its options are the settings of the server."""
    return Command(
        "serve",
        lang,
        Text(
            "启动网页和 SPARQL 服务，不需要其他服务",
            "Serve the pages and the SPARQL endpoint; nothing else is needed",
        ),
        [
            option(
                lang,
                f"--{setting.name}",
                metavar=_METAVARS[setting.option],
                help=Text(
                    f"{setting.text.zh}；默认用 {setting.env}"
                    + (f"，否则 {setting.default}" if setting.default else ""),
                    f"{setting.text.en}; by default {setting.env}"
                    + (f", else {setting.default}" if setting.default else ""),
                ),
            )
            for setting in SETTINGS
            if setting.option
        ],
        serve,
        ["kg serve", "kg serve --port 8080", "kg serve --store /srv/care"],
    )


@click.pass_context
def serve(
    ctx: click.Context, store: str | None, host: str | None, port: str | None, workers: str | None
) -> None:
    """Run the command."""
    # Imported here so that help is there at once.
    from kg_service.web.serve import run

    run(settings_of(ctx, store=store, host=host, port=port, workers=workers))
