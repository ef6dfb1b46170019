"""`python -m kratom_lint`."""

from kratom_lint.cli import main

main()
