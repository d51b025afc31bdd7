"""Values for the variables of a query.

pyoxigraph's own ``substitutions`` reach only variables of the outermost projection. Here each group that
mentions a bound variable starts with a VALUES block instead, so that a value holds in filters, optional
parts, subqueries and EXISTS alike. The values are written by the engine from typed terms; no text of a caller
gets in.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from kg_service.store.tokens import Token, tokens


@dataclass(slots=True)
class _Frame:
    """A pair of braces, or the whole text."""

    kind: str
    """``group`` takes a VALUES block; ``query`` (a SELECT and its like) hands it on to its WHERE;
    ``short`` is the pattern of CONSTRUCT WHERE, which takes none, nor does ``closed``, a block of data."""
    opens: int = 0
    """Offset after the brace."""
    mentions: set[str] = field(default_factory=set)
    where: "_Frame | None" = None
    """The WHERE group of a ``query``."""


def bind(text: str, values: Mapping[str, str]) -> str:
    """Put values into a query.

    Args:
        text: A query.
        values: Serialized RDF terms by variable name, without ``?``.

    Returns:
        The query with a VALUES block in each group that mentions one of the variables; variables that it does
        not mention have no effect.

    Source: https://www.w3.org/TR/sparql11-query/#inline-data
    """
    frames = _frames(tokens(text), values.keys())
    whole = frames[0]
    blocks: dict[int, str] = {}
    for frame in frames:
        names = set(frame.mentions) if frame.kind == "group" else set()
        for query in frames:
            if query.where is frame:
                names |= query.mentions
        if frame.kind == "group" and names:
            blocks[frame.opens] = " " + _block(names, values)
    trailing = set(whole.mentions) if whole.where is None else set()
    for frame in frames:
        if frame.kind == "short":
            trailing |= frame.mentions
    out, at = [], 0
    for offset in sorted(blocks):
        out += [text[at:offset], blocks[offset]]
        at = offset
    out.append(text[at:])
    if trailing:
        out.append("\n" + _block(trailing, values))
    return "".join(out)


def _block(names: Collection[str], values: Mapping[str, str]) -> str:
    ordered = sorted(names)
    return f"VALUES ({' '.join('?' + n for n in ordered)}) {{ ({' '.join(values[n] for n in ordered)}) }}"


def _frames(words: tuple[Token, ...], names: Collection[str]) -> list[_Frame]:
    whole = _Frame("query")
    frames, stack = [whole], [whole]
    form, template_seen, data = "", False, False
    for index, word in enumerate(words):
        upper = word.text.upper() if word.kind == "word" else ""
        before = words[index - 1] if index else None
        if upper in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE") and len(stack) == 1:
            form = upper
        if upper == "SELECT" and len(stack) > 1 and before is not None and before.text == "{":
            stack[-1].kind = "query"
        data = data or upper == "VALUES"
        if word.kind == "var" and word.text[1:] in names:
            stack[-1].mentions.add(word.text[1:])
        if word.text == "{" and word.kind == "punct":
            parent, frame = stack[-1], _Frame("group", word.end)
            if data:
                frame.kind, data = "closed", False
            elif before is not None and before.kind == "word" and before.text.upper() == "CONSTRUCT":
                frame, template_seen = parent, True  # the template speaks of what WHERE binds
            elif form == "CONSTRUCT" and not template_seen and len(stack) == 1:
                frame.kind, parent.where = "short", frame
            elif parent.kind == "query" and parent.where is None:
                parent.where = frame
            if frame is not parent:
                frames.append(frame)
            stack.append(frame)
        elif word.text == "}" and word.kind == "punct" and len(stack) > 1:
            stack.pop()
    return frames
