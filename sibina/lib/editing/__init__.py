"""Two people at the same row at once: the second is told, nothing is overwritten unseen, what was typed stays."""
