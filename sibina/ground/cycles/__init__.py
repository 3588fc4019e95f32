"""The city's years, the phase that is open, and the rules of law that hold on a date.

Takes: a city and a year. Gives: the open cycle and the value of a rule with its basis.
Decides: whether something may still be changed. Tells next: every later module.
"""
