"""What a command gets from the options that all of them share: language, home, settings.

Not here: the options themselves (``tree``), the defaults (``settings``).
"""

from __future__ import annotations

import os
from collections.abc import Mapping

import click

from kg_service.errors import UnreadableFileError
from kg_service.model import Lang, Text
from kg_service.settings import HOME_FOLDERS, Settings


def lang_of(ctx: click.Context) -> Lang:
    """The language that the command was built in."""
    return ctx.command.lang  # type: ignore[attr-defined, no-any-return]  # Command and Group have one


def settings_of(ctx: click.Context, **overrides: object) -> Settings:
    """Settings from the options and the environment, options first.

    Raises:
        BadValueError: A variable holds what its setting can't be.
        UnreadableFileError: The home is not there or lacks a folder.
    """
    shared: Mapping[str, object] = ctx.find_object(dict) or {}
    # The tree speaks the language that was found before; a locale in KG_LANG is no error then.
    settings = Settings.from_environment(os.environ, home=shared.get("home"), lang=lang_of(ctx), **overrides)
    missing = [folder for folder in HOME_FOLDERS if not (settings.home / folder).is_dir()]
    if missing:
        raise UnreadableFileError(
            str(settings.home),
            Text(f"其中缺少文件夹 {'、'.join(missing)}", f"it lacks the folders {', '.join(missing)}"),
        )
    return settings
