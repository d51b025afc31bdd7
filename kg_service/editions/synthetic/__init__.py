"""Invented editions of other places, to try what the graph can do at the scale of a country.

They are marked (``care:isSynthetic``, title, description), and are made by the same steps as a real draft.
"""
