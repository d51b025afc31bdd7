"""Which characters a text file holds: UTF-8, UTF-16, GB18030; decided, never guessed in silence.

Not here: what the text means (``txt``, ``delimited``, ``html``).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from kg_service.editions.reading.limits import LINES
from kg_service.errors import UnreadableDocumentError
from kg_service.model import Place, Remark, RemarkKind, Text

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32 LE"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32 BE"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 BE"),
)
"""A byte order mark says it all; the longer ones first, since UTF-32's begins as UTF-16's does."""

_LETTER = re.compile(r"[^\W\d_a-zA-Z]|[\ue000-\uf8ff]")
_LEAST_COMMON = 0.8
"""Of Chinese writing in GB18030, more than 95 % of the characters are of level 1 of GB 2312; of other bytes
that happen to be valid in it, such as Big5, about a third."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file."""

    text: str
    """Without byte order mark; line ends as they stand."""
    encoding: str
    """``UTF-8``, ``UTF-16 LE``, ``GB18030`` …"""
    has_mark: bool
    """Whether a byte order mark said so."""

    def remarks(self, document: str) -> tuple[Remark, ...]:
        """What a person should know about how the text was read; nothing where it is UTF-8."""
        if self.encoding == "UTF-8":
            return ()
        name = self.encoding
        text = Text(
            f"文件不是 UTF-8 编码，按 {name} 读取。文字若不对，请另存为 UTF-8。",
            f"The file is not in UTF-8 and was read as {name}. If the text looks wrong, save it as UTF-8.",
        )
        return (Remark(RemarkKind.DOUBTFUL, "encoding", text, "", Place(document)),)


def decode(content: bytes, document: str) -> Decoded:
    """The text of a file in UTF-8, UTF-16, UTF-32 or GB18030 (and so GBK, GB 2312).

    Args:
        content: The file.
        document: What to call it in messages.

    Raises:
        UnreadableDocumentError: It is in none of them, it is damaged, or it is no text.
        DocumentTooLargeError: It has too many lines.

    Source: GB 18030-2022; https://encoding.spec.whatwg.org/#bom-sniff
    """
    LINES.hold(document, max(content.count(b"\n"), content.count(b"\r")))
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            return _marked(content[len(mark) :], codec, name, document)
    if b"\0" in content:
        return _unmarked_utf16(content, document)
    try:
        return Decoded(content.decode("utf-8"), "UTF-8", False)
    except UnicodeDecodeError as error:
        if _is_mostly_utf8(content):
            raise _damaged(document, "UTF-8", content, error.start) from error
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _unknown(document) from error
    if not _reads_as_chinese(text):
        raise _unknown(document)
    return Decoded(text, "GB18030", False)


def _marked(content: bytes, codec: str, name: str, document: str) -> Decoded:
    try:
        return Decoded(content.decode(codec), name, True)
    except UnicodeDecodeError as error:
        raise _damaged(document, name, content, error.start) from error


def _unmarked_utf16(content: bytes, document: str) -> Decoded:
    """Every line end and every digit has a zero byte in UTF-16; its side says the order of the bytes."""
    even, odd = content[::2].count(0), content[1::2].count(0)
    codec, name = ("utf-16-le", "UTF-16 LE") if odd > even else ("utf-16-be", "UTF-16 BE")
    try:
        text = content.decode(codec)
    except UnicodeDecodeError as error:
        raise _no_text(document) from error
    strange = sum(c < " " and c not in "\t\n\r\f" for c in text)
    if strange or min(even, odd) * 10 > max(even, odd) or not text.strip():
        raise _no_text(document)
    return Decoded(text, name, False)


def _is_mostly_utf8(content: bytes) -> bool:
    """Whether the bytes that are no UTF-8 are few among characters that are."""
    text = content.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    return bad * 10 < sum(c > "\x7f" for c in text) - bad


def _reads_as_chinese(text: str) -> bool:
    letters = _LETTER.findall(text)
    return bool(letters) and sum(map(_is_common, letters)) >= _LEAST_COMMON * len(letters)


def _is_common(character: str) -> bool:
    """Whether it is in level 1 of GB 2312, 3,755 characters."""
    code = character.encode("gb18030")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7 and code[1] >= 0xA1


def _damaged(document: str, encoding: str, content: bytes, offset: int) -> UnreadableDocumentError:
    line = content[:offset].count(b"\n") + 1
    return UnreadableDocumentError(
        document,
        Text(
            f"文件应为 {encoding} 编码，但第 {line} 行有损坏的字节。请从原文件重新导出。",
            f"The file is in {encoding}, but line {line} holds damaged bytes. Export it anew.",
        ),
    )


def _unknown(document: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        document,
        Text(
            "文件的文字编码不是 UTF-8、UTF-16 或 GB18030。请另存为 UTF-8 再试。",
            "The text is in none of UTF-8, UTF-16 and GB18030. Save it as UTF-8 and try again.",
        ),
    )


def _no_text(document: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        document,
        Text(
            "这不是文本文件：其中有零字节。请检查文件名的后缀。",
            "This is no text file: it holds zero bytes. Check the ending of its name.",
        ),
    )
