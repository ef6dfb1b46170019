"""Documents and rules in, findings out; nothing here knows a rule by name."""

from kratom_lint.engine.lint import Survey, TimedOut, lint, merged, survey, unmerged

__all__ = ["Survey", "TimedOut", "lint", "merged", "survey", "unmerged"]
