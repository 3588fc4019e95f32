"""What is decided in placements, without a database."""
