"""Named queries, their parameters and choices as plain JSON: what a program needs to build a form of its own.

Not here: the answers (``questions``), the same as OpenAPI (``openapi``).
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from kg_service.model import Text
from kg_service.queries import TOPICS, Choice, NamedQuery, Parameter
from kg_service.queries.headings import HEADINGS

Entry = dict[str, Any]


def both(text: Text) -> dict[str, str]:
    """A text in both languages."""
    return {"zh": text.zh, "en": text.en}


def heading_of(variable: str) -> Text:
    """What a parameter or column is called; its variable where it has no name."""
    return HEADINGS.get(variable, Text(variable, variable))


def columns_of_query(query: NamedQuery) -> list[tuple[str, Text]]:
    """Columns of the answer with their headings; ``bodyLabel`` holds the name of what is in ``body``."""
    found = []
    for name in query.returns:
        owner = name.removesuffix("Label")
        label = owner != name and owner in query.returns
        title = heading_of(owner if label else name)
        found.append((name, Text(f"{title.zh}（名称）", f"{title.en} (name)") if label else title))
    return found


def path_of(query: NamedQuery, root: str = "") -> str:
    """Address of a query on this server."""
    return f"{root}/queries/{quote(query.name)}"


def query_entry(query: NamedQuery, root: str) -> Entry:
    """One query.

    Args:
        query: Of the catalogue.
        root: Where the server is mounted.
    """
    href = path_of(query, root)
    return {
        "name": query.name,
        "href": href,
        "title": both(query.summary),
        "description": both(query.description),
        "topic": {"name": query.topic, **both(TOPICS[query.topic])} if query.topic else None,
        "parameters": [parameter_entry(query, parameter, root) for parameter in query.parameters],
        "returns": [{"name": name, "heading": both(title)} for name, title in columns_of_query(query)],
        "chart": query.chart,
        "describedby": f"{href}/parameters",
    }


def parameter_entry(query: NamedQuery, parameter: Parameter, root: str) -> Entry:
    """One parameter, without its choices but with the address that they are at."""
    href = f"{path_of(query, root)}/parameters/{quote(parameter.name)}"
    entry: Entry = {
        "name": parameter.name,
        "heading": both(heading_of(parameter.name)),
        "type": parameter.type,
        "required": parameter.required,
        "default": parameter.default,
        "choices": href if parameter.choices else None,
    }
    limits = {"minimum": parameter.least, "maximum": parameter.most}
    return entry | {name: limit for name, limit in limits.items() if limit is not None}


def choice_entries(offered: Sequence[Choice]) -> list[Entry]:
    """Choices as the graph has them."""
    return [{"iri": c.iri, "label": both(c.label), "names": list(c.names)} for c in offered]


def with_choices(
    query: NamedQuery, parameter: Parameter, offered: Mapping[str, list[Choice]], root: str
) -> Entry:
    """One parameter with its choices in place of their address; None where any value of the type will do."""
    found = offered.get(parameter.name)
    return parameter_entry(query, parameter, root) | {
        "choices": None if found is None else choice_entries(found)
    }
