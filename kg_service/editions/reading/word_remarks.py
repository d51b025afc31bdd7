"""What a Word document holds that does not print as text: a remark each.

Not here: finding it (``word_text``, ``docx``).
"""

from __future__ import annotations

from collections.abc import Iterator

from kg_service.editions.reading.word_text import Words
from kg_service.model import Place, Remark, RemarkKind, Text

_HIDDEN = Text("隐藏文字，不打印，没有读入。", "Hidden text, which does not print; it was not taken.")
_STRUCK = Text(
    "带删除线的文字，已读入。如果要删，请在文档里删去。",
    "Text that is struck through was taken. If it is meant to go, delete it in the document.",
)
_PHONETIC = Text("拼音指南，没有读入。", "A phonetic guide; it was not taken.")
_PROMPT = Text(
    "没有填写的提示文字，没有读入。", "The prompt of a field that nobody filled in; it was not taken."
)
_PICTURE = Text("图片，其中若有文字，没有读取。", "A picture; if there is text in it, that was not read.")
_OBJECT = Text(
    "嵌入的对象（图表、工作表等），没有读取。", "An embedded object (a chart, a sheet …); it was not read."
)
_SYMBOL = Text(
    "特殊字体里的符号，没有对应的字符，读作 �。",
    "A symbol of a special font that has no character; it was read as �.",
)
_NUMBER = Text(
    "Word 自动编号，文件里没有这几个字；按编号规则算出。",
    "A number that Word writes by itself; it is not in the file and was worked out.",
)
_HIDDEN_ROW = Text("隐藏的行，已读入。请核对。", "A hidden row; it was taken. Please check.")
_ROW_IN = Text("修订中新增的行，已读入。", "A row that a tracked change inserts; it was taken.")
_ROW_OUT = Text("修订中删去的行，没有读入。", "A row that a tracked change deletes; it was not taken.")
_COVERED = Text(
    "被合并盖住的单元格里的文字，不打印，没有读入。",
    "Text in a cell that a merge covers; it does not print and was not taken.",
)
_NESTED = Text(
    "单元格里还有表格，其中的文字并入单元格。", "A table inside of a cell; its text was taken into the cell."
)
_MACROS = Text("文件带有宏，没有运行。", "The file holds macros; they were not run.")
_EMBEDDED = Text(
    "嵌入的另一份文件（altChunk），没有读取。请在 Word 里打开并另存。",
    "Another file embedded in this one (altChunk) was not read. Open it in Word and save it again.",
)


def furniture(code: str, text: Text, found: str, place: Place) -> Remark:
    """Something that was set aside."""
    return Remark(RemarkKind.FURNITURE, code, text, found, place)


def doubtful(code: str, text: Text, found: str, place: Place) -> Remark:
    """Something that was taken, and that a person should look at."""
    return Remark(RemarkKind.DOUBTFUL, code, text, found, place)


def of_words(words: Words, place: Place) -> Iterator[Remark]:
    """Remarks on a paragraph or cell."""
    inserted, deleted = "".join(words.inserted), "".join(words.deleted)
    if inserted.strip() or deleted.strip():
        yield doubtful("tracked-change", _tracked(inserted, deleted), _signed(inserted, deleted), place)
    if struck := "".join(words.struck).strip():
        yield doubtful("struck-text", _STRUCK, struck, place)
    for code, text, found in (
        ("hidden-text", _HIDDEN, words.hidden),
        ("phonetic-guide", _PHONETIC, words.phonetic),
        ("prompt", _PROMPT, words.prompts),
    ):
        if said := "".join(found).strip():
            yield furniture(code, text, said, place)
    if words.pictures:
        yield furniture("picture", _PICTURE, "", place)
    if words.objects:
        yield furniture("embedded-object", _OBJECT, "", place)
    if words.unknown:
        yield doubtful("symbol", _SYMBOL, ", ".join(words.unknown), place)


def automatic_number(found: str, place: Place) -> Remark:
    """A number that no text of the file holds."""
    return doubtful("automatic-number", _NUMBER, found, place)


def hidden_row(found: str, place: Place) -> Remark:
    """A row that Word does not show."""
    return doubtful("hidden-row", _HIDDEN_ROW, found, place)


def tracked_row(found: str, place: Place, *, is_deleted: bool) -> Remark:
    """A row that a tracked change inserts or deletes."""
    return doubtful("tracked-change", _ROW_OUT if is_deleted else _ROW_IN, found, place)


def covered_text(found: str, place: Place) -> Remark:
    """Text in a cell that a merge covers."""
    return furniture("hidden-text", _COVERED, found, place)


def nested_table(found: str, place: Place) -> Remark:
    """A table inside of a cell of the list."""
    return doubtful("nested-table", _NESTED, found, place)


def macros(place: Place) -> Remark:
    """Program code in the file."""
    return furniture("macros", _MACROS, "", place)


def embedded_file(place: Place) -> Remark:
    """Another file that Word would show as a part of this one."""
    return doubtful("embedded-file", _EMBEDDED, "", place)


def _tracked(inserted: str, deleted: str) -> Text:
    zh = [f"删除“{deleted}”"] * bool(deleted) + [f"插入“{inserted}”"] * bool(inserted)
    en = [f"“{deleted}” is deleted"] * bool(deleted) + [f"“{inserted}” is inserted"] * bool(inserted)
    return Text(
        f"有修订：{'，'.join(zh)}。按接受修订后的文字读取。",
        f"Tracked changes: {', '.join(en)}. The text was read as if they were accepted.",
    )


def _signed(inserted: str, deleted: str) -> str:
    return " ".join([f"−{deleted}"] * bool(deleted) + [f"+{inserted}"] * bool(inserted))
