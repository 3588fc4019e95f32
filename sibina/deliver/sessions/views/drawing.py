"""Codes as pictures: drawn on the server, so that they need no script and print well."""

import io

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def qr_bare(text: str) -> str:
    """The code as SVG of its own, for a paper."""
    held = io.BytesIO()
    segno.make(text, error="m", micro=False).save(held, kind="svg", border=2, xmldecl=False, light="#fff")
    return held.getvalue().decode()


def qr_svg(text: str, *, label: str) -> SafeString:
    """The code as a picture for a page: as wide as its frame, black on white in both schemes, with words for who listens."""
    made = segno.make(text, error="m", micro=False)
    drawn = made.svg_inline(border=4, omitsize=True, light="#fff", svgclass=None, lineclass=None)
    return format_html('<div class="s-qr" role="img" aria-label="{}">{}</div>', label, mark_safe(drawn))
