"""The documentation against the program: nothing undocumented, every example true, every link alive."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg_service.errors import KgServiceError
from kg_service.formats import CSV
from kg_service.settings import SETTINGS
from kg_service.store import Store

REPOSITORY = Path(__file__).resolve().parent.parent
PAGES = sorted(path.name for path in (REPOSITORY / "docs/zh").glob("*.md"))
DOCUMENTS = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
LANGS = ("zh", "en")


def page(lang: str, name: str) -> str:
    return (REPOSITORY / "docs" / lang / name).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def error_codes(kind: type[KgServiceError] = KgServiceError) -> set[str]:
    return {kind.code}.union(*(error_codes(child) for child in kind.__subclasses__()))


def test_pages_come_in_pairs() -> None:
    assert PAGES
    english = sorted(path.name for path in (REPOSITORY / "docs/en").glob("*.md"))
    assert english == PAGES


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_have_the_same_sections(name: str) -> None:
    outlines = [re.findall(r"^#+", page(lang, name), flags=re.MULTILINE) for lang in LANGS]
    assert outlines[0] == outlines[1]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_a_query_with_its_answer_is_true(document: Path, store: Store) -> None:
    text = document.read_text(encoding="utf-8")
    queries, answers = blocks(text, "sparql"), blocks(text, "csv")
    assert len(queries) == len(answers), "each ```sparql block is followed by its answer in a ```csv block"
    for query, answer in zip(queries, answers, strict=True):
        given = store.query(query).serialize(CSV).decode("utf-8").replace("\r\n", "\n")
        assert given == answer


def test_the_readme_has_a_query() -> None:
    assert blocks((REPOSITORY / "README.md").read_text(encoding="utf-8"), "sparql")


@pytest.mark.parametrize("lang", LANGS)
def test_every_setting_is_documented(lang: str) -> None:
    text = page(lang, "serve.md")
    assert [setting.env for setting in SETTINGS if f"`{setting.env}`" not in text] == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_error_code_is_documented(lang: str) -> None:
    import kg_service.cli  # all subclasses are defined once the top layer is imported
    import kg_service.web  # noqa: F401

    documented = set(re.findall(r"^\| `([a-z-]+)` \|", page(lang, "errors.md"), flags=re.MULTILINE))
    assert error_codes() == documented


@pytest.mark.parametrize("lang", LANGS)
def test_every_named_query_is_documented(lang: str) -> None:
    text = page(lang, "ask.md")
    names = {path.stem for path in (REPOSITORY / "queries/catalogue").glob("*.rq")}
    assert names == set(re.findall(r"^\| `([a-z0-9-]+)` \|", text, flags=re.MULTILINE))
