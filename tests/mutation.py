"""Mutants of the rule book: a pattern, word, exception or policy dropped, a gap widened. A fit book notices each.

A mutant is noticed when an example of its rule comes out otherwise, or when the rule flags other texts of the write
part. The suite tries a sample; `python -m tests.mutation [COUNT [KIND-OR-RULE...]]` tries COUNT mutants of each kind (0
for all of them) and names those that nothing notices. Of words and alternatives few are noticed, and need be: lists
hold the words that plainly belong together, of which the texts at hand use some. A pattern or exception that nothing
notices is dead.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from kratom_lint.engine import unmerged
from kratom_lint.formats import Document, read
from kratom_lint.loading import load_rulebook
from kratom_lint.model import Severity
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.rulebook.changes import Changes
from kratom_lint.rulebook.compiler import Compiler
from kratom_lint.rulebook.loader import _inflection, _Terms
from kratom_lint.rulebook.located import Faults
from kratom_lint.rulebook.located import read as read_yaml
from kratom_lint.rulebook.matcher import Found, Match, Matcher
from kratom_lint.rulebook.pattern import Entry
from kratom_lint.selftest import marked
from tests.second_labels import write_part

RULES = Path(__file__).parents[1] / "rules"
KINDS = ("alternative", "context", "exception", "gap", "pattern", "word")
GAP = re.compile(r"\.\.\.(\d*)")
GROUP = re.compile(r"\(([^()|]+(?:\|[^()|]+)+)\)")
TERM = re.compile(r"\{([\w-]+)\}")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule changed in one place: `rule` is its file as plain data, `term` a word list without one of its lines."""

    id: str
    kind: str
    what: str
    rule: Mapping[str, Any]
    term: tuple[str, Mapping[str, Any]] | None = None

    @property
    def order(self) -> bytes:
        """Return a key that shuffles mutants, the same way every time."""
        return hashlib.sha256(f"{self.kind} {self.id} {self.what}".encode()).digest()


class Laboratory:
    """Makes mutants of the shipped book and tries them."""

    def __init__(self) -> None:
        self.book = load_rulebook(as_of="2026-11-22")
        self.numbers = {rule.id: number for number, rule in enumerate(self.book.rules)}
        self._sources: dict[str, dict[str, Any]] = {}
        self._flagged: dict[str, frozenset[str]] = {}

    @cached_property
    def terms(self) -> Terms:
        return Terms()

    @cached_property
    def corpus(self) -> dict[str, Document]:
        return {
            str(each["id"]): read(str(each["text"]), "markdown", product=str(each.get("product", "kratom")))
            for each in write_part()
        }

    def source(self, rule: str) -> dict[str, Any]:
        """Return a rule file as plain data."""
        if rule not in self._sources:
            path = RULES / "us" / f"{rule}.yaml"
            self._sources[rule] = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        return self._sources[rule]

    def mutants(self, rule: str) -> Iterator[Mutant]:
        """Yield all mutants of a rule that objects to texts."""
        source = self.source(rule)
        for key, kind in (("match", "pattern"), ("unless", "exception")):
            for i, item in enumerate(source.get(key, [])):
                rest = [*source[key][:i], *source[key][i + 1 :]]
                if rest or key == "unless":
                    yield Mutant(rule, kind, str(item), source | {key: rest})
        for value in source.get("context", {}):
            yield Mutant(rule, "context", value, source | {"context": _without(source["context"], value)})
        for i, item in enumerate(source["match"]):
            for kind, what, changed in _changed(item) if isinstance(item, str) else ():
                patterns = [*source["match"][:i], changed, *source["match"][i + 1 :]]
                yield Mutant(rule, kind, what, source | {"match": patterns})
        names = {name for item in source["match"] if isinstance(item, str) for name in TERM.findall(item)}
        for name in sorted(set().union(*(self.terms.inside(name) for name in names))):
            for word, changed in self.terms.shortened(name):
                yield Mutant(rule, "word", f"{{{name}}}: {word}", source, (name, changed))

    def noticed(self, mutant: Mutant) -> bool:
        """Say whether an example or a text of the write part tells the mutant from the rule."""
        book = self._mutated(mutant)
        number = self.numbers[mutant.id]
        rule = self.book.rules[number]
        if mutant.kind == "context":
            book = replace(book, rules=_replaced(book.rules, number, replace(rule, context=mutant.rule["context"])))
        for example in (*rule.examples_flag, *rule.examples_pass):
            text, wanted = marked(example.text)
            found = unmerged(read(text, "markdown", product=example.product), book)
            if [each.span for each in found] != wanted:
                return True
        if mutant.id not in self._flagged:
            self._flagged[mutant.id] = self._flags(self._mutated(Mutant(mutant.id, "", "", self.source(mutant.id))))
        return self._flags(book) != self._flagged[mutant.id]

    def _flags(self, book: Rulebook) -> frozenset[str]:
        return frozenset(
            name
            for name, document in self.corpus.items()
            if any(each.severity.rank >= Severity.INFO.rank for each in unmerged(document, book))
        )

    def _mutated(self, mutant: Mutant) -> Rulebook:
        """Return a book of the one rule, as the mutant has it, with all cues."""
        number = self.numbers[mutant.id]
        terms = self.terms.resolved if mutant.term is None else self.terms.resolved_with(*mutant.term)
        faults = Faults()
        compiler = Compiler(terms, faults)
        dumped = yaml.safe_dump(dict(mutant.rule), allow_unicode=True)
        place = read_yaml(dumped, f"{mutant.id}.yaml", faults)
        assert place is not None
        compiler.add_rule(number, place)
        assert not faults.lines, faults.lines
        matcher, exceptions, _ = map(Matcher, compiler.finish())
        cues: Any = _Cues(self.book.cue_matcher, exceptions)
        severities = {number: self.book.rules[number].severity}
        return replace(self.book, matcher=matcher, cue_matcher=cues, severities=severities)


class Terms:
    """The shipped word lists, resolved, and resolved anew with one of them changed."""

    def __init__(self) -> None:
        self._paths = [*sorted((RULES / "terms").glob("*.yaml")), *sorted((RULES / "us" / "terms").glob("*.yaml"))]
        self._irregular = _inflection(RULES / "inflection.yaml", Faults())
        self._reader = _Terms(self._paths, self._irregular, Changes(), Faults())
        self.resolved = self._reader.resolve()
        self._data = {path.stem: yaml.load(path.read_text("utf-8"), yaml.BaseLoader) for path in self._paths}

    def inside(self, name: str) -> set[str]:
        """Return a list and all that it includes."""
        if name not in self._data:
            return set()
        return {name}.union(*(self.inside(other) for other in self._data[name].get("include", [])))

    def shortened(self, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield each line of a list with the list that lacks it."""
        data = self._data[name]
        for key in ("verbs", "nouns", "words"):
            for line in data.get(key) or []:
                rest = [other for other in data[key] if other != line]
                yield line, data | {key: rest} if rest else _without(data, key)

    def resolved_with(self, name: str, data: Mapping[str, Any]) -> dict[str, frozenset[Entry]]:
        """Return all lists, with `data` for the list `name`; a list left empty holds a word that nobody writes."""
        place = read_yaml(yaml.safe_dump(dict(data), allow_unicode=True), f"{name}.yaml", Faults())
        assert place is not None
        stale = {other for other in self._data if name in self.inside(other)}
        reader = _Terms([], self._irregular, Changes(), Faults())
        reader._places = self._reader._places | {name: place}
        reader._resolved = {other: found for other, found in self.resolved.items() if other not in stale}
        return reader.resolve()


class _Cues:
    """All context cues of the book, but the exceptions of one rule alone."""

    def __init__(self, every: Matcher, own: Matcher) -> None:
        self._every, self._own = every, own

    def look_again(self, found: Found) -> tuple[Match, ...]:
        cues = (match for match in self._every.look_again(found) if match.slot[0].startswith("cue"))
        return (*cues, *self._own.look_again(found))


def _changed(pattern: str) -> Iterator[tuple[str, str, str]]:
    """Yield the kind and the words of each small change to a pattern, and what becomes of it."""
    for m in GAP.finditer(pattern):
        wide = int(m[1] or 6) * 2 + 2
        yield "gap", f"{pattern} ({m[0]} -> ...{wide})", f"{pattern[: m.start()]}...{wide}{pattern[m.end() :]}"
    for m in GROUP.finditer(pattern):
        for word in m[1].split("|"):
            rest = "|".join(other for other in m[1].split("|") if other != word)
            if rest:
                yield "alternative", f"{pattern} ({word})", f"{pattern[: m.start()]}({rest}){pattern[m.end() :]}"


def _without(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != key}


def _replaced(rules: Sequence[Any], number: int, rule: object) -> tuple[Any, ...]:
    return (*rules[:number], rule, *rules[number + 1 :])


def sample(mutants: Iterable[Mutant], count: int) -> list[Mutant]:
    """Return `count` mutants of each kind, the same ones every time; 0 stands for all."""
    kinds: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        kinds[mutant.kind].append(mutant)
    return [each for kind in KINDS for each in sorted(kinds[kind], key=lambda m: m.order)[: count or None]]


def main(count: int, kinds: Collection[str], rules: Sequence[str]) -> None:
    """Print the mutants that nothing notices, and how many of each kind were noticed."""
    laboratory = Laboratory()
    wanted = rules or [rule.id for rule in laboratory.book.rules if not rule.is_disclosure]
    tried: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    mutants = (each for rule in wanted for each in laboratory.mutants(rule) if each.kind in (kinds or KINDS))
    for mutant in sample(mutants, count):
        tried[mutant.kind] += 1
        if laboratory.noticed(mutant):
            noticed[mutant.kind] += 1
        else:
            print(f"{mutant.id}: {mutant.kind} {mutant.what}", flush=True)
    for kind in sorted(tried):
        print(f"{kind}: {noticed[kind]} of {tried[kind]} noticed")


if __name__ == "__main__":
    names = sys.argv[2:]
    kinds = [name for name in names if name in KINDS]
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10, kinds, [name for name in names if name not in KINDS])
