"""What a pack changes in the one it extends: severities, and entries of lists added or removed, in its changes.yaml."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kratom_lint.rulebook.located import Faults, Located, nearest
from kratom_lint.values import field, replace, value

_LISTS = ("match", "unless", "when", "void")
_TERM_LISTS = ("verbs", "nouns", "words")


@value
class Changes:
    """The changes of all packs by what they are of: ids of rules, names of terms."""

    rules: dict[str, list[Located]] = field(default_factory=dict)
    terms: dict[str, list[Located]] = field(default_factory=dict)

    def add(self, place: Located, faults: Faults) -> None:
        """Take in a changes.yaml: rule ids with what changes in them, and the same for terms under `terms`."""
        if not isinstance(place.value, dict):
            faults.add(place, "ids of rules, or `terms`, with what changes in them are needed here")
        for name, change in place.items():
            for table, key, each in (
                [(self.terms, term, each) for term, each in change.items()]
                if name == "terms"
                else [(self.rules, name, change)]
            ):
                table.setdefault(key, []).append(each)

    def check(self, rules: Collection[str], terms: Collection[str], faults: Faults) -> None:
        """Report changes of rules and terms that are not there."""
        for noun, table, known in (("rule", self.rules, rules), ("term", self.terms, terms)):
            for name, changes in table.items():
                for change in changes if name not in known else ():
                    faults.add(change, f"it changes no {noun} {name!r}; {nearest(name, list(known))}")

    def rule(self, name: str, place: Located, faults: Faults) -> Located:
        """Return a rule file as it is with its changes."""
        for change in self.rules.get(name, ()):
            place = _changed(place, change, ("severity", *_LISTS, "examples"), faults)
        return place

    def term(self, name: str, place: Located, faults: Faults) -> Located:
        """Return a term file as it is with its changes."""
        for change in self.terms.get(name, ()):
            place = _changed(place, change, _TERM_LISTS, faults)
        return place


def _changed(place: Located, change: Located, known: Collection[str], faults: Faults) -> Located:
    values = dict(place.items())
    if not isinstance(change.value, dict):
        faults.add(change, f"say what changes; keys: {', '.join(known)}")
    for key, each in change.items():
        if key not in known:
            faults.add(change.keys[key], f"{key!r} cannot be changed; {nearest(key, list(known))}")
        elif key == "severity":
            values[key] = each
        elif key == "examples":
            values[key] = _changed(values.get(key, each), each, ("flag", "pass"), faults)
        else:
            values[key] = _edited(values.get(key), each, faults)
    return replace(place, value={key: value for key, value in values.items() if value.value != []})


def _edited(old: Located | None, change: Located, faults: Faults) -> Located:
    """Return a list with entries added and removed; each one to remove must be there, and none to add may be."""
    entries = {} if old is None else {_said(item): item for item in (old if isinstance(old.value, list) else [old])}
    asked: Mapping[str, Located] = dict(change.items())
    for key in asked:
        if key not in ("add", "remove"):
            faults.add(change.keys[key], f"unknown key {key!r}; {nearest(key, ['add', 'remove'])}")
    if not asked:
        faults.add(change, "say which entries to `add` or `remove`")
    for item in asked.get("remove", ()):
        if entries.pop(_said(item), None) is None:
            faults.add(item, f"no entry {_said(item)!r} to remove; {nearest(_said(item), list(entries))}")
    for item in asked.get("add", ()):
        if _said(item) in entries:
            faults.add(item, f"entry {_said(item)!r} is there already; leave it out")
        entries[_said(item)] = item
    return Located(list(entries.values()), change.path, change.line, change.column)


def _said(item: Located) -> str:
    """Return the text of an entry, which may be a pattern, an expression, a reference or an example."""
    keys = ("regex", "voice", "text", "finding")
    return item.text or next((each.text for key, each in item.items() if key in keys), "")
