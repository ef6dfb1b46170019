"""The waivers of a repository, the first to expire first, with the number by which each is renewed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from kratom_lint.policy.waivers import NOTICE, Entry
from kratom_lint.report.terminal import printable


def listing(entries: Sequence[Entry], day: str, form: str) -> str:
    """Return the waivers for people ("human") or programs ("json"), as on the ISO day `day`."""
    numbered = sorted(enumerate(entries, 1), key=lambda pair: (pair[1].waiver.expires, pair[0]))
    if form == "json":
        values = [_values(number, entry, day) for number, entry in numbered]
        return json.dumps({"as_of": day, "waivers": values}, indent=2) + "\n"
    blocks = [_block(number, entry, day) for number, entry in numbered]
    return "\n".join(blocks) if blocks else "no waivers\n"


def _left(entry: Entry, day: str) -> int:
    return (date.fromisoformat(entry.waiver.expires) - date.fromisoformat(day)).days


def _status(entry: Entry, day: str) -> str:
    if entry.waiver.approved_on > day:
        return "to come"
    left = _left(entry, day)
    return "expired" if left <= 0 else "expiring" if left <= NOTICE else "active"


def _block(number: int, entry: Entry, day: str) -> str:
    waiver = entry.waiver
    ticket = f", {waiver.ticket}" if waiver.ticket else ""
    left = _left(entry, day)
    days = f" ({left} day{'' if left == 1 else 's'} left)" if left > 0 else ""
    lines = [
        f"{number}. {entry.rule} for {entry.scope}: {_status(entry, day)}",
        f"   until {waiver.expires}{days}; approved by {waiver.approved_by} on {waiver.approved_on}{ticket}",
        f"   {' '.join(waiver.reason.split())}",
    ]
    return "".join(f"{printable(line)}\n" for line in lines)


def _values(number: int, entry: Entry, day: str) -> dict[str, str | int | None]:
    return {
        "number": number,
        "rule": entry.rule,
        "path": entry.path or None,
        "pointer": entry.pointer or None,
        "fingerprint": entry.fingerprint or None,
        "reason": entry.waiver.reason,
        "approved_by": entry.waiver.approved_by,
        "approved_on": entry.waiver.approved_on,
        "expires": entry.waiver.expires,
        "ticket": entry.waiver.ticket,
        "status": _status(entry, day),
    }
