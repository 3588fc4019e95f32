"""The nouns of sessions."""

from sibina.deliver.sessions.types.draw import Applicant, Band, Drawn

__all__ = ["Applicant", "Band", "Drawn"]
