"""Rule files -> a compiled `Rulebook`. Strict: every fault of a run is told at once, with file, line and column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kratom_lint.errors import RuleError
from kratom_lint.model import Authority, Pack
from kratom_lint.rulebook.book import PRODUCTS, Cue, Rule, Rulebook
from kratom_lint.rulebook.changes import Changes
from kratom_lint.rulebook.compiler import Compiler
from kratom_lint.rulebook.files import extended, shipped_rules, shown, signature, yaml_files
from kratom_lint.rulebook.inflect import Irregular, noun_forms, verb_forms
from kratom_lint.rulebook.located import Faults, Located, nearest, read
from kratom_lint.rulebook.matcher import Matcher
from kratom_lint.rulebook.packs import read_pack
from kratom_lint.rulebook.pattern import Entry, PatternError, entry_of, expand
from kratom_lint.rulebook.schema import Reader, check_keys, read_authority, read_rule
from kratom_lint.text.disguise import Viewer
from kratom_lint.text.voice import KINDS, PLACES, Voice
from kratom_lint.values import replace

_TERM_KEYS = ("summary", "include", "verbs", "nouns", "words")
_SIDES = ("before", "after", "around", "sentence")
_VOICE_KEYS = ("step", "bias", "weights")
_CUE_KEYS = ("value", "side", "reach", "match", "unless", "stop")
NUMBERS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "half",
    "couple",
    "dozen",
]


def load(folders: Sequence[Path]) -> Rulebook:
    """Read and compile the packs in these folders; examples are not tried. Raises RuleError, a line for each fault."""
    faults = Faults()
    base = shipped_rules()
    irregular = _inflection(base / "inflection.yaml", faults)
    term_files = [path for folder in (base, *folders) for path in yaml_files(folder / "terms")]
    changes = _changes(folders, faults)
    terms = _Terms(term_files, irregular, changes, faults)
    compiler = Compiler(terms.resolve(), faults)
    compiler.add_products(PRODUCTS[:-1])
    context = _read(base / "context.yaml", faults)
    cues, policies, clause_ends, sober = _context(context, compiler, faults)
    infos: list[Pack] = []
    rules: list[Rule] = []
    laws: dict[str, Authority] = {}
    for folder in folders:
        own = _authorities(folder / "authorities.yaml", faults)
        laws |= own
        pack = _pack(folder, own, faults)
        infos.append(pack)
        for path in _rule_files(folder):
            rule = _rule(path, folder, pack, laws, rules, changes, compiler, faults)
            if rule:
                rules.append(rule)
    if not faults.lines:
        changes.check([rule.id for rule in rules], terms.names, faults)
    _check_references(rules, folders, faults)
    spellings = _spellings(base / "spelling.yaml", faults)
    voice = _voice(base / "voice.yaml", faults)
    if faults.lines:
        raise RuleError("\n".join(faults.lines))
    matcher, cue_matcher, name_matcher = map(Matcher, compiler.finish())
    return Rulebook(
        packs=tuple(infos),
        rules=tuple(rules),
        authorities=laws,
        cues=cues,
        policies=policies,
        clause_ends=frozenset(clause_ends),
        viewer=Viewer(lambda: matcher.vocabulary, spellings),
        voice=voice,
        sober=sober,
        matcher=matcher,
        cue_matcher=cue_matcher,
        name_matcher=name_matcher,
    )


def _rule_files(folder: Path) -> list[Path]:
    about_pack = (folder / "pack.yaml", folder / "authorities.yaml", folder / "changes.yaml")
    return [p for p in yaml_files(folder) if p not in about_pack and p.relative_to(folder).parts[0] != "terms"]


def _changes(folders: Sequence[Path], faults: Faults) -> Changes:
    """Return what packs change in those they extend."""
    changes = Changes()
    for folder in folders:
        path = folder / "changes.yaml"
        place = _read(path, faults) if path.is_file() else None
        if place is not None and not extended(folder):
            faults.add(place, "the pack extends none that it could change; add `extends: PACK` to pack.yaml")
        elif place is not None:
            changes.add(place, faults)
    return changes


def _read(path: Path, faults: Faults) -> Located | None:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        faults.lines.append(f"{shown(path)}:1:1: cannot be read: {error.strerror}; check that it is there and readable")
        return None
    except UnicodeDecodeError:
        faults.lines.append(f"{shown(path)}:1:1: not UTF-8 text; save it as UTF-8")
        return None
    return read(text, shown(path), faults)


def _pack(folder: Path, laws: Mapping[str, Authority], faults: Faults) -> Pack:
    place = _read(folder / "pack.yaml", faults)
    if place is None:
        return Pack(folder.name, "", "", "")
    pack = read_pack(place, faults)
    places = [name for name, _ in pack.places]
    for law in laws.values() if places else ():
        if law.jurisdiction not in places:
            advice = nearest(law.jurisdiction, places)
            faults.add(place, f"authority {law.id!r} is of {law.jurisdiction!r}, no place of this pack; {advice}")
    checked = min((law.checked for law in laws.values()), default="")
    return replace(pack, sha256=signature(folder), checked=checked)


def _authorities(path: Path, faults: Faults) -> dict[str, Authority]:
    place = _read(path, faults) if path.is_file() else None
    return {name: read_authority(name, entry, faults) for name, entry in place.items()} if place else {}


def _inflection(path: Path, faults: Faults) -> dict[str, Irregular]:
    place = _read(path, faults)
    tables = dict(place.items()) if place else {}
    return {
        kind: {word: [form.text for form in forms] for word, forms in table.items()} for kind, table in tables.items()
    }


def _spellings(path: Path, faults: Faults) -> dict[str, str]:
    place = _read(path, faults)
    return {wrong.text: right for right, wrongs in place.items() for wrong in wrongs} if place else {}


def _voice(path: Path, faults: Faults) -> Voice:
    """Return the weights of words; a file that does not hold them is a fault."""
    from base64 import b64decode
    from zlib import decompress, error

    place = _read(path, faults)
    if place is not None:
        check_keys(place, tuple(KINDS), tuple(KINDS), faults)
        kinds = [place.value[kind] for kind in KINDS if kind in place.value] if isinstance(place.value, dict) else []
        for kind in kinds:
            check_keys(kind, _VOICE_KEYS, _VOICE_KEYS, faults)
        try:
            readers = [Reader(kind, faults) for kind in kinds]
            weights = [decompress(b64decode(reader.text("weights"))) for reader in readers]
            steps, biases = ([float(reader.text(key)) for reader in readers] for key in ("step", "bias"))
            if [len(column) for column in weights] == [PLACES] * len(KINDS):
                return Voice.of(weights, steps, biases)
        except (ValueError, error):
            pass
        faults.add(place, "holds no weights; learn them anew with `python -m tests.voice`")
    return Voice.of((), (0.0,) * len(KINDS), (0.0,) * len(KINDS))


class _Terms:
    """Reads all term files and resolves what they include."""

    def __init__(
        self, paths: Sequence[Path], irregular: Mapping[str, Irregular], changes: Changes, faults: Faults
    ) -> None:
        self._faults = faults
        self._irregular = irregular
        self._places: dict[str, Located] = {}
        self._resolved: dict[str, frozenset[Entry]] = {}
        for path in paths:
            place = _read(path, faults)
            if place is None:
                continue
            check_keys(place, _TERM_KEYS, ("summary",), faults)
            if path.stem in self._places:
                faults.add(
                    place, f"term {path.stem!r} is already in {self._places[path.stem].path}; choose another name"
                )
            self._places[path.stem] = changes.term(path.stem, place, faults)

    @property
    def names(self) -> list[str]:
        """Return the names of all terms."""
        return list(self._places)

    def resolve(self) -> dict[str, frozenset[Entry]]:
        digits = {Entry(("\0number",)), *(Entry((word,)) for word in NUMBERS)}
        return {name: self._entries(name, ()) for name in self._places} | {"number": frozenset(digits)}

    def _entries(self, name: str, inside: tuple[str, ...]) -> frozenset[Entry]:
        if name in self._resolved:
            return self._resolved[name]
        place = self._places[name]
        reader = Reader(place, self._faults)
        found: set[Entry] = set()
        for other in reader.places("include"):
            if other.text in inside or other.text == name:
                self._faults.add(other, f"term {other.text!r} includes itself; break the circle")
            elif other.text not in self._places:
                self._faults.add(other, f"no term {other.text!r}; {nearest(other.text, list(self._places))}")
            else:
                found |= self._entries(other.text, (*inside, name))
        for key, forms in (("verbs", self._verb), ("nouns", self._noun), ("words", lambda word: (word,))):
            for item in reader.places(key):
                found |= self._forms(item, forms)
        if not found:
            self._faults.add(place, f"term {name!r} has no words; list some under verbs, nouns or words")
        self._resolved[name] = frozenset(found)
        return self._resolved[name]

    def _verb(self, verb: str) -> tuple[str, ...]:
        return verb_forms(verb, self._irregular.get("verbs", {}))

    def _noun(self, noun: str) -> tuple[str, ...]:
        return noun_forms(noun, self._irregular.get("nouns", {}))

    def _forms(self, item: Located, forms: Callable[[str], tuple[str, ...]]) -> set[Entry]:
        try:
            phrases = expand(item.text)
        except PatternError as error:
            self._faults.add(item, f"{error}; mend the entry {item.text!r}", error.at)
            return set()
        return {entry for phrase in phrases for form in forms(phrase) if (entry := entry_of(form))}


def _context(
    place: Located | None, compiler: Compiler, faults: Faults
) -> tuple[tuple[Cue, ...], dict[str, dict[str, str]], set[str], int]:
    if place is None:
        return (), {}, set(), 0
    check_keys(place, ("clause", "sober", "cues", "policy"), ("clause", "sober", "cues", "policy"), faults)
    reader = Reader(place, faults)
    clause_ends = set(reader.texts("clause"))
    cues = []
    for number, item in enumerate(reader.places("cues")):
        check_keys(item, _CUE_KEYS, ("value", "side", "match"), faults)
        cue = Reader(item, faults)
        cues.append(Cue(cue.text("value"), cue.choice("side", _SIDES, "before"), int(cue.text("reach") or 0)))
        for key in ("match", "unless", "stop"):
            compiler.add_cue(f"cue-{key}", number, cue.places(key))
    policies = {
        topic: {value: policy.text for value, policy in table.items()}
        for topic, table in reader.mapping("policy").items()
    }
    return tuple(cues), policies, clause_ends, int(reader.text("sober") or 0)


def _rule(
    path: Path,
    folder: Path,
    pack: Pack,
    laws: Mapping[str, Authority],
    rules: list[Rule],
    changes: Changes,
    compiler: Compiler,
    faults: Faults,
) -> Rule | None:
    relative = path.relative_to(folder)
    place = _read(path, faults)
    if place is None:
        return None
    if len(relative.parts) != 2:
        faults.add(place, "a rule lies at <topic>/<name>.yaml in its pack; move the file")
        return None
    rule_id = f"{relative.parts[0]}/{path.stem}"
    if any(rule.id == rule_id for rule in rules):
        faults.add(place, f"rule {rule_id!r} is already in another pack; choose another name")
        return None
    before = len(faults.lines)
    place = changes.rule(rule_id, place, faults)
    rule = read_rule(place, rule_id, pack.id, relative.as_posix(), laws, faults)
    if pack.places and not any(laws[law].jurisdiction in dict(pack.places) for law in rule.authority):
        faults.add(place, f"the rule cites no law of {pack.id}'s places; cite one, or move it to another pack")
    strong = [law for law in rule.authority if laws[law].confidence in ("V1", "V2")]
    if rule.severity == "error" and rule.authority and not strong:
        faults.add(place, "severity 'error' needs an authority of confidence V1 or V2; add one or make it a warning")
    compiler.add_rule(len(rules), place)
    return rule if len(faults.lines) == before else None


def _check_references(rules: Sequence[Rule], folders: Sequence[Path], faults: Faults) -> None:
    by_id = {rule.id: rule for rule in rules}
    known = {*by_id, *(rule.topic for rule in rules)}
    if faults.lines:
        return
    for rule in rules:
        for name in rule.when_found:
            if name not in known:
                faults.lines.append(
                    f"{rule.path}:1:1: 'when' asks for findings of {name!r}; {nearest(name, list(known))}"
                )
        for name in rule.replaces:
            other = by_id.get(name)
            if other is None:
                faults.lines.append(f"{rule.path}:1:1: it replaces no rule {name!r}; {nearest(name, list(by_id))}")
            elif rule.id in (name, *other.replaces):
                faults.lines.append(f"{rule.path}:1:1: it and {name!r} replace each other; keep one")
