"""The rules about directives, waivers and what files say of each other: no pack has them, and settings give them levels
like any other."""

from __future__ import annotations

from collections.abc import Sequence

from kratom_lint.digests import sha256
from kratom_lint.model import Finding, Severity, Span, Suggestion

UNUSED = "suppression/unused"
UNKNOWN_RULE = "suppression/unknown-rule"
NO_REASON = "suppression/no-reason"
MALFORMED = "suppression/malformed"
EXPIRED = "suppression/expired"

WAIVER_EXPIRED = "waiver/expired"
WAIVER_EXPIRING = "waiver/expiring"
WAIVER_UNUSED = "waiver/unused"
WAIVER_UNKNOWN_RULE = "waiver/unknown-rule"

CONTRADICTION = "product/contradiction"

WHY = {
    UNUSED: "A directive that excuses nothing hides the next claim that is put in its place.",
    UNKNOWN_RULE: "A directive for a rule that does not exist excuses nothing, and its writer believes it does.",
    NO_REASON: "Whoever reviews the page must see why a claim was let through, so without a reason it is not.",
    MALFORMED: "A directive that cannot be read excuses nothing, and its writer believes it does.",
    EXPIRED: "A directive past its day excuses nothing; the claim must go, or someone must answer for it anew.",
    WAIVER_EXPIRED: "A waiver past its day excuses nothing; the claim must go, or someone must answer for it anew.",
    WAIVER_EXPIRING: "Soon the claim counts again; there is still time to change it, or to have it approved anew.",
    WAIVER_UNUSED: "A waiver that excuses nothing waits for the next claim that is put in its place.",
    WAIVER_UNKNOWN_RULE: "A waiver of a rule that does not exist excuses nothing, and its approver believes it does.",
    CONTRADICTION: "Two files that say different things of one product cannot both be true, and buyers read both.",
}
"""By rule, why it matters."""

TOPICS = frozenset(rule.split("/")[0] for rule in WHY)


def is_note(name: str) -> bool:
    """Say whether `name` is one of these rules or of their topics."""
    return name in WHY or name in TOPICS


def note(
    rule: str, message: str, span: Span, match: str, kind: str, about: Sequence[str], fixes: Sequence[Suggestion] = ()
) -> Finding:
    """Return a finding of one of these rules on a block of that kind; what it is `about` tells it from its like."""
    digest = sha256("\0".join((rule, *about)).encode("utf-8", "surrogatepass"))
    return Finding(
        rule=rule,
        severity=Severity.WARNING,
        claim="none",
        message=message,
        why=WHY[rule],
        span=span,
        segments=(span,),
        match=match,
        block_kind=kind,
        pointer="",
        authority=(),
        suggestions=tuple(fixes),
        fingerprint=digest.hexdigest()[:16],
    )
