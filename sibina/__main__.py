"""`python -m sibina` is the `sibina` command."""

from sibina.cli import main

main()
