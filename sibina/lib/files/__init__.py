"""Files that people hand in or take out, kept in the database of their city."""
