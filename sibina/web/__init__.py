"""Pages that look across the cycle: home, log-in, audit trail, example cities."""
