"""Figures: one function each, in a module named for what it counts; every one leads to its records."""

from midla.dashboards.figures.figure import Basis, Figure, Scope, Share, Sum, counted, listing_of, over, summed
from midla.dashboards.figures.home import home_figures

__all__ = ["Basis", "Figure", "Scope", "Share", "Sum", "counted", "home_figures", "listing_of", "over", "summed"]
