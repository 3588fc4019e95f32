"""Settings, addresses, start-up checks, and the database that the program brings along."""
