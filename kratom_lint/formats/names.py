"""The table of names: what each says of the value given it, in scripts, in templates and components, and in data.

What a list says of a name is said nowhere else; how strictly it is taken depends on where the name stands. Names are in
lower case; in scripts those of several words have hyphens.
"""

from __future__ import annotations

TEXTS = frozenset(
    """a alt answer answers aria-description aria-label aria-placeholder aria-roledescription aria-valuetext author
    badge blurb body bullet bullets button byline caption category comment content copy cta default desc description
    details disclaimer empty error excerpt eyebrow faq features footer header heading headline helper helper-text
    hero hint info intro item items kicker label lead lede legend links list message meta-description name note
    notes options overline paragraph paragraphs placeholder points prefix preheader prompt prose q question quote
    review rows sub subhead subheader subheading subject subline subtext subtitle suffix summary tagline teaser term
    testimonial text texts title toast tooltip value values""".split()  # noqa: SIM905
)
"""Names of copy that say where it stands, and nothing of what it says."""
TELLING = frozenset(
    """benefit benefits claim dosage effects feature help more perks pros reason reasons role success uses warning
    warnings why""".split()  # noqa: SIM905
)
"""Names of copy that say something of it, so that they may introduce it."""
SECTIONS = frozenset(
    """aria authors banner banners block blocks breadcrumbs btn buttons captions card cards categories child children
    collections column columns comments contents data descriptions edges entity entries entry faqs field fields
    files gallery graph html image images labels layout line lines link lists locales media menu menus messages meta
    metafields msg names nav navigation news node nodes option page pages panels params photos point posts product
    products props questions quotes related results reviews row section sections seo services settings sites slide
    slides slots specs step steps strings styles tab tables tabs team testimonials translations types urls variants
    videos views widgets""".split()  # noqa: SIM905
)
"""Names of parts of a page and of lists, which say nothing of what stands in them."""
CODE = frozenset("class classname css d javascript js path query regex script sql style viewbox".split())  # noqa: SIM905
"""Names of code, spaces in it or not."""
TECHNICAL = frozenset(
    """charset color colour date event font format icon id key kind lang language layout locale ref rel size sku target
    theme type variant""".split()  # noqa: SIM905
)
"""Names of what only programs read; in data, a value of several words may be copy all the same."""
TECHNICAL_IN_SCRIPTS = frozenset(
    """animation as auto-complete autocomplete class-name classes cls dir email fill font-family for grid-template-
    areas html-for http-equiv is loading media method on-click pattern phone selector sizes slot src-set srcset
    stroke styles test-id time transform view-box""".split()  # noqa: SIM905
)
"""Names of what only programs read, in scripts and components; in data, they may be words like any other."""
TECHNICAL_IN_DATA = frozenset(
    """$id $ref $schema @context @id @type _id _key _ref _type alg align availability component condition contenttype
    country currency data-testid direction encoding env etag field fontfamily gid gtin guid hash identifier
    inlanguage integrity license main mime mimetype mode mpn namespace node nodetype ns package position role scope
    sha sha1 sha256 state status template timezone token tone unit uuid version weight width""".split()  # noqa: SIM905
)
"""Names of what only programs read, in data, if it is one word; in scripts, values must look like copy anyway."""
LINKING = frozenset({"href", "src", "to"})
"""Properties by which components are given addresses."""
ADDRESSES = LINKING | {"url", "uri", "link", "permalink", "canonical", "canonical-url", "canonical_url", "aliases"}
SLUGS = frozenset({"slug", "handle", "url handle", "url_handle"})
KEYWORDS = frozenset({"keywords", "keyword", "tags", "tag", "hashtags"})
CATEGORIES = frozenset({"categories", "category"})
"""Names of keywords in data; in scripts, of what is shown above a title."""
LANGUAGES = frozenset({"lang", "language", "locale", "inlanguage", "@language", "@@locale"})
"""Names of values that say what language their siblings are in."""
TITLES = ("question", "q", "title", "heading", "headline", "header", "label", "term", "name", "summary")
"""Names of what introduces its neighbours, a question its answer, a label its value; the first that is there does."""
LEADS = frozenset(TITLES) | {"eyebrow", "kicker", "key", "legend", "subject", "question-text"}
"""Names of what introduces what comes next in scripts and tags."""
DEFINED = frozenset({"value", "values", "content", "definition", "answer", "a", "acceptedanswer"})
"""Names of what completes a title."""
