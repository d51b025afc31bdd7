"""What a package is made of, and the words that both of its descriptions use."""

import hashlib
from dataclasses import dataclass

from kg_service.model import Text

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_NAME = Text("知识共享 署名 4.0 国际", "Creative Commons Attribution 4.0 International")
PUBLISHER = Text("关爱服务清单知识图谱项目", "Care Checklist knowledge graph project")
PUBLISHER_IRI = "https://w3id.org/care-checklist/id/agent/care-checklist"
FILES = {
    "table.csv": Text("原表，逐字相同", "The table as printed, to the character"),
    "edition.ttl": Text("这一版清单的图（RDF）", "The graph of the edition (RDF)"),
}
SOURCE = Text("收到的文件，逐字节相同", "The document as received, byte for byte")


@dataclass(frozen=True, slots=True)
class About:
    """An edition."""

    iri: str
    name: str
    """For programs: ``heilongjiang-2024``."""
    title_zh: str
    title_en: str
    version: str
    issued: str
    """Date of publication where the graph states one; else empty."""

    @property
    def description(self) -> Text:
        """What the package is."""
        return Text(
            "原表逐字照录；措施、条件和英文译文是本项目的判读和翻译，审核状态见 review_status。",
            "The table is quoted to the character; measures, conditions and English texts are this project's "
            "reading and translation, with their review_status.",
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the package."""

    name: str
    """Path in it, with ``/``."""
    content: bytes
    media_type: str

    @property
    def sha256(self) -> str:
        """In hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()


def both(text: Text) -> str:
    """A text in both languages, for a place that takes one string."""
    return f"{text.zh} · {text.en}"
