"""Which keys of structured data introduce others, and which are words about their value."""

from __future__ import annotations

import re

from kratom_lint.formats.places import HUMP

TITLES = ("question", "q", "title", "heading", "headline", "header", "label", "term", "name", "summary")
"""Keys whose value introduces its siblings; the first that is there does."""
DEFINED = frozenset({"value", "values", "content", "definition", "answer", "a", "acceptedanswer"})
"""Keys whose value completes what the title says."""
GENERIC = frozenset(
    """alt answer answers aria author authors banner banners block blocks body breadcrumbs btn bullet bullets button
    buttons caption captions card cards categories category child children collections column columns comments
    content contents copy cta data desc description descriptions details edges entity entries entry error excerpt
    faq faqs features field fields files footer gallery graph header headline hero html image images intro item
    items label labels layout line lines link links list lists locales media menu menus message messages meta
    metafields msg name names nav navigation news node nodes note notes option options page pages panels
    paragraph paragraphs params photos placeholder point points posts product products props questions quotes
    related results reviews row rows section sections seo services settings sites slide slides slots specs step
    steps strings styles subtitle summary tab tables tabs tagline team testimonials text texts title tooltip
    translations types urls value values variants videos views widgets""".split()  # noqa: SIM905
)
"""Words for a place on a page, not for what stands there."""
LANGUAGES = frozenset({"lang", "language", "locale", "inlanguage", "@language", "@@locale"})
"""Keys whose value says what language its siblings are in."""
OPEN = frozenset({"against", "by", "for", "from", "in", "of", "on", "to", "with", "without"})
"""Words after which something must follow."""
LABEL = re.compile(r"[^\W\d_]{2,}")


def is_label(key: str, of_list: bool = False) -> bool:
    """Say whether a key is words that introduce its value (`Helps with`, `good_for`, `uses`), not the name of a place.

    That of a list needs less to be one.
    """
    words = LABEL.findall(HUMP.sub(" ", key).lower())
    if not words or words[-1] in GENERIC or any(letter.isdigit() for letter in key):
        return False
    return of_list or " " in key.strip() or words[-1] in OPEN or (len(words) == 1 and words[0].endswith("s"))
