"""What every position requires and its holder lacks, counted once and shown from every side.

Takes: standards of positions, measurements, who holds what position where, the weights of sectors; staff's proposals,
    what offices sign for in a needs round, findings of past cycles.
Gives: gaps per person and competency, their sums per unit, office and city, the ranked needs of a round, and the needs of
    a plan.
Decides: which measurement counts, what is short, what must be measured first, and what becomes of a proposal or a finding.
Tells next: programmes and planning what is short, and how much it weighs.
"""
