"""Programmes: what they aim at, how they teach it, what they cost, and the sessions on offer this year.

Takes: competencies, counted gaps. Gives: programmes with objectives, curriculum in versions, expected gain, cost and
offered sessions. Decides: whether a programme is fit to be planned, a version to be released. Tells next: planning.
"""
