"""Answers drawn as SVG by the server: bars, a matrix, flows, a tile map, a small graph. Each mark is a link.

A drawing is plain numbers and names; the table of the same answer always stands beside it.

Not here: the SVG elements (``templates/_charts.html``), colours (``style.css``), which query asks for which
chart (the header ``#+ chart:``).
"""

from kg_service.web.charts.bars import Bars, draw_bars
from kg_service.web.charts.flows import Flows, draw_flows
from kg_service.web.charts.graph import Network, draw_graph
from kg_service.web.charts.matrix import Matrix, draw_matrix
from kg_service.web.charts.reading import Figures, read_figures
from kg_service.web.charts.tiles import Map, draw_map

__all__ = [
    "Bars",
    "Figures",
    "Flows",
    "Map",
    "Matrix",
    "Network",
    "draw_bars",
    "draw_flows",
    "draw_graph",
    "draw_map",
    "draw_matrix",
    "read_figures",
]
