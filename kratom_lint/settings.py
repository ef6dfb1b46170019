"""What holds for one file, merged from defaults, configuration and command line, and where each value was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from kratom_lint.values import field, value

PRODUCTS = ("kratom", "7-oh", "botanical", "none")
LEVELS = ("error", "warning", "info", "off")
FAIL_ON = ("error", "warning", "info", "never")
DEFAULT = "default"


class Placed(str):
    """A text that remembers where it was written: "path:line:column", or the name of an option."""

    __slots__ = ("place",)
    place: str

    def __new__(cls, text: str, place: str) -> Placed:
        """Return `text`, written at `place`."""
        placed = super().__new__(cls, text)
        placed.place = place
        return placed

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """Return what another process makes the same of."""
        return str(self), self.place


@value
class Layer:
    """What one place sets, and nothing for what it leaves alone.

    `values` maps a setting to its texts (one for a single value), `severity` a rule or topic to a level, `provided_by`
    a disclosure to the file that makes it, and `places` a setting to where it was set.
    """

    values: Mapping[str, tuple[Placed, ...]] = field(default_factory=dict)
    severity: Mapping[Placed, Placed] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    provided_by: Mapping[Placed, Placed] = field(default_factory=dict)


@value
class Settings:
    """The settings of one file; two that compare equal need only one rule book.

    `as_of` None means today. `severity` gives rules and topics a level of LEVELS, `provided_by` disclosures a file that
    makes them for this one, as a path that can be opened. `places` says where each was set.
    """

    product: str | None = None
    packs: tuple[Placed, ...] = (Placed("us", DEFAULT),)
    jurisdictions: tuple[Placed, ...] = ()
    as_of: str | None = None
    select: tuple[Placed, ...] = ()
    ignore: tuple[Placed, ...] = ()
    severity: tuple[tuple[Placed, Placed], ...] = ()
    fail_on: str = "error"
    fields: tuple[Placed, ...] = ()
    languages: tuple[Placed, ...] = (Placed("en", DEFAULT),)
    provided_by: tuple[tuple[Placed, Placed], ...] = ()
    places: Mapping[str, str] = field(default_factory=dict, compare=False)


LISTS = ("packs", "jurisdictions", "select", "ignore", "fields", "languages")
SINGLES = ("product", "as_of", "fail_on")


def merge(layers: Iterable[Layer]) -> Settings:
    """Return what holds when each layer beats those before it: a list replaces a list, tables add up by rule."""
    values: dict[str, tuple[Placed, ...]] = {}
    severity: dict[Placed, Placed] = {}
    provided_by: dict[Placed, Placed] = {}
    places: dict[str, str] = {}
    for layer in layers:
        values.update(layer.values)
        severity = _renewed(severity, layer.severity)
        provided_by = _renewed(provided_by, layer.provided_by)
        places.update(layer.places)
    default = Settings()
    return Settings(
        product=_single(values, "product"),
        packs=values.get("packs", default.packs),
        jurisdictions=values.get("jurisdictions", ()),
        as_of=_single(values, "as_of"),
        select=values.get("select", ()),
        ignore=values.get("ignore", ()),
        severity=tuple(sorted(severity.items())),
        fail_on=_single(values, "fail_on") or default.fail_on,
        fields=values.get("fields", ()),
        languages=values.get("languages", default.languages),
        provided_by=tuple(sorted(provided_by.items())),
        places=places,
    )


def layer_of(options: Mapping[str, Any]) -> Layer:
    """Return the settings that the options of a command make; each remembers the option's name."""
    values: dict[str, tuple[Placed, ...]] = {}
    places: dict[str, str] = {}
    for key in (*SINGLES, *LISTS):
        given = options.get(key)
        if given:
            option = _option(key)
            values[key] = tuple(Placed(text, option) for text in ([given] if isinstance(given, str) else given))
            places[key] = option
    severity = {Placed(name, "--severity"): Placed(level, "--severity") for name, level in options["severity"]}
    return Layer(values, severity, places)


def _option(key: str) -> str:
    return "--" + {"packs": "pack", "jurisdictions": "jurisdiction"}.get(key, key).replace("_", "-")


def _renewed(old: Mapping[Placed, Placed], new: Mapping[Placed, Placed]) -> dict[Placed, Placed]:
    # A key already there would keep its old place.
    return {name: value for name, value in old.items() if name not in new} | dict(new)


def _single(values: Mapping[str, tuple[Placed, ...]], key: str) -> str | None:
    return values[key][0] if key in values else None


def is_day(text: str) -> bool:
    """Say whether `text` is a day of the calendar as YYYY-MM-DD."""
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def is_folder(pack: str) -> bool:
    """Say whether a pack is named by its folder (it has a slash or starts with a dot) and not by a shipped name."""
    return "/" in pack or "\\" in pack or pack.startswith(".")
