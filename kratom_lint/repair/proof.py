"""Whether an edit does good: its finding is gone, no rule finds more, and no caution or disclosure is lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kratom_lint.engine import Survey, Surveyor
from kratom_lint.formats import read
from kratom_lint.formats.document import PLACES, Document
from kratom_lint.model import Finding
from kratom_lint.repair.place import place_of
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.rulebook.matcher import Match
from kratom_lint.text.sentences import sentences
from kratom_lint.values import replace

HARM = re.compile(
    r"\b(?:depend|addict|habit|withdraw|overdos|seizure|liver|breath|death|died?\b|fatal|deadly|danger|poison|toxic|nause|dizz"
    r"|constipat|vomit|drows|pregnan|nursing|breast|interact|alcohol|opioid|sedative|benzo|doctor|physician|pharmacist"
    r"|medical|medicine|911|helpline|children|pets|driv|harm|risk|side effect|adverse)",
    re.I,
)
"""What a sentence of caution is about; a cue alone ("increases") may say anything."""


_SUCH_AS_IT_IS = re.compile(r",?\s+which (?:is|are|was|were) (?:a|an|one of|the)\s[^,.;:!?]*")
"""What a claim adds of the thing it names: "respiratory depression, which is the main cause of ..."."""


class Prover:
    """Compares edited versions of one document with the document."""

    def __init__(self, document: Document, book: Rulebook) -> None:
        self._book = book
        self._given = document.product
        self._surveyor = Surveyor(book)
        self.document = pinned(document, book)
        self.before = self._surveyor.survey(self.document)
        self._said: dict[str, frozenset[tuple[str, str]]] = {}
        self._known: dict[str, tuple[str, ...]] = {}
        self._warned: dict[str, tuple[str, ...]] = {}
        self._cautions = self._cautions_in(document) - self._claimed()

    def improves(self, edited: Document, findings: Sequence[Finding]) -> bool:
        """Say whether the edited document has fewer of these findings' rules, more of none, and all cautions.

        With several findings, fewer findings in all are enough.
        """
        after = self._surveyor.survey(edited)
        return (
            after.complete
            and self.before.complete
            and self._stays_none(edited)
            and no_more(after, self.before)
            and after.findings.total() < self.before.findings.total()
            and (len(findings) > 1 or after.findings[findings[0].rule] < self.before.findings[findings[0].rule])
            and all(self._is_claim(each) for each in self.before.statements.keys() - after.statements.keys())
            and self._warns(edited)
        )

    def _warns(self, edited: Document) -> bool:
        """Say whether all words of caution are still there, but for those in the sentence of a claim, of the same harms
        as a caution that stays."""
        lost = self._cautions - self._cautions_in(edited)
        if lost:
            texts = [block.prose.text for block in edited.blocks if block.kind not in PLACES]
            said = [text[low:high] for text in texts for low, high in sentences(text)]
            harms = {harm for sentence in said if self._cues(sentence) for harm in _harms(sentence)}
            for sentence in self._claiming().keys() - set(said):
                if _harms(sentence) <= harms:
                    lost -= Counter(self._cues(sentence))
        return not lost

    def _stays_none(self, edited: Document) -> bool:
        """Say whether a document that no longer names its product, or names another more, is no worse for that."""
        if self._given is not None:
            return True
        return no_more(self._surveyor.survey(replace(edited, product=None)), self.before)

    def is_said(self, text: str) -> bool:
        """Say whether a text makes statements that disclosures ask for, all of which the document makes already."""
        if text not in self._said:
            about = read(text, "text", product=self.before.product)
            self._said[text] = frozenset(self._surveyor.survey(about).statements)
        return bool(self._said[text]) and self._said[text] <= self.before.statements.keys()

    def _cautions_in(self, document: Document) -> Counter[str]:
        """Return the words of caution in a document, counted: what must not get lost while claims go."""
        found: Counter[str] = Counter()
        for block in document.blocks:
            if block.kind not in PLACES:
                found.update(self._cautions_of(block.prose.text))
        return found

    def _cautions_of(self, text: str) -> tuple[str, ...]:
        """Return the words of caution in the text of a block."""
        if text not in self._warned:
            cues = (self._cues(text[start:end]) for start, end in sentences(text))
            self._warned[text] = tuple(each for found in cues for each in found)
        return self._warned[text]

    def _is_claim(self, element: tuple[str, str]) -> bool:
        """Say whether all sentences that make an element of a disclosure are claims."""
        return all(
            any(claim.match and claim.match in sentence for claim in self.before.claims)
            for sentence in self.before.statements[element]
        )

    def _claimed(self) -> Counter[str]:
        """Return the words of caution that are part of claims."""
        claimed: Counter[str] = Counter()
        for sentence, matches in self._claiming().items():
            rest = sentence
            for match in matches:
                rest = rest.replace(match, "\n")
            claimed += Counter(self._cues(sentence)) - Counter(self._cues(rest))
        return claimed

    def _claiming(self) -> dict[str, set[str]]:
        """Return the sentences with claims in them, and the words of these."""
        found: dict[str, set[str]] = {}
        for claim in self.before.claims:
            place = place_of(self.document, claim) if claim.match else None
            if place:
                for low, high in sentences(place.text):
                    if low < place.end and place.start < high:
                        end = min(high, place.end)
                        more = _SUCH_AS_IT_IS.match(place.text, end, high)
                        words = place.text[max(low, place.start) : more.end() if more else end]
                        found.setdefault(place.text[low:high], set()).add(words)
        return found

    def _cues(self, sentence: str) -> tuple[str, ...]:
        if not HARM.search(sentence):
            return ()
        if sentence not in self._known:
            book = self._book
            looked = book.cue_matcher.look_up(book.viewer.view(sentence, False).text, book.clause_ends, 0)
            matches = looked.matches if looked else ()
            words = looked.words.texts if looked else ()
            self._known[sentence] = tuple(" ".join(words[cue.start : cue.end]) for cue in _in_force(matches, book))
        return self._known[sentence]


def _harms(sentence: str) -> set[str]:
    return {found.lower() for found in HARM.findall(sentence)}


def pinned(document: Document, book: Rulebook) -> Document:
    """Return the document with its product settled, so that it stays the same when the sentence that names it goes."""
    return document if document.product else replace(document, product=Surveyor(book).survey(document).product)


def no_more(after: Survey, before: Survey) -> bool:
    """Say whether no rule finds more than before."""
    return all(count <= before.findings[rule] for rule, count in after.findings.items())


def _in_force(matches: Sequence[Match], book: Rulebook) -> Iterator[Match]:
    """Yield the cues of caution among the matches, without those that only look like one."""
    for cue in matches:
        kind, number, _ = cue.slot
        if kind == "cue-match" and book.cues[number].value == "cautioned":
            vetoes = (other for other in matches if other.slot[:2] == ("cue-unless", number))
            if not any(veto.start < cue.end and cue.start < veto.end for veto in vetoes):
                yield cue
