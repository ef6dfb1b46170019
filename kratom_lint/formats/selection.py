"""Which values of structured data are to be read: those under the keys and in the languages asked for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from kratom_lint.globs import matches
from kratom_lint.languages import is_certain, language_of
from kratom_lint.values import value


@value
class Selection:
    """What to read of structured data.

    `fields` are globs of keys: `seo.*` or `/seo/title` names keys by their path (a leading slash: from the root), and
    a glob without a point or slash a key at any depth; a key stands for all under it. Ones that start with "!" leave
    out. Without others, everything that looks like copy is read. `languages` are the languages to read.
    """

    fields: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)

    @property
    def chooses(self) -> bool:
        """Whether fields are named that are to be read, so that nothing is left to how a value looks."""
        return any(not glob.startswith("!") for glob in self.fields)

    def wants(self, keys: Iterable[str]) -> bool:
        """Say whether the value under `keys` (outermost first) is to be read, as far as `fields` decide."""
        keys = list(keys)
        if not keys:  # nothing could name it
            return True
        path = "/".join(keys).replace(".", "/").lower()
        if matches(_anchored(glob[1:] for glob in self.fields if glob.startswith("!")), path):
            return False
        wanted = _anchored(glob for glob in self.fields if not glob.startswith("!"))
        return not wanted or matches(wanted, path)

    def foreign(self, key: str, siblings: Collection[str]) -> str:
        """Return the language that `key` says its value is in, if it is none to be read; else "".

        A key says so when all its siblings are languages (`en`, `de`), one of them beyond doubt, or when it ends in
        one (`title_de`) and has a sibling without it, or with that of a language that is read.
        """
        language = language_of(key)
        if language and all(language_of(each) or each in ("default", "x-default", "other") for each in siblings):
            others = map(language_of, siblings)
            if self.reads(language) or not any(is_certain(each) or self.reads(each) for each in others):
                return ""
            return language
        stem, mark, tail = _split(key)
        if mark and (language := language_of(tail)) and not self.reads(language):
            ours = {stem, *(f"{stem}{mark}{name}" for name in self.languages)}
            if any(name in siblings for name in ours):
                return language
        return ""

    def reads(self, language: str) -> bool:
        """Say whether a language, as "de" or "pt-br", is one to be read."""
        return any(language == each or language.startswith(f"{each}-") for each in map(str.lower, self.languages))


def _anchored(globs: Iterable[str]) -> list[str]:
    lowered = (glob.lower() for glob in globs)
    return [glob if glob.startswith("/") else f"**/{glob.replace('.', '/')}" for glob in lowered]


def _split(key: str) -> tuple[str, str, str]:
    """Return what stands before the language at the end of a key, the mark between them, and the language."""
    found = re.fullmatch(r"(.+?)(_|-|\.|@|:| )\(?([A-Za-z]{2,3}(?:[_-][A-Za-z]{2,4})?)\)?", key)
    return (found[1], found[2], found[3]) if found else (key, "", "")
