"""The pages of sessions: `lists` (all sessions, calendar), `session` (one), `editing` (a session and venues changed),
`preparing` (from the plan), `going` (go, cancel, held), `people` (who takes part), `own` (a person's own), `calendars`,
`reach` (whom a programme reached)."""
