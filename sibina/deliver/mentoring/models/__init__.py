"""The tables of mentoring, one file a subject."""

from sibina.deliver.mentoring.models.logbook import Goal, LogEntry
from sibina.deliver.mentoring.models.pairs import IS_LIVE, Pair, PairEvent
from sibina.deliver.mentoring.models.rounds import Bar, Mentor, MentoringRound

__all__ = ["IS_LIVE", "Bar", "Goal", "LogEntry", "Mentor", "MentoringRound", "Pair", "PairEvent"]
