// Turns what Word, Google Docs and web pages put on the clipboard into Markdown: headings, lists, tables, quotes,
// links, bold and italics. Pictures, comments and deleted text are left out.

const RICH = "h1,h2,h3,h4,h5,h6,li,table,blockquote,.MsoTitle,[class^=MsoList],[style*='mso-list']";
const UNSEEN = "script,style,template,head,del,s[class*=Mso],[hidden],.MsoCommentReference,.MsoCommentText,[style*='mso-element:comment']";
const INLINE = new Set("A,ABBR,B,CITE,CODE,EM,FONT,I,INS,LABEL,MARK,Q,S,SMALL,SPAN,STRONG,SUB,SUP,TIME,U".split(","));

// Return the Markdown of an HTML fragment, "" when it has no more form than plain text.
function markdownOf(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  if (!page.querySelector(RICH)) return "";
  for (const element of page.querySelectorAll(UNSEEN)) element.remove();
  for (const element of page.querySelectorAll("[style]"))
    if (/mso-hide:\s*all|display:\s*none/i.test(element.getAttribute("style"))) element.remove();
  return blocks(page.body).replace(/\n{3,}/g, "\n\n").trim() + "\n";
}

function blocks(parent, indent = "") {
  let text = "";
  let line = "";
  const flush = () => {
    const said = tidy(line);
    if (said) text += `${guarded(said)}\n\n`;
    line = "";
  };
  for (const node of parent.childNodes) {
    if (node.nodeType === Node.TEXT_NODE || (node.nodeType === Node.ELEMENT_NODE && isInline(node))) {
      line += inline(node);
    } else if (node.nodeName === "BR") {
      line += "\\\n";
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      flush();
      text += block(node, indent);
    }
  }
  flush();
  return text;
}

// Word's own elements (o:p, st1:place) stand within a line.
function ofLine(element) {
  return INLINE.has(element.nodeName) || element.nodeName.includes(":");
}

function isInline(element) {
  return ofLine(element) && ![...element.children].some((child) => !isInline(child) && child.nodeName !== "BR");
}

function block(element, indent) {
  const name = element.nodeName;
  const kind = element.className;
  const said = () => tidy(inline(element));
  if (/^H[1-6]$/.test(name) || kind === "MsoTitle") {
    const level = kind === "MsoTitle" ? 1 : Number(name[1]);
    const title = said().replace(/\\\n\s*/g, " ").replace(/^\*\*(.*)\*\*$/s, "$1");
    return title ? `${"#".repeat(level)} ${title}\n\n` : "";
  }
  if (name === "UL" || name === "OL") return `${list(element, indent)}\n`;
  if (name === "TABLE") return table(element);
  if (name === "BLOCKQUOTE") return `${blocks(element).trim().replace(/^/gm, "> ")}\n\n`;
  if (name === "P" && (/^MsoList/.test(kind) || /mso-list:(?!\s*none)/i.test(element.getAttribute("style") ?? ""))) return wordItem(element);
  if (name === "HR") return "";
  return blocks(element, indent);
}

function list(element, indent) {
  let text = "";
  let number = Number(element.getAttribute("start") ?? 1);
  for (const item of element.children) {
    if (item.nodeName === "UL" || item.nodeName === "OL") {
      text += list(item, `${indent}  `);
      continue;
    }
    const mark = element.nodeName === "OL" ? `${number++}. ` : "- ";
    const inner = indent + " ".repeat(mark.length);
    const nested = [...item.children].filter((child) => child.nodeName === "UL" || child.nodeName === "OL");
    for (const child of nested) child.remove();
    const said = blocks(item).trim().replace(/\n+/g, `\n${inner}`);
    if (said) text += `${indent}${mark}${said}\n`;
    for (const child of nested) text += list(child, inner);
  }
  return text;
}

// Word writes the items of a list as paragraphs, their marks as text.
function wordItem(element) {
  const level = Number(/level(\d)/.exec(element.getAttribute("style") ?? "")?.[1] ?? 1);
  let mark = "";
  for (const span of element.querySelectorAll("[style*='mso-list']"))
    if (/mso-list:\s*ignore/i.test(span.getAttribute("style"))) {
      mark ||= span.textContent.trim();
      span.remove();
    }
  const said = tidy(inline(element)).replace(/^[·•o§▪\u00a0\s]+(?=\S)/, (found) => (mark ? found : ""));
  const bullet = /^\d+[.)]/.exec(mark)?.[0] ?? "-";
  return said ? `${"   ".repeat(level - 1)}${bullet} ${said.replace(/\n/g, "\n   ")}\n${last(element) ? "\n" : ""}` : "";
}

function last(element) {
  const next = element.nextElementSibling;
  return !next || !(/^MsoList/.test(next.className) || /mso-list/i.test(next.getAttribute("style") ?? ""));
}

function table(element) {
  const rows = [...element.rows].map((row) =>
    [...row.cells].map((cell) => tidy(inline(cell)).replace(/\\?\n\s*/g, " ").replace(/\|/g, "\\|")),
  );
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (rows.length === 0 || width === 0) return "";
  if (width === 1) return rows.map((row) => `${row[0] ?? ""}\n\n`).join("");
  const lines = rows.map((row) => `| ${[...row, ...Array(width - row.length).fill("")].join(" | ")} |`);
  lines.splice(1, 0, `|${" --- |".repeat(width)}`);
  return `${lines.join("\n")}\n\n`;
}

function inline(node) {
  if (node.nodeType === Node.TEXT_NODE) return escaped(node.data.replace(/[ \t\r\n]+/g, " "));
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  if (node.nodeName === "BR") return "\\\n";
  if (node.nodeName === "IMG") return "";
  let text = [...node.childNodes].map(inline).join("");
  if (!isInline(node) && !ofLine(node)) text += " ";
  if (node.nodeName === "A" && /^(https?|mailto):/.test(node.getAttribute("href") ?? "") && text.trim())
    return wrapped(text, "[", `](<${node.getAttribute("href").replace(/[<>\s]/g, encodeURIComponent)}>)`);
  const style = node.getAttribute("style") ?? "";
  const plain = /font-weight:\s*(normal|400)/i.test(style);
  if (/^(B|STRONG)$/.test(node.nodeName) ? !plain : /font-weight:\s*(bold|[6-9]00)/i.test(style)) text = wrapped(text, "**", "**");
  if (/^(I|EM)$/.test(node.nodeName) ? !/font-style:\s*normal/i.test(style) : /font-style:\s*italic/i.test(style)) text = wrapped(text, "*", "*");
  return text;
}

// Put marks around a text, but not around the white space at its ends, nor around marks of the same kind.
function wrapped(text, before, after) {
  const [, start, middle, end] = /^(\s*)(.*?)(\s*)$/s.exec(text);
  if (!middle || middle.includes("\\\n") || middle.startsWith("*")) return text;
  return `${start}${before}${middle}${after}${end}`;
}

function escaped(text) {
  return text.replace(/[\\`*[\]<]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, "\\$&").replace(/&(?=#?\w+;)/g, "\\&");
}

// What would be a mark at the start of a line is none in a sentence.
function guarded(text) {
  return text.replace(/^([#>+-]|\d+(?=[.)]\s))/gm, (mark) => (/\d/.test(mark) ? mark : `\\${mark}`)).replace(/^(\d+)([.)]\s)/gm, "$1\\$2");
}

function tidy(text) {
  return text.replace(/[ \u00a0]{2,}/g, " ").replace(/\*\*\*\*/g, "").replace(/[ \t]*\\\n[ \t]*/g, "\\\n").trim().replace(/(\\\n)+$/, "");
}
