"""Mistakes of the user, each told as "where: what is wrong; what to do"."""


class KratomLintError(Exception):
    """A mistake the user can mend. Shown on stderr without a traceback; the run exits 2."""


class ConfigError(KratomLintError):
    """A configuration file or option value that cannot be used."""


class SourceError(KratomLintError):
    """A path that cannot be read, or whose bytes are no text."""


class RuleError(KratomLintError):
    """One or more faults in rule files, one line each: `path:line:column: what is wrong; what to do`."""
