"""Changes as one page that stands alone: no script, light and dark, on screen and on paper.

What went and what came is told by <del> and <ins>, by line and weight, and by colour only in addition.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from kg_service.editions.differences import Mark, Piece
from kg_service.editions.outputs import words
from kg_service.editions.outputs.style import STYLE
from kg_service.editions.saying import KINDS
from kg_service.editions.side_by_side import RowPair, side_by_side
from kg_service.editions.sums import sum_up
from kg_service.model import Change, ChangeKind, Comparison, Lang, Verdict

_TAGS = {Mark.REMOVED: "del", Mark.ADDED: "ins"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def to_html(comparison: Comparison, changes: Sequence[Change], lang: Lang) -> str:
    """The comparison for people.

    Args:
        comparison: Two editions.
        changes: Those to tell of.
        lang: Language of the page; the words of the editions stay as they are.
    """
    title = f"{words.TITLE.of(lang)}：{comparison.old.name} → {comparison.new.name}"
    return (
        "\n".join(
            [
                "<!DOCTYPE html>",
                f'<html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">',
                f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>",
                *_head(comparison, changes, lang),
                "<main>",
                *_questions(comparison, lang),
                *_sums(comparison, changes, lang),
                *_services(comparison, changes, lang),
                "</main></body></html>",
            ]
        )
        + "\n"
    )


def _head(comparison: Comparison, changes: Sequence[Change], lang: Lang) -> Iterator[str]:
    yield f"<header><h1>{escape(words.TITLE.of(lang))}</h1><dl>"
    for label, edition in ((words.OLD, comparison.old), (words.NEW, comparison.new)):
        title = f'<span lang="zh-CN">{escape(edition.title)}</span>' if edition.title else ""
        yield f"<dt>{label.of(lang)}</dt><dd><code>{escape(edition.name)}</code> {title}</dd>"
    yield f"</dl><p>{escape(words.overview(comparison, len(changes)).of(lang))}</p>"
    gone, come = (text.of(lang) for text in words.LEGEND)
    yield f'<p class="legend"><del>{gone}</del> <ins>{come}</ins></p></header>'


def _questions(comparison: Comparison, lang: Lang) -> Iterator[str]:
    matching = comparison.matching
    asked = [words.question(match, comparison).of(lang) for match in matching.questions]
    for heading, texts in (
        (words.QUESTIONS, asked),
        (words.UNFIT, [text.of(lang) for text in matching.unfit]),
    ):
        if texts:
            yield f'<section class="ask"><h2>{heading.of(lang)}</h2><ul>'
            yield from (f"<li>{escape(text)}</li>" for text in texts)
            yield "</ul></section>"


def _sums(comparison: Comparison, changes: Sequence[Change], lang: Lang) -> Iterator[str]:
    sums = sum_up(comparison, changes)
    if not sums.kinds:
        return
    yield f'<section><h2>{words.SUMMARY.of(lang)}</h2><ul class="kinds">'
    yield from (f"<li><b>{count}</b> {KINDS[kind].of(lang)}</li>" for kind, count in sums.kinds.items())
    yield '</ul><div class="sums">'
    yield from _table(words.BY_GOAL.of(lang), words.GOAL.of(lang), sums.goals, lang)
    yield from _table(words.BY_BODY.of(lang), words.BODY.of(lang), sums.bodies, lang)
    yield "</div></section>"


def _table(
    caption: str, head: str, rows: Mapping[str, Mapping[ChangeKind, int]], lang: Lang
) -> Iterator[str]:
    yield f'<table><caption>{caption}</caption><thead><tr><th scope="col">{head}</th>'
    yield f'<th scope="col">{words.ALL.of(lang)}</th>'
    yield f'<th scope="col">{words.CHANGES.of(lang)}</th></tr></thead>'
    yield "<tbody>"
    for name, kinds in rows.items():
        yield (
            f'<tr><th scope="row" lang="zh-CN">{escape(name)}</th><td class="n">{sum(kinds.values())}</td>'
            f"<td>{_counts(kinds, lang)}</td></tr>"
        )
    yield "</tbody></table>"


def _counts(kinds: Mapping[ChangeKind, int], lang: Lang) -> str:
    # A number stays with its word.
    return ("，" if lang == "zh" else ", ").join(
        f'<span class="count">{KINDS[kind].of(lang)} {count}</span>' for kind, count in kinds.items()
    )


def _services(comparison: Comparison, changes: Sequence[Change], lang: Lang) -> Iterator[str]:
    yield f"<section><h2>{words.SERVICES.of(lang)}</h2>"
    if not changes:
        yield f"<p>{words.NOTHING.of(lang)}</p>"
    for pair in side_by_side(comparison, changes):
        yield from _service(pair, lang)
    yield "</section>"


def _service(pair: RowPair, lang: Lang) -> Iterator[str]:
    kind = "gone" if pair.new is None else "come" if pair.old is None else "both"
    asks = " asks" if any(change.verdict is Verdict.ASK for change in pair.changes) else ""
    yield f'<article class="{kind}{asks}"><h3>{escape(words.heading(pair.old, pair.new, lang))}</h3><ul>'
    for change in pair.changes:
        label = KINDS[change.kind].of(lang)
        yield f'<li><span class="kind">{label}</span> {escape(change.text.of(lang))}</li>'
    yield "</ul>"
    cells = [cell for cell in pair.cells if cell.is_changed]
    if cells:
        yield "<table><tbody>"
        for cell in cells:
            head = escape(cell.column.label.of(lang))
            yield f'<tr><th scope="row">{head}</th><td lang="zh-CN">{_marked(cell.pieces, pair)}</td></tr>'
        yield "</tbody></table>"
    yield "</article>"


def _marked(pieces: Sequence[Piece], pair: RowPair) -> str:
    # All of a service that is new, or is gone, is marked by its frame.
    plain = pair.match is None
    return "".join(
        escape(piece.text)
        if plain or piece.mark is Mark.SAME
        else f"<{_TAGS[piece.mark]}>{escape(piece.text)}</{_TAGS[piece.mark]}>"
        for piece in pieces
    )
