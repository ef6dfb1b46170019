"""Regular English inflection of verbs and nouns; irregular forms come as data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

Irregular = Mapping[str, Sequence[str]]
"""Base form -> all its other forms (fight: fought, fights, fighting)."""

_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_DOUBLES = re.compile(r"^[^aeiou]*[aeiou][^aeiouwxy]$")


def verb_forms(verb: str, irregular: Irregular) -> tuple[str, ...]:
    """Return the verb's base, -s, -ed and -ing forms; of several words the first inflects (`take the edge off`)."""
    head, gap, rest = verb.partition(" ")
    return tuple(form + gap + rest for form in _verb(head, irregular))


def noun_forms(noun: str, irregular: Irregular) -> tuple[str, ...]:
    """Return the noun and its plural; of several words the last inflects (`panic attack`)."""
    rest, gap, head = noun.rpartition(" ")
    return tuple(rest + gap + form for form in _noun(head, irregular))


def _verb(verb: str, irregular: Irregular) -> tuple[str, ...]:
    if verb in irregular:
        return (verb, *irregular[verb])
    stem = verb + verb[-1] if _DOUBLES.match(verb) else verb
    if verb.endswith("ie"):
        return verb, verb + "s", verb + "d", verb[:-2] + "ying"
    if verb.endswith("e"):
        continuous = verb + "ing" if verb.endswith(("ee", "oe", "ye")) else verb[:-1] + "ing"
        return verb, verb + "s", verb + "d", continuous
    if _CONSONANT_Y.search(verb):
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    third = verb + "es" if _SIBILANT.search(verb) or verb.endswith("o") else verb + "s"
    return verb, third, stem + "ed", stem + "ing"


def _noun(noun: str, irregular: Irregular) -> tuple[str, ...]:
    if noun in irregular:
        return (noun, *irregular[noun])
    if _CONSONANT_Y.search(noun):
        return noun, noun[:-1] + "ies"
    return noun, noun + "es" if _SIBILANT.search(noun) else noun + "s"
