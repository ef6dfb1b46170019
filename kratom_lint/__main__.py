"""`python -m kratom_lint`."""

from kratom_lint.cli import main

if __name__ == "__main__":  # processes that are started anew import it, too
    main()
