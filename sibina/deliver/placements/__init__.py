"""Placements: internship, exchange, secondment, benchmarking, and what is brought home from them.

Takes: people, partners with their agreements, competencies. Gives: placements as raw facts, commitments and adoptions.
Decides: whether a placement may begin, and which duties are open. Tells next: credit.
"""
