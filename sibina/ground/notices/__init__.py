"""Notices: what a person is told, when, and whether it was read.

Takes: sentences from every later module, through `tell`. Gives: each member's notices, unread first. Decides: nothing.
Tells next: the person, on the own page and by e-mail where the log-in has an address.
"""
