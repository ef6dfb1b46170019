"""Whether words hold a verb that a sentence can stand on. Knows common English verbs; of others it says no."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_AUXILIARY = frozenset(
    """am are aren't can can't cannot could couldn't did didn't do does doesn't don't had hadn't has hasn't have haven't
    is isn't may might must mustn't shall should shouldn't was wasn't were weren't will won't would
    wouldn't""".split()  # noqa: SIM905
)
_CONTRACTED = re.compile(r"(?:he|here|i|it|let|she|that|there|they|we|what|who|you)'(?:d|ll|m|re|s|ve)\Z")
_VERBS = frozenset(
    """add ask arrive avoid become begin belong blend break brew bring build buy call carry cause check choose come
    consult contain continue cost cut depend differ drink dry eat enjoy explain feel find follow get give go grow happen
    harvest hold include keep know lead learn leave let live look lose make mean measure mix move need offer open order
    pack pay pick prefer read reach remain remember require say see seem sell send serve ship show smell source speak
    stand start stay steep stir stop store sweeten take taste tell test think travel try turn use vary visit want warn
    weigh write""".split()  # noqa: SIM905
)
_THIRD = frozenset(
    f"{verb}s" for verb in _VERBS - {"blend", "cut", "drink", "mean", "need", "order", "use"}
) | frozenset(
    """carries dries goes mixes passes reaches teaches tries varies""".split()  # noqa: SIM905
)
_PAST = frozenset("became began came fell gave got grew knew said saw sold spoke took told went wrote".split())  # noqa: SIM905
_PRONOUNS = frozenset("he i it she they we you who people".split())  # noqa: SIM905
_RELATIVE = frozenset({"that", "which", "who"})
_NO_VERB = frozenset(
    """a all also always an another any both each even he her his i it its just kratom many most my never not often only
    our people she some such the their these they this those we you your""".split()  # noqa: SIM905
)
"""What may stand between "that" and the verb it begins a clause with; any other word right behind it is a verb."""
_OPENS = frozenset(
    """although as because before if once since that though unless until when where whether which while who whose
    why""".split()  # noqa: SIM905
)
"""Begins a clause whose verb is not the verb of the sentence."""


def has_verb(text: str) -> bool:
    """Say whether the words have a finite verb besides those of the clauses that depend on something."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    open_clauses = 0
    for index, word in enumerate(words):
        before = words[index - 1] if index else ""
        if word in _OPENS and (index or word not in _RELATIVE):
            open_clauses += 1
        elif _is_finite(word, before) or (open_clauses and before in _RELATIVE and word not in _NO_VERB):
            if not open_clauses:
                return True
            open_clauses -= 1
    return False


def _is_finite(word: str, before: str) -> bool:
    """Say whether a word is a verb with a subject, given the word before it; at the start it may be an order."""
    if word in _AUXILIARY or word in _THIRD or word in _PAST or _CONTRACTED.match(word):
        return True
    if word in _VERBS:
        return before in ("", "and", "or", "please", "then", "never", "just", *_PRONOUNS) or before.endswith("s")
    return before in _PRONOUNS and word.endswith("ed")
