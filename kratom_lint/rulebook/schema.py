"""What a rule file may say: its keys, and the reading of one located value into a `Rule`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kratom_lint.formats.document import PLACES
from kratom_lint.model import Authority, Severity
from kratom_lint.rulebook.book import POLICIES, PRODUCTS, VALUES, Example, Remedy, Rule
from kratom_lint.rulebook.located import Faults, Located, nearest
from kratom_lint.text.slots import SLOTS, unknown_slots

RULE_KEYS = (
    *("summary", "severity", "claim", "general", "replaces", "authority", "why", "products", "where"),
    *("when", "require", "void", "verbatim"),
    *("match", "unless", "context", "suggest", "examples"),
)
CLAIMS = ("express", "implied", "omission")
SCOPES = {
    "delete": ("sentence", "match", "block"),
    "replace": ("sentence", "match"),
    "insert": ("after", "end", "start"),
    "advise": ("rename", "substantiate", "product-change", "legal-review"),
}
MINIMUM_EXAMPLES = 5
_AUTHORITY_KEYS = ("citation", "title", "url", "jurisdiction", "in_force", "until", "confidence", "checked")


def check_keys(place: Located, known: Collection[str], required: Collection[str], faults: Faults) -> None:
    """Report keys that are unknown or missing; a value that is no mapping at all counts as lacking every key."""
    if not isinstance(place.value, dict):
        faults.add(place, f"expected keys and values; known keys: {', '.join(known)}")
        return
    for key in place.value:
        if key not in known:
            faults.add(place.keys[key], f"unknown key {key!r}; {nearest(key, list(known))}")
    for key in required:
        if key not in place.value:
            faults.add(place, f"key {key!r} is missing; add it")


class Reader:
    """Reads typed values out of one mapping, recording a fault for each that is not what it should be."""

    def __init__(self, place: Located, faults: Faults) -> None:
        self._values = place.value if isinstance(place.value, dict) else {}
        self._faults = faults

    def text(self, key: str) -> str:
        """Return the text at `key`, on one line; "" when it is not there."""
        place = self._values.get(key)
        if place is None:
            return ""
        if not place.text.strip():
            self._faults.add(place, f"{key!r} must be text; write a sentence")
        return " ".join(place.text.split())

    def choice(self, key: str, known: Collection[str], default: str) -> str:
        """Return the text at `key`, which must be one of `known`."""
        place = self._values.get(key)
        if place is None:
            return default
        if place.text not in known:
            self._faults.add(place, f"{key!r} cannot be {place.text!r}; {nearest(place.text, list(known))}")
            return default
        return place.text

    def places(self, key: str) -> list[Located]:
        """Return the items of the list at `key`; a lone scalar or mapping counts as a list of one."""
        place = self._values.get(key)
        if place is None:
            return []
        if isinstance(place.value, list):
            if not place.value:
                self._faults.add(place, f"{key!r} is empty; fill it in or leave it out")
            return place.value
        return [place]

    def texts(self, key: str, known: Collection[str] | None = None) -> tuple[str, ...]:
        """Return the texts listed at `key`, each one of `known` when that is given."""
        found = []
        for place in self.places(key):
            if known is not None and place.text not in known:
                self._faults.add(place, f"unknown {key} {place.text!r}; {nearest(place.text, list(known))}")
            elif not place.text:
                self._faults.add(place, f"{key!r} lists texts only")
            else:
                found.append(place.text)
        return tuple(found)

    def mapping(self, key: str) -> dict[str, Located]:
        """Return the mapping at `key`, empty when it is not there."""
        place = self._values.get(key)
        if place is None:
            return {}
        if not isinstance(place.value, dict):
            self._faults.add(place, f"{key!r} must be keys and values")
            return {}
        return place.value


def read_rule(place: Located, rule_id: str, pack: str, path: str, laws: Collection[str], faults: Faults) -> Rule:
    """Read one rule file. The rule is only fit for use when this added no fault."""
    reader = Reader(place, faults)
    disclosure = bool(reader.places("require") or reader.places("verbatim"))
    required = ("summary", "severity", "claim", "authority", "why", "suggest", "examples")
    check_keys(place, RULE_KEYS, (*required, "when" if disclosure else "match"), faults)
    if disclosure and reader.places("match"):
        faults.add(place, "'match' and 'require' exclude each other; make it two rules")
    when = reader.places("when")
    products = reader.texts("products", PRODUCTS) or PRODUCTS[:3]
    examples = Reader(Located(reader.mapping("examples"), place.path, place.line, place.column), faults)
    return Rule(
        id=rule_id,
        topic=rule_id.partition("/")[0],
        pack=pack,
        path=path,
        summary=reader.text("summary"),
        severity=Severity(reader.choice("severity", [level.value for level in Severity], "error")),
        claim=reader.choice("claim", CLAIMS, "express"),
        authority=reader.texts("authority", laws),
        why=reader.text("why"),
        products=products,
        where=reader.texts("where", {*PLACES, "text"}),
        match=tuple(_shown(item) for item in reader.places("match")),
        unless=reader.texts("unless"),
        context=_context(reader.mapping("context"), faults),
        suggest=tuple(_remedy(item, faults) for item in reader.places("suggest")),
        examples_flag=_examples(examples, "flag", products[0], place, faults),
        examples_pass=_examples(examples, "pass", products[0], place, faults),
        when=tuple(item.text for item in when if item.text),
        when_found=tuple(found.text for item in when for key, found in item.items() if key == "finding"),
        require={element: _patterns(item) for element, item in reader.mapping("require").items()},
        void=reader.texts("void"),
        verbatim=reader.texts("verbatim"),
        general=reader.choice("general", ("true", "false"), "false") == "true",
        replaces=reader.texts("replaces"),
        voice=_voice(reader.places("match"), faults),
    )


def _voice(patterns: Sequence[Located], faults: Faults) -> int:
    """Return how much a sentence must sound like a claim, in percent, 0 when no pattern asks."""
    asked = [item for item in patterns if isinstance(item.value, dict) and "voice" in item.value]
    for item in asked:
        check_keys(item, ("voice",), ("voice",), faults)
        text = Reader(item, faults).text("voice")
        if text.isdigit() and 50 < int(text) < 100:
            return int(text)
        faults.add(item, f"voice is {text!r}; write a percentage from 51 to 99")
    return 0


def read_authority(name: str, place: Located, faults: Faults) -> Authority:
    """Read one entry of an authorities file."""
    check_keys(place, _AUTHORITY_KEYS, [key for key in _AUTHORITY_KEYS if key != "until"], faults)
    reader = Reader(place, faults)
    days = {key: read_day(reader, key, place, faults) for key in ("in_force", "until", "checked")}
    url = reader.text("url")
    if url and not url.startswith(("https://", "http://")):
        faults.add(place, f"address {url!r} is neither http nor https; give the page of the law itself")
    return Authority(
        id=name,
        citation=reader.text("citation"),
        title=reader.text("title"),
        url=url,
        jurisdiction=reader.text("jurisdiction"),
        in_force=days["in_force"],
        until=days["until"] or None,
        confidence=reader.choice("confidence", ("V1", "V2", "V3", "GK"), "GK"),
        checked=days["checked"],
    )


def read_day(reader: Reader, key: str, place: Located, faults: Faults) -> str:
    """Return the ISO day at `key`, "" when it is not there."""
    from datetime import date

    day = reader.text(key)
    try:
        return date.fromisoformat(day).isoformat() if day else ""
    except ValueError:
        faults.add(place, f"{key!r} is {day!r}; write a day as YYYY-MM-DD")
        return ""


def _context(mapping: dict[str, Located], faults: Faults) -> dict[str, str]:
    policies = {}
    known = [*VALUES, "attributed"]
    for value, place in mapping.items():
        if value not in known:
            faults.add(place, f"unknown context {value!r}; {nearest(value, known)}")
        elif place.text not in POLICIES:
            faults.add(place, f"unknown policy {place.text!r}; {nearest(place.text, list(POLICIES))}")
        elif place.text == "skip" and value in ("hedged", "user", "quoted"):
            faults.add(place, f"{value!r} never makes a claim lawful, so it cannot be skipped; use flag or note")
        else:
            policies[value] = place.text
    return policies


def _remedy(place: Located, faults: Faults) -> Remedy:
    reader = Reader(place, faults)
    action = next((key for key in SCOPES if key in dict(place.items())), "")
    if not action:
        faults.add(place, f"a suggestion starts with one of {', '.join(SCOPES)}")
        return Remedy("delete", "sentence", "")
    wording = {"replace": ("with",), "insert": ("text",), "advise": ("text",)}.get(action, ())
    check_keys(place, (action, *wording), (action, *wording), faults)
    scope = reader.choice(action, SCOPES[action], SCOPES[action][0])
    text = reader.text(wording[0]) if wording else ""
    for slot in unknown_slots(text):
        faults.add(place, f"unknown slot {{{slot}}} in a suggestion; {nearest(slot, list(SLOTS))}")
    return Remedy(action, scope, text)


def _examples(reader: Reader, key: str, product: str, rule: Located, faults: Faults) -> tuple[Example, ...]:
    found = []
    for place in reader.places(key):
        if isinstance(place.value, dict):
            check_keys(place, ("text", "product"), ("text",), faults)
            inner = Reader(place, faults)
            about = inner.choice("product", PRODUCTS, product)
            found.append(Example(place.value["text"].text if "text" in place.value else "", about, place.line))
        else:
            found.append(Example(place.text, product, place.line))
    if len(found) < MINIMUM_EXAMPLES:
        faults.add(rule, f"{len(found)} examples under {key!r}; write at least {MINIMUM_EXAMPLES}")
    return tuple(found)


def _shown(place: Located) -> str:
    """Return a pattern as a trace names it; one that is no text goes with its key, such as `regex: ...`."""
    return place.text or next((f"{key}: {item.text}" for key, item in place.items() if item.text), "")


def _patterns(place: Located) -> tuple[str, ...]:
    return tuple(item.text for item in place) if isinstance(place.value, list) else (place.text,)
