"""What a person has to know of a draft: what was carried over, what is new, what is to be decided.

Not here: the draft itself (``editions.graph``).
"""

from __future__ import annotations

from rich.console import Console
from rich.text import Text as Styled

from kg_service.cli.output import printable, say
from kg_service.editions.drafting.proposals import Proposal
from kg_service.editions.graph import Draft
from kg_service.model import Edition, Lang, Match, Text, Verdict

_KINDS = {
    "body": Text("责任部门", "Responsible body"),
    "goal": Text("目标", "Goal"),
    "group": Text("服务对象", "Beneficiary group"),
    "place": Text("地方", "Place"),
    "series": Text("清单系列", "Series"),
    "service": Text("延续的服务", "Continuing service"),
}


def show(
    draft: Draft, before: Edition | None, document: str, decisions: str | None, console: Console, lang: Lang
) -> None:
    """Print the summary of a draft.

    Args:
        draft: As made.
        before: The edition that it follows.
        document: The document, as the person gave it.
        decisions: The file of decisions, as the person gave it.
        console: Where to.
        lang: In which language.
    """
    for line in _sums(draft, before):
        console.print(Styled(line.of(lang)))
    _questions(draft, before, document, decisions, console, lang)
    made = [proposal for proposal in draft.proposals if proposal.kind != "service"]
    if made:
        console.print()
        heading = Text("没有查到，已按规则拟出，请审核：", "Not known; proposed by rule, to be reviewed:")
        console.print(Styled(heading.of(lang), "bold yellow"))
        for proposal in made:
            say(console, Styled(printable(_proposal(proposal).of(lang))), 2)
    if draft.matching and draft.matching.unfit:
        console.print()
        heading = Text("没能照办的决定：", "Decisions that could not be followed:")
        console.print(Styled(heading.of(lang), "bold yellow"))
        for text in draft.matching.unfit:
            say(console, Styled(printable(text.of(lang))), 2)


def _sums(draft: Draft, before: Edition | None) -> list[Text]:
    rows, measures, carried = len(draft.described), draft.measures, draft.carried
    lines = [
        Text(
            f"{draft.name}：{rows} 项服务，{measures} 项措施，"
            f"其中沿用判读 {carried} 项，按规则拟出 {measures - carried} 项。",
            f"{draft.name}: {rows} services with {measures} measures, {carried} of them read as before, "
            f"{measures - carried} proposed by rule.",
        )
    ]
    if before is None or draft.matching is None:
        lines.append(
            Text(
                "没有上一版：各项服务都按名称认定或新立。",
                "There is no edition before: services are known by name or new.",
            )
        )
    else:
        taken = [pair for pair in draft.matching.pairs if pair.verdict is not Verdict.ASK]
        continued = len({pair.new for pair in taken})
        decided = len({pair.new for pair in taken if pair.verdict is Verdict.DECIDED})
        asked = {match.new for match in draft.questions}
        new = [number for number in draft.matching.added if number not in asked]
        gone = [
            number for number in draft.matching.withdrawn if number not in {m.old for m in draft.questions}
        ]
        lines.append(
            Text(
                f"接 {before.name}：延续 {continued} 项"
                f"（人定 {decided} 项），新增 {len(new)} 项，"
                f"不再出现 {len(gone)} 项，待决定 {len(asked)} 项。",
                f"After {before.name}: {continued} continue "
                f"({decided} of them as a person said), {len(new)} are new, "
                f"{len(gone)} are gone, {len(asked)} to be decided.",
            )
        )
        names = {service.row.number: service.row.service for service in before.services}
        for words, numbers, known in (
            (Text("新增", "New"), new, {n: draft.edition_names[n] for n in new}),
            (Text("不再出现", "Gone"), gone, names),
        ):
            if numbers:
                listed = [f"{number} {known[number]}" for number in numbers]
                lines.append(Text(f"  {words.zh}：{'、'.join(listed)}", f"  {words.en}: {'; '.join(listed)}"))
    if draft.untranslated:
        lines.append(
            Text(
                f"有 {draft.untranslated} 处英文待译（以“Not yet translated”开头）。",
                f"{draft.untranslated} English texts are still to be written (“Not yet translated: …”).",
            )
        )
    return lines


def _questions(
    draft: Draft, before: Edition | None, document: str, decisions: str | None, console: Console, lang: Lang
) -> None:
    if not draft.questions or before is None:
        return
    console.print()
    heading = Text(
        "请决定下面各项；未决定的服务暂不与延续的服务相连，草稿因此不能发布：",
        "Please decide; a service that is asked about is not linked yet, and the draft can't be published:",
    )
    console.print(Styled(heading.of(lang), "bold yellow"))
    old = {service.row.number: service.row for service in before.services}
    for match in draft.questions:
        new_name, old_name = draft.edition_names[match.new], old[match.old].service
        text = Text(
            f"{match.new} {new_name} ← {before.name} {match.old} {old_name}（相似度 {match.score:.2f}）",
            f"{match.new} {new_name} ← {before.name} {match.old} {old_name} (likeness {match.score:.2f})",
        )
        say(console, Styled(printable(text.of(lang))), 2)
    how = how_to_decide(draft.name, before.name, document, decisions, draft.questions[0])
    say(console, Styled(printable(how.of(lang)), "dim"), 2)


def how_to_decide(name: str, before: str, document: str, decisions: str | None, first: Match) -> Text:
    """What to type so that questions are answered."""
    kept = f" --decisions {decisions}" if decisions else ""
    command = f"kg match {before} {document} --as {name}{kept}"
    return Text(
        f"逐项询问：{command} --ask；或直接写下，如 --decide {first.old}={first.new}（是同一项）"
        f"、--decide {first.old}!={first.new}（不是）。然后再运行一次 kg import。",
        f"To be asked one by one: {command} --ask; or say it at once, --decide {first.old}={first.new} (the "
        f"same) or --decide {first.old}!={first.new} (not). Then run kg import again.",
    )


def _proposal(proposal: Proposal) -> Text:
    kind, place = _KINDS[proposal.kind], proposal.place.words if proposal.place else Text("", "")
    near_zh = f"；是否为“{proposal.nearest}”？" if proposal.nearest else ""
    near_en = f"; is it {proposal.nearest}?" if proposal.nearest else ""
    return Text(
        f"{kind.zh}“{proposal.label}”（{place.zh or '全文'}）{near_zh}",
        f"{kind.en} {proposal.label} ({place.en or 'the document'}){near_en}",
    )
