"""Reading what leaves the system on paper."""

import io

import pypdf


def text_of_pdf(content: bytes) -> str:
    """What a paper says, its words one blank apart."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
