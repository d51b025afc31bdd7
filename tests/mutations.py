"""What may go wrong in the graph, one thing at a time, and where a person would look for it; and what is no error.

Relative IRIs are those of the services of the 2024 edition: ``<3/measure/1>``, ``<../source>``.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from kg_service.vocabulary import BASE, PREFIXES

ID = BASE + "id/"
SERVICES = ID + "edition/heilongjiang/2024/service/"
SCHEMES = (
    "body-kinds", "commitments", "condition-subjects", "explicitness", "goals", "groups", "measure-kinds",
    "name-evidence", "programmes", "recipients", "review-statuses", "roles", "rule-places", "situations",
    "stages", "venues",
)  # fmt: skip
NAMESPACES = {
    **PREFIXES,
    **{scheme: f"{ID}scheme/{scheme}/" for scheme in SCHEMES},
    "body": ID + "body/heilongjiang/",
    "national": ID + "body/china/",
    "continuing": ID + "service/",
    "editions": ID + "edition/heilongjiang/",
    "norm": ID + "norm/",
    "place": ID + "place/",
    "codes": ID + "place/heilongjiang#",
    "series": ID + "series/",
    "agent": ID + "agent/",
    "language": "http://publications.europa.eu/resource/authority/language/",
}
HEADER = f"BASE <{SERVICES}>\n" + "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in NAMESPACES.items())


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change of the graph."""

    name: str
    update: str
    """SPARQL update, without the header."""
    due: frozenset[str]
    """IRIs that have to be among the focus nodes; none where the change is harmless."""


def iri(term: str) -> str:
    """The IRI of a term as written here."""
    if term.startswith("<"):
        return urljoin(SERVICES, term.strip("<>"))
    prefix, _, name = term.partition(":")
    return NAMESPACES[prefix] + name


def wrong(name: str, due: str, *steps: str) -> Mutation:
    return Mutation(name, " ;\n".join(steps), frozenset(map(iri, due.split())))


def harmless(name: str, *steps: str) -> Mutation:
    return Mutation(name, " ;\n".join(steps), frozenset())


def add(*triples: str) -> str:
    return "INSERT DATA { " + " . ".join(triples) + " }"


def drop(subject: str, predicate: str, value: str = "?any") -> str:
    return f"DELETE WHERE {{ {subject} {predicate} {value} }}"


def drop_text(subject: str, predicate: str, lang: str) -> str:
    return f'DELETE {{ {subject} {predicate} ?t }} WHERE {{ {subject} {predicate} ?t FILTER(LANG(?t) = "{lang}") }}'


def put(subject: str, predicate: str, value: str, instead_of: str = "?old") -> str:
    """The value in place of the one that was there, or of all."""
    triple = f"{subject} {predicate}"
    return f"DELETE {{ {triple} {instead_of} }} INSERT {{ {triple} {value} }} WHERE {{ {triple} {instead_of} }}"


def edit(subject: str, predicate: str, old: str, new: str) -> str:
    """Other words inside a text, whose language stays."""
    triple = f"{subject} {predicate}"
    return f"""DELETE {{ {triple} ?old }} INSERT {{ {triple} ?new }} WHERE {{
        {triple} ?old FILTER(CONTAINS(STR(?old), "{old}"))
        BIND(CONCAT(STRBEFORE(STR(?old), "{old}"), "{new}", STRAFTER(STR(?old), "{old}")) AS ?words)
        BIND(IF(LANG(?old) = "", ?words, STRLANG(?words, LANG(?old))) AS ?new)
    }}"""


def retag(subject: str, predicate: str, lang: str, other: str) -> str:
    """Another language tag on the same text, or none."""
    triple = f"{subject} {predicate}"
    new = f'STRLANG(STR(?old), "{other}")' if other else "STR(?old)"
    return f"""DELETE {{ {triple} ?old }} INSERT {{ {triple} ?new }} WHERE {{
        {triple} ?old FILTER(LANG(?old) = "{lang}") BIND({new} AS ?new)
    }}"""


def swap(one: str, other: str, predicate: str) -> str:
    return f"""DELETE {{ {one} {predicate} ?a . {other} {predicate} ?b }}
    INSERT {{ {one} {predicate} ?b . {other} {predicate} ?a }}
    WHERE {{ {one} {predicate} ?a . {other} {predicate} ?b FILTER(LANG(?a) = LANG(?b) || !isLiteral(?a)) }}"""


def remove(subject: str) -> tuple[str, str]:
    return f"DELETE WHERE {{ {subject} ?p ?o }}", f"DELETE WHERE {{ ?s ?p {subject} }}"


MUTATIONS = [
    # The edition, its source and its table
    wrong("edition without its type", "editions:2024", drop("editions:2024", "a", "care:ChecklistEdition")),
    wrong("edition is no dataset", "editions:2024", drop("editions:2024", "a", "dcat:Dataset")),
    wrong("edition without English title", "editions:2024", drop_text("editions:2024", "dct:title", "en")),
    wrong("edition with two Chinese titles", "editions:2024", add('editions:2024 dct:title "关爱服务清单"@zh')),
    wrong("edition of another year", "editions:2024", put("editions:2024", "dcat:version", '"2025"')),
    wrong("edition of no series", "editions:2024", drop("editions:2024", "dcat:isVersionOf")),
    wrong("edition of itself as series", "editions:2024", put("editions:2024", "dcat:isVersionOf", "editions:2024")),
    wrong("edition for no place", "editions:2024", drop("editions:2024", "dct:spatial")),
    wrong("issuer invented", "editions:2024", put("editions:2024", "dct:publisher", "body:civil-affairs")),
    wrong("edition without licence", "editions:2024", drop("editions:2024", "dct:license")),
    wrong("source points elsewhere", "editions:2024", put("editions:2024", "prov:wasDerivedFrom", "<../draft>")),
    wrong("checksum truncated", "<../source#checksum>", edit("<../source#checksum>", "spdx:checksumValue", "a5", "")),
    wrong("checksum by another algorithm", "<../source#checksum>", put("<../source#checksum>", "spdx:algorithm", "spdx:checksumAlgorithm_md5")),
    wrong("source without checksum", "<../source>", drop("<../source>", "spdx:checksum")),
    wrong("source without size", "<../source>", drop("<../source>", "dcat:byteSize")),
    wrong("edition without table", "editions:2024", drop("editions:2024", "dcat:distribution")),
    wrong("edition before itself", "editions:2024", add("editions:2024 dcat:previousVersion editions:2024")),
    wrong("table of another media type", "<../table.csv>", put("<../table.csv>", "dcat:mediaType", "<https://www.iana.org/assignments/media-types/text/html>")),
    wrong("table found elsewhere", "<../table.csv>", put("<../table.csv>", "dcat:downloadURL", "<https://example.org/table.csv>")),
    wrong("cell without its type", "<3>", drop("<../table.csv#cell=4,4>", "a", "csvw:Cell")),
    wrong("cell of a row that is not there", "<../table.csv#cell=25,1>", add("<../table.csv#cell=25,1> a csvw:Cell , prov:Entity ; dct:isPartOf <../table.csv>")),
    wrong("cell of a seventh column", "<../table.csv#cell=4,7>", add("<../table.csv#cell=4,7> a csvw:Cell , prov:Entity ; dct:isPartOf <../table.csv>")),
    # Services: texts
    wrong("service without its type", "<3>", drop("<3>", "a", "cpsv:PublicService")),
    wrong("service without Chinese title", "<3>", drop_text("<3>", "dct:title", "zh")),
    wrong("service without English title", "<3>", drop_text("<3>", "dct:title", "en")),
    wrong("service with two Chinese titles", "<3>", add('<3> dct:title "义务教育"@zh')),
    wrong("service title tagged zh-Hans", "<3>", retag("<3>", "dct:title", "zh", "zh-Hans")),
    wrong("service title untagged", "<3>", retag("<3>", "dct:title", "zh", "")),
    wrong("English title tagged zh", "<3>", retag("<3>", "dct:title", "en", "zh")),
    wrong("space inside a service title", "<5>", edit("<5>", "dct:title", "教育服务", "教育 服务")),
    wrong("page number in a service title", "<7>", edit("<7>", "dct:title", "服务", "服务13")),
    wrong("page number in a content", "<6>", edit("<6>", "dct:description", "学费", "学费13")),
    wrong("line end in a content", "<3>", edit("<3>", "dct:description", "；", "；\\n")),
    wrong("one character of a content", "<3> <3/measure/3>", edit("<3>", "dct:description", "教科书", "教材书")),
    wrong("one mark of a content", "<3>", edit("<3>", "dct:description", "，免费", "：免费")),
    wrong("content translated", "<3>", add('<3> dct:description "Compulsory education is guaranteed"@en')),
    wrong("service without content", "<3>", drop("<3>", "dct:description")),
    wrong("contents of two services swapped", "<3> <4>", swap("<3>", "<4>", "dct:description")),
    wrong("titles of two services swapped", "<1/condition/2#quotation>", swap("<1>", "<2>", "dct:title")),
    # Services: numbers
    wrong("row number beyond the last", "<3> editions:2024", put("<3>", "care:rowNumber", "24")),
    wrong("row number twice", "<5> editions:2024", put("<5>", "care:rowNumber", "4")),
    wrong("row numbers swapped", "<4> <5>", swap("<4>", "<5>", "care:rowNumber")),
    wrong("row number negative", "<3>", put("<3>", "care:rowNumber", "-3")),
    wrong("row number as text", "<3>", put("<3>", "care:rowNumber", '"3"')),
    wrong("service without row number", "<3>", drop("<3>", "care:rowNumber")),
    wrong("identifier misspelt", "<3>", put("<3>", "dct:identifier", '"heilongjiang/2042/3"')),
    wrong("identifier of another service", "<3>", put("<3>", "dct:identifier", '"heilongjiang/2024/4"')),
    wrong("last service removed, its parts left", "<23/measure/1> <23/participation/1>", *remove("<23>")),
    # Services: links
    wrong("service of no edition", "<3>", drop("<3>", "dct:isPartOf")),
    wrong("service of a series", "<3>", put("<3>", "dct:isPartOf", "series:heilongjiang")),
    wrong("two services in one continuing service", "<3> <4>", put("<4>", "dct:isVersionOf", "continuing:compulsory-education")),
    wrong("continuing service misspelt", "<3>", put("<3>", "dct:isVersionOf", "continuing:compulsary-education")),
    wrong("service without goal", "<3>", drop("<3>", "cv:thematicArea")),
    wrong("service with two goals", "<3>", add("<3> cv:thematicArea goals:housing")),
    wrong("goal of another row", "<4>", put("<4>", "cv:thematicArea", "goals:housing")),
    wrong("goal from the groups", "<3>", put("<3>", "cv:thematicArea", "groups:migrant-children")),
    wrong("service for no group", "<3>", drop("<3>", "dct:audience")),
    wrong("group of another row", "<4>", put("<4>", "dct:audience", "groups:children-with-disabilities")),
    wrong("goal for a group", "<3>", put("<3>", "dct:audience", "goals:education")),
    wrong("service for a place that is not described", "<3>", put("<3>", "dct:spatial", "place:harbin")),
    wrong("wrong body", "<3>", put("<3>", "cv:hasCompetentAuthority", "body:health-commission")),
    wrong("body left out", "<4>", drop("<4>", "cv:hasCompetentAuthority", "body:civil-affairs")),
    wrong("national body in place of the province's", "<3>", put("<3>", "cv:hasCompetentAuthority", "national:ministry-of-education")),
    wrong("service without language", "<3>", drop("<3>", "dct:language")),
    wrong("service without state of its translation", "<3>", drop("<3>", "care:translationStatus")),
    wrong("state of the translation misspelt", "<3>", put("<3>", "care:translationStatus", "review-statuses:propsed")),
    wrong("service is the same as a EuroVoc concept", "<3>", add("<3> owl:sameAs <http://eurovoc.europa.eu/1004>")),
    wrong("service quoted from five cells", "<3>", drop("<3>", "prov:wasQuotedFrom", "<../table.csv#cell=4,6>")),
    wrong("service quoted from the next row", "<3>", put("<3>", "prov:wasQuotedFrom", "<../table.csv#cell=5,6>", "<../table.csv#cell=4,6>")),
    wrong("norm left out on the service", "<1>", drop("<1>", "cv:hasLegalResource", "norm:national-immunization-schedule")),
    wrong("norm that the text does not name", "<3> <3/measure/1>", add("<3> cv:hasLegalResource norm:compulsory-education-law", "<3/measure/1> dct:conformsTo norm:compulsory-education-law")),
    wrong("condition of another service", "<9>", put("<9>", "cv:holdsRequirement", "<10/condition/1>")),
    wrong("two bodies merged", "<4> <4/participation/2>", "DELETE { ?s ?p body:civil-affairs } INSERT { ?s ?p body:education } WHERE { ?s ?p body:civil-affairs }"),
    # Measures
    wrong("measure without its type", "<3/measure/1>", drop("<3/measure/1>", "a", "care:ServiceMeasure")),
    wrong("measure is no output", "<3/measure/1>", drop("<3/measure/1>", "a", "cv:Output")),
    wrong("measure retyped as a condition", "<3/measure/1>", put("<3/measure/1>", "a", "care:EligibilityCondition", "care:ServiceMeasure")),
    wrong("measure in the middle removed", "<3>", *remove("<3/measure/2>")),
    wrong("last measure removed", "<3>", *remove("<3/measure/6>")),
    wrong("two measures merged", "<3>", put("<3/measure/1>", "dct:title", '"保障流动儿童接受义务教育，免除学杂费"@zh , "Compulsory education without fees"@en'), put("<3/measure/1#selector>", "oa:exact", '"保障流动儿童接受义务教育，免除学杂费"'), *remove("<3/measure/2>")),
    wrong("measure of two services", "<3/measure/1>", add("<4> cpsv:produces <3/measure/1>")),
    wrong("measure of no service", "<3> <3/measure/6>", drop("<3>", "cpsv:produces", "<3/measure/6>")),
    wrong("service produces something unknown", "<3>", add("<3> cpsv:produces <3/measure/7>")),
    wrong("titles of two measures swapped", "<3/measure/1> <3/measure/2>", swap("<3/measure/1>", "<3/measure/2>", "dct:title")),
    wrong("positions of two measures swapped", "<3> <3/measure/1> <3/measure/2>", swap("<3/measure/1>", "<3/measure/2>", "care:position")),
    wrong("position left out", "<3> <3/measure/6>", put("<3/measure/6>", "care:position", "7")),
    wrong("position as text", "<3/measure/1>", put("<3/measure/1>", "care:position", '"1"')),
    wrong("position dropped", "<3/measure/1>", drop("<3/measure/1>", "care:position")),
    wrong("one character of a measure", "<3/measure/3>", edit("<3/measure/3>", "dct:title", "教科书", "教材书")),
    wrong("one character of a measure and its quotation", "<3> <3/measure/3> <3/measure/3#quotation>", edit("<3/measure/3>", "dct:title", "教科书", "教材书"), edit("<3/measure/3#selector>", "oa:exact", "教科书", "教材书")),
    wrong("measure cut short", "<3> <3/measure/6#quotation>", edit("<3/measure/6>", "dct:title", "在居住地参加中考", "参加中考"), edit("<3/measure/6#selector>", "oa:exact", "在居住地参加中考", "参加中考")),
    wrong("space at the end of a translation", "<3/measure/1>", edit("<3/measure/1>", "dct:title", "education", "education ")),
    wrong("measure without English title", "<3/measure/1>", drop_text("<3/measure/1>", "dct:title", "en")),
    wrong("measure without kind", "<3/measure/1>", drop("<3/measure/1>", "dct:type")),
    wrong("measure of three kinds", "<3/measure/1>", add("<3/measure/1> dct:type measure-kinds:housing , measure-kinds:childcare")),
    wrong("kind from the recipients", "<3/measure/1>", put("<3/measure/1>", "dct:type", "recipients:child")),
    wrong("measure for nobody", "<3/measure/1>", drop("<3/measure/1>", "care:recipient")),
    wrong("recipient misspelt", "<3/measure/1>", put("<3/measure/1>", "care:recipient", "recipients:children")),
    wrong("guidance for guardians given to the child", "<17/measure/1>", put("<17/measure/1>", "care:recipient", "recipients:child")),
    wrong("measure without commitment", "<3/measure/1>", drop("<3/measure/1>", "care:commitment")),
    wrong("conditional measure called firm", "<3/measure/5>", put("<3/measure/5>", "care:commitment", "commitments:firm")),
    wrong("firm measure called conditional", "<3/measure/1>", put("<3/measure/1>", "care:commitment", "commitments:conditional")),
    wrong("where-available measure called conditional", "<1/measure/3>", put("<1/measure/3>", "care:commitment", "commitments:conditional")),
    wrong("promoted measure called firm", "<20/measure/1>", put("<20/measure/1>", "care:commitment", "commitments:firm")),
    wrong("firm measure called promoted", "<3/measure/1>", put("<3/measure/1>", "care:commitment", "commitments:promoted")),
    wrong("measure on a condition of another service", "<3/measure/5>", put("<3/measure/5>", "care:conditionedOn", "<2/condition/2>")),
    wrong("measure on an unknown condition", "<3/measure/5>", put("<3/measure/5>", "care:conditionedOn", "<3/condition/9>")),
    wrong("stage from the goals", "<3/measure/1>", put("<3/measure/1>", "care:educationStage", "goals:education")),
    wrong("rules of the wrong place", "<11/measure/2>", put("<11/measure/2>", "care:rulesOf", "rule-places:residence")),
    wrong("rules that the text does not name", "<3/measure/1>", add("<3/measure/1> care:rulesOf rule-places:residence")),
    wrong("venue that the text does not name", "<3/measure/1>", add("<3/measure/1> dct:references venues:kindergarten")),
    wrong("situation in place of a programme", "<3/measure/6>", put("<3/measure/6>", "dct:references", "situations:orphan")),
    wrong("property misspelt", "<3/measure/1>", add("<3/measure/1> care:educationStages stages:compulsory"), drop("<3/measure/1>", "care:educationStage")),
    wrong("measure without review state", "<3/measure/1>", drop("<3/measure/1>", "care:reviewStatus")),
    wrong("evidence as review state", "<3/measure/1>", put("<3/measure/1>", "care:reviewStatus", "name-evidence:seen")),
    # Alternatives
    wrong("alternative one way only", "<10/measure/1> <10/measure/2>", drop("<10/measure/1>", "care:alternativeTo")),
    wrong("alternatives not tied", "<10>", drop("<10/measure/1>", "care:alternativeTo"), drop("<10/measure/2>", "care:alternativeTo")),
    wrong("alternative to itself", "<3/measure/1>", add("<3/measure/1> care:alternativeTo <3/measure/1>")),
    wrong("alternative of another service", "<3/measure/1> <4/measure/1>", add("<3/measure/1> care:alternativeTo <4/measure/1>", "<4/measure/1> care:alternativeTo <3/measure/1>")),
    wrong("one pair of three alternatives missing", "<16/measure/1> <16/measure/3>", drop("<16/measure/1>", "care:alternativeTo", "<16/measure/3>"), drop("<16/measure/3>", "care:alternativeTo", "<16/measure/1>")),
    # Conditions
    wrong("condition without its type", "<3/condition/1>", drop("<3/condition/1>", "a", "care:EligibilityCondition")),
    wrong("condition is no requirement", "<3/condition/1>", drop("<3/condition/1>", "a", "cv:Requirement")),
    wrong("condition orphaned", "<2/condition/2>", drop("?measure", "care:conditionedOn", "<2/condition/2>")),
    wrong("condition hangs on service and measure", "<3/condition/1>", add("<3> cv:holdsRequirement <3/condition/1>")),
    wrong("condition of the group hung on a measure", "<9/condition/1>", drop("<9>", "cv:holdsRequirement"), add("<9/measure/1> care:conditionedOn <9/condition/1>"), put("<9/measure/1>", "care:commitment", "commitments:conditional")),
    wrong("one character of a condition", "<3/condition/1>", edit("<3/condition/1>", "dct:title", "困难", "贫困")),
    wrong("open condition called explicit", "<3/condition/2>", put("<3/condition/2>", "care:explicitness", "explicitness:explicit")),
    wrong("named condition called open", "<3/condition/1>", put("<3/condition/1>", "care:explicitness", "explicitness:open")),
    wrong("age called named", "<1/condition/2>", put("<1/condition/2>", "care:explicitness", "explicitness:named")),
    wrong("condition met by nobody", "<3/condition/1>", drop("<3/condition/1>", "care:metBy")),
    wrong("household's condition on the child", "<3/condition/1>", put("<3/condition/1>", "care:metBy", "condition-subjects:child")),
    wrong("locality's condition on the child", "<1/condition/1> <1/measure/3>", put("<1/condition/1>", "care:metBy", "condition-subjects:child")),
    wrong("rules of the wrong place in a condition", "<15/condition/1>", put("<15/condition/1>", "care:rulesOf", "rule-places:residence")),
    wrong("rules that a condition names left out", "<16/condition/1>", drop("<16/condition/1>", "care:rulesOf")),
    wrong("identifier of a condition", "<3/condition/1>", put("<3/condition/1>", "dct:identifier", '"heilongjiang/2024/3/condition/3"')),
    wrong("condition without English title", "<3/condition/1>", drop_text("<3/condition/1>", "dct:title", "en")),
    wrong("under 3 read as up to 3", "<1/condition/2>", put("<1/condition/2>", "care:maxAge", "3")),
    # Bodies of a service
    wrong("participation without its type", "<3/participation/1>", drop("<3/participation/1>", "a", "cv:Participation")),
    wrong("participation left out", "<4> <4/participation/2>", drop("<4>", "cv:hasParticipation", "<4/participation/2>")),
    wrong("bodies in another order", "<1/participation/1> <1/participation/2>", swap("<1/participation/1>", "<1/participation/2>", "care:position")),
    wrong("bodies of two participations swapped", "<1/participation/1> <1/participation/2>", swap("<1/participation/1>", "<1/participation/2>", "cv:hasParticipant")),
    wrong("body twice", "<4>", put("<4/participation/2>", "cv:hasParticipant", "body:education"), drop("<4>", "cv:hasCompetentAuthority", "body:civil-affairs")),
    wrong("lead role invented", "<1/participation/1>", add('roles:lead-body a skos:Concept ; skos:prefLabel "牵头部门"@zh , "Lead body"@en ; skos:inScheme scheme:roles ; skos:topConceptOf scheme:roles', "scheme:roles skos:hasTopConcept roles:lead-body"), put("<1/participation/1>", "cv:role", "roles:lead-body")),
    wrong("participation without role", "<1/participation/1>", drop("<1/participation/1>", "cv:role")),
    wrong("descriptions of participations swapped", "<1/participation/1> <1/participation/2>", swap("<1/participation/1>", "<1/participation/2>", "dct:description")),
    wrong("position zero", "<3/participation/1>", put("<3/participation/1>", "care:position", "0")),
    wrong("participant is a national body", "<3/participation/1>", put("<3/participation/1>", "cv:hasParticipant", "national:ministry-of-education")),
    # Quotations
    wrong("measure without quotation", "<3/measure/1>", drop("<3/measure/1>", "prov:wasQuotedFrom")),
    wrong("quotation from the next row", "<3/measure/1>", put("<3/measure/1#quotation>", "oa:hasSource", "<../table.csv#cell=5,5>")),
    wrong("quotation from another column", "<3/measure/1>", put("<3/measure/1#quotation>", "oa:hasSource", "<../table.csv#cell=4,4>")),
    wrong("quotation from a whole table", "<3/measure/1#quotation>", put("<3/measure/1#quotation>", "oa:hasSource", "<../table.csv>")),
    wrong("one character of a quotation", "<3/measure/3> <3/measure/3#quotation>", edit("<3/measure/3#selector>", "oa:exact", "教科书", "教材书")),
    wrong("one character before a quotation", "<3/measure/3#quotation>", edit("<3/measure/3#selector>", "oa:prefix", "学杂费", "学费")),
    wrong("words after a quotation dropped", "<3/measure/3#quotation>", drop("<3/measure/3#selector>", "oa:suffix")),
    wrong("one character before a body", "<17/participation/5>", edit("<17/participation/5#selector>", "oa:prefix", "育厅", "育局")),
    wrong("quoted body is another", "<3/participation/1>", put("<3/participation/1#selector>", "oa:exact", '"省民政厅"')),
    wrong("quotation tagged", "<3/measure/1#selector>", retag("<3/measure/1#selector>", "oa:exact", "", "zh")),
    wrong("selector without its type", "<3/measure/1#selector>", drop("<3/measure/1#selector>", "a")),
    wrong("quotation used twice", "<3/measure/1#quotation>", put("<3/measure/2>", "prov:wasQuotedFrom", "<3/measure/1#quotation>")),
    # Groups and ages
    wrong("ages reversed", "groups:children-aged-3-6", put("groups:children-aged-3-6", "care:minAge", "6"), put("groups:children-aged-3-6", "care:maxAge", "3")),
    wrong("age other than printed", "groups:children-aged-0-6", put("groups:children-aged-0-6", "care:maxAge", "5")),
    wrong("age as text", "groups:children-aged-0-6", put("groups:children-aged-0-6", "care:minAge", '"0"')),
    wrong("age negative", "groups:children-aged-0-6", put("groups:children-aged-0-6", "care:minAge", "-1")),
    wrong("age without the printed words", "groups:children-aged-0-6", drop("groups:children-aged-0-6", "care:agePrinted")),
    wrong("ages left out", "groups:children-aged-0-6", drop("groups:children-aged-0-6", "care:agePrinted"), drop("groups:children-aged-0-6", "care:minAge"), drop("groups:children-aged-0-6", "care:maxAge")),
    wrong("space inside a group", "groups:children-aged-0-6", edit("groups:children-aged-0-6", "skos:prefLabel", "0-6岁流动", "0-6岁 流动")),
    wrong("group in another scheme", "groups:children-aged-0-6", put("groups:children-aged-0-6", "skos:inScheme", "scheme:goals")),
    wrong("group out of the tree", "groups:children-aged-0-6", drop("groups:children-aged-0-6", "skos:broader")),
    wrong("group quoted from another row", "groups:children-aged-3-6", put("groups:children-aged-3-6", "prov:wasQuotedFrom", "<../table.csv#cell=4,3>")),
    wrong("groups in a circle", "groups:children-aged-0-6 groups:children-aged-3-6", put("groups:children-aged-0-6", "skos:broader", "groups:children-aged-3-6"), put("groups:children-aged-3-6", "skos:broader", "groups:children-aged-0-6")),
    # Bodies
    wrong("body without its type", "body:education", drop("body:education", "a", "cv:PublicOrganisation")),
    wrong("body is no agent", "body:education", drop("body:education", "a", "foaf:Agent")),
    wrong("body without English label", "body:education", drop_text("body:education", "skos:prefLabel", "en")),
    wrong("body with two short names", "body:education", add('body:education skos:prefLabel "教育厅"@zh')),
    wrong("short name other than printed", "<3/participation/1>", edit("body:education", "skos:prefLabel", "省教育厅", "省教委")),
    wrong("body called as another", "body:education body:civil-affairs", edit("body:education", "skos:prefLabel", "省教育厅", "省民政厅")),
    wrong("body of another province by name", "body:education", edit("body:education", "dct:title", "黑龙江省", "辽宁省")),
    wrong("body kind from the roles", "body:education", put("body:education", "org:classification", "roles:responsible-body")),
    wrong("counterpart of another body", "body:education body:civil-affairs", put("body:education", "care:nationalCounterpart", "national:ministry-of-civil-affairs")),
    wrong("counterpart in the province", "body:education", put("body:education", "care:nationalCounterpart", "body:civil-affairs")),
    wrong("name formed by pattern called reviewed", "body:public-security", put("body:public-security", "care:reviewStatus", "review-statuses:reviewed")),
    wrong("body is the same as a web page", "body:education", add("body:education owl:sameAs <https://www.moe.gov.cn/>")),
    wrong("identifier of a body", "body:education", put("body:education", "dct:identifier", '"heilongjiang/educaton"')),
    wrong("note only in English", "body:public-security", drop_text("body:public-security", "skos:note", "zh")),
    wrong("national body is no organization", "body:education national:ministry-of-education", drop("national:ministry-of-education", "a", "org:Organization")),
    # Concepts and schemes
    wrong("goal with a space", "goals:education", edit("goals:education", "skos:prefLabel", "学有所教", "学有 所教")),
    wrong("goal quoted from another column", "goals:education", put("goals:education", "prov:wasQuotedFrom", "<../table.csv#cell=4,3>")),
    wrong("concept without English label", "situations:orphan", drop_text("situations:orphan", "skos:prefLabel", "en")),
    wrong("concept without its type", "situations:orphan", drop("situations:orphan", "a", "skos:Concept")),
    wrong("concept in two schemes", "situations:orphan", add("situations:orphan skos:inScheme scheme:groups")),
    wrong("two concepts of one name", "scheme:situations", edit("situations:orphan", "skos:prefLabel", "孤儿", "残疾")),
    wrong("top concept with a broader one", "goals:education", add("goals:education skos:broader goals:childcare")),
    wrong("top concept not listed", "scheme:goals", drop("scheme:goals", "skos:hasTopConcept", "goals:education")),
    wrong("broader concept in another scheme", "stages:secondary-vocational", put("stages:secondary-vocational", "skos:broader", "goals:education")),
    wrong("definition only in Chinese", "measure-kinds:housing", drop_text("measure-kinds:housing", "skos:definition", "en")),
    wrong("scheme without its type", "scheme:stages", drop("scheme:stages", "a", "skos:ConceptScheme")),
    wrong("scheme called in two ways", "scheme:stages", edit("scheme:stages", "dct:title", "教育阶段", "学段")),
    wrong("programme named otherwise", "<3/measure/6>", edit("programmes:senior-secondary-entrance-examination", "skos:prefLabel", "中考", "初中学业水平考试")),
    # Places, norms, continuing services, publisher
    wrong("place code cut short", "codes:gbt2260", edit("codes:gbt2260", "skos:notation", "230000", "23000")),
    wrong("place is no location", "place:heilongjiang", drop("place:heilongjiang", "a", "dct:Location")),
    wrong("norm without Chinese title", "norm:compulsory-education-law", drop_text("norm:compulsory-education-law", "dct:title", "zh")),
    wrong("norm named otherwise than in the text", "<1> <1/measure/2>", edit("norm:national-immunization-schedule", "dct:title", "国家免疫规划疫苗免疫程序", "国家免疫规划程序")),
    wrong("date of a norm as text", "norm:compulsory-education-law", put("norm:compulsory-education-law", "eli:version_date", '"2018年12月"')),
    wrong("norm without review state", "norm:compulsory-education-law", drop("norm:compulsory-education-law", "care:reviewStatus")),
    wrong("continuing service is the same as a EuroVoc concept", "continuing:compulsory-education", add("continuing:compulsory-education owl:sameAs <http://eurovoc.europa.eu/1004>")),
    wrong("continuing service without review state", "continuing:compulsory-education", drop("continuing:compulsory-education", "care:reviewStatus")),
    wrong("continuing service in another scheme", "continuing:compulsory-education", put("continuing:compulsory-education", "skos:inScheme", "scheme:goals")),
    wrong("continuing service called by a number", "continuing:3", "DELETE { ?s ?p continuing:compulsory-education } INSERT { ?s ?p continuing:3 } WHERE { ?s ?p continuing:compulsory-education }", "DELETE { continuing:compulsory-education ?p ?o } INSERT { continuing:3 ?p ?o } WHERE { continuing:compulsory-education ?p ?o }"),
    wrong("publisher is no agent", "editions:2024 agent:care-checklist", drop("agent:care-checklist", "a", "foaf:Agent")),
    wrong("series without English description", "series:heilongjiang", drop_text("series:heilongjiang", "dct:description", "en")),
    wrong("language without its type", "language:ZHO editions:2024", drop("language:ZHO", "a", "dct:LinguisticSystem")),
    # Vocabulary
    wrong("term without English label", "care:minAge", drop_text("care:minAge", "rdfs:label", "en")),
    wrong("term without Chinese definition", "care:minAge", drop_text("care:minAge", "skos:definition", "zh")),
    wrong("term defined nowhere", "care:situation", drop("care:situation", "rdfs:isDefinedBy")),
    wrong("vocabulary without version", "<https://w3id.org/care-checklist/ontology>", drop("<https://w3id.org/care-checklist/ontology>", "owl:versionIRI")),
]  # fmt: skip

HARMLESS = [
    harmless("another English name of a programme", add('programmes:direct-settlement skos:altLabel "Direct billing"@en')),
    harmless("another Chinese name of a programme", add('programmes:college-entrance-examination skos:altLabel "普通高等学校招生全国统一考试"@zh')),
    harmless("better translation", edit("<3/measure/2>", "dct:title", "Tuition and miscellaneous fees are waived", "No tuition, no miscellaneous fees")),
    harmless("reading reviewed", put("<3/measure/2>", "care:reviewStatus", "review-statuses:reviewed")),
    harmless("note on a body", add('body:education skos:note "又称教育主管部门。"@zh , "Also called the education authority."@en')),
    harmless("link outward of a continuing service", add("continuing:compulsory-education skos:closeMatch <http://eurovoc.europa.eu/1004>")),
    harmless("something that has nothing to do with it", add('<https://example.org/a> a <https://example.org/Thing> ; dct:title "eine Sache"@de ; <https://example.org/b> 1')),
    harmless("second kind of a measure", add("<3/measure/3> dct:type measure-kinds:access-to-education")),
    harmless("second recipient of a measure", add("<3/measure/3> care:recipient recipients:family")),
    harmless("stage on a measure", add("<4/measure/1> care:educationStage stages:compulsory")),
    harmless("new venue", add('venues:library a skos:Concept ; skos:prefLabel "图书馆"@zh , "Library"@en ; skos:inScheme scheme:venues ; skos:topConceptOf scheme:venues', "scheme:venues skos:hasTopConcept venues:library")),
    harmless("new norm", add('norm:minors-online-protection a eli:LegalResource ; dct:title "未成年人网络保护条例"@zh , "Regulations on the Protection of Minors Online"@en ; dct:identifier "国务院令第766号" ; care:reviewStatus review-statuses:proposed ; care:translationStatus review-statuses:proposed')),
    harmless("date of the edition", add('editions:2024 dct:modified "2026-01-01"^^xsd:date')),
    harmless("situation of a condition", add("<2/condition/1> care:situation situations:family-economic-difficulty")),
]  # fmt: skip
