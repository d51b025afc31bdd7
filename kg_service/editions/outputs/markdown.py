"""Changes as Markdown, for a message or a merge request; what went is ~~struck~~, what came is **bold**."""

import re
from collections.abc import Iterator, Mapping, Sequence

from kg_service.editions.differences import Mark, Piece
from kg_service.editions.outputs import words
from kg_service.editions.saying import KINDS
from kg_service.editions.side_by_side import side_by_side
from kg_service.editions.sums import sum_up
from kg_service.model import Change, ChangeKind, Comparison, Lang

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+|~!&-])")


def to_markdown(comparison: Comparison, changes: Sequence[Change], lang: Lang) -> str:
    """The comparison for people.

    Args:
        comparison: Two editions.
        changes: Those to tell of.
        lang: Language of the report; the words of the editions stay as they are.

    Source: https://spec.commonmark.org/, with the tables and ~~strikethrough~~ of GitHub.
    """
    return "\n".join(_lines(comparison, changes, lang)) + "\n"


def _lines(comparison: Comparison, changes: Sequence[Change], lang: Lang) -> Iterator[str]:
    yield f"# {words.TITLE.of(lang)}"
    yield ""
    for label, edition in ((words.OLD, comparison.old), (words.NEW, comparison.new)):
        title = f" {_text(edition.title)}" if edition.title else ""
        yield f"- {label.of(lang)}: `{edition.name.replace('`', '')}`{title}"
    yield ""
    yield words.overview(comparison, len(changes)).of(lang)
    yield ""
    sums = sum_up(comparison, changes)
    if sums.kinds:
        yield f"## {words.SUMMARY.of(lang)}"
        yield ""
        yield from _table(
            words.CHANGES.of(lang), {KINDS[k].of(lang): {k: n} for k, n in sums.kinds.items()}, lang
        )
        yield from _table(words.GOAL.of(lang), sums.goals, lang)
        yield from _table(words.BODY.of(lang), sums.bodies, lang)
    if comparison.matching.questions:
        yield f"## {words.QUESTIONS.of(lang)}"
        yield ""
        for match in comparison.matching.questions:
            yield f"- {_text(words.question(match, comparison).of(lang))}"
        yield ""
    if comparison.matching.unfit:
        yield f"## {words.UNFIT.of(lang)}"
        yield ""
        yield from (f"- {_text(text.of(lang))}" for text in comparison.matching.unfit)
        yield ""
    yield f"## {words.SERVICES.of(lang)}"
    yield ""
    if not changes:
        yield words.NOTHING.of(lang)
        return
    for pair in side_by_side(comparison, changes):
        yield f"### {_text(words.heading(pair.old, pair.new, lang))}"
        yield ""
        yield from (f"- {_text(change.text.of(lang))}" for change in pair.changes)
        yield ""
        for cell in pair.cells:
            if cell.is_changed and pair.match is not None:
                yield f"> {cell.column.label.of(lang)}: {_marked(cell.pieces)}"
                yield ">"
        if pair.match is None:
            for cell in pair.cells:
                yield f"> {cell.column.label.of(lang)}: {_text(''.join(piece.text for piece in cell.pieces))}"
                yield ">"
        yield ""


def _table(head: str, rows: Mapping[str, Mapping[ChangeKind, int]], lang: Lang) -> Iterator[str]:
    one_kind = all(len(kinds) == 1 for kinds in rows.values()) and head == words.CHANGES.of(lang)
    yield f"| {head} | {words.ALL.of(lang)} |" + ("" if one_kind else f" {words.CHANGES.of(lang)} |")
    yield "|---|---:|" + ("" if one_kind else "---|")
    for name, kinds in rows.items():
        more = "" if one_kind else f" {words.counts(kinds, lang)} |"
        yield f"| {_text(name)} | {sum(kinds.values())} |{more}"
    yield ""


def _marked(pieces: Sequence[Piece]) -> str:
    # Flanking rules want white space outside of the signs next to Chinese punctuation; a thin space does it.
    signs = {Mark.SAME: "", Mark.REMOVED: "~~", Mark.ADDED: "**"}
    return "".join(
        _text(piece.text)
        if piece.mark is Mark.SAME
        else f" {signs[piece.mark]}{_text(piece.text)}{signs[piece.mark]} "
        for piece in pieces
    ).strip()


def _text(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text.replace("\n", " "))
