"""The rule books that settings ask for, each made once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from pathlib import Path

from kratom_lint.errors import ConfigError, KratomLintError
from kratom_lint.loading import load_rulebook
from kratom_lint.model import Finding, Pack, Severity
from kratom_lint.policy import notes
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.rulebook.places import jurisdictions_of
from kratom_lint.settings import Placed, Settings, is_folder
from kratom_lint.values import replace


class Books:
    """Makes the rule book for settings, and remembers it, or why there is none."""

    def __init__(self, other: Books | None = None) -> None:
        """Start with what `other` has read, so that it is not read again."""
        self._books: dict[Settings, Rulebook | KratomLintError] = {}
        self._latest: tuple[Settings, Rulebook] | None = None
        self._read: dict[tuple[str, ...], Rulebook] = other._read if other else {}

    def get(self, settings: Settings) -> Rulebook:
        """Return the book that `settings` ask for; raise RuleError or ConfigError if there is none."""
        if self._latest and self._latest[0] is settings:  # as in nearly all runs
            return self._latest[1]
        key = replace(settings, product=None, fail_on="error", fields=(), languages=(), provided_by=(), places={})
        if key not in self._books:
            try:
                self._books[key] = self._configured(settings)
            except KratomLintError as error:
                self._books[key] = error
        found = self._books[key]
        if isinstance(found, KratomLintError):
            raise found
        _check_provided(settings, found)
        self._latest = settings, found
        return found

    def _configured(self, settings: Settings) -> Rulebook:
        packs = tuple(map(str, settings.packs))
        if settings.jurisdictions:
            packs += _packs_of(settings.jurisdictions, packs)
        if packs not in self._read:
            self._read[packs] = load_rulebook([Path(pack) if is_folder(pack) else pack for pack in packs])
        book = self._read[packs]
        _check_names(settings, book)
        return book.configured(
            as_of=day_of(settings),
            jurisdictions=tuple(map(str, settings.jurisdictions)),
            severity={str(name): str(level) for name, level in settings.severity if not notes.is_note(name)},
            select=[str(name) for name in settings.select],
            ignore=[str(name) for name in settings.ignore if not notes.is_note(name)],
        )

    def states(self) -> dict[str, set[str]]:
        """Return by rule how the books made so far run it: active, upcoming, expired or ignored."""
        found: dict[str, set[str]] = {}
        for book in self._books.values():
            if isinstance(book, Rulebook):
                for rule in book.rules:
                    found.setdefault(rule.id, set()).add(book.status(rule.id))
        return found


def day_of(settings: Settings) -> str:
    """Return the ISO day whose law is asked about."""
    return settings.as_of or date.today().isoformat()


def levelled(finding: Finding, settings: Settings) -> Finding | None:
    """Return a finding about a directive or a waiver at the level that `settings` give it, None if they ignore it.

    These rules are in no pack, so the rule book cannot do it. `select` does not turn them off.
    """
    names = (finding.rule, finding.rule.split("/")[0])
    levels = {str(name): str(level) for name, level in settings.severity}
    level = next((levels[name] for name in names if name in levels), finding.severity.value)
    if level == "off" or not set(names).isdisjoint(settings.ignore):
        return None
    return replace(finding, severity=Severity(level))


def known_packs(settings: Settings) -> tuple[Pack, ...]:
    """Return what the packs in use, and those that come with the tool, say of themselves."""
    from kratom_lint.rulebook.files import pack_folders
    from kratom_lint.rulebook.packs import head, shipped

    packs = [Path(pack) if is_folder(pack) else str(pack) for pack in settings.packs]
    return (*map(head, pack_folders(packs)), *shipped())


def _packs_of(names: Iterable[str], packs: Sequence[str]) -> tuple[str, ...]:
    """Return the shipped packs that have jurisdictions none of `packs` has; a name no pack has is told of later."""
    from kratom_lint.rulebook.files import pack_folders
    from kratom_lint.rulebook.packs import head, shipped

    unknown = set(names) - jurisdictions_of(head(folder) for folder in pack_folders(packs))
    return tuple(pack.id for pack in shipped() if unknown & pack.jurisdictions) if unknown else ()


def _check_names(settings: Settings, book: Rulebook) -> None:
    """Raise ConfigError with the place of each rule, topic or jurisdiction that the settings name and no pack has."""
    rules = {name for rule in book.rules for name in (rule.id, rule.topic)}
    mendable = rules | notes.TOPICS | set(notes.WHY)
    places = jurisdictions_of(book.packs)
    if not places.issuperset(settings.jurisdictions):
        from kratom_lint.rulebook.packs import shipped

        places |= jurisdictions_of(shipped())
    faults = [
        *_unknown("rule or topic", settings.select, rules),
        *_unknown("rule or topic", [*settings.ignore, *(name for name, _ in settings.severity)], mendable),
        *_unknown("jurisdiction", settings.jurisdictions, places),
    ]
    if faults:
        raise ConfigError("\n".join(faults))


def _check_provided(settings: Settings, book: Rulebook) -> None:
    """Raise ConfigError with the place of each name in `provided_by` that is no disclosure of the book."""
    if settings.provided_by:
        known = {name for rule in book.rules if rule.is_disclosure for name in (rule.id, rule.id.split("/")[1])}
        faults = _unknown("disclosure", [name for name, _ in settings.provided_by], known)
        if faults:
            raise ConfigError("\n".join(faults))


def _unknown(noun: str, names: Iterable[Placed], known: Collection[str]) -> list[str]:
    from kratom_lint.rulebook.located import nearest

    return [
        f"{name.place}: no {noun} {str(name)!r}; {nearest(name, list(known))}" for name in names if name not in known
    ]
