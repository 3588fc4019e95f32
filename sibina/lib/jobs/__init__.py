"""Long work in the background: progress, stop, result; survives a kill."""
