"""What the writer calls the product, and what the page itself says of its form: the facts a suggestion may use."""

from __future__ import annotations

import re

from kratom_lint.formats.document import PLACES, Document
from kratom_lint.text.slots import Subject

_NOUN = (
    r"kratom|7-?oh|leaf|leaves|powders?|capsules?|caps|teas?|extracts?|blends?|strains?|shots?|gumm(?:y|ies)|tinctures?"
    r"|tablets?|products?|kava|kanna|cbd"
)
_PHRASE = re.compile(
    rf"(?:(?:Our|The|This|These|All our|Each of our|Every one of our)\s+)?"
    rf"(?:(?:[A-Z][\w’'-]*|\d+x|(?i:{_NOUN})\b)\s+){{0,4}}(?:(?i:{_NOUN})\b|[A-Z][\w’'-]+)"
)
_STRONG = re.compile(
    rf"\b(?:{_NOUN})\b|\b(?:Maeng Da|Bali|Borneo|Malay|Thai|Horn|Hulu|Bentuangie|Sumatra|Indo)\b", re.I
)
_THEN_VERB = re.compile(r"\s+[a-z]+\b")
_FORM = (
    r"(?:(?:dried|plain|fine|finely|milled|ground|crushed|loose|raw|pure|leaf|kratom|sun-dried|green|red|white)\s+){0,4}"
    r"(?:powder|capsules|tea|extract|shot|tincture|gummies)"
)
_PLURAL = re.compile(
    r"(?:capsules|caps|powders|teas|extracts|blends|strains|shots|gummies|tinctures|tablets|products|leaves)\Z", re.I
)
_KRATOM = re.compile(
    r"\b(?:kratom|7-?oh|maeng da|bali|borneo|malay|thai|horn|hulu|bentuangie|sumatra|indo|(?:red|green|white) vein)\b",
    re.I,
)
_OTHER = re.compile(
    r"\b(?:kava|kanna|cbd|hemp|akuamma|blue lotus|ashwagandha|turmeric|ginger|cacao|mushrooms?)\b", re.I
)
_WEAK = frozenset("it this that these those they we you he she i and but so".split())  # noqa: SIM905


def subject_in(sentence: str, before: int) -> Subject | None:
    """Return the subject of a sentence, found before the offset `before`, None if it is no product.

    Only a name that stands at the start, directly before the verb, is taken.
    """
    start = re.match(r"[\s\"“'‘*_(]*", sentence)
    at = start.end() if start else 0
    match = _PHRASE.match(sentence, at, max(before, at))
    if match is None or not _STRONG.search(match[0]) or match[0].lower() in _WEAK:
        return None
    phrase = match[0]
    if not sentence[at].isupper() or not (_THEN_VERB.match(sentence, match.end()) or match.end() >= before - 1):
        return None
    words = phrase.split()
    if any(word[0].islower() and not re.fullmatch(_NOUN, word, re.I) for word in words[1:]):
        return None
    return Subject(phrase, plural=bool(_PLURAL.search(phrase)))


def is_kratom(subject: Subject) -> bool:
    """Say whether a name tells that it is kratom, so that what is true of kratom may be said of it."""
    return bool(_KRATOM.search(subject.phrase)) and not _OTHER.search(subject.phrase)


def form_of(document: Document, subject: Subject) -> str | None:
    """Return the form of a product as the page tells it, right behind the product's own name; None if it does not."""
    name = re.sub(r"^(?:Our|The|This|These|All our)\s+", "", subject.phrase)
    generic = re.fullmatch(_NOUN, name, re.I)
    verb = r"(?: is| are| comes as| come as| is sold as| are sold as)"
    verb = verb if generic else rf"(?:{verb}|[:,]| [—–-])?"
    told = re.compile(rf"\b{re.escape(name)}{verb}(?: (?:a|an|our))?\s+({_FORM})(?=[.,;:!)]|\s[—–(]|\Z)", re.I)
    for block in document.blocks:
        if block.kind in PLACES:
            continue
        if match := told.search(block.prose.text):
            return match[1].lower()
    return None


def described(subject: Subject, form: str) -> str:
    """Return the plain sentence that says what a product is: "Our Green Maeng Da is a dried leaf powder."."""
    if subject.plural or form.endswith(("capsules", "gummies")):
        return f"{subject.phrase} {'come' if subject.plural else 'comes'} as {form}."
    return f"{subject.phrase} is {'an' if form[0] in 'aeiou' else 'a'} {form}."
