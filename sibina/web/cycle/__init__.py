"""A year and its phases: how it stands, what is still open in it, and the step to another phase.

Cycles stand before everything else and know nothing of rounds and plans: what is open there is gathered here. The
agency's officer (pengelola) moves a year, since that says how far the work is; the leader decides by setting the plan.
"""
