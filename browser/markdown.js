// Reads Markdown with micromark and tells it in the events of pulldown-cmark, which is what the engine knows.
// Ranges are UTF-8 bytes, as there. Where both could be asked (tests/test_browser_markdown.py) they agree.

import { micromark, parse, postprocess, preprocess } from "micromark";
import { defList } from "micromark-extension-definition-list";
import { gfmFootnote } from "micromark-extension-gfm-footnote";
import { gfmStrikethrough, gfmStrikethroughHtml } from "micromark-extension-gfm-strikethrough";
import { gfmTable, gfmTableHtml } from "micromark-extension-gfm-table";
import { gfmTaskListItem } from "micromark-extension-gfm-task-list-item";
import { decodeNamedCharacterReference } from "decode-named-character-reference";
import { decodeNumericCharacterReference } from "micromark-util-decode-numeric-character-reference";
import { decodeString } from "micromark-util-decode-string";
import { normalizeIdentifier } from "micromark-util-normalize-identifier";
import { formulas } from "./formulas.js";

const EXTENSIONS = [gfmTable(), gfmFootnote(), gfmStrikethrough(), gfmTaskListItem(), defList];
const LISTS = new Set(["listOrdered", "listUnordered", "defList"]);
const NESTED = new Set([...LISTS, "blockQuote", "gfmFootnoteDefinition"]);
const SPANS = { emphasis: "Emphasis", strong: "Strong", strikethrough: "Strikethrough" };
const PREFIXES = { listItemPrefix: "Item", defListDescriptionPrefix: "DefinitionListDefinition" };
const ALERT = /\[!(?:note|tip|important|warning|caution)\][ \t]*(?:\r\n|[\r\n]|$)/iy;
const QUOTED = ["blockQuotePrefix", "blockQuoteMarker", "blockQuotePrefixWhitespace"];
const BETWEEN = new Set(["lineEnding", "lineEndingBlank", "linePrefix", "listItemIndent", ...QUOTED]);

// Return what `text` says: {events: [[event, {start, end}]...], definitions: {label: {dest, title, span}}}; `math` says
// whether dollar signs can stand around formulas.
export function read(text, math) {
  const { write } = parse({ extensions: math ? [...EXTENSIONS, formulas] : EXTENSIONS }).document();
  return new Teller(text, postprocess(write(preprocess()(text, undefined, true)))).tell();
}

// Return a text as HTML.
export function html(text) {
  return micromark(text, { extensions: EXTENSIONS, htmlExtensions: [gfmTableHtml(), gfmStrikethroughHtml()] });
}

class Teller {
  constructor(text, tokens) {
    this.text = text;
    this.tokens = tokens;
    this.byte = offsets(text);
    this.events = [];
    this.definitions = {};
    this.labels = new Set();
    this.lists = []; // open lists, innermost last: {loose, item} with the event of the open item
    this.parents = []; // what the next paragraph stands in
    this.columns = 0;
    this.column = 0;
    this.after = 0; // what stands before is not told
  }

  tell() {
    for (let i = 0; i < this.tokens.length; i++) {
      const [kind, token] = this.tokens[i];
      const take = kind === "enter" ? Teller.ENTER[token.type] : Teller.EXIT[token.type];
      if (take && token.start.offset >= this.after) i = take.call(this, token, i) ?? i;
    }
    return { events: this.events, definitions: this.definitions };
  }

  add(event, start, end) {
    const range = { start: this.byte[start] ?? start, end: this.byte[end] ?? end };
    this.events.push([event, range]);
    return range;
  }

  slice(token) {
    return this.text.slice(token.start.offset, token.end.offset);
  }

  start(tag, token) {
    this.add({ Start: tag }, token.start.offset, token.end.offset);
  }

  end(tag, token) {
    this.add({ End: tag }, token.start.offset, token.end.offset);
  }

  // Return the index at which the token entered at `index` is left.
  leave(index) {
    const token = this.tokens[index][1];
    let i = index + 1;
    while (this.tokens[i][1] !== token) i++;
    return i;
  }

  // Return the tokens of a type within the one entered at `index`.
  *within(index, type) {
    for (let i = index + 1, last = this.leave(index); i < last; i++)
      if (this.tokens[i][0] === "enter" && this.tokens[i][1].type === type) yield this.tokens[i][1];
  }

  first(index, ...types) {
    for (const type of types) for (const token of this.within(index, type)) return token;
    return undefined;
  }

  // Text of which some lines may start with marks of the container around them.
  plain(index, type) {
    let value = "";
    for (let i = index + 1, last = this.leave(index); i < last; i++) {
      const [kind, token] = this.tokens[i];
      if (kind === "enter" && (token.type === type || token.type === "lineEnding")) value += this.slice(token);
    }
    return value;
  }

  // Say whether blank lines part the items of a list, or the blocks in one of them.
  loose(index) {
    let depth = 0;
    let blank = false;
    for (let i = index + 1, last = this.leave(index); i < last; i++) {
      const [kind, token] = this.tokens[i];
      if (kind === "enter") {
        if (depth === 0 && token.type === "lineEndingBlank") blank = true;
        else if (depth === 0 && token.type === "defListTerm") blank = false;
        else if (depth === 0 && blank && !BETWEEN.has(token.type)) return true;
        depth += NESTED.has(token.type);
      } else depth -= NESTED.has(token.type);
    }
    return false;
  }

  enterList(tag, token, index) {
    this.start(tag, token);
    const range = this.events.at(-1)[1];
    this.lists.push({ loose: this.loose(index), item: "", last: range.end });
    this.parents.push("list");
  }

  exitList(tag, token) {
    this.closeItem();
    this.lists.pop();
    this.parents.pop();
    this.end(tag, token);
  }

  // An item lasts from its mark to the next one, or to the end of the list.
  openItem(tag, token) {
    this.closeItem();
    const list = this.lists.at(-1);
    list.item = tag;
    list.from = token.start.offset;
    this.at = token.end.offset;
    const range = this.add({ Start: tag }, token.start.offset, token.end.offset);
    list.range = range;
    range.end = list.last;
  }

  closeItem() {
    const list = this.lists.at(-1);
    if (list.item) {
      list.range.end = this.byte[this.at] ?? this.at;
      this.events.push([{ End: list.item }, list.range]);
    }
    list.item = "";
  }

  enterTarget(name, token, index) {
    const resource = this.first(index, "resource");
    const dest = this.first(index, "resourceDestinationString");
    const title = this.first(index, "resourceTitleString");
    const target = {
      link_type: resource ? "Inline" : "Shortcut",
      dest_url: resource && dest ? decodeString(this.slice(dest)) : "",
      title: resource && title ? decodeString(this.slice(title)) : "",
      id: "",
    };
    this.add({ Start: { [name]: target } }, token.start.offset, this.endOfTarget(token));
  }

  exitTarget(name, token) {
    this.add({ End: name }, token.start.offset, this.endOfTarget(token));
  }

  // The empty label of [text][] counts for nothing.
  endOfTarget(token) {
    return token.end.offset - (this.slice(token).endsWith("][]") ? 2 : 0);
  }

  // Take a whole token by itself and go on after it.
  whole(event, token, index) {
    this.add(event, token.start.offset, token.end.offset);
    return this.leave(index);
  }

  autolink(token, index) {
    const inside = this.first(index, "autolinkProtocol", "autolinkEmail");
    const link_type = inside.type === "autolinkEmail" ? "Email" : "Autolink";
    const value = this.slice(inside);
    this.start({ Link: { link_type, dest_url: value, title: "", id: "" } }, token);
    this.add({ Text: value }, inside.start.offset, inside.end.offset);
    this.end("Link", token);
    return this.leave(index);
  }

  reference(token, index) {
    const value = this.slice(this.first(index, "characterReferenceValue"));
    const marker = this.first(index, "characterReferenceMarkerNumeric");
    const hex = this.first(index, "characterReferenceMarkerHexadecimal");
    const meant = marker
      ? decodeNumericCharacterReference(value, hex ? 16 : 10)
      : decodeNamedCharacterReference(value) || this.slice(token);
    return this.whole({ Text: meant }, token, index);
  }

  definition(token, index) {
    const label = this.slice(this.first(index, "definitionLabelString"));
    const dest = this.first(index, "definitionDestinationString");
    const title = this.first(index, "definitionTitleString");
    const name = normalizeIdentifier(label);
    if (!this.labels.has(name)) {
      this.labels.add(name);
      this.definitions[label] = {
        dest: dest ? decodeString(this.slice(dest)) : "",
        title: title ? decodeString(this.slice(title)) : "",
        span: { start: this.byte[token.start.offset], end: this.byte[token.end.offset] },
      };
    }
    return this.leave(index);
  }

  // A cell is what stands between two bars; one beyond the last head is shown to nobody.
  cell(token, index) {
    if (this.head) this.columns++;
    else if (this.column++ >= this.columns) return this.leave(index);
    let { offset: from } = token.start;
    let { offset: to } = token.end;
    if (this.text[from] === "|") from++;
    if (to > from && this.tokens[this.leave(index) - 1][1].type === "tableCellDivider") to--;
    this.cellRange = [from, to];
    this.add({ Start: "TableCell" }, from, to);
    return undefined;
  }

  paragraph(kind, token) {
    if (this.parents.at(-1) === "list" && !this.lists.at(-1).loose) return;
    const start = Math.max(token.start.offset, this.after);
    this.add({ [kind]: "Paragraph" }, start, token.end.offset + this.lineFeed(token.end.offset));
  }

  // The head of one of GitHub's alerts is no text. It must be the first in its quote.
  alert(token, index) {
    ALERT.lastIndex = token.start.offset;
    if (this.parents.at(-1) !== "quote" || this.quoted !== token.start.offset || !ALERT.test(this.text)) return;
    const last = this.leave(index);
    for (let i = index + 1; i < last && this.after < ALERT.lastIndex; i++) {
      const [kind, { type, start }] = this.tokens[i];
      if (kind === "enter" && start.offset >= ALERT.lastIndex && !BETWEEN.has(type)) this.after = start.offset;
    }
  }

  lineFeed(at) {
    return this.text.startsWith("\r\n", at) ? 2 : at < this.text.length ? 1 : 0;
  }

  static ENTER = {
    paragraph(token, index) {
      this.alert(token, index);
      this.paragraph("Start", token);
      this.inText = true;
    },
    atxHeading(token, index) {
      this.level = `H${this.slice(this.first(index, "atxHeadingSequence")).length}`;
      this.start({ Heading: { level: this.level, id: null, classes: [], attrs: [] } }, token);
    },
    setextHeading(token, index) {
      this.level = this.slice(this.first(index, "setextHeadingLineSequence"))[0] === "=" ? "H1" : "H2";
      this.start({ Heading: { level: this.level, id: null, classes: [], attrs: [] } }, token);
    },
    setextHeadingText() {
      this.inText = true;
    },
    defListTerm(token) {
      this.closeItem();
      this.start("DefinitionListTitle", token);
    },
    blockQuote(token, index) {
      this.start({ BlockQuote: null }, token);
      this.quoted = this.first(index, "blockQuotePrefix").end.offset;
      this.parents.push("quote");
    },
    gfmFootnoteDefinition(token, index) {
      this.label = this.slice(this.first(index, "gfmFootnoteDefinitionLabelString"));
      this.start({ FootnoteDefinition: this.label }, token);
      this.parents.push("footnote");
    },
    gfmFootnoteDefinitionLabel(token, index) {
      return this.leave(index);
    },
    listOrdered(token, index) {
      this.enterList({ List: 1 }, token, index);
    },
    listUnordered(token, index) {
      this.enterList({ List: null }, token, index);
    },
    defList(token, index) {
      this.enterList("DefinitionList", token, index);
    },
    listItemPrefix(token) {
      this.openItem(PREFIXES.listItemPrefix, token);
    },
    defListDescriptionPrefix(token) {
      this.openItem(PREFIXES.defListDescriptionPrefix, token);
    },
    codeFenced(token) {
      this.start({ CodeBlock: { Fenced: "" } }, token);
    },
    codeIndented(token) {
      this.start({ CodeBlock: "Indented" }, token);
    },
    codeFencedFence(token, index) {
      return this.leave(index);
    },
    codeFlowValue(token, index) {
      return this.whole({ Text: this.slice(token) }, token, index);
    },
    htmlFlow(token) {
      this.start("HtmlBlock", token);
      this.inHtml = true;
    },
    htmlFlowData(token, index) {
      return this.whole({ Html: this.slice(token) }, token, index);
    },
    thematicBreak(token, index) {
      return this.whole("Rule", token, index);
    },
    definition(token, index) {
      return this.definition(token, index);
    },
    table(token) {
      this.start({ Table: [] }, token);
      this.columns = 0;
    },
    tableHead() {
      this.head = true;
    },
    tableRow(token) {
      this.column = 0;
      this.start(this.head ? "TableHead" : "TableRow", token);
    },
    tableDelimiterRow(token, index) {
      return this.leave(index);
    },
    tableHeader(token, index) {
      return this.cell(token, index);
    },
    tableData(token, index) {
      return this.cell(token, index);
    },
    link(token, index) {
      this.enterTarget("Link", token, index);
    },
    image(token, index) {
      this.enterTarget("Image", token, index);
    },
    resource(token, index) {
      return this.leave(index);
    },
    // The second label of [text][label].
    reference(token, index) {
      return this.leave(index);
    },
    emphasis(token) {
      this.start(SPANS.emphasis, token);
    },
    strong(token) {
      this.start(SPANS.strong, token);
    },
    strikethrough(token) {
      this.start(SPANS.strikethrough, token);
    },
    autolink(token, index) {
      return this.autolink(token, index);
    },
    codeText(token, index) {
      return this.whole({ Code: this.plain(index, "codeTextData") }, token, index);
    },
    formula(token, index) {
      const kind = this.text.startsWith("$$", token.start.offset) ? "DisplayMath" : "InlineMath";
      return this.whole({ [kind]: this.plain(index, "formulaData") }, token, index);
    },
    htmlText(token, index) {
      return this.whole({ InlineHtml: this.plain(index, "htmlTextData") }, token, index);
    },
    gfmFootnoteCall(token, index) {
      return this.whole({ FootnoteReference: this.slice(token) }, token, index);
    },
    taskListCheck(token, index) {
      return this.whole({ TaskListMarker: true }, token, index);
    },
    data(token) {
      this.add({ Text: this.slice(token) }, token.start.offset, token.end.offset);
    },
    characterEscape(token, index) {
      this.add({ Text: this.text[token.start.offset + 1] }, token.start.offset + 1, token.end.offset);
      return this.leave(index);
    },
    characterReference(token, index) {
      return this.reference(token, index);
    },
    hardBreakTrailing(token) {
      this.break = token.start.offset;
    },
    hardBreakEscape(token) {
      this.break = token.start.offset;
    },
    lineEnding(token) {
      if (this.inHtml) this.add({ Html: this.slice(token) }, token.start.offset, token.end.offset);
      else if (this.inText) {
        const hard = this.break !== undefined;
        this.add(hard ? "HardBreak" : "SoftBreak", hard ? this.break : token.start.offset, token.end.offset);
      }
      this.break = undefined;
      this.at = token.end.offset;
    },
    lineEndingBlank(token) {
      this.at = token.end.offset;
    },
  };

  static EXIT = {
    paragraph(token) {
      this.inText = false;
      this.paragraph("End", token);
      this.at = token.end.offset;
    },
    atxHeading(token) {
      this.end({ Heading: this.level }, token);
    },
    setextHeading(token) {
      this.end({ Heading: this.level }, token);
    },
    setextHeadingText() {
      this.inText = false;
    },
    defListTerm(token) {
      this.end("DefinitionListTitle", token);
    },
    blockQuote(token) {
      this.parents.pop();
      this.end({ BlockQuote: null }, token);
    },
    gfmFootnoteDefinition(token) {
      this.parents.pop();
      this.end("FootnoteDefinition", token);
    },
    listOrdered(token) {
      this.exitList({ List: true }, token);
    },
    listUnordered(token) {
      this.exitList({ List: false }, token);
    },
    defList(token) {
      this.exitList("DefinitionList", token);
    },
    codeFenced(token) {
      this.end("CodeBlock", token);
    },
    codeIndented(token) {
      this.end("CodeBlock", token);
    },
    htmlFlow(token) {
      this.inHtml = false;
      this.end("HtmlBlock", token);
    },
    table(token) {
      this.end("Table", token);
    },
    tableHead() {
      this.head = false;
    },
    tableRow(token) {
      this.end(this.head ? "TableHead" : "TableRow", token);
    },
    tableHeader() {
      this.add({ End: "TableCell" }, ...this.cellRange);
    },
    tableData() {
      this.add({ End: "TableCell" }, ...this.cellRange);
    },
    link(token) {
      this.exitTarget("Link", token);
    },
    image(token) {
      this.exitTarget("Image", token);
    },
    emphasis(token) {
      this.end(SPANS.emphasis, token);
    },
    strong(token) {
      this.end(SPANS.strong, token);
    },
    strikethrough(token) {
      this.end(SPANS.strikethrough, token);
    },
  };
}

// Return by UTF-16 offset the offset in UTF-8 bytes.
function offsets(text) {
  const byte = new Uint32Array(text.length + 1);
  for (let i = 0, at = 0; i <= text.length; i++) {
    byte[i] = at;
    const code = text.charCodeAt(i);
    // Either half of a pair counts for two of its four bytes.
    at += code < 0x80 ? 1 : code < 0x800 || (code & 0xf800) === 0xd800 ? 2 : 3;
  }
  return byte;
}
