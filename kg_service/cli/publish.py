"""``kg publish``: a dataset to where servers take it from, switched to in one step."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from kg_service.cli.run import lang_of, settings_of
from kg_service.cli.tree import Command, argument, option
from kg_service.model import Lang, Text


def publish_command(lang: Lang) -> Command:
    """The command in one language."""
    return Command(
        "publish",
        lang,
        Text(
            "把图谱发布到服务所取的位置（文件夹或远程引擎），一步切换",
            "Put the graph where servers take it from, a folder or a remote engine, in one step",
        ),
        [
            argument(
                lang,
                "target",
                metavar=Text("位置", "TARGET"),
                help=Text(
                    "文件夹，或 sparql+http(s)://主机/路径；"
                    "更新与图存储的地址不同时，在其后加 #update=…&data=…",
                    "A folder, or sparql+http(s)://HOST/PATH, with #update=…&data=… behind it where "
                    "updates and the graph store have other addresses",
                ),
            ),
            option(
                lang,
                "--data",
                metavar=Text("文件.nq", "FILE.nq"),
                help=Text(
                    "发布这个 N-Quads 文件；默认发布 home 中的图谱",
                    "Publish this N-Quads file; by default what is in the home",
                ),
            ),
        ],
        publish,
        [
            "kg publish /srv/care",
            "kg publish --data care.nq /srv/care",
            "kg publish sparql+http://127.0.0.1:3030/care",
            "kg publish 'sparql+http://127.0.0.1:7878/query#update=/update&data=/store'",
        ],
    )


@click.pass_context
def publish(ctx: click.Context, target: str, data: str | None) -> None:
    """Run the command."""
    # Imported here so that help is there at once.
    from kg_service.publish import take_snapshot
    from kg_service.publish.remote import publish_remote
    from kg_service.publish.snapshot import build_snapshot
    from kg_service.store.endpoint import Endpoints, is_remote

    lang = lang_of(ctx)

    def tell(text: Text) -> None:
        click.echo(text.of(lang), err=True)

    endpoints = Endpoints.of(target, "TARGET") if is_remote(target) else None
    dataset = take_snapshot(settings_of(ctx).home).nquads if data is None else Path(data)
    if endpoints is None:
        made = build_snapshot(dataset, Path(target), progress=tell)
        identity = made.identity
    else:
        with TemporaryDirectory(prefix="kg-") as folder:
            made = build_snapshot(dataset, Path(folder), disk=False, progress=tell)
            identity = publish_remote(made.nquads, made.identity, endpoints, tell)
    done = Text(f"已发布：{made.quads} 个四元组，快照 ", f"Published: {made.quads} quads, snapshot ")
    click.echo(done.of(lang) + identity)
