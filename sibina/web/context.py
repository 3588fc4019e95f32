"""What the frame around every page shows: city, role, the cycle as navigation."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from sibina.web.navigation import NAVIGATION


def frame(request: HttpRequest) -> dict[str, Any]:
    """Navigation for the member's role; nothing for a visitor. Asks the database for nothing."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return {"navigation": [], "city": None, "membership": None}
    groups = []
    for group in NAVIGATION:
        links = [
            {"title": link.title, "url": url, "icon": link.icon, "here": _is_here(request.path, url)}
            for link in group.links
            if membership.role in link.roles and (url := _url(link.name))
        ]
        if links:
            groups.append({"title": group.title, "links": links})
    return {"navigation": groups, "city": membership.city, "membership": membership}


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _is_here(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
