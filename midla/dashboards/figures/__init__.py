"""Figures: one function each, in a module named for what it counts; every one leads to its records."""

from midla.dashboards.figures.figure import Figure, Scope, Sum, counted, listing_of, over, summed
from midla.dashboards.figures.home import home_figures

__all__ = ["Figure", "Scope", "Sum", "counted", "home_figures", "listing_of", "over", "summed"]
