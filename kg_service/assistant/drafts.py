"""Drafts that an assistant hands over: taken out of a call, checked in a sealed process, told in short.

Not here: the process and its bounds (``validation.sealed``).
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePath
from threading import BoundedSemaphore
from typing import Any

from kg_service.assistant.parameters import Arguments
from kg_service.errors import BadValueError, DocumentTooLargeError, UnknownEditionError
from kg_service.model import Column, Edition, Lang, Text, is_no_edition
from kg_service.nearest import nearest
from kg_service.settings import Settings
from kg_service.web.comparing import Editions
from kg_service.web.errors import ChecksBusyError

LONGEST_NAME = 100


class Drafts:
    """Checks drafts, a few at a time."""

    def __init__(self, settings: Settings, editions: Editions) -> None:
        self._settings, self._editions = settings, editions
        self._places = BoundedSemaphore(settings.check_processes)

    def check(self, arguments: Arguments, against: str | None, lang: Lang) -> dict[str, Any]:
        """The report on the draft of a call, with what changed, as ``validation.drafts`` writes it in JSON.

        Args:
            arguments: Have ``name`` and ``text`` or ``base64``.
            against: Edition that it is held against, ``none``, or None for the current one of its series.
            lang: Of the report.

        Raises:
            BadValueError, DocumentTooLargeError: There is no draft in the call, or too long a one.
            UnknownEditionError: There is no such edition.
            ChecksBusyError: Others are being checked.
            KgServiceError: What ``check_sealed`` raises.
        """
        # What checks takes a second to import, and many assistants never need it.
        from kg_service.validation.drafts import Asked
        from kg_service.validation.sealed import check_sealed

        name, content = _draft(arguments, self._settings.upload_mb)
        asked = Asked(
            name=name,
            content=content,
            wanted="json",
            lang=lang,
            at=dt.datetime.now(dt.UTC),
            before=self._before(against),
            current=self._editions.current() if against is None else None,
        )
        settings = self._settings
        with self._place():
            checked = check_sealed(
                asked, settings.home, seconds=settings.check_seconds, memory_mb=settings.check_memory_mb
            )
        found: dict[str, Any] = json.loads(checked.file or b"{}")
        return {**found, "held_against": checked.against}

    def edition(self, name: str) -> str:
        """*name*, where there is such an edition.

        Raises:
            UnknownEditionError: There is none.
        """
        name, names = name.strip().strip("/"), self._editions.names()
        if name not in names:
            raise UnknownEditionError(name, nearest(name, names) or names)
        return name

    def _before(self, against: str | None) -> Edition | None:
        if against is None or is_no_edition(against):
            return None
        return self._editions.load(self.edition(against))

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise ChecksBusyError(self._settings.check_processes)
        try:
            yield
        finally:
            self._places.release()


def finding_of(found: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """A finding of the report, in one language and without what is not known."""
    heading = found.get("heading")
    short = {
        "severity": found["severity"],
        "rule": found["ruleName"],
        "rule_iri": found["rule"],
        "message": _said(found["message"], lang),
        "found": found["value"],
        "expected": _said(found.get("expected"), lang),
        "nearest": found.get("nearest"),
        "where": _said(found.get("where"), lang),
        "row": found.get("row"),
        "cell": found.get("cellName"),
        "column": Column(heading).label.of(lang) if heading else None,
        "line": found.get("line"),
        "thing": found["focus"] or None,
        "property": found["path"],
    }
    return {name: value for name, value in short.items() if value is not None}


def change_of(found: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """A change of a comparison, the same way."""
    column = found["column"]
    short = {
        **{name: found[name] for name in ("kind", "old", "new", "service", "before", "after", "verdict")},
        "column": Column(column).label.of(lang) if column else None,
        "said": _said(found["text"], lang),
    }
    return {name: value for name, value in short.items() if value is not None}


def _said(text: Mapping[str, str] | None, lang: Lang) -> str | None:
    return text[lang] if text else None


def _draft(arguments: Arguments, upload_mb: int) -> tuple[str, bytes]:
    name = PurePath(str(arguments["name"] or "").replace("\\", "/")).name
    name = "".join(character for character in name if character.isprintable())[-LONGEST_NAME:]
    text, encoded = arguments["text"], arguments["base64"]
    if not name:
        raise BadValueError("name", "", Text("文件名", "the name of a file"))
    if (text is None) == (encoded is None):
        expected = Text("text 和 base64 二者取一", "either text or base64")
        raise BadValueError("text", "", expected)
    too_large = DocumentTooLargeError(name, Text("文件", "The file"), upload_mb, Text("MB", "MB"))
    if len(text or encoded or "") > 2 * (upload_mb << 20):
        raise too_large
    try:
        content = (
            text.encode() if text is not None else base64.b64decode("".join(encoded.split()), validate=True)
        )
    except (binascii.Error, ValueError) as error:
        expected = Text("Base64 编码的文件内容", "the content of a file in Base64")
        raise BadValueError("text" if text is not None else "base64", "…", expected) from error
    if len(content) > upload_mb << 20:
        raise too_large
    return name, content
