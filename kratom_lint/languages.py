"""Which language a name says its text is in. Reads no text and guesses nothing."""

from __future__ import annotations

import re

from kratom_lint.expressions import late

CODES = frozenset(
    """af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it iw ja ka kk
    km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl nn no pa pl pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur uz
    vi zh zu""".split()  # noqa: SIM905
)
"""ISO 639 codes of the languages that shops and applications are commonly translated into."""

CERTAIN = frozenset(
    "cs da de en es et fi fr he hr hu ja ko lt lv nb nl pl pt ro ru sk sl sv th tr uk vi zh".split()  # noqa: SIM905
)
"""The codes that mean a language wherever they stand; others are words, places and products as well."""

FOLDERS = frozenset(
    """_locales i18n intl l10n lang langs languages lc_messages locale locales messages translation
    translations""".split()  # noqa: SIM905
)
"""Folders that hold a folder or file for each language."""

TAG = late(r"([a-z]{2,3})(?:[-_](?:r?[a-z]{2}|[a-z]{4}|\d{3}))*", re.I)
ENDING = late(r".*?[._]([a-z]{2,3}(?:[-_][a-z0-9]{2,4})*)", re.I)


def language_of(name: str) -> str:
    """Return the language tag that `name` is ("de", "pt-BR", "zh_Hans"), in lower case with hyphens, or ""."""
    found = TAG.fullmatch(name) if len(name) <= 12 else None
    if found is None or found[1].lower() not in CODES:
        return ""
    return name.lower().replace("_", "-")


def is_certain(language: str) -> bool:
    """Say whether a tag that `language_of` returned can be nothing else: it names a region, or is no common word."""
    return len(language) > 3 or language in CERTAIN


def language_of_path(path: str) -> str:
    """Return the language that the name of a file or of a folder above it says, or "".

    That is `locales/de.json`, `de/index.yml`, `messages.fr.po`, `app_de.arb`, `values-de/strings.xml`,
    `de.lproj/Localizable.strings`. What may be a word as well counts only in a folder for languages.
    """
    above = ""
    *folders, name = path.split("/")
    stem = name.partition(".")[0] if name.count(".") == 1 else name.rpartition(".")[0]
    for folder in [*folders, stem]:
        tag = folder.removeprefix("values-").removesuffix(".lproj")
        language = language_of(tag)
        if language and (is_certain(language) or above in FOLDERS or tag != folder):
            return re.sub(r"-r([a-z]{2})\b", r"-\1", language)
        above = folder.lower()
    ending = ENDING.fullmatch(stem)
    language = language_of(ending[1]) if ending else ""
    return language if is_certain(language) else ""
