"""Pages of the plan: `asking` (ask, stop, take), `reading` (what came of it), `rows` (long lists), `papers`."""
