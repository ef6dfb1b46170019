"""The values everything else speaks in: spans, edits, suggestions, findings. Imports nothing of ours."""

from __future__ import annotations

from enum import StrEnum

from kratom_lint.values import value


class Severity(StrEnum):
    """How much a finding weighs; `rank` orders them, info lowest."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """Return 0 for info, 1 for warning, 2 for error."""
        return ("info", "warning", "error").index(self.value)


class Applicability(StrEnum):
    """Who may apply a suggestion: the tool (`safe`), a person who has read it (`review`), nobody (`none`)."""

    SAFE = "safe"
    REVIEW = "review"
    NONE = "none"


@value(order=True)
class Span:
    """A half-open range [start, end) of code points of the source, 0-based."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Say whether the two ranges share at least one code point."""
        return self.start < other.end and other.start < self.end


@value(order=True)
class Edit:
    """Replace the source at `span` by `text`; an empty span inserts."""

    span: Span
    text: str


@value
class Suggestion:
    """One honest way out of a finding.

    `kind` is one of delete, replace, insert, rename, substantiate, product-change, legal-review. `edits` is empty when
    there is nothing to type, when nobody asked for edits, or when none could be proved. `verified` says that the
    edits were made on a copy, which was read and linted again: the finding is gone, none has come, and nothing else
    has changed.
    """

    title: str
    kind: str
    applicability: Applicability
    edits: tuple[Edit, ...] = ()
    verified: bool = False


@value
class Authority:
    """The law or guidance a rule stands on.

    Dates are ISO days; `until` is the first day it no longer holds. `confidence` says how its text was read:
    V1 primary text, V2 good secondary source, V3 weak secondary source, GK general knowledge.
    """

    id: str
    citation: str
    title: str
    url: str
    jurisdiction: str
    in_force: str
    until: str | None
    confidence: str
    checked: str

    def holds(self, day: str) -> bool:
        """Say whether the authority is in force on the ISO day `day`."""
        return self.in_force <= day and (self.until is None or day < self.until)


@value
class Step:
    """One step of the reasoning behind a finding."""

    step: str
    detail: str


@value
class Related:
    """Another place, or another rule's view of the same place, that belongs to a finding."""

    message: str
    span: Span
    rule: str | None = None


@value
class Suppression:
    """Why a finding is not reported: the directive's reason and place, and the first day it no longer holds."""

    reason: str
    span: Span
    until: str | None = None


@value
class Waiver:
    """A signed exception that excuses a finding. Dates are ISO days; on `expires` it no longer holds."""

    reason: str
    approved_by: str
    approved_on: str
    expires: str
    ticket: str | None = None


@value
class Finding:
    """A rule matched at a span of one document.

    `span` is the smallest source range that covers the match and `segments` its parts when markup lies between.
    `match` is the visible text. `anchor` is "text", or "document" for a finding about the whole document, whose
    span is the empty place where the missing text belongs. `fingerprint` survives moves and edits elsewhere; of equals
    in one document, the second has "-2" at its end, and so on. `suppression`, `waiver` and `known_since` (ISO day, of
    the baseline) say why a finding does not count, and `upcoming_from` on which ISO day the law will make it one.
    """

    rule: str
    severity: Severity
    claim: str
    message: str
    why: str
    span: Span
    segments: tuple[Span, ...]
    match: str
    block_kind: str
    pointer: str
    authority: tuple[Authority, ...]
    trace: tuple[Step, ...] = ()
    related: tuple[Related, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    anchor: str = "text"
    fingerprint: str = ""
    suppression: Suppression | None = None
    waiver: Waiver | None = None
    known_since: str | None = None
    upcoming_from: str | None = None

    @property
    def identity(self) -> str:
        """Return the fingerprint without its number: rule and wording, the same for all equals."""
        return self.fingerprint.partition("-")[0]


@value
class Incomplete:
    """Something that could not be checked, and so must not pass for clean.

    `reason` is one of missing, unreadable, binary, undecodable, no-files, config, rules, timeout, crash, missing-extra,
    unread.
    """

    path: str
    reason: str
    detail: str


@value(order=True)
class Skipped:
    """Something that was left out on purpose, and why; it is no reason to doubt the rest."""

    path: str
    reason: str


@value
class Pack:
    """A loaded pack: its name, version, jurisdiction, and the hash of all its files.

    `places` are those in its jurisdiction whose own law it has, each with its name; its rules then hold where their
    authorities do. `sets` name several of them. `checked` is the ISO day on which its law was last compared with the
    sources, `check_again` the one by which that is due anew; "" when it does not say.
    """

    id: str
    version: str
    jurisdiction: str
    sha256: str
    places: tuple[tuple[str, str], ...] = ()
    sets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    check_again: str = ""
    checked: str = ""

    @property
    def jurisdictions(self) -> frozenset[str]:
        """Return all that may be asked for of this pack."""
        return frozenset((self.jurisdiction, *(name for name, _ in (*self.places, *self.sets))))

    def is_stale(self, day: str) -> bool:
        """Say whether its law was to be checked again before the ISO day `day`."""
        return bool(self.check_again) and self.check_again < day
