"""How often a visitor may try: counted in the memory of each web process, for as long as the time given."""

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def may_try(request: HttpRequest, use: str, *, most: int, seconds: int) -> bool:
    """Count one try of this visitor; False once there were more than `most` within `seconds`.

    Each web process counts for itself, so that the true limit is `most` times their number.
    """
    key = hashlib.sha256(f"{use} {_visitor(request)}".encode()).hexdigest()
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key)) <= most
    except ValueError:
        # It ran out between the two lines.
        cache.add(key, 1, seconds)
        return True


def _visitor(request: HttpRequest) -> str:
    """Where the request comes from; behind the city's own proxy (as in production), what that proxy says."""
    said = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.PRODUCTION else ""
    return said.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
