"""The rule book as values: rules with their texts, and the compiled index they match by."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from kratom_lint.errors import ConfigError
from kratom_lint.model import Authority, Pack, Severity
from kratom_lint.rulebook.located import nearest
from kratom_lint.rulebook.matcher import Matcher
from kratom_lint.rulebook.places import jurisdictions_of, places_meant
from kratom_lint.text.disguise import Viewer
from kratom_lint.text.voice import Voice
from kratom_lint.values import field, replace, value

PRODUCTS = ("kratom", "7-oh", "botanical", "none")
VALUES = ("negated", "cautioned", "regulator", "study", "user", "hedged", "asked", "quoted", "other-subject", "sober")
POLICIES = ("flag", "note", "skip")


@value
class Remedy:
    """One entry of a rule's `suggest:`; `scope` is what to delete or replace, where to insert, or which advice."""

    action: str
    scope: str
    text: str


@value
class Example:
    """A rule's example as written, spans still marked by `[[...]]`, and the product it is about."""

    text: str
    product: str
    line: int


@value
class Rule:
    """One rule as its author wrote it. `path` is relative to the folder of its pack, with forward slashes.

    `general` marks the catch-all of a topic: where a rule of equal severity names the same claim, that rule has it.
    Rules in `replaces` give way while this one is active, such as a milder duty of another place. `voice` is how much a
    sentence must sound like a claim to be one, in percent; 0 when the rule does not ask.
    """

    id: str
    topic: str
    pack: str
    path: str
    summary: str
    severity: Severity
    claim: str
    authority: tuple[str, ...]
    why: str
    products: tuple[str, ...]
    where: tuple[str, ...]
    match: tuple[str, ...]
    unless: tuple[str, ...]
    context: Mapping[str, str]
    suggest: tuple[Remedy, ...]
    examples_flag: Sequence[Example]
    examples_pass: Sequence[Example]
    when: tuple[str, ...] = ()
    when_found: tuple[str, ...] = ()
    require: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    void: tuple[str, ...] = ()
    verbatim: tuple[str, ...] = ()
    general: bool = False
    replaces: tuple[str, ...] = ()
    voice: int = 0

    @property
    def is_disclosure(self) -> bool:
        """Say whether the rule asks for a text instead of objecting to one."""
        return bool(self.require or self.verbatim)


@value
class Cue:
    """Words that change what a match means: on which side of it, and from how many words away (0: the clause)."""

    value: str
    side: str
    reach: int


@value
class Rulebook:
    """Rules ready to run, and which of them are asked for.

    `severities` holds the rules that count, by position in `rules`, with their severity; `states` says of every rule
    whether it is active, upcoming, expired (by its law, on the day `as_of`) or ignored. Only the law of `places` is
    asked about, of all if empty. `key` names the files that it was made of and the code that made it, "" if unknown.
    A sentence that `voice` takes for a claim with a chance of at most `sober` percent is sober. `quiet` holds the
    rules, by position too, that someone turned off or made less severe than they are. An `attentive`
    book listens to the voice of texts with few claims, too.
    """

    packs: tuple[Pack, ...]
    rules: tuple[Rule, ...]
    authorities: Mapping[str, Authority]
    cues: tuple[Cue, ...]
    policies: Mapping[str, Mapping[str, str]]
    clause_ends: frozenset[str]
    viewer: Viewer
    voice: Voice
    sober: int
    matcher: Matcher
    cue_matcher: Matcher
    name_matcher: Matcher
    as_of: str = ""
    severities: Mapping[int, Severity] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    quiet: frozenset[int] = frozenset()
    attentive: bool = False
    places: frozenset[str] = frozenset()
    key: str = ""

    def configured(
        self,
        *,
        as_of: str | None = None,
        jurisdictions: Collection[str] = (),
        severity: Mapping[str, Severity | str] | None = None,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
    ) -> Rulebook:
        """Return the same book with only the rules that are wanted and in force.

        `as_of` is an ISO day, today if None. `jurisdictions` keeps the rules that hold there, all if empty; what a
        place lies in holds there, too. A rule whose law in force nobody has read (V3, GK) is a warning at most.
        `select`, `ignore` and the keys of `severity` are rule ids or topics; a severity may be "off". Raises
        ConfigError, which names the nearest known one, for a name that no rule has.
        """
        from datetime import date

        day = as_of or date.today().isoformat()
        levels = severity or {}
        self._check([*select, *ignore, *levels], jurisdictions)
        asked = replace(self, as_of=day, places=places_meant(jurisdictions, self.packs))
        packs = {pack.id: pack for pack in self.packs}
        severities: dict[int, Severity] = {}
        states: dict[str, str] = {}
        quiet: set[int] = set()
        for number, rule in enumerate(self.rules):
            level = levels.get(rule.id, levels.get(rule.topic))
            named = _names(rule, select)
            wanted = (named or not select) and not (_names(rule, ignore) and rule.id not in select)
            laws = asked._laws(rule, packs[rule.pack]) if wanted and level != "off" else ()
            states[rule.id] = _state(laws, day)
            if states[rule.id] == "active":
                severities[number] = Severity(level) if level else _severity(rule, laws, day)
            lower = level is not None and (level == "off" or Severity(level).rank < rule.severity.rank)
            if not rule.voice and (lower or (_names(rule, ignore) and not wanted)):
                quiet.add(number)
        for name in {name for number in severities for name in self.rules[number].replaces}:
            states[name] = "ignored"
        kept = {number: level for number, level in severities.items() if states[self.rules[number].id] == "active"}
        return replace(asked, severities=kept, states=states, quiet=frozenset(quiet))

    @property
    def general(self) -> frozenset[str]:
        """Return the ids of the rules that leave a claim to another rule of equal severity."""
        return frozenset(rule.id for rule in self.rules if rule.general)

    @property
    def heard(self) -> frozenset[str]:
        """Return the ids of the rules that go by the voice of a sentence, and leave any claim to another rule."""
        return frozenset(rule.id for rule in self.rules if rule.voice)

    def status(self, rule_id: str) -> str:
        """Return active, upcoming, expired (its law is not yet, or no longer, in force) or ignored."""
        return self.states[rule_id]

    def in_force(self, rule: Rule) -> tuple[Authority, ...]:
        """Return the rule's authorities that hold on the book's day."""
        pack = next(pack for pack in self.packs if pack.id == rule.pack)
        return tuple(law for law in self._laws(rule, pack) if law.holds(self.as_of))

    def turning_days(self, last: str) -> list[str]:
        """Return the ISO days after the book's own, up to `last`, on which some of its law begins or ends to hold."""
        days = {day for law in self.authorities.values() for day in (law.in_force, law.until or "")}
        return sorted(day for day in days if self.as_of < day <= last)

    def policy(self, rule: Rule, value: str) -> str:
        """Return flag, note or skip for a context value: the rule's own word, its topic's, or the general one."""
        kinds = ("attributed",) if value in ("regulator", "study", "user") else ()
        for table in (rule.context, self.policies.get(rule.topic, {}), self.policies.get("default", {})):
            for name in (value, *kinds):
                if name in table:
                    return table[name]
        return "flag"

    def _laws(self, rule: Rule, pack: Pack) -> tuple[Authority, ...]:
        """Return the laws by which a rule holds in the places asked about, none where it does not."""
        laws = tuple(self.authorities[name] for name in rule.authority)
        if pack.places:
            own = dict(pack.places)
            laws = tuple(law for law in laws if law.jurisdiction in own)
            return tuple(law for law in laws if law.jurisdiction in self.places) if self.places else laws
        if self.places and pack.jurisdiction not in self.places:
            return ()
        return tuple(law for law in laws if law.jurisdiction in self.places) or laws

    def _check(self, names: Sequence[str], jurisdictions: Collection[str]) -> None:
        known = {rule.id for rule in self.rules} | {rule.topic for rule in self.rules}
        for name in names:
            if name not in known:
                raise ConfigError(f"no rule or topic {name!r}; {nearest(name, list(known))}")
        places = jurisdictions_of(self.packs)
        for place in jurisdictions:
            if place not in places:
                raise ConfigError(f"no loaded pack has jurisdiction {place!r}; {nearest(place, list(places))}")


def _names(rule: Rule, names: Sequence[str]) -> bool:
    return rule.id in names or rule.topic in names


def _state(laws: Sequence[Authority], day: str) -> str:
    if not laws:
        return "ignored"
    if any(law.holds(day) for law in laws):
        return "active"
    return "upcoming" if any(law.in_force > day for law in laws) else "expired"


def _severity(rule: Rule, laws: Sequence[Authority], day: str) -> Severity:
    """Return a rule's severity, at most a warning when nobody has read what is in force of its law."""
    read = any(law.holds(day) and law.confidence in ("V1", "V2") for law in laws)
    return rule.severity if read else min(rule.severity, Severity.WARNING, key=lambda level: level.rank)
