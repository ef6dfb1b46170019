"""Which words can go with a claim so that what is left reads as a sentence. Knows English, and nothing of rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kratom_lint.repair.verbs import has_verb
from kratom_lint.text.sentences import sentences
from kratom_lint.text.slots import Subject

Rewrite = tuple[int, int, str]
"""The text [start, end) is to read something else."""

_END = re.compile(r"[.!?…]*[\"'”’)\]*]*\s*\Z")
_PARENTHESIS = re.compile(r"\s*\([^()]*\)")
_DASH = re.compile(r"\s+[—–-]\s+|—")
_SUBJECT = r"(?:it|they|we|you|he|she|I|this|that|these|those|our|your|the|a|an|kratom|[A-Z][a-z]+)(?:['’]\w+)?\b"
_JOINED = re.compile(r",?\s+(?:and|&|but|so|yet)\s+(?=(?:it|they|we|you|he|she)(?:['’]\w+)?\s)|;\s+(?:and\s+|but\s+)?")
_JOINED_NOUN = re.compile(rf"\A[^,]*(?P<cut>,\s+(?:and|but|so|yet)\s+(?={_SUBJECT}\s))")
_TRAILING = re.compile(
    r",\s+(?:and\s+(?=with|without|for|how|why)|which|who|whose|where|making|helping|giving|leaving|bringing|offering|letting"
    r"|allowing|providing|supporting|promoting|easing|relieving|perfect|ideal|great|thanks|known|prized|loved|used"
    r"|with(?:out)?|for|so|because|since|nature['’]s|minus|plus)\b"
)
_BARE_TRAILING = re.compile(r"\s+(?:without|because|so that|thanks to|so (?=you|it|they|we))\b")
_LEADING = re.compile(
    r"(?:Because|Since|As|If|When|While|Whether|Although|Though|Unlike|Thanks to|With|Without|Compared (?:with|to)"
    r"|Like|For|After|Before|In addition to)\s"
)
_CONNECTIVE = re.compile(
    r"(?:(?:Accordingly|Also|And|As such|But|Consequently|For this reason|Hence"
    r"|However|Even so|Still|Instead|Moreover|Furthermore|In addition|Besides|Plus|So|Thus|Therefore"
    r"|As a result|Likewise|Similarly|Yet|In short|That said|Of course|Put simply|Otherwise|Better yet|Best of all)"
    r",\s+|(?:And|But|Yet|So|Plus)\s+)(?=\w)"
)
_ORDER = re.compile(
    r",?\s+(?:and|but|so)\s+(?=(?:always|ask|consult|do not|don['’]t|keep|never|please|read|store|talk)\b)"
)
_LEANS = re.compile(r"(?:and|but|yet|so|others?|another|some|they|it|this|that|these|those|he|she)\b", re.I)
_FUNCTION_WORD = frozenset(
    """a about across after against all also among an and are around as at be been before behind being below beside
    between beyond both but by can could did do does during even every for from had has have how i if in inside into is
    it its just less like many may might more most much must my near never no nor not of on one only or other our out
    outside over past per quite really should since so some such than that the their them then there these they this
    those through to too toward towards truly under up upon us very was we were what when where whether which while who
    will with within without would yet you your""".split()  # noqa: SIM905
)
_NO_NOUN = _FUNCTION_WORD | {"action", "benefits", "effects", "powers", "properties", "qualities"}
_ADJECTIVE = re.compile(
    r"(?:[\w’']+[ -])*(?:addictive|approved|backed|benign|boosting|certified|clean|cleanest|crafted|ethical|euphoric"
    r"|fighting|formulated|free|friendly|giving|grown|harmless|honou?red|legal|listed|made|natural|nonaddictive|organic"
    r"|proven|pure|purest|recommended|registered|relieving|responsible|safe|safest|sourced|sustainable|tested|traded?"
    r"|wildcrafted)\Z",
    re.I,
)
_NOUN_TOO = re.compile(
    r"(.+)\s+(?:botanical|capsules|herb|herbs|kratom|leaf|leaves|plant|plants|powder|product|products|tea)\Z",
    re.S | re.I,
)
"""An adjective and a noun that claims nothing by itself: then the adjective alone can go."""
_ADJECTIVE_WORDS, _SMALLEST = 3, 2
"""Adjectives have at most so many words, and what they leave has at least so many."""
_ECHO = re.compile(
    r"(?:(?:And|But|So|Yet)\s+)?(?:he|I|it|she|that|they|this|we|you)\s+(?:(?:always|never|really|still)\s+)?"
    r"(?:am|are|can|could|did|do|does|had|has|have|is|may|might|should|was|were|will|would)(?:n[’']t|\s+(?:not|never|so|too))*[.!]",
    re.I,
)
"""A sentence that says nothing by itself."""
_ACT = (
    r"(?:(?:actions?|approach|balance|benefits?|boost|calm|combination|effects?|feelings?|findings?|interactions?|lift"
    r"|mechanisms?|mix|mode|properties|relief|response|results?|synergy)\b)"
)
_SPEAKS_OF_IT = re.compile(
    rf"(?:(?:And|But|So)\s+)?(?:(?:This|That)\s+(?:allows|can|could|enables|explains|gives|helps|leads|leaves|lets|makes"
    rf"|may|means|might|results|will|would|(?:is|was)\s+(?:because|due|how|the|thanks|what|where|why))\b"
    rf"|(?:This|That|These|Those|Such)\s+(?:(?!is|are|was|were)[\w-]+\s+){{0,2}}{_ACT}|That['’]s\s+(?:because|how|what|why)\b"
    r"|Th(?:is|at)\s+(?:[\w-]+\s+)?is\s+(?:critical|crucial|important|key|vital)[.!])"
)
"""Begins a sentence that goes on about what the sentence before it said."""
_EXPLETIVE = re.compile(
    r"it(?:['’]s)?\s(?:[\w-]+\s+){0,4}?(?:advisable|best|better|clear|crucial|easy|essential|good|hard|important|likely|necessary"
    r"|no wonder|possible|recommended|time|true|unlikely|vital|wise|worth)\s+(?:for|if|not|that|to|\w+ing)\b",
    re.I,
)
"""An "it" that stands for nothing: "It is important to ...."."""
_STANDS_ALONE = re.compile(r"\d|\b(?:no|nor|not|never)\b|n[’']t\b", re.I)
"""Says something that is worth keeping: a number, a denial."""
_MORE_VOICES = re.compile(
    r"(?:a few|a number|many|most|others|several|some)\s+(?:even\s+)?(?:claim|find|report|say|swear|tell us|write)\b",
    re.I,
)
"""Begins a sentence that goes on with what people say, with no people in it."""
_THING = (
    r"(?:alkaloids?|blends?|botanicals?|bags?|capsules?|drinks?|drops?|extracts?|gumm(?:y|ies)|herbs?|kratom|lea(?:f|ves)"
    r"|plants?|powders?|products?|shots?|strains?|supplements?|tablets?|teas?|tinctures?|veins?)"
)
_PURPOSE = re.compile(rf"(?<=\b)(?P<thing>{_THING})(?P<cut>\s+(?:(?:against|for)\b|that\s|to\s+(?=[a-z]+\s)))", re.I)
"""A product with what it is for, or what it does: "powder that eases pain", "tea for anxiety"."""
_INCOMPLETE = re.compile(
    r"\b(?:no|not|never|which|what)\b|\b(?:find|is|are|was|were|it['’]s)\s+the\s+(?:\w+\s+)?\w+\Z"
    r"|\A(?:the|that|is there an?)\s+\w+\Z",
    re.I,
)
"""Says nothing without what follows: "It is the strain", "There is no amount of tea"."""
_AFTER_COMMA = re.compile(r"(?:and|at|but|by|from|grown|in|made|nor|or|so|sold|which|who|with|without|yet|[\w-]+ed)\s")
_QUOTED_ASIDE = re.compile(r",\s+[\"“][^\"“”]*[\"”](?=,)")
_OF_ALL = re.compile(
    r"(?:\s+[\w’'-]+){1,4}?(?P<tail>\s+(?:anywhere|around|on earth|on the market|out there))(?=\s*(?:[,;.!?)]|\Z))"
)
"""What a superlative is measured against: "the purest leaf on the market"."""
_TOO = re.compile(r"(?<!\bme)(?:,?\s+too|,?\s+as well)(?=\s*[,;.!?])|(?<=\w)(?<!\bbut)\s+also\b")
_DETERMINERS = frozenset(
    """a all an any as buy each every for fresh from her his in its my offer only our premium pure raw sell some
    that the their these this those with your""".split()  # noqa: SIM905
)
_QUOTATION = re.compile(r"“[^”]*(?:”|\Z)|(?<![\w.!?])\"[^\"]*(?:\"|\Z)|‘[^’]*[.!?]’")
_NAMED = re.compile(r"[\"”’)*]*\s*(?:[—–-]\s*\S|\n\s*[—–-]|[★☆⭐])")
_SIGNED = re.compile(r"[\s,]+(?:[A-Z][\w.’'-]*,?(?:\s+(?=\w)|\s*\Z)){1,4}(?:[a-z]+\s+[A-Z]\w+|\d+)?\s*\Z")
"""Who said what is quoted, at the end of a text: names and no sentence."""
_VOWEL = re.compile(r"[aeiouAEIOU]")


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range of the sentences that text[start:end] touches."""
    touched = [span for span in sentences(text) if span[0] < end and start < span[1]]
    return (touched[0][0], touched[-1][1]) if touched else (start, end)


def ends(text: str) -> bool:
    """Say whether a text ends in a stop, so that another sentence may follow."""
    stop = _END.search(text)
    return stop is None or bool(re.search(r"[.!?…]", stop[0])) or text.rstrip().endswith(":")


def saying_around(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the range of the quotation around text[start:end] with the name of who said it, None if it is in none."""
    for match in _QUOTATION.finditer(text):
        if match.start() <= start and end <= match.end() and len(match[0].split()) > 2:
            low, high = sentence_around(text, match.start(), match.end())
            if low < match.start() and text[low : match.start()].strip():
                return None  # a few words in quotation marks, inside somebody else's sentence
            if _SIGNED.match(text, match.end()):
                return low, len(text)
            named = _NAMED.match(text, match.end())
            if named:
                line = text.find("\n", named.end())
                high = max(high, line if line >= 0 else len(text))
            return low, max(high, match.end())
    return None


def answered(text: str, start: int, end: int) -> tuple[int, int]:
    """Return text[start:end] with the question right before it, or, if it asks itself, with all of its answer."""
    spans = sentences(text)
    first = max((n for n, (low, _) in enumerate(spans) if low <= start), default=0)
    last = max((n for n, (low, _) in enumerate(spans) if low < end), default=0)
    if not spans:
        return start, end
    if _asks(text, spans[first]):
        while last + 1 < len(spans) and not _asks(text, spans[last + 1]):
            last += 1
    elif first and _asks(text, spans[first - 1]):
        first -= 1
    else:
        return start, end
    return spans[first][0], spans[last][1]


def echoed(text: str, end: int) -> int:
    """Return where the sentences end that follow `end` and only echo what stands before: "We never will."."""
    for low, high in sentences(text):
        if low >= end and text[low:high].strip():
            if not (_ECHO.fullmatch(text[low:high].strip()) or _MORE_VOICES.match(text[low:high].strip())):
                break
            end = high
    return end


def leaning(text: str, end: int, kept: re.Pattern[str]) -> int:
    """Return where the sentences end that follow `end` and speak of what stood before: "This is why ...".

    One with `kept` in it, or that says something of its own, ends them.
    """
    for low, high in sentences(text):
        if low >= end and text[low:high].strip():
            alone = _STANDS_ALONE.search(text, low, high) or kept.search(text, low, high)
            if alone or not _SPEAKS_OF_IT.match(text, low, high):
                break
            end = high
    return end


def answer_start(text: str, start: int, end: int) -> int | None:
    """Return where the answer begins to the question that text[start:end] asks or follows, None if there is none."""
    spans = sentences(text)
    for question, answer in pairwise(spans):
        if _asks(text, question) and not _asks(text, answer) and question[0] < end and start < answer[1]:
            return answer[0]
    return None


def _asks(text: str, span: tuple[int, int]) -> bool:
    return text[span[0] : span[1]].rstrip(' *”"’)').endswith("?")


def without(text: str, start: int, end: int, subject: Subject | None = None) -> list[Rewrite]:
    """Return what becomes of a text from which whole sentences [start, end) go: spaces, connectives, "too" tidied.

    A `subject` that goes with them takes the place of the pronoun that stood for it in the next sentence.
    """
    before = text[:start].rstrip(" ")
    low, high = len(before), end
    after = re.compile(r"[ \t]*").match(text, end)
    if after and (not before or before[-1] in "\n:" or low == 0):
        high = after.end()
        low = start if before else 0
    rewrites = [(low, high, "")]
    rest = high + len(text[high:]) - len(text[high:].lstrip(" "))
    connective = _CONNECTIVE.match(text, rest)
    first = connective.end() if connective else rest
    pronoun = re.compile("they" if subject and subject.plural else "it", re.I).match(text, first)
    short = re.compile(r"['’](?:s|re)(?=\s)").match(text, pronoun.end()) if pronoun else None
    if subject and pronoun and (short or text[pronoun.end() :][:1].isspace()) and not _EXPLETIVE.match(text, first):
        verb = f" {'are' if subject.plural else 'is'}" if short else ""
        rewrites.append((rest, short.end() if short else pronoun.end(), subject.phrase + verb))
    elif connective:
        rewrites.append((rest, first + 1, text[first].upper()))
    following = next((span for span in sentences(text) if span[0] >= high and text[span[0] : span[1]].strip()), None)
    if following and (too := _TOO.search(text, *following)):
        rewrites.append((*too.span(), ""))
    return rewrites


def parts_without(
    text: str, start: int, end: int, *, title: bool = False, subject: Subject | None = None
) -> Iterator[list[Rewrite]]:
    """Yield ways to take the part of its sentence that holds text[start:end] away, the smallest first.

    What was a sentence stays one; a `title` need not be one. The `subject` of the sentence takes the place of the
    pronoun in a second clause that stays.
    """
    low, high = sentence_around(text, start, end)
    stop = _END.search(text, low, high)
    body = stop.start() if stop else high
    low, body = _between_bars(text, low, body, start, end)
    full = not title and stop is not None and bool(stop[0].strip()) and has_verb(text[low:high])
    for rewrites in (*_parts(text, low, body, start, end, title), *_second_clause(text, low, body, end, subject)):
        if not full or has_verb(_rewritten(text, rewrites, low, high)):
            yield rewrites


def _between_bars(text: str, low: int, body: int, start: int, end: int) -> tuple[int, int]:
    """Return the part of a title that holds text[start:end]: beyond a bar stands something else."""
    for bar in re.compile(r"\s+[|·•]\s+").finditer(text, low, body):
        if bar.end() <= start:
            low = bar.end()
        elif bar.start() >= end:
            return low, bar.start()
    return low, body


def _rewritten(text: str, rewrites: Sequence[Rewrite], low: int, high: int) -> str:
    """Return text[low:high] as the rewrites leave it."""
    pieces: list[str] = []
    at = low
    for start, end, new in sorted(rewrites):
        pieces += (text[at:start], new)
        at = end
    return "".join((*pieces, text[at:high]))


def _parts(text: str, low: int, body: int, start: int, end: int, title: bool) -> Iterator[list[Rewrite]]:
    yield from _adjective(text, low, body, start, end)
    yield from _parenthesis(text, low, body, start, end)
    yield from _purpose(text, low, body, start, end)
    yield from _between_dashes(text, low, body, start, end)
    yield from _tail(text, low, body, start)
    yield from _head(text, low, body, end)
    if title:
        yield from _second_half(text, low, body, start)


def _adjective(text: str, low: int, high: int, start: int, end: int) -> Iterator[list[Rewrite]]:
    """An adjective before its noun: "our natural powder"."""
    before = re.compile(r"([\w%’'-]+)\s+\Z").search(text, low, start)
    named = _NOUN_TOO.match(text, start, end)
    if named and _ADJECTIVE.match(named[1].split()[-1]):
        end = named.end(1)
    after = re.compile(r"\s+([^\W\d_][\w’'-]*)").match(text, end)
    words = text[start:end].split()
    if (
        after is None
        or after[1].lower() in _NO_NOUN
        or len(words) > _ADJECTIVE_WORDS
        or not _ADJECTIVE.match(words[-1])
    ):
        return
    noun = after.start(1)
    if not _stands(text[low:start] + text[noun:high], _SMALLEST):
        return
    if before is None:
        if start == low:
            yield [(start, noun + 1, text[noun].upper())]
    elif before[1].lower() in ("a", "an"):
        article = "an" if _VOWEL.match(after[1]) else "a"
        article = article.capitalize() if before[1][0].isupper() else article
        yield [(before.start(1), before.end(1), article), (start, noun, "")]
    elif re.search(r"\b(?:among|one of|some of) the(?: most)?\s+\Z", text[low:start], re.I):
        return  # "one of the herbs" is no praise, and no sense
    elif before[1].lower() in _DETERMINERS:
        superlative = words[-1].lower().endswith("est") and _OF_ALL.match(text, end, high)
        if superlative and before[1] == "the":
            yield [(before.start(1), noun, ""), (*superlative.span("tail"), "")]
        else:
            yield [(start, noun, "")]


def _parenthesis(text: str, low: int, body: int, start: int, end: int) -> Iterator[list[Rewrite]]:
    for match in _PARENTHESIS.finditer(text, low, body):
        if match.start() <= start and end <= match.end():
            yield [(match.start(), match.end(), "")]


def _purpose(text: str, low: int, body: int, start: int, end: int) -> Iterator[list[Rewrite]]:
    """What a product is for or does, right behind it, to the next comma or to the end of the sentence."""
    for aside in _QUOTED_ASIDE.finditer(text, low, body):
        if aside.start() <= start and end <= aside.end():
            yield [(aside.start(), aside.end(), "")]
    if text.startswith("?", body):
        return  # "Which strain?" asks nothing
    found = [match for match in _PURPOSE.finditer(text, low, body) if match.start("cut") < end and match.end() <= end]
    for match in reversed(found):
        at, between = match.start("cut"), text[match.end() : start]
        if _INCOMPLETE.search(text[low:at]):
            continue
        if re.search(r"[,;:(—–]", between) or text[low:at].count("“") != text[low:at].count("”"):
            continue
        comma = re.compile(r",\s+").search(text, end, body)
        if comma and ":" not in text[at : comma.start()] and _goes_on(text[comma.end() : body]):
            yield [(at, comma.start(), "")]
        yield [(at, body, "")]


def _goes_on(text: str) -> bool:
    """Say whether what follows a comma goes on with the sentence, and is no further entry of a list."""
    return bool(_AFTER_COMMA.match(text)) or has_verb(re.split(r"[,;:]|\b(?:and|or)\b", text)[0])


def _second_half(text: str, low: int, body: int, start: int) -> Iterator[list[Rewrite]]:
    """The end of a title from its last comma on: "Real people, real relief"."""
    if text[body:].strip() or low:
        return
    comma = text.rfind(", ", low, start + 1)
    if comma > 0 and _stands(text[low:comma], _SMALLEST) and not _LEADING.match(text, low):
        yield [(comma, body, "")]


def _between_dashes(text: str, low: int, body: int, start: int, end: int) -> Iterator[list[Rewrite]]:
    dashes = list(_DASH.finditer(text, low, body))
    for left, right in pairwise(dashes):
        if left.end() <= start and end <= right.start():
            yield [(left.start(), right.end(), " ")]
            return
    if len(dashes) == 1 and dashes[0].end() <= start and _stands(text[low : dashes[0].start()], 2):
        yield [(dashes[0].start(), body, "")]


def _tail(text: str, low: int, body: int, start: int) -> Iterator[list[Rewrite]]:
    """A clause at the end: ", and it eases pain", "; it eases pain", ", making it ideal for pain"."""
    cuts = [
        match.start()
        for pattern in (_JOINED, _TRAILING, _BARE_TRAILING)
        for match in pattern.finditer(text, low, start)
    ]
    if (joined := _JOINED_NOUN.match(text[low:start])) is not None:
        cuts.append(low + joined.start("cut"))
    for at in sorted(cuts, reverse=True):
        if _stands(text[low:at], 3) and not _LEADING.match(text[low:at]):
            yield [(at, body, "")]


def _head(text: str, low: int, body: int, end: int) -> Iterator[list[Rewrite]]:
    """A clause at the start: "Because it is natural, ...", "It eases pain; ..."."""
    semicolon = re.compile(r";\s+(?:and\s+|but\s+)?").search(text, end, body)
    if semicolon and _stands(text[semicolon.end() : body], 3) and not _LEANS.match(text, semicolon.end()):
        at = semicolon.end()
        yield [(low, at + 1, text[at].upper())]
    comma = re.compile(r",\s+").search(text, end, body)
    if comma and _LEADING.match(text, low) and re.match(rf"{_SUBJECT}\s", text[comma.end() : body]):
        at = comma.end()
        if not _stands(text[at:body], 3):
            return
        rewrites = [(low, at + 1, text[at].upper())]
        pronoun = re.compile(r"(?:it|they|these|this)\b").match(text, at)
        if pronoun and not _EXPLETIVE.match(text, at):
            if pronoun[0] == "it" and re.search(r"\bkratom\b", text[low:at], re.I):
                rewrites = [(low, at, ""), (at, pronoun.end(), "Kratom")]
            elif not text[:low].strip():
                return  # nothing is left that it could stand for
        if also := re.compile(r"\w+( also)\b").match(text, at):
            rewrites.append((*also.span(1), ""))
        yield rewrites


def _second_clause(text: str, low: int, body: int, end: int, subject: Subject | None) -> Iterator[list[Rewrite]]:
    """The first of two clauses: "Kratom eases pain, and it comes in bags", "..., but do not mix it with alcohol"."""
    if subject is None:
        return
    pronoun = re.compile(r",?\s+(?:and|but|so)\s+(they|it)\s").search(text, end, body)
    if pronoun and (pronoun[1] == "they") == subject.plural and _stands(text[pronoun.end() : body], _SMALLEST):
        yield [(low, pronoun.start(1), ""), (*pronoun.span(1), subject.phrase)]
    order = _ORDER.search(text, end, body)
    if order and _stands(text[order.end() : body], _SMALLEST):
        at = order.end()
        rewrites = [(low, at + 1, text[at].upper())]
        if meant := re.compile(r"\b(?:them|they)\b" if subject.plural else r"\bit\b").search(text, at, body):
            first, _, rest = subject.phrase.partition(" ")
            small = first.lower() if first in ("All", "Kratom", "Our", "The", "These", "This") else first
            rewrites.append((*meant.span(), f"{small} {rest}".rstrip()))
        yield rewrites


def _stands(text: str, words: int) -> bool:
    """Say whether words left over may be a sentence: enough of them, and no open end."""
    found = text.split()
    if len(found) < words or text.count("(") != text.count(")"):
        return False
    return found[-1].lower().strip(",*_") not in _FUNCTION_WORD and len(re.findall(r"[“”\"]", text)) % 2 == 0


def listed(text: str, start: int, end: int) -> Rewrite | None:
    """Return the rewrite that takes one entry out of words parted by commas, None if it is no such list."""
    if "," not in text:
        return (0, len(text), "") if text.strip() else None
    low = text.rfind(",", 0, start) + 1
    high = text.find(",", end)
    if high < 0:
        return max(low - 1, 0), len(text), ""
    gap = re.compile(r",\s*").match(text, high)
    spaces = len(text[low:start]) - len(text[low:start].lstrip())
    return low + spaces, gap.end() if gap else high + 1, ""
