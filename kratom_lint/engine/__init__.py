"""Documents and rules in, findings out; nothing here knows a rule by name."""

from kratom_lint.engine.lint import TimedOut, lint, merged, unmerged

__all__ = ["TimedOut", "lint", "merged", "unmerged"]
