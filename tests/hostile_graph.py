"""The dataset as it would be if someone had written into it what a page, a sheet or a script might run."""

from __future__ import annotations

from kg_service.publish import take_snapshot
from kg_service.settings import Settings
from kg_service.vocabulary import BASE

MARKUP = "</script></title><img src=x onerror=alert(1)><script>alert(2)</script>"
TEMPLATE = "{{ 7*7 }}{% raw %}<b onclick=alert(3)>"
BACKWARDS = "\N{RIGHT-TO-LEFT OVERRIDE}厅育教省"
FORMULA = "=cmd|' /C calc'!A0"
GIANT = "长" * 200_000
THING = "id/place/hostile"
LABELS = {"义务教育服务": MARKUP, "学有所教": TEMPLATE, "省教育厅": BACKWARDS, "教育帮扶服务": FORMULA}
"""What the labels and titles of the real dataset become."""

_G = f"<{BASE}id/graph/places>"
_SKOS, _DCT = "http://www.w3.org/2004/02/skos/core#", "http://purl.org/dc/terms/"
_STATEMENTS = f"""
<{BASE}{THING}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{_DCT}Location> {_G} .
<{BASE}{THING}> <{_SKOS}prefLabel> "{GIANT}"@zh {_G} .
<{BASE}{THING}> <{_SKOS}altLabel> "{BACKWARDS}"@zh {_G} .
<{BASE}{THING}> <{_SKOS}note> "{FORMULA}" {_G} .
<{BASE}{THING}> <{_SKOS}note> "<iframe src=javascript:alert(4)>"@en {_G} .
<{BASE}{THING}> <{_SKOS}exactMatch> <javascript:alert(5)> {_G} .
<{BASE}{THING}> <{_SKOS}closeMatch> <data:text/html,%3Cscript%3Ealert(6)%3C/script%3E> {_G} .
<{BASE}{THING}> <{_SKOS}relatedMatch> <https://example.org/?a=%22onmouseover=alert(7)&b=%27> {_G} .
"""


def hostile_dataset(settings: Settings) -> bytes:
    """N-Quads of the repository's dataset, its labels replaced and a hostile place added."""
    text = take_snapshot(settings.home).nquads.decode()
    for label, hostile in LABELS.items():
        written = hostile.replace("\\", "\\\\").replace('"', '\\"')
        assert f'"{label}"@zh' in text, label
        text = text.replace(f'"{label}"@zh', f'"{written}"@zh')
    # In its graph, and in the default graph, which holds all reference data as well.
    statements = _STATEMENTS.lstrip()
    return (text + statements + statements.replace(f" {_G} .", " .")).encode()
