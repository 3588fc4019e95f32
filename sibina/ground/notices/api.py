"""The door of notices."""

from sibina.ground.notices.actions import tell
from sibina.ground.notices.reads import list_unread

__all__ = ["list_unread", "tell"]
