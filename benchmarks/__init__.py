"""One script per promise of speed or quality; each prints a ratio or a proven gap."""
