"""The pages of needs."""

from sibina.assess.needs.views.pages import heatmap, measure, person, source

__all__ = ["heatmap", "measure", "person", "source"]
