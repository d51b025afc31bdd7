"""What is said of an edition as a whole: its title, its source document, its table, what is printed where.

Not here: its services (``describing``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from kg_service.editions.drafting.known import ID, Known, concept
from kg_service.editions.drafting.layout import Block, a, integer, iris, texts
from kg_service.editions.drafting.proposals import LANGUAGE, LICENSE, PUBLISHER, UNTRANSLATED, Proposals
from kg_service.editions.drafting.values import PROPOSED
from kg_service.model import Literal
from kg_service.vocabulary import CARE, CSVW, DCAT, DCTERMS, FOAF, PROV, SPDX, edition_iri

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}
_CSV = "https://www.iana.org/assignments/media-types/text/csv"
_YEAR = re.compile(r"[（(]?(?P<year>\d{4})年?版?[）)]?")


def edition_title(printed: str | None, proposals: Proposals) -> str:
    """The title as printed; where none is, that of the series with the version."""
    if printed:
        return printed
    name = proposals.known.facts.text(f"{ID}series/{proposals.series}", str(DCTERMS.title), "zh")
    return f"{name or proposals.place_names()[0] + '流动儿童关爱服务清单'}（{proposals.version}年版）"


def english_title(title: str, proposals: Proposals, series: str) -> str:
    """The title in English, where it follows from that of the series and the year."""
    known = proposals.known
    known_title = known.english(title)
    if known_title:
        return known_title
    year = _YEAR.search(title)
    of_series = (
        known.facts.text(series, str(DCTERMS.title), "zh"),
        known.facts.text(series, str(DCTERMS.title), "en"),
    )
    if year and all(of_series) and _YEAR.sub("", title) == of_series[0]:
        return f"{of_series[1]} ({year['year']} edition)"
    return f"{UNTRANSLATED}list of {proposals.place_names()[1]} ({proposals.version})"


def edition_blocks(
    proposals: Proposals,
    title: str,
    english: str,
    count: int,
    series: str,
    place: str,
    before: str | None,
    relations: Sequence[str],
    format: str,
    source: bytes | None,
) -> list[Block]:
    """The edition, its source document and its table.

    Args:
        proposals: Knows series and version.
        title, english: Of the edition.
        count: Number of services.
        series, place: IRIs.
        before: IRI of the edition before.
        relations: Norms that the edition before relates to.
        format: As ``Reading.format``.
        source: The document itself; its size and checksum are left out where None.
    """
    name = f"{proposals.series}/{proposals.version}"
    edition = edition_iri(proposals.series, proposals.version)
    document, table = f"{edition}/source", f"{edition}/table.csv"
    services = "service" if count == 1 else "services"
    blocks = [
        Block(edition, [a(CARE.ChecklistEdition, DCAT.Dataset)])
        .add(DCTERMS.title, *texts(title, english))
        .add(
            DCTERMS.description,
            *texts(
                f"清单所列{count}项服务，原文照录；措施、条件和英文译文由本项目判读，均注明审核状态。",
                f"The {count} {services} of the list, quoted to the character; measures, conditions and "
                "English translations are this project’s reading, each with its review state.",
            ),
        )
        .add(DCTERMS.identifier, Literal(name))
        .add(DCAT.version, Literal(proposals.version))
        .add(DCAT.isVersionOf, *iris(series))
        .add(DCAT.previousVersion, *iris(before))
        .add(DCTERMS.spatial, *iris(place))
        .add(DCTERMS.publisher, *iris(PUBLISHER))
        .add(DCTERMS.language, *iris(LANGUAGE))
        .add(DCTERMS.license, *iris(LICENSE))
        .add(DCTERMS.relation, *iris(*relations))
        .add(PROV.wasDerivedFrom, *iris(document))
        .add(DCAT.distribution, *iris(table))
        .add(CARE.translationStatus, *iris(concept(PROPOSED))),
        Block(document, [a(FOAF.Document, PROV.Entity)])
        .add(DCTERMS.title, *texts(f"{title}：所收到的文件", f"{english}: the document as received"))
        .add(DCTERMS.identifier, Literal(f"{name}/source"))
        .add(DCTERMS.format, Literal(MEDIA_TYPES.get(format, "application/octet-stream")))
        .add(DCAT.byteSize, integer(len(source)) if source is not None else None)
        .add(SPDX.checksum, *iris(f"{document}#checksum" if source is not None else None)),
    ]
    if source is not None:
        blocks.append(
            Block(f"{document}#checksum", [a(SPDX.Checksum)])
            .add(SPDX.algorithm, *iris(str(SPDX.checksumAlgorithm_sha256)))
            .add(SPDX.checksumValue, Literal(hashlib.sha256(source).hexdigest()))
        )
    blocks.append(
        Block(table, [a(DCAT.Distribution, CSVW.Table, PROV.Entity)])
        .add(DCTERMS.title, *texts("清单表格（CSV）", "The table of the list (CSV)"))
        .add(DCTERMS.identifier, Literal(f"{name}/table"))
        .add(DCAT.mediaType, *iris(_CSV))
        .add(DCAT.accessURL, *iris(table))
        .add(DCAT.downloadURL, *iris(table))
        .add(DCTERMS.license, *iris(LICENSE))
        .add(PROV.wasDerivedFrom, *iris(document))
    )
    return blocks


def printed_blocks(printed: Iterable[tuple[str, str]]) -> list[Block]:
    """Where goals and groups are printed: pairs of a concept and a cell, in the order of the table."""
    cells: dict[str, list[str]] = {}
    for name, cell in printed:
        cells.setdefault(name, []).append(cell)
    return [Block(name).add(PROV.wasQuotedFrom, *iris(*found)) for name, found in cells.items()]


def relations_of(known: Known, edition: str) -> tuple[str, ...]:
    """The norms that an edition of the home relates to."""
    facts = known.editions.get(edition)
    return facts.iris(edition_iri(*edition.split("/")), str(DCTERMS.relation)) if facts else ()
