"""The Indonesian sentences of sessions."""
