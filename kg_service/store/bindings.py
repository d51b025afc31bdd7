"""Values for the variables of a query.

pyoxigraph's own ``substitutions`` reach only variables of the outermost projection. Here each group that
mentions a bound variable starts with a VALUES block instead, so that a value holds in filters, optional
parts, subqueries and EXISTS alike. The values are written by the engine from typed terms; no text of a caller
gets in. An endpoint that is a variable is replaced by its value: SERVICE is done for an IRI only.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from kg_service.store.tokens import Token, tokens


@dataclass(slots=True)
class _Group:
    """A pair of braces, or the whole text."""

    opens: int = 0
    """Offset after the opening brace."""
    closes: int = 0
    """Offset of the closing brace."""
    mentions: set[str] = field(default_factory=set)
    """Variables that its pattern mentions, groups inside of it left out."""
    is_query: bool = False
    """Whether it holds a query: the whole text, or a subquery."""
    head: set[str] = field(default_factory=set)
    """Variables that the query mentions outside of its WHERE: projection, grouping, order."""
    where: "_Group | None" = None
    """WHERE of the query."""
    is_template: bool = False
    """Whether it is the pattern of CONSTRUCT WHERE, which takes nothing but triples."""


def bind(text: str, values: Mapping[str, str]) -> str:
    """Put values into a query.

    Args:
        text: A query.
        values: Serialized RDF terms by variable name, without ``?``.

    Returns:
        The query with a VALUES block in each group that mentions one of the variables; variables that it does
        not mention have no effect.

    Source: https://www.w3.org/TR/sparql11-query/#inline-data,
    https://www.w3.org/TR/sparql11-federated-query/#variableService
    """
    words = tokens(text)
    endpoints = [word for word in _endpoints(words) if word.text[1:] in values]
    groups = _groups(tuple(word for word in words if word not in endpoints), values.keys())
    edits = [(word.start, word.end, values[word.text[1:]]) for word in endpoints]
    inserts: list[tuple[int, str]] = []
    trailing: set[str] = set()
    for group in groups:
        # An outer query comes before its WHERE, which may be a subquery and then keeps its own head apart.
        if group.is_query and group.where is not None:
            group.where.mentions |= group.head
        elif group.is_query:
            trailing |= group.head
        if group.is_template:
            trailing |= group.mentions
        elif group.mentions and group.is_query:
            inserts += [(group.opens, f" {_block(group.mentions, values)} {{"), (group.closes, "}")]
        elif group.mentions:
            inserts.append((group.opens, f" {_block(group.mentions, values)}"))
    out, at = [], 0
    for start, end, block in sorted([*edits, *((offset, offset, block) for offset, block in inserts)]):
        out += [text[at:start], block]
        at = end
    out.append(text[at:])
    return "".join(out) + (f"\n{_block(trailing, values)}" if trailing else "")


def _block(names: Collection[str], values: Mapping[str, str]) -> str:
    ordered = sorted(names)
    return f"VALUES ({' '.join('?' + n for n in ordered)}) {{ ({' '.join(values[n] for n in ordered)}) }}"


def _endpoints(words: tuple[Token, ...]) -> Iterator[Token]:
    """The variables that SERVICE has for its endpoint."""
    keyword = ""
    for word in words:
        if word.kind == "var" and keyword:
            yield word
        said = word.text.upper() if word.kind == "word" else ""
        keyword = said if said == "SERVICE" or (said == "SILENT" and keyword == "SERVICE") else ""


def _groups(words: tuple[Token, ...], names: Collection[str]) -> list[_Group]:
    """The whole text and its groups, each before the groups inside of it."""
    whole = _Group(is_query=True)
    groups, stack = [whole], [whole]
    constructs = False
    for before, word in zip((None, *words), words, strict=False):
        group, keyword = stack[-1], word.text.upper() if word.kind == "word" else ""
        after = before.text.upper() if before is not None else ""
        if keyword == "CONSTRUCT":
            constructs = True
        elif keyword == "SELECT" and after == "{":
            group.is_query = True
        elif word.kind == "var" and word.text[1:] in names:
            (group.head if group.is_query else group.mentions).add(word.text[1:])
        elif word.text == "{" and after == "CONSTRUCT":
            # The template speaks of what WHERE binds.
            constructs = False
            stack.append(whole)
        elif word.text == "{":
            inner = _Group(opens=word.end, is_template=constructs)
            constructs = False
            if group.is_query and group.where is None:
                group.where = inner
            groups.append(inner)
            stack.append(inner)
        elif word.text == "}" and len(stack) > 1:
            stack.pop().closes = word.start
    return groups
