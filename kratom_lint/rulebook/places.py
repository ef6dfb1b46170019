"""Whose law is asked about: places, what they lie in, and sets of places, all of them as packs name them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kratom_lint.model import Pack


def jurisdictions_of(packs: Iterable[Pack]) -> frozenset[str]:
    """Return all that may be asked for of these packs: their own jurisdictions, places, and sets of places."""
    return frozenset(name for pack in packs for name in pack.jurisdictions)


def places_meant(names: Iterable[str], packs: Collection[Pack]) -> frozenset[str]:
    """Return the places whose law is asked for: for a set its places, for a place also what it lies in."""
    found = set(names)
    for pack in packs:
        sets = dict(pack.sets)
        found |= {place for name in names if name in sets for place in sets[name]}
        if found & {place for place, _ in pack.places}:
            found.add(pack.jurisdiction)
    return frozenset(found)
