"""Log-ins are given by the agency; nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):
    """No registration from outside."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
