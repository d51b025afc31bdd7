"""Queries that must not hurt a public endpoint: the files of ``killers/``, and those too long for a file."""

from pathlib import Path

FOLDER = Path(__file__).with_name("killers")


def _values(count: int, variable: str) -> str:
    return f"VALUES ?{variable} {{ {' '.join(map(str, range(count)))} }}"


def read_killers() -> dict[str, str]:
    """Queries that parse, and that no engine comes to an end with on more than a few thousand triples."""
    texts = {file.stem: file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.rq"))}
    count = "SELECT (COUNT(*) AS ?n) WHERE"
    # Under 100,000 bytes in all, and 5 * 10^7 rows for each triple.
    blocks = " ".join(_values(7_500, variable) for variable in "ab")
    texts["values-product"] = f"{count} {{ {blocks} ?c ?d ?e FILTER(?a + ?b != ?c) }}"
    return texts


def build_monsters() -> dict[str, str]:
    """Texts that hurt a parser or a planner before anything is evaluated, by name."""
    count = "SELECT (COUNT(*) AS ?n) WHERE"
    texts: dict[str, str] = {}
    for depth in (5_000, 200_000):
        texts[f"nested-groups-{depth}"] = f"{count} {'{' * depth} ?s ?p ?o {'}' * depth}"
        texts[f"nested-parentheses-{depth}"] = f"{count} {{ ?s ?p ?o FILTER({'(' * depth}?o{')' * depth}) }}"
        texts[f"nested-not-{depth}"] = f"{count} {{ ?s ?p ?o FILTER({'!' * depth}?o) }}"
    for name, operator in (("or", " || "), ("and", " && "), ("plus", " + "), ("times", " * ")):
        texts[f"chain-{name}"] = f"{count} {{ ?s ?p ?o FILTER({operator.join(['?o'] * 10_000)}) }}"
    texts["chain-path"] = f"{count} {{ ?s {'/'.join(['<x:a>'] * 10_000)} ?o }}"
    texts["chain-alternative"] = f"{count} {{ ?s {'|'.join(['<x:a>'] * 10_000)} ?o }}"
    for word in ("OPTIONAL", "MINUS"):
        texts[f"chain-{word.lower()}"] = f"{count} {{ ?s ?p ?o {f' {word} {{ ?s ?p ?o }}' * 10_000} }}"
    texts["chain-union"] = f"{count} {{ {' UNION '.join(['{ ?s ?p ?o }'] * 10_000)} }}"
    texts["giant-values"] = f"{count} {{ {_values(300_000, 'a')} {_values(300_000, 'b')} }}"
    texts["giant-comment"] = f"{count} {{ ?s ?p ?o }} #{'x' * 10_000_000}"
    return texts
