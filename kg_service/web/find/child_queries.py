"""The SPARQL of what one child may have: one solution a measure that applies.

What is above or below a stage or situation is written out, since an engine follows a tree slowly in a FILTER.

Not here: the answer that the page shows (``child``); a test holds that they are the same.
"""

from kg_service.model import Lang
from kg_service.web.find.child import Child
from kg_service.web.find.facet_queries import PATTERNS
from kg_service.web.find.facts import Facts
from kg_service.web.find.sparql import HEADER, iri

_GROUP = "?group skos:broader*"


def child_query(child: Child, facts: Facts, lang: Lang) -> str:
    """The query for *child*, with names in *lang*."""
    lines = [
        "?service a cpsv:PublicService ; care:rowNumber ?number ; dct:audience ?group .",
        "?service cpsv:produces ?measure .",
        "?measure care:position ?position ; care:commitment ?commitment .",
        *_ages(child, facts),
        *_stages(child, facts),
        *_situations(child, facts),
        *(
            f'OPTIONAL {{ ?{name} dct:title ?{name}Label . FILTER(LANG(?{name}Label) = "{lang}") }}'
            for name in ("service", "measure")
        ),
        f"OPTIONAL {{ ?commitment skos:prefLabel ?commitmentLabel . "
        f'FILTER(LANG(?commitmentLabel) = "{lang}") }}',
    ]
    columns = "?number ?service ?serviceLabel ?position ?measure ?measureLabel ?commitment ?commitmentLabel"
    body = "".join(f"  {line}\n" for line in lines)
    return f"{HEADER}\nSELECT DISTINCT {columns}\nWHERE {{\n{body}}}\nORDER BY ?number ?service ?position\n"


def _ages(child: Child, facts: Facts) -> list[str]:
    if child.age is not None:
        return [f"VALUES ?age {{ {child.age} }}", PATTERNS["age"]]
    no_limit = f"NOT EXISTS {{ {_GROUP}/(care:minAge|care:maxAge) ?limit }}"
    return [f"FILTER({no_limit} || {_own_stage(child, facts)})" if child.stage else f"FILTER({no_limit})"]


def _stages(child: Child, facts: Facts) -> list[str]:
    demanded = f"{_GROUP}/care:educationStage ?demanded"
    if child.stage is None:
        return [f"FILTER NOT EXISTS {{ {demanded} }}"]
    met = f"{demanded} . FILTER({_near('?demanded', facts, 'stages', child.stage)})"
    return [
        f"FILTER(NOT EXISTS {{ {demanded} }} || EXISTS {{ {met} }})",
        f"FILTER(NOT EXISTS {{ ?measure care:educationStage ?named }} || {_own_stage(child, facts)})",
    ]


def _own_stage(child: Child, facts: Facts) -> str:
    near = _near("?named", facts, "stages", child.stage or "")
    return f"EXISTS {{ ?measure care:educationStage ?named . FILTER({near}) }}"


def _situations(child: Child, facts: Facts) -> list[str]:
    demanded = f"{_GROUP}/care:situation ?demanded"
    if not child.situations:
        return [f"FILTER NOT EXISTS {{ {demanded} }}"]
    near = _near("?demanded", facts, "situations", *child.situations)
    return [
        f"FILTER(NOT EXISTS {{ {demanded} }} || EXISTS {{ {demanded} . FILTER({near}) }} || "
        f"EXISTS {{ ?measure care:situation ?demanded . FILTER({near}) }})"
    ]


def _near(variable: str, facts: Facts, scheme: str, *given: str) -> str:
    """Is the value one of those given, above or below one?"""
    members = [concept for concept in facts.members(scheme) if facts.near(given, concept)]
    return f"{variable} IN ({', '.join(map(iri, members))})"
