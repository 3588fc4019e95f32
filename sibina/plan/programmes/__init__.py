"""Programmes: what they aim at, what they cost, and the sessions on offer this year.

Takes: competencies, counted gaps. Gives: programmes with objectives, expected gain, cost and offered sessions.
Decides: whether a programme is fit to be planned. Tells next: planning.
"""
