"""The notes of one sheet: their texts in one part, their boxes as VML in another.

Source: ECMA-376 Part 1, 18.7; Part 4, 19.4 (``x:ClientData``).
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from kg_service.errors import UnreadableDocumentError
from kg_service.model import Place
from kg_service.validation.outputs.package import AUTHOR, STRICT, TRANSITIONAL, PackageEditor, for_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_V, _O, _X = (
    "urn:schemas-microsoft-com:vml",
    "urn:schemas-microsoft-com:office:office",
    "urn:schemas-microsoft-com:office:excel",
)
_AFTER = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip
"""Elements of a sheet that come after the pointer to its notes."""
_EMPTY_VML = (
    f'<xml xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" '
    'data="1"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" '
    'o:connecttype="rect"/></v:shapetype></xml>'
)


class Notes:
    """The notes of a sheet while some are added."""

    def __init__(self, editor: PackageEditor, sheet: str, root: _Element) -> None:
        self._editor, self._sheet, self._root = editor, sheet, root
        self._space = str(root.tag).partition("}")[0] + "}"
        self._strict = self._space[1:].startswith("http://purl.oclc.org")
        pointers = editor.package.relationships(sheet)
        self._comments = self._open_comments(
            {p.kind: p.target for p in pointers.values() if not p.is_external}
        )
        self._vml_name, self._vml = self._open_vml(
            {key: p.target for key, p in pointers.items() if not p.is_external}
        )
        self._author = self._own_author()
        self._shapes = len(self._vml) + 1024

    def add(self, row: int, column: int, text: str) -> None:
        """A note at a cell; where it has one, the text is added to that."""
        from lxml import etree

        reference = Place("", row=row, cell=column).cell_name or ""
        listed = self._comments.find(f"{self._space}commentList")
        if listed is None:
            listed = etree.SubElement(self._comments, f"{self._space}commentList")
        known = next((c for c in listed if c.get("ref") == reference), None)
        if known is not None:
            holder = known.find(f"{self._space}text")
            holder = etree.SubElement(known, f"{self._space}text") if holder is None else holder
            plain = holder.find(f"{self._space}t")
            if plain is not None:
                # A text is one plain string or a list of runs, never both.
                run = etree.SubElement(holder, f"{self._space}r")
                run.append(plain)
            self._run(holder, "\n\n" + text)
            return
        comment = etree.SubElement(listed, f"{self._space}comment", ref=reference, authorId=str(self._author))
        self._run(etree.SubElement(comment, f"{self._space}text"), text)
        self._draw(row, column, text)

    def finish(self) -> None:
        """Write the boxes, which are no ordinary XML part."""
        from lxml import etree

        self._editor.add(self._vml_name, etree.tostring(self._vml))

    def _run(self, holder: _Element, text: str) -> None:
        from lxml import etree

        run = etree.SubElement(holder, f"{self._space}r")
        words = etree.SubElement(
            run, f"{self._space}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
        )
        words.text = for_xml(text)

    def _draw(self, row: int, column: int, text: str) -> None:
        from lxml import etree

        self._shapes += 1
        lines = sum(1 + len(line) // 18 for line in text.split("\n"))
        shape = etree.SubElement(
            self._vml,
            f"{{{_V}}}shape",
            {
                "id": f"_x0000_s{self._shapes}",
                "type": "#_x0000_t202",
                "style": f"position:absolute;width:220pt;height:{min(40 + 14 * lines, 400)}pt;"
                "z-index:1;visibility:hidden",
                "fillcolor": "#ffffe1",
                f"{{{_O}}}insetmode": "auto",
            },
        )
        etree.SubElement(shape, f"{{{_V}}}fill", color2="#ffffe1")
        etree.SubElement(shape, f"{{{_V}}}shadow", on="t", color="black", obscured="t")
        etree.SubElement(shape, f"{{{_V}}}path", {f"{{{_O}}}connecttype": "none"})
        box = etree.SubElement(shape, f"{{{_V}}}textbox", style="mso-direction-alt:auto")
        etree.SubElement(box, "div", style="text-align:left")
        data = etree.SubElement(shape, f"{{{_X}}}ClientData", ObjectType="Note")
        etree.SubElement(data, f"{{{_X}}}MoveWithCells")
        etree.SubElement(data, f"{{{_X}}}SizeWithCells")
        corner = f"{column}, 15, {max(row - 2, 0)}, 10, {column + 3}, 15, {row + 1 + lines}, 4"
        etree.SubElement(data, f"{{{_X}}}Anchor").text = corner
        etree.SubElement(data, f"{{{_X}}}AutoFill").text = "False"
        etree.SubElement(data, f"{{{_X}}}Row").text = str(row - 1)
        etree.SubElement(data, f"{{{_X}}}Column").text = str(column - 1)

    def _open_comments(self, pointers: dict[str, str]) -> _Element:
        from lxml import etree

        if "comments" in pointers and self._editor.package.holds(pointers["comments"]):
            return self._editor.xml(pointers["comments"])
        name = self._editor.new_name(self._folder, "comments", "xml")
        self._editor.declare(_COMMENTS_TYPE, part=name)
        self._editor.relate(self._sheet, "comments", name, strict=self._strict)
        root = etree.Element(f"{self._space}comments", nsmap={None: self._space[1:-1]})
        etree.SubElement(root, f"{self._space}authors")
        return self._editor.create(name, root)

    def _open_vml(self, pointers: dict[str, str]) -> tuple[str, _Element]:
        from lxml import etree

        drawing = self._root.find(f"{self._space}legacyDrawing")
        if drawing is not None:
            key = next((str(v) for k, v in drawing.attrib.items() if str(k).endswith("}id")), "")
            if key in pointers and self._editor.package.holds(pointers[key]):
                return pointers[key], self._known_vml(pointers[key])
        name = self._editor.new_name(posixpath.join(self._folder, "drawings"), "vmlDrawing", "vml")
        self._editor.declare(_VML_TYPE, ending="vml")
        key = self._editor.relate(self._sheet, "vmlDrawing", name, strict=self._strict)
        if drawing is None:
            drawing = etree.Element(f"{self._space}legacyDrawing")
            self._insert(drawing)
        drawing.set(f"{{{STRICT if self._strict else TRANSITIONAL}}}id", key)
        return name, etree.fromstring(_EMPTY_VML)

    def _known_vml(self, name: str) -> _Element:
        from kg_service.editions.reading.package import parse_xml

        try:
            return parse_xml(self._editor.package.read(name), self._editor.package.document)
        except UnreadableDocumentError:
            # Older programs write VML that is no XML; its boxes are drawn anew by whoever opens the file.
            from lxml import etree

            return etree.fromstring(_EMPTY_VML)

    def _insert(self, drawing: _Element) -> None:
        for index, element in enumerate(self._root):
            if str(element.tag).partition("}")[2] in _AFTER:
                self._root.insert(index, drawing)
                return
        self._root.append(drawing)

    def _own_author(self) -> int:
        from lxml import etree

        authors = self._comments.find(f"{self._space}authors")
        if authors is None:
            authors = etree.Element(f"{self._space}authors")
            self._comments.insert(0, authors)
        names = [author.text for author in authors]
        if AUTHOR in names:
            return names.index(AUTHOR)
        etree.SubElement(authors, f"{self._space}author").text = AUTHOR
        return len(authors) - 1

    @property
    def _folder(self) -> str:
        """``xl`` of ``xl/worksheets/sheet1.xml``."""
        return posixpath.dirname(posixpath.dirname(self._sheet))
