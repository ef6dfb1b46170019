// The page itself: highlights while typing, a card for each finding, and what can be done about it.

const $ = (id) => document.getElementById(id);
const LEVELS = { error: "error", warning: "warning", info: "note" };
const QUICK = 60; // milliseconds of a check after which it follows each keystroke
const SLOWEST = 1500;
const PAUSE = 500; // milliseconds after the last change until suggestions are worked out anew
const LONG = 20_000; // characters that browsers take too long to type
const MOST = 1000; // cards that are shown
const SAMPLE =
  "# Morning Calm\n\n" +
  "Our red leaf kratom relieves back pain and is safe for daily use. Unlike pills, it is not addictive.\n\n" +
  "What customers use it for:\n\n- anxiety\n- a good night's sleep\n\n" +
  "Harvested in Borneo, milled fine, and tested for lead and salmonella in every lot.\n";

const state = {
  ready: false,
  text: "",
  name: null,
  findings: [], // those shown, each with `ranges` in UTF-16 units of the text
  incomplete: [],
  unnamed: 0,
  chosen: "",
  hidden: new Set(),
  number: 0, // of the text: a result that belongs to an older one is dropped
  shown: -1, // the text that the findings belong to
  checking: false,
  milliseconds: 0,
  timer: 0,
  changed: false,
  rich: false, // the draft was pasted with its form, and is copied with it
};

const draft = $("draft");

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function count(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

function say(text) {
  if ($("status").textContent !== text) $("status").textContent = text;
}

// Tell what was done to the draft, until it is changed again.
function note(text) {
  $("note").textContent = text;
}

// Reports count in code points, JavaScript in UTF-16 units: return what turns the one into the other.
function unitsOf(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (at) => at;
  const units = [0];
  for (const character of text) units.push(units.at(-1) + character.length);
  return (at) => units[at];
}

// ---- checking ----

function question(more = {}) {
  const chosen = { format: $("format").value, product: $("product").value, place: $("place").value };
  return { text: state.text, name: state.name, ...chosen, ...more };
}

function schedule(now = false) {
  clearTimeout(state.timer);
  if (!state.ready || state.checking) return;
  const pause = now || state.milliseconds < QUICK ? 0 : Math.min(2 * state.milliseconds, SLOWEST);
  state.timer = setTimeout(check, pause);
}

async function check() {
  const number = state.number;
  if (!state.text.trim()) {
    show({ report: { findings: [], incomplete: [] }, unnamed: 0, format: "" });
    return;
  }
  state.checking = true;
  const start = performance.now();
  try {
    const result = await backEnd.check(question());
    state.milliseconds = performance.now() - start;
    if (number === state.number) show(result);
  } catch (error) {
    if (number === state.number) fail(error);
  } finally {
    state.checking = false;
    if (number !== state.number) schedule();
  }
}

function fail(error) {
  state.shown = state.number;
  state.findings = [];
  state.incomplete = [{ reason: "not checked", detail: error.message }];
  state.unnamed = 0;
  draw();
}

function show({ report, unnamed, format }) {
  const units = unitsOf(state.text);
  state.shown = state.number;
  state.findings = report.findings.map((finding) => ({
    ...finding,
    ranges: finding.anchor === "document" ? [] : finding.segments.map(([start, end]) => [units(start), units(end)]),
  }));
  state.incomplete = report.incomplete;
  state.unnamed = unnamed;
  state.format = format;
  draw();
  if (report.run) tellRules(report);
}

// ---- what is seen ----

function visible() {
  return state.findings.filter((finding) => !state.hidden.has(finding.severity));
}

function draw() {
  drawInk();
  drawFilters();
  drawList();
  const some = state.text.length > 0;
  for (const id of ["clear", "copy"]) $(id).disabled = !some;
  for (const id of ["before", "after"]) $(id).disabled = visible().length === 0;
  $("empty").hidden = some;
  $("said").textContent = some
    ? [count([...state.text].length, "character"), FORMATS[state.format]].filter(Boolean).join(", ")
    : "";
}

const FORMATS = { text: "read as plain text", markdown: "read as Markdown", html: "read as HTML" };

// The ink under the text is a line of its own for each line, so that a change draws no more than it must.
function drawInk() {
  const ranges = visible()
    .flatMap((finding) => finding.ranges.map(([start, end]) => ({ finding, start, end })))
    .sort((one, other) => one.start - other.start || one.end - other.end);
  const lines = [];
  let start = 0;
  let next = 0;
  for (const text of state.text.split("\n")) {
    const inside = [];
    const end = start + text.length;
    while (next < ranges.length && ranges[next].end <= start) next++;
    for (let i = next; i < ranges.length && ranges[i].start < end; i++)
      if (ranges[i].end > start) inside.push(ranges[i]);
    lines.push({ text, start, inside });
    start = end + 1;
  }
  const keys = lines.map(({ text, start, inside }) =>
    inside.length ? JSON.stringify([text, inside.map((each) => [each.start - start, each.end - start, each.finding.severity, each.finding.fingerprint])]) : text,
  );
  const ink = $("ink");
  const old = [...ink.children];
  const same = (now, then) => old[then]?.key === keys[now];
  let head = 0;
  while (head < keys.length && head < old.length && same(head, head)) head++;
  let tail = 0;
  while (tail < Math.min(keys.length, old.length) - head && same(keys.length - 1 - tail, old.length - 1 - tail)) tail++;
  const fresh = lines.slice(head, lines.length - tail).map((line, i) => Object.assign(inkOf(line), { key: keys[head + i] }));
  for (const element of old.slice(head, old.length - tail)) element.remove();
  if (head === 0) ink.prepend(...fresh);
  else old[head - 1].after(...fresh);
}

function inkOf({ text, start, inside }) {
  const line = make("div");
  let at = 0;
  for (const range of inside) {
    const from = Math.max(range.start - start, at);
    const to = Math.min(range.end - start, text.length);
    if (from >= to) continue;
    const mark = make("mark", { className: range.finding.severity, textContent: text.slice(from, to) });
    mark.dataset.finding = range.finding.fingerprint;
    mark.classList.toggle("chosen", range.finding.fingerprint === state.chosen);
    line.append(text.slice(at, from), mark);
    at = to;
  }
  line.append(text.slice(at) || (at ? "" : "\u200b")); // a line with nothing in it would have no height
  return line;
}

function drawFilters() {
  const shown = Object.keys(LEVELS).filter((level) => state.findings.some((finding) => finding.severity === level));
  $("filters").replaceChildren(
    ...shown.map((level) => {
      const number = state.findings.filter((finding) => finding.severity === level).length;
      const button = make("button", { type: "button", className: level, textContent: count(number, LEVELS[level]) });
      button.setAttribute("aria-pressed", String(!state.hidden.has(level)));
      button.onclick = () => {
        if (!state.hidden.delete(level)) state.hidden.add(level);
        draw();
        $("filters").querySelector(`.${level}`).focus();
      };
      return button;
    }),
  );
}

function drawList() {
  const list = $("list");
  const kept = new Map([...list.querySelectorAll("details.finding")].map((card) => [card.dataset.key, card]));
  const focused = document.activeElement?.closest?.("details.finding")?.dataset.finding;
  const found = visible();
  const inText = found.filter((finding) => finding.anchor !== "document");
  const missing = found.filter((finding) => finding.anchor === "document");
  const children = state.incomplete.map(({ reason, detail }) =>
    make("div", { className: "card trouble" }, make("b", { textContent: "Not all of it was checked" }), make("div", { textContent: `${reason}: ${detail}` })),
  );
  if (leftAlone()) children.push(hint());
  children.push(...inText.slice(0, MOST).map((finding) => card(finding, kept)));
  if (inText.length > MOST) children.push(make("div", { className: "card hint", textContent: `${count(inText.length - MOST, "more finding")} after these.` }));
  if (missing.length) children.push(make("h3", { textContent: "Missing from the text" }), ...missing.map((finding) => card(finding, kept)));
  if (found.length === 0 && !state.incomplete.length && !leftAlone()) children.push(nothing());
  if (children.length !== list.children.length || children.some((child, i) => child !== list.children[i])) list.replaceChildren(...children);
  list.setAttribute("aria-busy", String(!state.ready || state.shown !== state.number));
  if (focused) list.querySelector(`[data-finding="${CSS.escape(focused)}"] summary`)?.focus();
  if (!state.ready) return;
  if (state.incomplete.length) say("Not all of it was checked.");
  else if (state.text.trim()) say(state.findings.length || leftAlone() ? `${count(state.findings.length, "finding")}.` : "No findings.");
  else say("");
}

// Return how many claims would be findings if the draft were about kratom, of which it says nothing.
function leftAlone() {
  return $("product").value ? 0 : state.unnamed;
}

function hint() {
  const use = make("button", { type: "button", textContent: "It is about kratom" });
  use.onclick = () => {
    $("product").value = "kratom";
    askAgain();
  };
  const text = `The draft names no product, so ${count(state.unnamed, "claim")} about one ${state.unnamed === 1 ? "is" : "are"} left alone. `;
  return make("div", { className: "card hint" }, text, use);
}

function nothing() {
  const box = make("div", { className: "nothing" });
  if (!state.ready) box.append(loading());
  else if (!state.text.trim()) box.append(make("b", { textContent: "Ready" }), "Findings appear here as you write or paste.");
  else if (state.findings.length) box.append("All findings are hidden by the filter.");
  else box.append(make("b", { textContent: "No findings" }), "No rule objects to a word of this draft. That is no legal clearance.");
  return box;
}

// Return the card of a finding, the one there was if nothing has changed about it.
function card(finding, kept) {
  const key = JSON.stringify([finding.fingerprint, finding.severity, finding.match, finding.message, finding.authority.length]);
  const card = kept.get(key) ?? newCard(finding, key);
  card.classList.toggle("chosen", finding.fingerprint === state.chosen);
  if (card.open) offerLater(card, finding);
  return card;
}

function newCard(finding, key) {
  const card = make("details", { className: `card finding ${finding.severity}` });
  card.dataset.key = key;
  card.dataset.finding = finding.fingerprint;
  card.open = finding.fingerprint === state.chosen;
  card.append(
    make(
      "summary",
      {},
      make("span", { className: "head" }, make("span", { className: "level", textContent: LEVELS[finding.severity] }), make("span", { className: "rule", textContent: finding.rule })),
      ...(finding.match ? [make("q", { className: "quote", textContent: finding.match })] : []),
      make("span", { className: "message", textContent: finding.message }),
    ),
    make("div", { className: "body" }),
  );
  card.addEventListener("toggle", () => {
    const now = state.findings.find((each) => each.fingerprint === card.dataset.finding);
    if (!card.isConnected || !now) return;
    if (card.open) choose(now, { scroll: true });
    else if (state.chosen === now.fingerprint) choose(null);
  });
  return card;
}

function part(title, ...children) {
  return make("div", {}, make("h3", { textContent: title }), ...children);
}

function law({ citation, title, url, in_force, until }) {
  const link = /^https:\/\//.test(url)
    ? make("a", { href: url, target: "_blank", rel: "noopener noreferrer", textContent: citation, title: "Opens in a new tab" })
    : citation;
  const dates = until ? `in force ${in_force} until ${until}` : `in force since ${in_force}`;
  return make("li", {}, link, `, ${title} `, make("small", { textContent: `(${dates})` }));
}

// ---- choosing ----

function choose(finding, { scroll = false } = {}) {
  state.chosen = finding?.fingerprint ?? "";
  for (const mark of $("ink").querySelectorAll("mark")) mark.classList.toggle("chosen", mark.dataset.finding === state.chosen);
  for (const card of $("list").querySelectorAll("details.finding")) {
    const chosen = card.dataset.finding === state.chosen;
    card.classList.toggle("chosen", chosen);
    if (card.open !== chosen) card.open = chosen;
    if (chosen) {
      offer(card, finding);
      if (!scroll) card.scrollIntoView({ block: "nearest" });
    }
  }
  if (scroll) $("ink").querySelector("mark.chosen")?.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const found = [...visible().filter(({ anchor }) => anchor !== "document"), ...visible().filter(({ anchor }) => anchor === "document")];
  if (!found.length) return;
  const at = found.findIndex((finding) => finding.fingerprint === state.chosen);
  const next = at < 0 ? (by > 0 ? 0 : found.length - 1) : (at + by + found.length) % found.length;
  choose(found[next]);
  $("ink").querySelector("mark.chosen")?.scrollIntoView({ block: "center" });
  $("list").querySelector("details.finding[open] summary")?.focus();
}

function chooseAtCaret() {
  if (draft.selectionStart !== draft.selectionEnd) return;
  const at = draft.selectionStart;
  const finding = visible().find(({ ranges }) => ranges.some(([start, end]) => start <= at && at <= end));
  if (finding && finding.fingerprint !== state.chosen) choose(finding);
}

// ---- suggestions ----

// While somebody types, the suggestions that are shown may wait.
function offerLater(card, finding) {
  clearTimeout(state.offering);
  state.offering = setTimeout(() => card.isConnected && card.open && offer(card, finding), PAUSE);
}

async function offer(card, finding) {
  const number = state.number;
  const body = card.querySelector(".body");
  if (!body.childElementCount)
    body.append(
      part("Why", make("div", { textContent: finding.why })),
      make("div", { className: "offers" }),
      part("Law", make("ul", { className: "law" }, ...finding.authority.map(law))),
    );
  const box = body.querySelector(".offers");
  if (box.dataset.number === String(number)) return;
  box.dataset.number = number;
  if (!box.childElementCount) box.replaceChildren(part("What to do", make("div", { textContent: "Looking for honest wording…" })));
  try {
    const { suggestions } = await backEnd.suggest(question({ fingerprint: finding.fingerprint }));
    if (box.dataset.number !== String(number)) return;
    box.replaceChildren(part("What to do", ...suggestions.map((each) => suggestion(each, number))));
    if (!suggestions.length) box.replaceChildren();
  } catch (error) {
    box.replaceChildren(part("What to do", make("div", { textContent: error.message })));
  }
}

function suggestion({ title, edits }, number) {
  if (!edits.length) return make("div", { className: "advice", textContent: title });
  const use = make("button", { type: "button", className: "primary", textContent: "Use" });
  use.setAttribute("aria-label", `Use: ${title}`);
  use.onclick = () => accept(edits, number);
  const units = unitsOf(state.text);
  const changes = edits.flatMap(({ char: [start, end], text }, i) => {
    const { lead, gone, come, tail } = wholeWords(units(start), units(end), text);
    return [i ? " … " : "", lead, gone ? make("del", { textContent: gone }) : "", come ? make("ins", { textContent: come }) : "", tail];
  });
  return make("div", { className: "offer" }, make("div", {}, make("b", { textContent: title }), make("div", { className: "diff" }, ...changes)), use);
}

// An edit is as small as can be. For reading, widen it to whole words, and show a little of what is around it.
function wholeWords(start, end, text) {
  const within = /[\p{L}\p{N}'’-]/u;
  const cuts = (at) => at > 0 && at < state.text.length && within.test(state.text[at - 1]) && within.test(state.text[at]);
  let from = start;
  while (cuts(from)) from--;
  let to = end;
  while (cuts(to)) to++;
  const lead = /[^\n]{0,24}$/.exec(state.text.slice(0, from))[0].replace(/^\S*\s/, "");
  const tail = /^[^\n]{0,24}/.exec(state.text.slice(to))[0].replace(/\s\S*$/, "");
  const come = state.text.slice(from, start) + text + state.text.slice(end, to);
  return { lead: lead && `… ${lead}`, gone: state.text.slice(from, to), come, tail: tail && `${tail} …` };
}

function accept(edits, number) {
  if (number !== state.number) {
    note("The draft has changed since; look again.");
    return;
  }
  const units = unitsOf(state.text);
  const inPlace = edits.map(({ char: [start, end], text }) => [units(start), units(end), text]).sort((one, other) => other[0] - one[0]);
  for (const [start, end, text] of inPlace) type(text, start, end);
  $("list").focus({ preventScroll: true });
  note("Done. Undo in the draft takes it back.");
}

// ---- the text ----

// Replace a range as if it were typed, so that the browser can take it back.
function type(text, start, end) {
  draft.focus({ preventScroll: true });
  draft.setSelectionRange(start, end);
  const typed =
    text.length < LONG && (text ? document.execCommand("insertText", false, text) : start === end || document.execCommand("delete"));
  if (!typed) {
    draft.setRangeText(text, start, end, "end");
    changed();
  }
}

// What is shown belongs to a draft, or to an idea of it, that there was.
function outdate() {
  state.number++;
  $("list").setAttribute("aria-busy", "true");
}

// The draft is taken for something else than it was.
function askAgain() {
  outdate();
  schedule(true);
}

function changed() {
  const text = draft.value;
  if (text === state.text) return;
  shift(state.text, text);
  state.text = text;
  outdate();
  state.changed = true;
  note("");
  if (!text) state.name = null;
  drawInk();
  $("empty").hidden = text.length > 0;
  schedule();
}

// Until the next result is there, move the marks with the text, and drop those that were typed into.
function shift(before, after) {
  const most = Math.min(before.length, after.length);
  let same = 0;
  while (same < most && before[same] === after[same]) same++;
  let tail = 0;
  while (tail < most - same && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const by = after.length - before.length;
  const moved = (at) => (at <= same ? at : at + by);
  for (const finding of state.findings)
    finding.ranges = finding.ranges
      .filter(([start, end]) => end <= same || start >= before.length - tail)
      .map(([start, end]) => [moved(start), moved(end)]);
}

// A draft that replaces another has nothing to do with what was known of that.
function forget() {
  state.name = null;
  state.rich = false;
  $("format").value = "";
}

function fill({ text, format, name = null }, told) {
  draft.focus();
  draft.select();
  type(text.replace(/\r\n?/g, "\n"), 0, draft.value.length);
  forget();
  state.name = name;
  $("format").value = [...$("format").options].some((option) => option.value === format) ? format : "";
  draft.setSelectionRange(0, 0);
  $("sheet").scrollTop = 0;
  outdate();
  schedule(true);
  note(told ?? "");
}

async function openFile(file) {
  try {
    note(`Opening ${file.name}…`);
    const opened = await backEnd.open(file.name, new Uint8Array(await file.arrayBuffer()));
    const told = opened.extracted ? `${opened.name}: its text, without its looks. Changes are made here, not in the file.` : `${opened.name} is open.`;
    fill(opened, told);
  } catch (error) {
    note("");
    fail(error);
  }
}

// Take text with its form where it has any; say if that was done.
function takeRich(data, start, end) {
  const html = data.getData("text/html");
  const text = html && $("format").value !== "html" ? markdownOf(html) : "";
  if (!text) return false;
  const whole = start === 0 && end === draft.value.length;
  type(whole ? text : text.trimEnd(), start, end);
  if (whole || $("format").value === "") $("format").value = "markdown";
  state.rich ||= whole;
  note("Pasted with its headings, lists and tables, written as Markdown.");
  return true;
}

async function copy() {
  const text = state.text;
  try {
    const forms = { "text/plain": new Blob([text], { type: "text/plain" }) };
    if (state.rich && $("format").value === "markdown") {
      const { html } = await backEnd.render({ text });
      forms["text/html"] = new Blob([html], { type: "text/html" });
    }
    await navigator.clipboard.write([new ClipboardItem(forms)]);
  } catch {
    draft.select();
    document.execCommand("copy");
  }
  state.changed = false;
  const left = state.findings.length;
  note(left ? `Copied, with ${count(left, "finding")} still in it.` : "Copied.");
}

// ---- the rest of the page ----

const PRIVACY = {
  browser: [
    "The rules and the program that reads your draft are inside this page. It has nowhere to send anything: the page forbids " +
      "itself every connection (connect-src 'none'), and your browser enforces that.",
    "To see for yourself, switch the network off: everything goes on working. Or watch the network tab of the developer tools.",
    "Nothing is stored. Close the page and the draft is gone. Links to laws open in a new tab and do not take the draft along.",
  ],
  server: [
    "Your draft goes to kratom-lint on this computer (127.0.0.1), which was started for you, and nowhere else: the page forbids " +
      "itself every other connection, and your browser enforces that.",
    "Nothing is stored or written down. Only who has the address with its secret part can ask.",
    "Links to laws open in a new tab and do not take the draft along.",
  ],
};

function loading() {
  const bar = make("progress", { max: 1, value: state.share ?? 0 });
  bar.setAttribute("aria-label", "Loading");
  return make("div", {}, make("b", { textContent: "Getting ready" }), make("div", { textContent: `${state.step ?? "Starting"}…` }), bar, make("div", { textContent: "You can paste already." }));
}

function tell(step, share) {
  state.step = step;
  state.share = share;
  drawList();
  say(`${step}…`);
}

function tellRules({ packs, run, tool }) {
  const packed = packs.map(({ id, version, sha256 }) => `${id} ${version} (${sha256.slice(0, 8)})`).join(", ");
  const text = `Rules: ${packed}, law as of ${run.as_of}. kratom-lint ${tool.version}.`;
  const due = (state.about?.packs ?? []).filter(({ stale }) => stale).map(({ id, check_again }) => `${id}: its law was to be checked again by ${check_again}.`);
  $("rules").replaceChildren(text, ...due.map((line) => make("span", { className: "stale", textContent: ` ${line}` })));
}

function wire() {
  draft.addEventListener("input", changed);
  draft.addEventListener("click", chooseAtCaret);
  draft.addEventListener("keyup", ({ key }) => /^(Arrow|Home|End|Page)/.test(key) && chooseAtCaret());
  draft.addEventListener("paste", (event) => {
    if (draft.selectionStart === 0 && draft.selectionEnd === draft.value.length) forget();
    if (takeRich(event.clipboardData, draft.selectionStart, draft.selectionEnd)) event.preventDefault();
  });
  for (const id of ["format", "product", "place"])
    $(id).addEventListener("change", askAgain);
  $("open").onclick = () => $("file").click();
  $("file").onchange = () => {
    if ($("file").files[0]) openFile($("file").files[0]);
    $("file").value = "";
  };
  $("clear").onclick = () => {
    fill({ text: "", format: "" });
    draft.focus();
  };
  $("copy").onclick = copy;
  $("sample").onclick = () => fill({ text: SAMPLE, format: "markdown" });
  $("before").onclick = () => step(-1);
  $("after").onclick = () => step(1);
  addEventListener("keydown", (event) => {
    if (event.key === "F8") {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      $("privacy").open = false;
    }
  });
  addEventListener("click", ({ target }) => {
    if (!$("privacy").contains(target)) $("privacy").open = false;
  });
  addEventListener("beforeunload", (event) => {
    if (state.changed && state.text.trim()) event.preventDefault();
  });
  wireDrop();
}

function wireDrop() {
  let depth = 0;
  const veil = (by) => {
    depth = Math.max(0, depth + by);
    $("veil").hidden = depth === 0;
  };
  addEventListener("dragenter", () => veil(1));
  addEventListener("dragleave", () => veil(-1));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    veil(-depth);
    const [file] = event.dataTransfer.files;
    if (file) openFile(file);
    else forget();
    if (!file && !takeRich(event.dataTransfer, 0, draft.value.length)) {
      const text = event.dataTransfer.getData("text/plain");
      if (text) fill({ text, format: "" });
    }
  });
}

async function begin() {
  $("privacy-title").textContent = backEnd.kind === "browser" ? "Nothing leaves this page" : "Stays on this computer";
  $("privacy-text").append(...PRIVACY[backEnd.kind].map((textContent) => make("p", { textContent })));
  wire();
  draw();
  try {
    const about = await backEnd.start(tell);
    state.about = about;
    if (about.product) $("product").options[0].textContent = `${about.product}, as configured`;
    if (about.jurisdictions.length) $("place").options[0].textContent = `${about.jurisdictions.join(", ")}, as configured`;
    $("place").append(...about.places.map(({ id, name }) => make("option", { value: id, textContent: name })));
    tellRules({ packs: about.packs, run: about, tool: about });
    state.ready = true;
    draw();
    changed();
    schedule(true);
  } catch (error) {
    state.ready = true;
    fail(error);
  }
}

globalThis.kratomLint = backEnd; // what answers, for the console: kratomLint.check({ text: "…" })
begin();
