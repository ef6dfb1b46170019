"""Writes the markup of components (Vue, Svelte, MDX) as HTML: their tags, their properties, code in braces."""

from __future__ import annotations

import re
from typing import NamedTuple

from kratom_lint.formats import fields, names
from kratom_lint.formats.attributes import kind_of
from kratom_lint.formats.braces import REMARK, Braces, choice, put_string, spoken
from kratom_lint.formats.branches import CHOICE, ELSE, END, WHEN
from kratom_lint.formats.builder import Builder
from kratom_lint.formats.elements import BLOCK, VOID
from kratom_lint.formats.jsx import role_of
from kratom_lint.formats.markup import put_text
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.prose import HOLE, Prose
from kratom_lint.formats.syntax import ESCAPE, meaning
from kratom_lint.model import Span

NAME = re.compile(r"<(/?)([A-Za-z][\w.:-]*)")
TAG_END = re.compile(r"\s*+(/?)>")
ATTRIBUTE = re.compile(
    r"""\s*+(?P<name>[^\s/>={}"'<]++)
    (?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s"'>{][^\s>]*+)|(?P<code>\{)))?""",
    re.X,
)
SPREAD = re.compile(r"\s*+(\{)")
SLASH = re.compile(r"\s*+/(?!>)")
SHORT = re.compile(r"[^<>\n{}]{1,80}</[A-Za-z][\w.:-]*>[ \t]*[^\s<]")
SPECIAL = re.compile(r"[&<\"]")
CODE = re.compile(r"[\"'`<]")
NEXT = re.compile(r"(?:\s++|<!--(?:[^-]|-(?!->))*+-->)*+<[A-Za-z][\w.:-]*")
OTHERWISE = frozenset({"v-else", "v-else-if"})
"""Properties of an element that takes the place of the one before it."""


class Code(NamedTuple):
    """An expression that is to be read as a script, and the name it is given."""

    source: Prose
    name: str


class Rewriter:
    """Writes one text as HTML, from left to right; expressions in it wait in `later`.

    `vue` and `svelte` say whose properties and braces these are; MDX has those of JSX.
    """

    def __init__(self, source: Prose, outline: Outline, dialect: str, special: re.Pattern[str] = SPECIAL) -> None:
        self.source = source
        self.builder = Builder(source)
        self.later: list[Code] = []
        self.flowing = False
        self.open: list[tuple[str, str, bool]] = []
        self._text = source.text
        self._outline = outline
        self._dialect = dialect
        self._braces = Braces(source.text)
        self._special = special
        self._properties: list[tuple[int, str, Prose, Span]] = []

    def words(self, start: int, end: int) -> None:
        """Add text as it stands."""
        if start < end:
            self.builder.copy(start, end)
            self.flowing = self.flowing or not self._text[start:end].isspace()

    def tag(self, at: int) -> int:
        """Write the tag at `at`, and return where it ends; `at`, if there is none."""
        match = NAME.match(self._text, at)
        found = self._scan(match.end()) if match else None
        if match is None or found is None:
            return at
        end, closed, attributes = found
        name = match[2]
        if match[1]:
            self._close(name, at, end)
            return end
        low, high = match.span(2)
        tag = self._role(name, end, closed)
        chosen = self._dialect == "vue" and self._condition(attributes, at)
        builder = self.builder
        builder.copy(at, low)
        if tag == name:
            builder.copy(low, high)
        else:
            builder.atom(tag, low, high)
        for attribute in attributes:
            self._attribute(attribute)
            self._property(tag, attribute, at)
        builder.copy(end - 1, end)
        if closed and tag not in VOID:
            if tag == "span" and name != tag:
                builder.atom(HOLE, at, end)
            builder.atom(f"</{tag}>", end, end)
        elif tag not in VOID:
            self.open.append((name, tag, chosen))
            chosen = False
        if chosen:
            self._end_choice(end)
        if tag in BLOCK:
            self.flowing = False
        return end

    def end_of_tag(self, at: int) -> int:
        """Return where the tag at `at` ends; -1, if there is none."""
        match = NAME.match(self._text, at)
        found = self._scan(match.end()) if match else None
        return found[0] if found else -1

    def code(self, at: int, name: str = "text") -> int:
        """Write what the braces at `at` show, and return where they end; -1, if they are no code."""
        end = self._braces.end(at)
        if end < 0:
            return end
        low, high = at + 1, end - 1
        if remark := REMARK.fullmatch(self._text, low, high):
            self._outline.comment(remark[remark.lastindex or 0], self.source.span(at, end))
        else:
            self.say(low, high, name, at, end)
        return end

    def end_of_code(self, at: int) -> int:
        """Return where the braces at `at` end; -1, if nothing closes them."""
        return self._braces.end(at)

    def say(self, low: int, high: int, name: str, at: int, end: int) -> None:
        """Write the string that code at [low, high) is, or a hole for the whole at [at, end)."""
        string = spoken(self._text, low, high)
        if string:
            put_string(self.builder, *string, self._special)
            self.flowing = self.flowing or not self._text[string[0] : string[1]].isspace()
        elif strings := choice(self._text, low, high):
            for mark, said in zip((CHOICE, ELSE), strings, strict=True):
                self.mark(mark, said[0])
                put_string(self.builder, *said, self._special)
            self.mark(END, end)
            self.flowing = True
        else:
            self.hole(at, end)
            self.wait(low, high, name)

    def hole(self, at: int, end: int) -> None:
        """Write a hole for what stands at [at, end)."""
        self.builder.atom(HOLE, at, end)
        self.flowing = True

    def mark(self, mark: str, at: int) -> None:
        """Write where a text begins or ends that is one of several."""
        self.builder.atom(mark, at, at)
        self._outline.choices.sign(mark, self.source.span(at, at).start)

    def wait(self, low: int, high: int, name: str) -> None:
        """Have code read later, if there may be a text in it."""
        if CODE.search(self._text, low, high):
            self.later.append(Code(self.source.cut(low, high), name))

    def _scan(self, at: int) -> tuple[int, bool, list[re.Match[str]]] | None:
        """Return where a tag ends, whether it has no content, and its attributes; None if it is no tag."""
        text = self._text
        attributes: list[re.Match[str]] = []
        while not (close := TAG_END.match(text, at)):
            match = ATTRIBUTE.match(text, at) or SPREAD.match(text, at) or SLASH.match(text, at)
            if match is None:
                return None
            at = match.end()
            if text[at - 1] == "{" and match.re is not SLASH:
                at = self._braces.end(at - 1)
                if at < 0:
                    return None
            if match.re is ATTRIBUTE:
                attributes.append(match)
        return close.end(), bool(close[1]), attributes

    def _condition(self, attributes: list[re.Match[str]], at: int) -> bool:
        """Mark where an element begins that is shown or not, and say whether it is one."""
        given = {match["name"] for match in attributes}
        if "v-if" in given:
            self.mark(WHEN, at)
            return True
        if not given.isdisjoint(OTHERWISE):
            self.mark(ELSE, at)
            return True
        return False

    def _end_choice(self, at: int) -> None:
        """Mark where an element ends that is shown or not, if no other takes its place."""
        match = NEXT.match(self._text, at)
        found = self._scan(match.end()) if match else None
        if not found or {each["name"] for each in found[2]}.isdisjoint(OTHERWISE):
            self.mark(END, at)

    def _close(self, name: str, at: int, end: int) -> None:
        tag, chosen = name, False
        for index in range(len(self.open) - 1, max(len(self.open) - 50, -1), -1):
            if self.open[index][0] == name:
                _, tag, chosen = self.open[index]
                del self.open[index:]
                break
        if tag == name:
            self.builder.copy(at, end)
        else:
            self.builder.atom(f"</{tag}>", at, end)
        if chosen:
            self._end_choice(end)
        if tag in BLOCK:
            self.flowing = False

    def _role(self, name: str, end: int, closed: bool) -> str:
        """Return the HTML element that a tag stands for; a component among words is part of the line."""
        if name == "template" and self._dialect == "vue" and self.open:
            return "span"
        if name[0].islower() and not ("-" in name or "." in name):
            return name
        flowing = self.flowing or name.lower() in LINKS or (not closed and SHORT.match(self._text, end) is not None)
        return role_of(name, flowing)

    def _attribute(self, match: re.Match[str]) -> None:
        """Write an attribute as HTML has it, if its value is known; else have its code read later."""
        name, builder = match["name"], self.builder
        group = next((group for group in ("double", "single", "bare", "code") if match[group] is not None), "")
        low, high = match.span(group) if group else (0, 0)
        bound = fields.plain_name(name.removeprefix("v-bind").removeprefix(":"))
        if group == "code":
            end = self._braces.end(low)
            self._given(bound if name[:3] not in ("on:", "use") else "on-click", low + 1, end - 1, match)
        elif (self._dialect == "vue" and name[0] in ":@#") or name.startswith("v-"):
            told = name[0] == ":" or name.startswith("v-bind:")
            if told or name in ("v-text", "v-html", "v-t"):
                (self._given if name != "v-html" else self._page)(bound if told else "text", low, high, match)
        elif group and self._dialect == "svelte" and "{" in match[group]:
            builder.atom(f" {bound}=", match.start("name"), match.end("name"))
            builder.copy(low - 1, low)
            self._value(low, high, bound)
            builder.copy(high, high + 1)
        else:
            builder.atom(" ", match.start("name"), match.start("name"))
            builder.copy(match.start("name"), match.end())

    def _property(self, tag: str, match: re.Match[str], at: int) -> None:
        """Take note of a text that a component in Markdown is given, where nobody but us knows it for one."""
        group = next((group for group in ("double", "single", "code") if match[group]), "")
        if self._dialect != "mdx" or not group:
            return
        name = fields.plain_name(match["name"])
        if not (fields.is_named(name) or name in names.LINKING) or kind_of(tag, name, {}):
            return
        low, high = match.span(group)
        string = (low, high) if group != "code" else spoken(self._text, low + 1, self._braces.end(low) - 1)
        if string and fields.kind_of(name, self._text[slice(*string)]):
            builder = Builder(self.source)
            if group == "code":
                builder.decode(*string, ESCAPE, meaning)
            else:
                put_text(builder, *string, attribute=True)
            self._properties.append((at, name, builder.done(), self.source.span(match.start("name"), match.end())))

    def add_properties(self) -> None:
        """Add to the outline the texts that components were given; a question or title introduces the next."""
        before = -1
        for at, name, prose, extent in self._properties:
            leads = fields.introduces(name)
            self._outline.aside(fields.kind_of(name, prose.text), prose, extent, led=before == at and not leads)
            before = at if leads else -1
        self._outline.flush()

    def _given(self, name: str, low: int, high: int, match: re.Match[str]) -> None:
        """Write an attribute whose value is code: a string, or one that shows that the element is hidden."""
        string = spoken(self._text, low, high)
        start, end = match.start("name"), match.end("name")
        if string and not fields.UNSEEN.search(name):
            self.builder.atom(f' {name}="', start, end)
            put_string(self.builder, *string, SPECIAL)
            self.builder.atom('"', string[1], string[1])
        elif name in ("hidden", "aria-hidden") and self._text[low:high].strip() == "true":
            self.builder.atom(f' {name}="true"', start, end)
        elif not string:
            self.wait(low, high, name)

    def _page(self, name: str, low: int, high: int, match: re.Match[str]) -> None:
        """Have an attribute read whose value is code for HTML."""
        self.wait(low, high, name)

    def _value(self, low: int, high: int, name: str) -> None:
        """Write a quoted value with code in braces in it."""
        at = low
        while (brace := self._text.find("{", at, high)) >= 0:
            end = self._braces.end(brace)
            if end < 0 or end > high:
                break
            self.builder.copy(at, brace)
            self.say(brace + 1, end - 1, name, brace, end)
            at = end
        self.builder.copy(at, high)


LINKS = frozenset(
    """nuxtlink nuxt-link routerlink router-link link inertia-link i18n-link icon highlight mark tooltip trans strong
    em""".split()  # noqa: SIM905
)
"""Components that are part of a line of text wherever they stand."""
