"""What is decided in sessions, without a database: `days` (when a session meets), `clashes` (what is in two places),
`enrolment` (who may do what), `draw` (seats by lot)."""
