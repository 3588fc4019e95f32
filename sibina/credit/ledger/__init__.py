"""Ledger: the JP of every person, computed from raw facts by the version of the conversion that holds.

Takes: activities of the ways of delivery, outside training with evidence, certificates. Gives: JP by year against floor
and ceiling, and the national export. Decides: what is recognised, and why something is not. Tells next: evaluation.
"""
