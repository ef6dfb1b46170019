"""Where sentences begin and end in visible text: a scan for stops, and what stands on either side of each."""

from __future__ import annotations

import re

from kratom_lint.expressions import late

BULLETS = "•▪●◦‣►➤✓✔✅☑■□◆"
EMOJI = "\u2600-\u26ff\u2702-\u27bf\u2b05-\u2b55\U0001f000-\U0001faff"

STOPS = ".!?…"
MARK = re.compile(  # one set of letters in front: the scan for it is what makes this fast
    rf"""([{STOPS}\n·{BULLETS}{EMOJI}])([{STOPS}]*)(["'”’)\]»*_]*(?:\[\d{{1,3}}\]|[¹²³⁴-⁹⁰])*)"""
)
PLAIN_END = re.compile(r"(?<=[a-z]{5})(?<!pprox)\.(?= [A-Z])")
"""A stop after a word too long for an abbreviation, before a capital: what most sentences end with."""
NEXT = re.compile(r"""\s*["'“‘«(\[*_¿¡]*(\w?)([^\W_]*)""")
GLUED = late(r"""["“‘(]?(?:[A-Z][a-z]++|[AI](?=[ '’]))(?!\.\w)""")
CITATION = late(r"\d{1,3}(?=\s+[A-Z])")
INITIALS = late(r"(?:[^\W\d_]\.)*[^\W\d_]")
LOWER_WORD = late(r"[a-z]{2}$|[)\]”’%]$")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEVER_LAST = _words(
    """dr mr mrs ms mx prof st mt ft rev hon sen rep gov gen capt sgt lt col pres supt vs v cf e.g i.e eg ie viz
    approx incl excl esp fig figs sec vol ed eds pp dept tel ext aka resp"""
)
"""Abbreviations that lean on the word after them, so a sentence does not end there."""

OFTEN_INSIDE = _words("inc co corp ltd llc bros jr sr ph.d m.d d.c al u.s u.k u.s.a f.d.a d.e.a")
"""Abbreviations that end a sentence only before a word that likes to begin one."""

BEFORE_NUMBER = _words("no nos p art ch ca para est min max avg jan feb mar apr jun jul aug sep sept oct nov dec")
"""Abbreviations when a number follows."""

NOT_BEFORE_LOWER = _words("misc assn natl intl temp mins secs tbsp")
"""Words of four letters and more end a sentence even when the next begins in lower case; these do not."""

STARTERS = _words(
    """a an and are as at both but by can consumers customers do does each even every few for from he here
    how however i if in is it its let many more most my no not now of on once or other our people research she
    since so some studies such take that the their then there these they this those though to try under unlike
    use users we what when where whether which while who why with yes yet you your"""
)
"""Words that, capitalised after an abbreviation, show that a new sentence has begun."""

FILE_ENDINGS = _words("com org net io co gov edu info shop html php js")


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of `text` as half-open ranges of code points, in order, without outer white space.

    Together they cover every character that is not white space. A line feed ends a sentence, and so does a
    bullet inside a line. Linear in the length of the text.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in MARK.finditer(text):
        mark = match[1]
        if plain := PLAIN_END.match(text, match.start()):
            end = plain.end()
        elif mark in STOPS:
            end = _stop_ends(text, start, match)
        elif mark in "\n" + BULLETS:
            end = match.start()
        elif mark == "·":
            end = match.start() if text[match.start() - 1 : match.end() + 1] == " · " else 0
        else:
            end = _emoji_ends(text, start, match)
        if end > start:
            _add(spans, text, start, end)
            start = end
    _add(spans, text, start, len(text))
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Add text[start:end] without white space at its ends, if anything else is there."""
    words = text[start:end]
    bare = words.lstrip()
    start += len(words) - len(bare)
    if bare := bare.rstrip():
        spans.append((start, start + len(bare)))


def _emoji_ends(text: str, start: int, match: re.Match[str]) -> int:
    """Return where the sentence ends that an emoji closes, or 0 if it closes none.

    It does before a capital, when the word before is not capitalised. Between two capitalised words it is
    taken for decoration, so that no emoji splits a claim in title case.
    """
    end = match.start(2)
    following = NEXT.match(text, end)
    nearby = text[max(start, match.start() - 40) : match.start()]
    before = [word for word in nearby.split() if word[0].isalnum()]
    ends = before and following and following[1].isupper() and not before[-1][0].isupper()
    return end if ends else 0


def _stop_ends(text: str, start: int, match: re.Match[str]) -> int:
    """Return where the sentence ends that this stop closes, or 0 if it closes none."""
    stop, close, end = match[1] + match[2], match[3], match.end()
    if end >= len(text):
        return end
    if not text[end].isspace():
        return _glued_end(text, start, match)
    following = NEXT.match(text, end)
    initial, rest = following.groups() if following else ("", "")
    lower = initial.islower()
    if "!" in stop or "?" in stop:
        ends = not (lower and close)
    elif stop != ".":
        ends = not lower
    else:
        ends = _period_ends(_word_before(text, start, match.start()), initial, rest, close)
    return end if ends else 0


def _word_before(text: str, start: int, at: int) -> str:
    """Return the word that ends at `at`; with "|" before it if it is the first of its sentence."""
    words = text[max(start, at - 24) : at].split()
    word = words[-1].lstrip("\"'“‘«([*_") if words else ""
    return f"|{word}" if len(words) == 1 and at - start < 24 else word


def _period_ends(word: str, initial: str, rest: str, close: str) -> bool:
    """Say whether a period after `word` ends the sentence, when the next word is `initial` + `rest`."""
    first = word.startswith("|")
    word = word.lstrip("|")
    folded = word.lower()
    if close and not initial.islower():
        return True
    if folded in NEVER_LAST or (first and word.isdecimal() and len(word) < 3):
        return False
    if folded in OFTEN_INSIDE or INITIALS.fullmatch(word):
        if folded in ("a.m", "p.m") or word == "I":
            return initial.isupper() and not rest.isupper()
        return initial.isupper() and (initial + rest).lower() in STARTERS
    if initial.isdigit():
        return folded not in BEFORE_NUMBER or (first and folded == "no")
    if initial.islower():
        return not close and len(word) > 3 and word.isalpha() and folded not in NOT_BEFORE_LOWER
    return True


def _glued_end(text: str, start: int, match: re.Match[str]) -> int:
    """Return where the sentence ends when the next follows without a space ("Questions?Call us."), or 0."""
    end = match.end()
    stop = match[1] + match[2]
    if not (match[3] or LOWER_WORD.search(text, max(match.start() - 2, start), match.start())):
        return 0 if stop == "." or not GLUED.match(text, end) else end
    if stop == "." and (citation := CITATION.match(text, end)):
        return citation.end()
    following = GLUED.match(text, end)
    if not following or following[0].lower() in FILE_ENDINGS:
        return 0
    word = _word_before(text, start, match.start()).lstrip("|").lower()
    if stop == "." and (word in NEVER_LAST or "@" in word or "/" in word or word == "www"):
        return 0
    return end
