"""What the service says of itself.

Source: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/#service-manifest
"""

from typing import Any

from kg_service import __version__
from kg_service.linking.entities import IDENTIFIERS, KINDS
from kg_service.model import Lang, Text
from kg_service.vocabulary import BASE
from kg_service.web.reconcile.answering import type_of
from kg_service.web.reconcile.requests import BATCH
from kg_service.web.wording import WORDS

WIDTH, HEIGHT = 430, 260
"""Of a preview, in pixels."""
_LIMIT = Text("至多几个值", "At most so many values")
_LIMIT_HELP = Text("0 为全部", "0 for all")
_LANG = Text("文字的语言", "Language of texts")
_LANGS = {"zh": Text("中文", "Chinese"), "en": Text("英文", "English"), "all": Text("全部", "All")}


def manifest(root: str, base: str, lang: Lang) -> dict[str, Any]:
    """The manifest.

    Args:
        root: Address of the server, without a trailing slash.
        base: Address of the service.
        lang: In which names and texts are given.
    """
    return {
        "versions": ["0.2"],
        "name": WORDS["site"].of(lang),
        "identifierSpace": IDENTIFIERS,
        "schemaSpace": BASE + "ontology#",
        "documentation": f"{root}/{lang}/data#reconcile",
        "serviceVersion": __version__,
        "logo": f"{root}/static/icon.svg",
        "view": {"url": f"{root}/{lang}/id/{{{{id}}}}"},
        "defaultTypes": [type_of(kind, lang) for kind in KINDS],
        "batchSize": BATCH,
        "preview": {"url": f"{base}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {
            what: {
                "service_url": base,
                "service_path": f"/suggest/{what}",
                "flyout_service_url": base,
                "flyout_service_path": f"/flyout/{what}?id=${{id}}",
            }
            for what in ("entity", "property", "type")
        },
        "extend": {
            "propose_properties": {"service_url": base, "service_path": "/properties"},
            "property_settings": [
                {
                    "name": "limit", "label": _LIMIT.of(lang), "type": "number", "default": 0,
                    "help_text": _LIMIT_HELP.of(lang),
                },
                {
                    "name": "lang", "label": _LANG.of(lang), "type": "select", "default": lang,
                    "choices": [{"value": value, "name": text.of(lang)} for value, text in _LANGS.items()],
                },
            ],
        },
    }  # fmt: skip
