"""Every file that was made to harm whoever reads it, and what has to become of it.

Not here: what they are made of (``hostile``), the doors that they are brought to (``test_hostile_files``).
"""

from __future__ import annotations

from attacks_archives import xml_attacks, zip_attacks
from attacks_office import active_attacks, text_attacks
from attacks_pdf import pdf_attacks
from attacks_rdf import rdf_attacks
from attacks_sizes import deep_attacks, size_attacks

ATTACKS = (
    *zip_attacks(),
    *xml_attacks(),
    *size_attacks(),
    *active_attacks(),
    *deep_attacks(),
    *rdf_attacks(),
    *pdf_attacks(),
    *text_attacks(),
)
"""All of them."""
