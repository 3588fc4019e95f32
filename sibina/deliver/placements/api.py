"""The door of placements."""
