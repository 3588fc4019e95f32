"""Ways to close a line of the plan; they do not know each other."""
