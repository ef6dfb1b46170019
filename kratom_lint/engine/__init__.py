"""Documents and rules in, findings out; nothing here knows a rule by name."""

from kratom_lint.engine.lint import Examined, TimedOut, examine, lint, listening, merged, unmerged
from kratom_lint.engine.survey import Survey, Surveyor

__all__ = ["Examined", "Survey", "Surveyor", "TimedOut", "examine", "lint", "listening", "merged", "unmerged"]
