"""Pages of the plan: `asking`, `approval` (on the way to be the city's own), `reading`, `rows` (long lists), `papers`."""
