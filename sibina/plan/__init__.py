"""What could close the gaps, and the best of it under the ceiling."""
