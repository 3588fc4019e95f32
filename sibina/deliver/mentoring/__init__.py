"""Mentoring: a senior guides somebody new in daily work: matching, goals, logbook.

Takes: newly appointed people, gaps and strengths. Gives: pairs with their reasons, meetings that both confirmed.
Decides: who is proposed to whom. Tells next: credit.
"""
