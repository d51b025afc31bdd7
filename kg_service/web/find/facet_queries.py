"""The SPARQL of a list of services and of the counts of a facet, for any selection.

Not here: the answers that pages show (``facets``); a test holds that they are the same.
"""

from kg_service.model import Lang
from kg_service.web.find.facets import Selection
from kg_service.web.find.facts import OLDEST
from kg_service.web.find.sparql import HEADER, iris

_CONDITION = "  ?measure care:conditionedOn|(^cpsv:produces/cv:holdsRequirement) ?condition .\n"
_OF_CONDITION = {"explicitness", "subject"}
PATTERNS = {
    "edition": "?service dct:isPartOf ?edition .",
    "goal": "?service cv:thematicArea ?goal .",
    "group": "?service dct:audience/skos:broader* ?group .",
    "body": "?service cv:hasCompetentAuthority ?body .",
    "kind": "?measure dct:type ?kind .",
    "commitment": "?measure care:commitment ?commitment .",
    "explicitness": "?condition care:explicitness ?explicitness .",
    "subject": "?condition care:metBy ?subject .",
    "rules": "?measure care:rulesOf|care:conditionedOn/care:rulesOf|"
    "(^cpsv:produces/cv:holdsRequirement/care:rulesOf) ?rules .",
    "stage": "?measure (care:educationStage|"
    "(^cpsv:produces/dct:audience/skos:broader*/care:educationStage))/skos:broader* ?stage .",
    "age": "\n  ".join(
        f"OPTIONAL {{ SELECT ?{of} ({best}(?a) AS ?{name}) {{ {path}/care:{limit} ?a }} GROUP BY ?{of} }}\n"
        f"  FILTER(COALESCE(?age {sign} ?{name}, true))"
        for of, path in (
            ("service", "?service dct:audience/skos:broader*"),
            ("measure", "?measure (care:conditionedOn|(^cpsv:produces/cv:holdsRequirement))"),
        )
        for limit, best, sign, name in (
            ("minAge", "MAX", ">=", f"{of}Least"),
            ("maxAge", "MIN", "<=", f"{of}Most"),
        )
    ),
}
"""What each facet asks, its variable called after it."""
_RULES_OF_THAT_CONDITION = "{ ?measure care:rulesOf ?rules . } UNION { ?condition care:rulesOf ?rules . }"


def list_query(selection: Selection, lang: Lang) -> str:
    """One solution a service and measure."""
    return (
        HEADER
        + "\nSELECT DISTINCT ?number ?service ?serviceLabel ?position ?measure ?measureLabel\nWHERE {\n"
        + _body(selection, None)
        + "  ?measure care:position ?position .\n"
        + "".join(
            f'  OPTIONAL {{ ?{name} dct:title ?{name}Label . FILTER(LANG(?{name}Label) = "{lang}") }}\n'
            for name in ("service", "measure")
        )
        + "}\nORDER BY ?number ?service ?position\n"
    )


def count_query(selection: Selection, facet: str) -> str:
    """One solution a value of *facet*, with the services that it would leave."""
    others = tuple((name, values) for name, values in selection if name != facet)
    return (
        f"{HEADER}\nSELECT ?{facet} (COUNT(DISTINCT ?service) AS ?services)\nWHERE {{\n"
        f"{_body(others, facet)}}}\nGROUP BY ?{facet}\nORDER BY DESC(?services) ?{facet}\n"
    )


def _body(selection: Selection, counted: str | None) -> str:
    names = [*(name for name, _ in selection), *([counted] if counted else [])]
    one_condition = bool(_OF_CONDITION & set(names))
    lines = "  ?service a cpsv:PublicService ; care:rowNumber ?number ; cpsv:produces ?measure .\n"
    lines += _CONDITION if one_condition else ""
    for name, values in selection:
        terms = " ".join(values) if name == "age" else iris(values)
        lines += f"  VALUES ?{name} {{ {terms} }}\n" + _pattern(name, one_condition)
    if counted == "age":
        lines += f"  VALUES ?age {{ {' '.join(map(str, range(OLDEST + 1)))} }}\n"
    return lines + (_pattern(counted, one_condition) if counted else "")


def _pattern(name: str, one_condition: bool) -> str:
    return f"  {_RULES_OF_THAT_CONDITION if name == 'rules' and one_condition else PATTERNS[name]}\n"
