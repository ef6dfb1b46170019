"""The one pure function at the centre: a document and a rule book in, findings out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from kratom_lint.digests import sha256
from kratom_lint.engine.context import Surroundings, decide
from kratom_lint.engine.disclosures import Statement, judge
from kratom_lint.engine.suggest import outlined
from kratom_lint.engine.units import Unit, units_of
from kratom_lint.errors import KratomLintError
from kratom_lint.formats.document import PLACES, Block, Document
from kratom_lint.model import Authority, Finding, Related, Severity, Span, Step, Suggestion
from kratom_lint.rulebook.book import Rule, Rulebook
from kratom_lint.rulebook.matcher import Found, Match
from kratom_lint.rulebook.pattern import Slot
from kratom_lint.text.voice import BRIEF, BRIEF_PERCENT, FEWEST
from kratom_lint.text.words import words_of
from kratom_lint.values import field, record, replace, value

SPARSE = 6
"""Where fewer than one sentence in so many makes a claim, one that only sounds like it has the benefit of doubt."""
NEIGHBOURS = 4
"""How many words on either side of a match go into its fingerprint."""


class TimedOut(KratomLintError):
    """A `regex:` pattern used up its time; `findings` are those of everything else."""

    def __init__(self, findings: list[Finding], rules: tuple[str, ...]) -> None:
        super().__init__(f"out of time: {', '.join(rules)}; simplify the expression or split the text")
        self.findings = findings
        self.rules = rules


@value
class Examined:
    """What a document amounts to: its findings in reading order, one for each claim.

    `unnamed` are those it would have, disclosures aside, were it about kratom, if it names no product. `late` are the
    rules whose `regex:` pattern ran out of time.
    """

    findings: list[Finding]
    unnamed: list[Finding]
    late: tuple[str, ...]


def examine(document: Document, rulebook: Rulebook) -> Examined:
    """Return the findings of a document, and what keeps others from being some.

    Of overlapping findings of several rules the most severe stays and names the others in `related`.
    """
    scan = Scan(document, rulebook)
    heard = rulebook.heard
    quiet = frozenset(rulebook.rules[number].id for number in rulebook.quiet)
    findings = merged(scan.findings(), rulebook.general, heard, quiet)
    unnamed: list[Finding] = []
    if not document.product and product_of(document, scan.names) == "none":
        of = [rule.products if not rule.voice else () for rule in rulebook.rules]
        bound = (claim for number, claim in scan.claims if "kratom" in of[number] and "none" not in of[number])
        unnamed = merged(bound, rulebook.general, heard, quiet)
    late = tuple(sorted({rulebook.rules[number].id for _, number, _ in scan.timed_out}))
    return Examined(findings, unnamed, late)


def lint(document: Document, rulebook: Rulebook) -> list[Finding]:
    """Return the findings of a document in reading order, one for each claim.

    Raises TimedOut, which carries the findings of all else, when a `regex:` pattern ran out of time.
    """
    examined = examine(document, rulebook)
    if examined.late:
        raise TimedOut(examined.findings, examined.late)
    return examined.findings


def listening(document: Document, rulebook: Rulebook) -> Rulebook:
    """Return the book by which to judge a document while it is repaired.

    Where it makes claims enough that its other sentences are heard as a whole, they go on being heard as the claims
    become fewer: one that was found is not silent because another is gone.
    """
    scan = Scan(document, rulebook)
    for number in range(len(document.blocks)):
        scan.read(number)
    product = product_of(document, scan.names)
    claims = sum(product in rulebook.rules[number].products for number, _ in scan.claims)
    return rulebook if claims * SPARSE < scan.sentences else replace(rulebook, attentive=True)


def unmerged(document: Document, rulebook: Rulebook) -> list[Finding]:
    """Return the findings of every rule by itself, overlapping or not, in reading order."""
    return sorted(Scan(document, rulebook).findings(), key=_reading_order)


def lacking(document: Document, rulebook: Rulebook, rule: Rule) -> str | None:
    """Return what the disclosure that a rule requires lacks in a document, None if it is adequate; owed or not."""
    number = rulebook.rules.index(rule)
    scan = Scan(document, replace(rulebook, severities={number: rule.severity}))
    for block in range(len(document.blocks)):
        scan.read(block)
    verdict = judge(rule, document, scan.statements.get(number, ()))
    return verdict.detail if verdict else None


def product_of(document: Document, names: Counter[str]) -> str:
    """Return what the document is about: as set, else the product it names, "none" when it names none.

    Kratom copy mentions 7-OH as a part of the leaf, so 7-OH is the product only where more blocks name it.
    """
    if document.product:
        return document.product
    if names["7-oh"] > names["kratom"]:
        return "7-oh"
    return next((name for name in ("kratom", "botanical") if names[name]), "none")


@record
class Scan:
    """One pass over a document: collects what matches, then judges it with the whole document known."""

    document: Document
    book: Rulebook
    claims: list[tuple[int, Finding]] = field(default_factory=list)
    claimed: set[tuple[int, tuple[Span, ...]]] = field(default_factory=set)
    duties: set[int] = field(default_factory=set)
    statements: dict[int, list[Statement]] = field(default_factory=dict)
    names: Counter[str] = field(default_factory=Counter)
    named: set[str] = field(default_factory=set)
    timed_out: set[Slot] = field(default_factory=set)
    told: dict[int, tuple[tuple[Authority, ...], tuple[Suggestion, ...]]] = field(default_factory=dict)
    listening: list[tuple[int, int]] = field(init=False)
    sentences: int = 0
    speaks: bool = True

    def __post_init__(self) -> None:
        rules = self.book.rules
        self.listening = [(number, rules[number].voice) for number in self.book.severities if rules[number].voice]

    def findings(self) -> Iterator[Finding]:
        """Return the findings of all blocks."""
        for number in range(len(self.document.blocks)):
            self.read(number)
        return self.judged()

    def judged(self) -> Iterator[Finding]:
        """Yield the findings, once all blocks are read."""
        self._name_in_path()
        product = product_of(self.document, self.names)
        kept = [(number, finding) for number, finding in self.claims if product in self.book.rules[number].products]
        if len(kept) * SPARSE < self.sentences and not self.book.attentive:
            kept = [(number, finding) for number, finding in kept if not self.book.rules[number].voice]
        yield from _fingerprinted([finding for _, finding in kept])
        found = {name for number, _ in kept for name in (self.book.rules[number].id, self.book.rules[number].topic)}
        for number in self.book.severities:
            rule = self.book.rules[number]
            owes = number in self.duties or not found.isdisjoint(rule.when_found)
            if rule.is_disclosure and owes and product in rule.products:
                yield from self._disclosure(number, rule)

    def read(self, number: int) -> None:
        """Collect what matches in one block."""
        block = self.document.blocks[number]
        # Names of columns and paths of categories ("Home > Tea") are no sentences.
        self.speaks = block.kind != "table-head" and " > " not in block.prose.text
        place = block.kind if block.kind in PLACES else "text"
        view = self.book.viewer.view
        glued = place != "text"
        folded = view(block.prose.text, glued)
        self.named = set()
        for unit in units_of(
            self.document,
            number,
            folded,
            lambda text: view(text, glued),
            self._look_up,
        ):
            self._try(number, block, unit, place)
        self.names.update(self.named)

    def _look_up(self, text: str, boundary: int) -> Found | None:
        """Return what a folded text holds; to rules that go by its voice, all of a sentence that is loud enough."""
        book = self.book
        self.sentences += 1
        if not self.document.product:
            self._name(text, boundary)
        found = book.matcher.look_up(text, book.clause_ends, boundary)
        if not (self.listening and self.speaks):
            return found
        percent = book.voice.percent(text, book.clause_ends)
        loud = [number for number, least in self.listening if percent >= least]
        if not loud:
            return found
        words = found.words if found else words_of(text, book.clause_ends)
        inner = words.first_from(boundary)
        spoken = [at for at in range(inner, len(words)) if at not in words.signs]
        if len(spoken) < FEWEST or (len(spoken) < BRIEF and percent < BRIEF_PERCENT):
            return found
        whole = (spoken[0], spoken[-1] + 1)
        matches = [Match(("match", number, "voice"), *whole, (whole,)) for number in loud]
        known = found or Found(words, inner, (), frozenset())
        return replace(known, matches=(*known.matches, *matches))

    def _matters(self, slot: Slot, place: str) -> bool:
        kind, number, _ = slot
        if number not in self.book.severities:
            return False
        if kind == "match":
            return place in (self.book.rules[number].where or ("text",))
        return place == "text" and (kind != "when" or number not in self.duties)

    def _name(self, text: str, boundary: int) -> None:
        """Note the products that a folded text names after its lead-in."""
        found = self.book.name_matcher.look_up(text, self.book.clause_ends, boundary)
        if found:
            self.named.update(match.slot[2] for match in found.matches if match.end > found.inner)

    def _try(self, number: int, block: Block, unit: Unit, place: str) -> None:
        self.timed_out |= {slot for slot in unit.found.timed_out if self._matters(slot, place)}
        counting = [m for m in unit.found.matches if self._matters(m.slot, place) and _counts(m, unit)]
        self.duties |= {match.slot[1] for match in counting if match.slot[0] == "when"}
        matches = [match for match in counting if match.slot[0] != "when"]
        if not matches:
            return
        surroundings = Surroundings(unit, self.book)
        if (
            self.book.quiet
            and any(match.slot[2] == "voice" for match in matches)
            and self._hushed(unit, surroundings, place)
        ):
            matches = [match for match in matches if match.slot[2] != "voice"]
        by_rule: dict[int, list[Match]] = {}
        for match in matches:
            kind, rule, part = match.slot
            if kind == "match":
                by_rule.setdefault(rule, []).append(match)
            else:
                self._note(rule, part, number, unit, match, surroundings)
        for rule, found in by_rule.items():
            for match in leftmost_longest(m for m in found if not surroundings.excepted(m)):
                self._claim(rule, block, unit, match, surroundings)

    def _hushed(self, unit: Unit, surroundings: Surroundings, place: str) -> bool:
        """Say whether a rule that was turned off would have a finding in a unit: then its voice is not listened to."""
        rules = self.book.rules
        return any(
            number not in self.book.severities
            and place in (rules[number].where or ("text",))
            and _counts(match, unit)
            and not surroundings.excepted(match)
            and decide(rules[number], surroundings.values(match), self.book)[0] != "skip"
            for match in unit.found.matches
            for kind, number, _ in (match.slot,)
            if kind == "match" and number in self.book.quiet
        )

    def _note(self, rule: int, element: str, number: int, unit: Unit, match: Match, surroundings: Surroundings) -> None:
        values = {value for value, _ in surroundings.values(match)}
        good = "negated" not in values and not surroundings.excepted(match, "void")
        self.statements.setdefault(rule, []).append(Statement(element, number, unit.main.start, unit.main.end, good))

    def _claim(self, number: int, block: Block, unit: Unit, match: Match, surroundings: Surroundings) -> None:
        rule = self.book.rules[number]
        verdict, reasons = decide(rule, surroundings.values(match), self.book)
        if verdict == "skip":
            return
        span, segments, text, lead = unit.spans(match.start, match.end)
        if (number, segments) in self.claimed:  # a text of which there are several ways to read the rest
            return
        self.claimed.add((number, segments))
        severity = Severity.INFO if verdict == "note" else self.book.severities[number]
        authority, suggestions = self._told(number)
        finding = Finding(
            rule=rule.id,
            severity=severity,
            claim=rule.claim,
            message=rule.summary,
            why=rule.why,
            span=span,
            segments=segments,
            match=text,
            block_kind=block.kind,
            pointer=block.pointer,
            authority=authority,
            trace=(self._matched(rule, match, unit), *reasons),
            related=(Related("the words that lead in to it", lead),) if lead else (),
            suggestions=suggestions,
            fingerprint=_neighbourhood(unit, match),
        )
        self.claims.append((number, finding))

    def _matched(self, rule: Rule, match: Match, unit: Unit) -> Step:
        if match.slot[2] != "voice":
            return _matched(rule, match, unit)
        voice, text = self.book.voice, unit.words.text
        percent, kind = voice.loudest(text)
        telling = ", ".join(map(repr, voice.telling(text)))
        return Step("voice", f"the sentence sounds like a claim of {kind}, {percent} %, most of all by {telling}")

    def _disclosure(self, number: int, rule: Rule) -> Iterator[Finding]:
        verdict = judge(rule, self.document, self.statements.get(number, ()))
        if verdict is None:
            return
        level = self.book.severities[number]
        block = self.document.blocks[verdict.block] if verdict.block is not None else None
        authority, suggestions = self._told(number)
        yield Finding(
            rule=rule.id,
            severity=min(level, Severity.WARNING, key=lambda severity: severity.rank) if verdict.partial else level,
            claim=rule.claim,
            message=f"{rule.summary} {'Partial' if verdict.partial else 'Missing'}: {verdict.detail}.",
            why=rule.why,
            span=Span(verdict.at, verdict.at),
            segments=(),
            match="",
            block_kind=block.kind if block else "document",
            pointer=block.pointer if block else "",
            authority=authority,
            trace=(Step("disclosure", verdict.detail),),
            suggestions=suggestions,
            anchor="document",
            fingerprint=_hash(rule.id, "document"),
        )

    def _told(self, number: int) -> tuple[tuple[Authority, ...], tuple[Suggestion, ...]]:
        """Return the law of a rule and what it suggests, which each of its findings tells."""
        if number not in self.told:
            rule = self.book.rules[number]
            self.told[number] = self.book.in_force(rule), outlined(rule, self.document.product)
        return self.told[number]

    def _name_in_path(self) -> None:
        if not self.document.path or self.document.product:
            return
        text = self.book.viewer.view(self.document.path.replace("_", " "), True).text
        self.named = set()
        self._name(text, 0)
        self.names.update(self.named)


def _counts(match: Match, unit: Unit) -> bool:
    """Say whether a match is this unit's own: it ends in the sentence and, if need be, starts in the lead-in."""
    return match.end > unit.inner and (not unit.straddling or match.start < unit.inner)


def leftmost_longest(matches: Iterable[Match]) -> list[Match]:
    """Return the matches of one rule without those that overlap an earlier or, from the same word, a longer one."""
    kept: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.start, -m.end, m.slot, m.steps)):
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept


def merged(
    findings: Iterable[Finding],
    general: Collection[str] = (),
    heard: Collection[str] = (),
    quiet: Collection[str] = (),
) -> list[Finding]:
    """Return one finding for each claim: the most severe of those that overlap, the longest of equals.

    Rules in `general` give way to others of the same severity, however long their words; those in `heard`, which go by
    the sound of a whole sentence, have nothing to add to what another says, and are no louder than one that somebody
    made less severe (`quiet`).
    """
    kept = [finding for group in _neighbours(findings) for finding in _merged_group(group, general, heard, quiet)]
    return sorted(kept, key=_reading_order)


def _neighbours(findings: Iterable[Finding]) -> Iterator[list[Finding]]:
    """Yield groups of which no two overlap, so that merging takes time by the findings, not by their square."""
    group: list[Finding] = []
    reach = 0
    for finding in sorted(findings, key=_reading_order):
        if group and finding.span.start >= reach:
            yield group
            group = []
        group.append(finding)
        reach = max(reach, finding.span.end)
    if group:
        yield group


def _merged_group(
    group: Sequence[Finding], general: Collection[str], heard: Collection[str], quiet: Collection[str]
) -> list[Finding]:
    def weight(finding: Finding) -> tuple[int, bool, int, Span, str]:
        span = finding.span
        return -finding.severity.rank, finding.rule in general, span.start - span.end, span, finding.rule

    if quiet:
        lowered = [finding for finding in group if finding.rule in quiet]
        group = [f for f in group if f.rule not in heard or not any(_overlap(f, each) for each in lowered)]
    kept: list[Finding] = []
    for finding in sorted(group, key=weight):
        over = next(
            (i for i, other in enumerate(kept) if _overlap(finding, other) and not _apart(finding, other)), None
        )
        if over is None:
            kept.append(finding)
            continue
        if finding.rule in heard:
            continue
        other = Related(finding.message, finding.span, finding.rule)
        kept[over] = replace(kept[over], related=(*kept[over].related, other))
    return kept


def _overlap(finding: Finding, other: Finding) -> bool:
    """Say whether two findings share text; what one encloses as markup, such as a title, is none of its own."""
    if not finding.span.overlaps(other.span):
        return False
    parts = finding.segments or (finding.span,)
    return any(part.overlaps(each) for part in parts for each in other.segments or (other.span,))


def _apart(finding: Finding, other: Finding) -> bool:
    """Say whether two findings of a rule stand in two ways to read a text, each with a part the other lacks."""
    if finding.rule != other.rule:
        return False
    return all(
        any(not any(part.overlaps(each) for each in two.segments) for part in one.segments)
        for one, two in ((finding, other), (other, finding))
    )


def _reading_order(finding: Finding) -> tuple[Span, str]:
    return finding.span, finding.rule


def _matched(rule: Rule, match: Match, unit: Unit) -> Step:
    words = unit.words
    parts = " + ".join(repr(" ".join(words.texts[start:end])) for start, end in match.steps)
    return Step("match", f"{rule.match[int(match.slot[2])]}: {parts}")


def _neighbourhood(unit: Unit, match: Match) -> str:
    """Return the match and the nearest words around it in its own sentence; what leads in to it may change."""
    words, signs = unit.words, unit.words.signs
    first = unit.inner if match.start >= unit.inner else match.start
    before = [at for at in range(first, match.start) if at not in signs][-NEIGHBOURS:]
    after = [at for at in range(match.end, len(words)) if at not in signs][:NEIGHBOURS]
    inside = [at for at in range(match.start, match.end) if at not in signs]
    return "|".join(" ".join(words.texts[at] for at in part) for part in (before, inside, after))


def _fingerprinted(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Give each finding an identity made of its rule and words; from the second of equals on, a number after it."""
    seen: Counter[str] = Counter()
    for finding in findings:
        identity = _hash(finding.rule, finding.fingerprint)
        seen[identity] += 1
        number = f"-{seen[identity]}" if seen[identity] > 1 else ""
        yield replace(finding, fingerprint=identity + number)


def _hash(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:16]
