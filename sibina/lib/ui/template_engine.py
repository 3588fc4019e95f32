"""The template engine of every page: Django's own, which gives back at once what a page was made of."""

from typing import Any

from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.backends.django import DjangoTemplates, Template, reraise
from django.template.context import make_context
from django.utils.safestring import SafeString


class Page(Template):
    """A template that lets go of its context once it is written.

    A context of Django's holds itself. The rows of each page then waited for Python's search for garbage, which took a
    twentieth of the time of a page and threw out of the processor's reach what the next one needed.
    """

    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> SafeString:
        told = make_context(context, request, autoescape=self.backend.engine.autoescape)
        try:
            written = self.template.render(told)
        except TemplateDoesNotExist as missing:
            reraise(missing, self.backend)
        told.dicts.clear()
        return written


class Templates(DjangoTemplates):
    """Django's templates as pages."""

    def get_template(self, template_name: str) -> Page:
        return Page(super().get_template(template_name).template, self)
