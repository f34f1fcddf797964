"""Figures: one function each, in a module named for what it counts; every one leads to its records."""

from midla.dashboards.figures.figure import Figure, Scope, counted, listing_of
from midla.dashboards.figures.home import home_figures

__all__ = ["Figure", "Scope", "counted", "home_figures", "listing_of"]
