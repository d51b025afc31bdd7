"""The datasets and standards that are linked to.

Not here: the links (``data/links/``).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kg_service.model import MappingSet, Text
from kg_service.vocabulary import BASE


@dataclass(frozen=True, slots=True)
class Target:
    """What one file of links leads to."""

    title: Text
    namespace: str
    """What the IRIs of its things begin with."""
    language: str
    """Of the labels of its things in the file."""
    has_codes: bool = False
    """Whether the last part of an IRI is a code that people write."""
    is_ours: bool = False
    """Whether another file of the home describes its things."""


TARGETS: Mapping[str, Target] = {
    "cnschema": Target(Text("cnSchema", "cnSchema"), "http://cnschema.org/", "zh"),
    "cofog": Target(
        Text("政府职能分类（COFOG）", "Classification of the Functions of Government (COFOG)"),
        "https://w3id.org/italia/controlled-vocabulary/classifications-for-organizations/cofog-2009/",
        "en",
    ),
    "eurovoc": Target(
        Text("EuroVoc 多语叙词表", "EuroVoc multilingual thesaurus"), "http://eurovoc.europa.eu/", "en"
    ),
    "gbt2260": Target(
        Text("GB/T 2260 行政区划代码", "GB/T 2260 codes of administrative divisions"),
        BASE + "id/code/gbt2260/",
        "zh",
        has_codes=True,
    ),
    "iso3166-2": Target(
        Text("ISO 3166-2 行政区代码", "ISO 3166-2 codes of subdivisions"),
        BASE + "id/code/iso3166-2/",
        "en",
        has_codes=True,
    ),
    "national-standard": Target(
        Text("国家基本公共服务标准（2021年版）", "National standard of basic public services (2021 edition)"),
        BASE + "id/standard/2021/",
        "zh",
    ),
    "norms": Target(Text("规范与文件", "Norms"), BASE + "id/norm/", "zh", is_ours=True),
    "schema-org": Target(Text("schema.org", "schema.org"), "http://schema.org/", "en"),
    "sdg": Target(
        Text("联合国可持续发展目标", "UN Sustainable Development Goals"), "http://metadata.un.org/sdg/", "en"
    ),
    "wikidata": Target(Text("维基数据", "Wikidata"), "http://www.wikidata.org/entity/", "zh"),
}
"""Name of the file in ``data/links/`` to what it leads to."""


def target_of(mappings: MappingSet) -> Target:
    """What a file leads to; one that is not among ours says it by its own title, with labels in English."""
    if known := TARGETS.get(mappings.name):
        return known
    first = mappings.mappings[0].object_id
    return Target(
        Text(mappings.title, mappings.title), first[: max(first.rfind("/"), first.rfind("#")) + 1], "en"
    )
