"""What the frame around every page shows: city, role, the cycle as navigation."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sibina.web.navigation import NAVIGATION


def frame(request: HttpRequest) -> dict[str, Any]:
    """Navigation for the member's role; nothing for a visitor. Asks the database for nothing."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return {"navigation": None, "city": None, "membership": None}
    navigation = navigation_of(membership.role, request.path)
    return {"navigation": navigation, "city": membership.city, "membership": membership}


def navigation_of(role: str, path: str) -> dict[str, SafeString]:
    """The doors that a role is shown, with the one marked through which the reader went to stand at `path`.

    Written twice: `menu` for the phone, `side` for the wide screen.
    """
    language = get_language() or ""
    doors = [url for url in _doors(role) if path == url or (url != "/" and path.startswith(url))]
    return _written(role, max(doors, key=len, default=""), language)


@lru_cache(maxsize=64)
def _doors(role: str) -> tuple[str, ...]:
    return tuple(
        url for group in NAVIGATION for link in group.links if role in link.roles and (url := _url(link.name))
    )


@lru_cache(maxsize=512)
def _written(role: str, here: str, language: str) -> dict[str, SafeString]:
    """Made once for each role, door and language: it holds nothing of a city or a person."""
    context = {"navigation": _groups(role, here)}
    return {
        place: SafeString(render_to_string("ui/_navigation.html", {**context, "nav_id": name}))
        for place, name in (("menu", "menu"), ("side", "sisi"))
    }


def _groups(role: str, here: str) -> list[dict[str, Any]]:
    """The groups that hold a door for the role. On a page of one phase the others are folded, so that a small window shows
    where the reader stands; beside the cycle, as at home, all are open.
    """
    groups: list[dict[str, Any]] = []
    for group in NAVIGATION:
        links = [
            {"title": link.title, "url": url, "icon": link.icon, "here": url == here}
            for link in group.links
            if role in link.roles and (url := _url(link.name))
        ]
        if links:
            is_here = any(link["here"] for link in links)
            groups.append({"title": group.title, "number": group.number, "links": links, "here": is_here})
    inside = any(group["here"] and group["number"] for group in groups)
    return [group | {"open": group["here"] or not inside} for group in groups]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
