"""The knowledge graph of the care services for migrant children: read, checked, asked and served."""

__version__ = "0.1.0"
