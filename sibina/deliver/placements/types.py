"""The nouns of placements."""
