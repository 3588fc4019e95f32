"""Pieces of the pages of needs."""
