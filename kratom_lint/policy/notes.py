"""The rules about directives and waivers: no pack has them, and settings give them levels like any other."""

from __future__ import annotations

from kratom_lint.policy import suppressions

WAIVER_EXPIRED = "waiver/expired"
WAIVER_EXPIRING = "waiver/expiring"
WAIVER_UNUSED = "waiver/unused"
WAIVER_UNKNOWN_RULE = "waiver/unknown-rule"

CONTRADICTION = "product/contradiction"

WHY = suppressions.WHY | {
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
