"""The optimiser. `solve` is the entry; `check_plan` is written apart from it and referees every answer."""
