"""The plan that does the most under the ceiling, with the proof of how far from the best it can be.

Takes: needs, programmes with their gains, sessions, limits of money and absence. Gives: a plan, its bound,
reasons and prices for what was left out. Decides: what runs and who goes. Tells next: sessions to deliver.
"""
