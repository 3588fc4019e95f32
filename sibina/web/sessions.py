"""Who is at the door: the look-ups that every request begins with, each written once."""

from datetime import datetime
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend as LibraryBackend
from django.contrib.auth.models import User
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from sibina.lib.questions import written_once


@written_once
def _session(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


@written_once
def _user(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk, is_active=True)


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        found = _session(key=self.session_key, now=timezone.now())
        if found:
            return found[0]
        self._session_key = None
        return None


class AuthenticationBackend(LibraryBackend):
    """The log-in by name or address of the library."""

    def get_user(self, user_id: Any) -> User | None:
        return _user.first(pk=int(user_id))
