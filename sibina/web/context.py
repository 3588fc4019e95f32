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
    navigation = navigation_of(membership.role, request.path)
    return {"navigation": navigation, "city": membership.city, "membership": membership}


def navigation_of(role: str, path: str) -> list[dict[str, Any]]:
    """The doors that a role is shown, and which of them the reader went through to stand at `path`."""
    groups: list[dict[str, Any]] = []
    for group in NAVIGATION:
        links = [
            {"title": link.title, "url": url, "icon": link.icon, "here": False}
            for link in group.links
            if role in link.roles and (url := _url(link.name))
        ]
        if links:
            groups.append({"title": group.title, "number": group.number, "links": links, "here": False})
    _mark_here(groups, path)
    return groups


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _mark_here(groups: list[dict[str, Any]], path: str) -> None:
    """The door with the longest address that leads here is the one that the reader went through."""
    doors = [
        (link, group)
        for group in groups
        for link in group["links"]
        if path == link["url"] or (link["url"] != "/" and path.startswith(link["url"]))
    ]
    if doors:
        link, group = max(doors, key=lambda door: len(door[0]["url"]))
        link["here"] = group["here"] = True
