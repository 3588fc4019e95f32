"""The door of certificates."""
