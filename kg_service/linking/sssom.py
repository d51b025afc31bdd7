"""Reading a mapping set: SSSOM/TSV with its metadata in comment lines on top.

Two columns are extensions, as SSSOM foresees them (``extension_definitions``): ``review_state`` and
``comment_zh``. A rejected link also has the standard's own mark, ``predicate_modifier`` *Not*, so that no
reader who does not know the extension takes it for a link.

Not here: whether what is linked exists, and whether links contradict each other (``shapes/links.ttl``).

Source: https://mapping-commons.github.io/sssom/spec-formats-tsv/
"""

import datetime as dt
import re
from collections.abc import Iterator
from collections.abc import Mapping as Map
from pathlib import Path
from typing import Any

import yaml

from kg_service.errors import SyntaxProblemError
from kg_service.model import Mapping, MappingSet, ReviewState, Text
from kg_service.nearest import nearest
from kg_service.regular import bytes_of
from kg_service.vocabulary import SEMAPV, SKOS

ENDING = ".sssom.tsv"
"""How the name of a file of links ends."""
MAX_BYTES = 50_000_000
"""Of a file; a row takes some 300."""

REQUIRED = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification",
    "confidence", "author_id", "mapping_date", "review_state", "comment",
)  # fmt: skip
FOUND_BY = (
    "subject_category", "object_category", "subject_match_field", "object_match_field", "match_string",
    "similarity_score", "similarity_measure", "mapping_tool", "reviewer_label", "other",
)  # fmt: skip
"""How a link was found, and by whom it was reviewed; only read and written, nothing follows from it."""
OPTIONAL = ("predicate_modifier", "reviewer_id", "review_date", "comment_zh", *FOUND_BY)
PREDICATES = tuple(
    map(str, (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch))
)
JUSTIFICATIONS = tuple(
    f"{SEMAPV}{name}"
    for name in (
        "ManualMappingCuration", "MappingReview", "LexicalMatching", "CompositeMatching",
        "BackgroundKnowledgeBasedMatching", "LexicalSimilarityThresholdMatching", "UnspecifiedMatching",
        "InstanceBasedMatching", "LogicalReasoning", "MappingChaining", "MappingInversion",
        "SemanticSimilarityThresholdMatching", "StructuralMatching",
    )
)  # fmt: skip
BUILT_IN = {"skos": str(SKOS._NS), "semapv": str(SEMAPV)}
"""Prefixes that SSSOM knows by itself."""
_NEEDED = ("mapping_set_id", "mapping_set_title", "license")
_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.IGNORECASE)


def link_files(home: Path) -> list[Path]:
    """The files of links of a home, by name; it may have none."""
    return sorted((home / "data" / "links").glob("*" + ENDING))


def read_mappings(path: Path, document: str = "") -> MappingSet:
    """Read one file of links.

    Args:
        path: Its name ends in ``ENDING``; what stands before names the target.
        document: What to call it in messages; the path where it is empty.

    Raises:
        UnreadableFileError, DocumentTooLargeError: It can't be read.
        SyntaxProblemError: It is no mapping set, or a cell is not what its column asks for.
    """
    document = document or str(path)
    try:
        text = bytes_of(path, MAX_BYTES).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        broken = error.object[: error.start].count(b"\n") + 1
        expected = Text(
            "文件不是 UTF-8 编码，请另存为 UTF-8。", "The file is not in UTF-8; save it as UTF-8."
        )
        raise SyntaxProblemError(document, broken, None, expected) from error
    lines = text.split("\n")
    top = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header = _header(lines[:top], document)
    columns = _columns(lines, top, document)
    prefixes = {**BUILT_IN, **header["curie_map"]}
    offset = sum(len(line) + 1 for line in lines[: top + 1])
    mappings = []
    for number, line in enumerate(lines[top + 1 :], top + 2):
        if line.strip():
            mappings.append(_Row(document, number, line, offset, columns, prefixes).mapping())
        offset += len(line) + 1
    if not mappings:
        raise SyntaxProblemError(document, top + 1, None, Text("没有任何一行。", "There is no row in it."))
    return MappingSet(
        path.name.removesuffix(ENDING),
        header["mapping_set_id"],
        header["mapping_set_title"],
        str(header.get("mapping_set_description", "")),
        header["license"],
        tuple(mappings),
        text,
    )


def _header(lines: list[str], document: str) -> dict[str, Any]:
    try:
        found = yaml.safe_load("\n".join(line[1:] for line in lines)) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or str(error)
        expected = Text(f"开头的元数据不是 YAML：{said}。", f"The metadata on top is not YAML: {said}.")
        raise SyntaxProblemError(document, mark.line + 1 if mark else 1, None, expected) from error
    for name in (*_NEEDED, "curie_map"):
        if not isinstance(found, dict) or not found.get(name):
            expected = Text(
                f"开头的元数据缺少 {name}。请加一行“#{name}: …”。",
                f"The metadata on top lacks {name}. Add a line “#{name}: …”.",
            )
            raise SyntaxProblemError(document, 1, None, expected)
    if not isinstance(found["curie_map"], dict):
        expected = Text(
            "curie_map 应为前缀到命名空间的表。", "curie_map is a table from prefixes to namespaces."
        )
        raise SyntaxProblemError(document, 1, None, expected)
    texts = {name: str(value) for name, value in found.items() if name in _NEEDED}
    return {**found, **texts, "curie_map": {str(k): str(v) for k, v in found["curie_map"].items()}}


def _columns(lines: list[str], top: int, document: str) -> list[str]:
    columns = lines[top].split("\t") if top < len(lines) else []
    for name in columns:
        if name not in REQUIRED + OPTIONAL:
            near = next(iter(nearest(name, (*REQUIRED, *OPTIONAL), 1)), "")
            expected = Text(
                f"没有“{name}”这一列" + (f"；是不是 {near}？" if near else "。"),
                f"There is no column “{name}”" + (f"; did you mean {near}?" if near else "."),
            )
            raise SyntaxProblemError(document, top + 1, lines[top].index(name) + 1, expected)
    if missing := [name for name in REQUIRED if name not in columns]:
        expected = Text(f"缺少列：{'、'.join(missing)}。", f"Columns are missing: {', '.join(missing)}.")
        raise SyntaxProblemError(document, top + 1, None, expected)
    return columns


class _Row:
    """One line, cell by cell."""

    def __init__(
        self, document: str, line: int, text: str, offset: int, columns: list[str], prefixes: Map[str, str]
    ) -> None:
        self._document, self._line, self._prefixes = document, line, prefixes
        cells = text.split("\t")
        if len(cells) != len(columns):
            expected = Text(
                f"应有 {len(columns)} 格，却有 {len(cells)} 格。请检查制表符。",
                f"It should have {len(columns)} cells and has {len(cells)}. Check the tabs.",
            )
            raise SyntaxProblemError(document, line, None, expected)
        self._cells = {name: _unquoted(cell) for name, cell in zip(columns, cells, strict=True)}
        self._starts = dict(zip(columns, _starts(cells), strict=True))
        self._offsets = {name: offset + start for name, start in self._starts.items()}

    def mapping(self) -> Mapping:
        """What the row says.

        Raises:
            SyntaxProblemError: A cell is not what its column asks for.
        """
        state = ReviewState(self._one_of("review_state", [str(state) for state in ReviewState]))
        rejected, reviewed = state is ReviewState.REJECTED, state is not ReviewState.CANDIDATE
        if self._get("predicate_modifier") != ("Not" if rejected else ""):
            raise self._wrong(
                "predicate_modifier",
                Text("rejected 的行写 Not，其余留空", "Not in a rejected row, nothing in any other"),
            )
        for name in ("reviewer_id", "review_date"):
            if bool(self._get(name)) != reviewed:
                raise self._wrong(
                    name,
                    Text(
                        "confirmed 和 rejected 的行须写明，candidate 留空",
                        "something in a confirmed or rejected row, nothing in a candidate",
                    ),
                )
        return Mapping(
            subject_id=self._iri("subject_id"),
            subject_label=self._some("subject_label"),
            predicate_id=self._iri("predicate_id", PREDICATES),
            object_id=self._iri("object_id"),
            object_label=self._some("object_label"),
            mapping_justification=self._iri("mapping_justification", JUSTIFICATIONS),
            confidence=self._confidence(),
            author_id=self._iri("author_id"),
            mapping_date=self._date("mapping_date"),
            review_state=state,
            reviewer_id=self._iri("reviewer_id") if reviewed else None,
            review_date=self._date("review_date") if reviewed else None,
            comment=Text(self._get("comment_zh") or self._some("comment"), self._some("comment")),
            line=self._line,
            offsets=self._offsets,
            more={name: value for name in FOUND_BY if (value := self._get(name))},
        )

    def _get(self, name: str) -> str:
        return self._cells.get(name, "")

    def _some(self, name: str) -> str:
        if value := self._get(name):
            return value
        raise self._wrong(name, Text("内容", "something"))

    def _one_of(self, name: str, allowed: list[str]) -> str:
        if (value := self._get(name)) in allowed:
            return value
        raise self._wrong(name, Text("、".join(allowed) + " 之一", "one of " + ", ".join(allowed)))

    def _iri(self, name: str, allowed: tuple[str, ...] = ()) -> str:
        value = self._some(name)
        prefix, _, local = value.partition(":")
        iri = value if local.startswith("//") else self._prefixes.get(prefix, "") + local
        if not local or (prefix not in self._prefixes and not local.startswith("//")):
            known = sorted(self._prefixes)
            raise self._wrong(
                name,
                Text(
                    f"完整的 IRI，或以 curie_map 中的前缀（{'、'.join(known)}）开头",
                    f"a whole IRI, or one that begins with a prefix of curie_map ({', '.join(known)})",
                ),
            )
        if not _IRI.fullmatch(iri):
            raise self._wrong(
                name, Text("一个 IRI，其中没有空白和引号", "an IRI without white space or quotes")
            )
        if allowed and iri not in allowed:
            known = [self._short(each) for each in allowed]
            raise self._wrong(name, Text("、".join(known) + " 之一", "one of " + ", ".join(known)))
        return iri

    def _short(self, iri: str) -> str:
        return next((f"{p}:{iri.removeprefix(ns)}" for p, ns in BUILT_IN.items() if iri.startswith(ns)), iri)

    def _confidence(self) -> float:
        try:
            value = float(self._get("confidence"))
        except ValueError:
            value = -1.0
        if 0 <= value <= 1:
            return value
        raise self._wrong("confidence", Text("0 到 1 之间的数", "a number from 0 to 1"))

    def _date(self, name: str) -> str:
        value = self._get(name)
        try:
            return dt.date.fromisoformat(value).isoformat()
        except ValueError as error:
            raise self._wrong(name, Text("日期，如 2026-11-27", "a date such as 2026-11-27")) from error

    def _wrong(self, name: str, expected: Text) -> SyntaxProblemError:
        found = self._get(name)
        text = Text(
            f"“{name}”列应为：{expected.zh}；所写为“{found}”。",
            f"Column {name}: expected {expected.en}; found “{found}”.",
        )
        return SyntaxProblemError(self._document, self._line, self._starts.get(name, 0) + 1, text)


def _starts(cells: list[str]) -> Iterator[int]:
    start = 0
    for cell in cells:
        yield start
        start += len(cell) + 1


def _unquoted(cell: str) -> str:
    cell = cell.strip()
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell
