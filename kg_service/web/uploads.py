"""A draft out of a request: a file or a text of a form, kept in memory for as long as it is answered.

Not here: what is done with it (``check``).
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from flask import Request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

from kg_service.errors import BadValueError, UnknownParameterError
from kg_service.model import Text
from kg_service.nearest import nearest
from kg_service.web.errors import (
    MalformedRequestError,
    NoDraftError,
    RepeatedParameterError,
    UnsupportedMediaTypeError,
    UploadTooLargeError,
)
from kg_service.web.protocol import FORM

MULTIPART = "multipart/form-data"
PATH = b"/check"
FIELDS = ("file", "text", "against", "format")
IN_ADDRESS = ("against", "format", "lang")
AROUND = 65_536
"""Bytes of a form beyond its file."""
LONGEST_NAME = 100
"""Characters of a file's name that are kept."""
MOST_PARTS = 50

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A draft and what is wanted of it."""

    name: str
    content: bytes
    is_pasted: bool
    against: str
    """As given; empty where nothing was."""
    format: str | None


def most_bytes(upload_mb: int) -> int:
    """Longest body of a request with a draft."""
    return (upload_mb << 20) + AROUND


def read_upload(request: Request, upload_mb: int) -> Upload:
    """The draft of a POST.

    Args:
        request: A form with a file (``file``) or a text (``text``); ``against`` and ``format`` may stand in
            it or in the address.
        upload_mb: Longest draft that is taken.

    Raises:
        UnsupportedMediaTypeError: The body is no form.
        UploadTooLargeError: It is too long.
        MalformedRequestError: It is a broken form.
        NoDraftError: It has no draft, or an empty one.
        UnknownParameterError, RepeatedParameterError, BadValueError: A field will not do.
    """
    form, files = _parsed(request, upload_mb)
    _all_known([*form, *files], FIELDS)
    _all_known(request.args, IN_ADDRESS)
    fields = {"text": _one("text", form)} | {
        name: _one(name, form, request.args) for name in ("against", "format")
    }
    given = [file for file in files.getlist("file") if file.filename or file.stream.read(1)]
    if len(given) > 1:
        raise RepeatedParameterError("file", len(given))
    if given and fields["text"].strip():
        raise BadValueError("text", "…", Text("文件和粘贴的文字只给一样", "a file or a text, not both"))
    if given:
        given[0].stream.seek(0)
        name, content = clean_name(given[0].filename or "draft"), given[0].stream.read()
    else:
        content = fields["text"].encode("utf-8", errors="replace")
        name = f"draft{ending_of(fields['text'])}"
    if not content.strip():
        raise NoDraftError
    if len(content) > upload_mb << 20:
        raise UploadTooLargeError(upload_mb)
    return Upload(name, content, not given, fields["against"].strip().strip("/"), fields["format"] or None)


def _parsed(request: Request, upload_mb: int) -> tuple[MultiDict[str, str], MultiDict[str, FileStorage]]:
    media_type, options = parse_options_header(request.headers.get("Content-Type", ""))
    if media_type not in (MULTIPART, FORM):
        raise UnsupportedMediaTypeError(request.headers.get("Content-Type", ""), (MULTIPART, FORM))
    most = most_bytes(upload_mb)
    request.max_content_length = most
    parser = FormDataParser(
        # By default a long file goes to the disk.
        stream_factory=_in_memory,
        max_form_memory_size=most,
        max_content_length=most,
        max_form_parts=MOST_PARTS,
        silent=False,
    )
    try:
        _, form, files = parser.parse(request.stream, media_type, request.content_length, options)
    except RequestEntityTooLarge as error:
        raise UploadTooLargeError(upload_mb) from error
    except ValueError as error:
        raise MalformedRequestError(
            Text("表单残缺，或不合格式。", "The form is broken off, or no form at all.")
        ) from error
    return form, files


def _in_memory(*_: object, **__: object) -> IO[bytes]:
    return BytesIO()


def _one(name: str, *sources: MultiDict[str, str]) -> str:
    values = [value for source in sources for value in source.getlist(name) if value]
    if len(set(values)) > 1:
        raise RepeatedParameterError(name, len(values))
    return values[0] if values else ""


def _all_known(names: Iterable[str], known: Sequence[str]) -> None:
    for name in names:
        if name not in known:
            raise UnknownParameterError("check", name, nearest(name, known) or known)


def clean_name(name: str) -> str:
    """A file's name without folders and without characters that are not seen or turn the text around."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(c for c in last if unicodedata.category(c) not in _INVISIBLE).strip()
    stem, dot, ending = seen.rpartition(".")
    if len(seen) > LONGEST_NAME and dot and len(ending) < 10:
        return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
    return seen[:LONGEST_NAME] or "draft"


def ending_of(text: str) -> str:
    """The ending that tells the kind of a pasted text: what comes from a spreadsheet has tabs."""
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()][:20]
    if any(line.count("\t") >= 3 for line in lines):
        return ".tsv"
    if any(line.count(",") >= 3 and "序号" in line for line in lines):
        return ".csv"
    head = text.lstrip("\ufeff \t\r\n")[:2_000].lower()
    if head.startswith(("@prefix", "@base", "prefix ", "base ")):
        return ".ttl"
    return ".html" if head.startswith("<") else ".txt"
