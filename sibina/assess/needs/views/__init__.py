"""The pages of needs."""

from sibina.assess.needs.views import answers, proposals, topics
from sibina.assess.needs.views.pages import heatmap, measure, person, source

__all__ = ["answers", "heatmap", "measure", "person", "proposals", "source", "topics"]
