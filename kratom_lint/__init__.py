"""Lint consumer marketing copy about kratom, 7-OH and other botanicals.

from kratom_lint import lint_text
for finding in lint_text("Kratom cures anxiety."):
    print(finding.span, finding.message)
"""

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from kratom_lint.api import lint_path, lint_text
    from kratom_lint.engine import TimedOut
    from kratom_lint.errors import ConfigError, KratomLintError, RuleError, SourceError
    from kratom_lint.loading import load_rulebook
    from kratom_lint.model import Applicability, Authority, Edit, Finding, Severity, Span, Suggestion
    from kratom_lint.rulebook.book import Rule, Rulebook

_HOME = {
    "kratom_lint.api": ("lint_path", "lint_text"),
    "kratom_lint.engine": ("TimedOut",),
    "kratom_lint.errors": ("ConfigError", "KratomLintError", "RuleError", "SourceError"),
    "kratom_lint.loading": ("load_rulebook",),
    "kratom_lint.model": ("Applicability", "Authority", "Edit", "Finding", "Severity", "Span", "Suggestion"),
    "kratom_lint.rulebook.book": ("Rule", "Rulebook"),
}

__all__ = [
    "Applicability",
    "Authority",
    "ConfigError",
    "Edit",
    "Finding",
    "KratomLintError",
    "Rule",
    "RuleError",
    "Rulebook",
    "Severity",
    "SourceError",
    "Span",
    "Suggestion",
    "TimedOut",
    "__version__",
    "lint_path",
    "lint_text",
    "load_rulebook",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for: the command line starts without what it does not use."""
    for module, names in _HOME.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
