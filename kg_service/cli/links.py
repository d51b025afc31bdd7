"""``kg links review``: the candidates of a file one by one on the terminal, each decision saved at once.

Not here: finding candidates (``link``), what a decision does to the file (``linking.review``).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.text import Text as Styled

from kg_service.cli.errors import OK
from kg_service.cli.options import name_of
from kg_service.cli.output import console, printable
from kg_service.cli.run import lang_of, settings_of
from kg_service.cli.tree import Command, Group, argument, option
from kg_service.model import Lang, Mapping, ReviewState, Text

if TYPE_CHECKING:
    from kg_service.linking.entities import Entity
    from kg_service.linking.review import Decision, Reviewer

_KEYS = Text(
    "c 确认，1–5 以此关系确认，r 否决，s 跳过，b 回上一条，q 结束",
    "c confirm, 1–5 confirm with that relation, r reject, s skip, b back, q quit",
)
_REASON = Text("否决的理由", "Why is it rejected")


def links_command(lang: Lang) -> Group:
    """The group in one language."""
    return Group("links", lang, Text("审核链接的候选", "Review candidates for links"), [review_command(lang)])


def review_command(lang: Lang) -> Command:
    """``review`` in one language."""
    return Command(
        "review",
        lang,
        Text(
            "在终端里逐条审核候选链接：确认（可改关系）、否决（写明理由）或跳过。每答一条就存盘，随时可以停",
            "Go through candidates on the terminal: confirm (also with another relation), reject with a "
            "reason, or skip. Each answer is saved at once; stop at any time",
        ),
        [
            argument(
                lang,
                "file",
                metavar=Text("文件", "FILE"),
                help=Text("kg link 写的文件，.sssom.tsv", "A file that kg link wrote, .sssom.tsv"),
            ),
            option(
                lang,
                "--by",
                metavar=Text("姓名", "NAME"),
                help=Text(
                    "审核人：ORCID、IRI 或姓名；默认是登录用户名",
                    "Who reviews: an ORCID, an IRI or a name; the name of the user by default",
                ),
            ),
        ],
        review,
        ["kg links review eurovoc.sssom.tsv --by 0000-0002-1825-0097"],
    )


@click.pass_context
def review(ctx: click.Context, file: str, by: str | None) -> int:
    """Run the command."""
    # Imported here so that help is there at once.
    from kg_service.linking import read_mappings
    from kg_service.linking.review import Reviewer, open_links
    from kg_service.web.reconcile.reading import entities_of

    settings, lang, out, path = settings_of(ctx), lang_of(ctx), console(), Path(file)
    candidates = open_links(read_mappings(path))
    if not candidates:
        out.print(Text("没有待审核的。", "Nothing is left to review.").of(lang))
        return OK
    known = {entity.iri: entity for entity in entities_of(settings)}
    _walk(path, candidates, known, Reviewer.of(name_of(by)), out, lang)
    left = len(open_links(read_mappings(path)))
    said = Text(
        f"还有 {left} 条待审核。校验：kg validate {file}",
        f"{left} are left. Check the file: kg validate {file}",
    )
    out.print(printable(said.of(lang)), soft_wrap=True)
    return OK


def _walk(
    path: Path,
    candidates: tuple[Mapping, ...],
    known: dict[str, Entity],
    reviewer: Reviewer,
    out: Console,
    lang: Lang,
) -> None:
    from kg_service.errors import LinkDecidedError, UnknownLinkError
    from kg_service.linking.review import Decision, decide

    today = dt.date.today().isoformat()
    decided: dict[int, Mapping] = {}
    at = 0
    while at < len(candidates):
        mapping = candidates[at]
        if at in decided:
            # Come back to: what was said is open again.
            decide(path, decided.pop(at).key, Decision(ReviewState.CANDIDATE), reviewer, today)
        _show(mapping, known.get(mapping.subject_id), f"{at + 1}/{len(candidates)}", out, lang)
        decision = _asked(out, lang)
        if decision == "q":
            return
        if isinstance(decision, str):
            at = max(0, at - 1) if decision == "b" else at + 1
            continue
        try:
            decided[at] = decide(path, mapping.key, decision, reviewer, today)
        except (UnknownLinkError, LinkDecidedError) as error:
            out.print(Styled(printable(error.text.of(lang)), "yellow"))
            if isinstance(error, LinkDecidedError):
                continue
        at += 1


def _asked(out: Console, lang: Lang) -> Decision | str:
    """A decision; ``s``, ``b`` or ``q``."""
    from kg_service.linking.review import Decision
    from kg_service.linking.showing import RELATIONS

    while True:
        key = (
            click.prompt(_KEYS.of(lang), prompt_suffix=" > ", default="s", show_default=False).strip().lower()
        )
        if key in ("s", "b", "q"):
            return key
        if key == "c":
            return Decision(ReviewState.CONFIRMED)
        if key in ("1", "2", "3", "4", "5"):
            return Decision(ReviewState.CONFIRMED, list(RELATIONS)[int(key) - 1])
        if key == "r":
            reason = click.prompt(_REASON.of(lang), prompt_suffix=" > ", default="", show_default=False)
            if reason.strip():
                return Decision(ReviewState.REJECTED, reason=reason)
            out.print(Text("否决要写明理由。", "A rejection needs a reason.").of(lang))


def _show(mapping: Mapping, entity: Entity | None, position: str, out: Console, lang: Lang) -> None:
    from kg_service.linking.showing import RELATIONS, sides_of

    sides = sides_of(mapping, entity)
    heading = f"{position}  {mapping.subject_label} → {mapping.object_label}  {mapping.confidence:.2f}"
    out.print()
    out.print(Styled(printable(heading), "bold"))
    for title, lines in ((Text("我方", "Ours"), sides.ours), (Text("对方", "Theirs"), sides.theirs)):
        out.print(Styled(f"  {title.of(lang)}", "underline"))
        for name, value in lines:
            shown = value if len(value) <= 400 else f"{value[:400]}…"
            out.print(Styled.assemble((f"    {name.of(lang)}  ", "dim"), printable(shown)))
    out.print(Styled.assemble((f"  {_WHY.of(lang)}  ", "dim"), printable(mapping.comment.of(lang))))
    for number, (predicate, text) in enumerate(RELATIONS.items(), 1):
        is_proposed = predicate == mapping.predicate_id
        mark = f"  ← {_PROPOSED.of(lang)}" if is_proposed else ""
        out.print(Styled(f"  {number} {text.of(lang)}{mark}", "bold" if is_proposed else ""))


_WHY, _PROPOSED = Text("依据", "Why"), Text("拟用", "proposed")
