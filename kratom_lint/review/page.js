// The reviewers' page: shows one finding at a time, filters, and keeps decisions until they are exported. Texts of the
// copy and of rules go in as text only; nothing is fetched or sent.
"use strict";
(() => {
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const about = JSON.parse(find("#about").textContent);
  const SHELF = `kratom-lint review ${about.id}`;

  const cards = new Map(all(".card").map((card) => [Number(card.dataset.finding), card]));
  const marks = new Map([...cards.keys()].map((number) => [number, []]));
  const numbersOf = (mark) => mark.dataset.findings.split(" ").map(Number);
  for (const mark of [...all("mark:not(.also)"), ...all("mark.also")]) for (const number of numbersOf(mark)) marks.get(number).push(mark);
  const known = (number) => about.findings[number - 1];

  const decisions = new Map(); // by number: {decision, suggestion?, waiver?, comment?}
  let shown = [...cards.keys()];
  let now = 0;
  let unsaved = false;

  const day = (offset = 0) => {
    const date = new Date();
    date.setDate(date.getDate() + offset);
    return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  };
  const say = (text) => { find("#status").textContent = text; };

  // ---- one finding at a time

  function show(number, behavior = "auto") {
    if (!cards.has(number)) return;
    for (const each of all(".now")) each.classList.remove("now");
    now = number;
    cards.get(number).classList.add("now");
    for (const mark of marks.get(number)) mark.classList.add("now");
    find("#nothing").hidden = true;
    find("#panel").scrollTop = 0;
    const first = marks.get(number)[0];
    if (first) {
      first.scrollIntoView({ block: "center", behavior });
      find("a", first).focus({ preventScroll: true });
    }
    const title = find("h3", cards.get(number)).textContent;
    say(`Finding ${shown.indexOf(number) + 1} of ${shown.length}: ${known(number).severity}, ${title}`);
    tell();
  }

  function step(by) {
    if (!shown.length) return say("No finding to show");
    const at = shown.indexOf(now);
    show(shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length]);
  }

  find("main").addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    if (!mark) return;
    event.preventDefault();
    const here = numbersOf(mark).filter((number) => shown.includes(number));
    if (here.length) show(here[(here.indexOf(now) + 1) % here.length]); // where several overlap, one after the other
  });

  // ---- filters

  function filter() {
    const form = find(".filters");
    const severities = new Set(all('[name="severity"]:checked', form).map((box) => box.value));
    const { rule, file, place, decided } = form.elements;
    const wanted = (number) => {
      const finding = known(number);
      return severities.has(finding.severity)
        && (!rule.value || finding.rule === rule.value)
        && (!file.value || String(finding.file) === file.value)
        && (!place.value || finding.jurisdictions.includes(place.value))
        && (!decided.value || (decided.value === "yes") === decisions.has(number));
    };
    shown = [...cards.keys()].filter(wanted);
    const visible = new Set(shown);
    for (const [number, card] of cards) card.classList.toggle("off", !visible.has(number));
    for (const mark of all("mark")) mark.classList.toggle("off", !numbersOf(mark).some((number) => visible.has(number)));
    for (const section of all(".document")) {
      section.classList.toggle("off", Boolean(file.value) && section.dataset.file !== file.value);
    }
    if (now && !visible.has(now)) {
      for (const each of all(".now")) each.classList.remove("now");
      now = 0;
      find("#nothing").hidden = false;
    }
    tell();
  }

  find(".filters").addEventListener("change", () => { filter(); say(`${shown.length} of ${cards.size} findings shown`); });
  find(".filters").addEventListener("submit", (event) => event.preventDefault());
  for (const button of all(".choose")) {
    button.addEventListener("click", () => {
      const select = find(".filters").elements[button.dataset.filter];
      if (![...select.options].some((option) => option.value === button.dataset.value)) return;
      select.value = select.value === button.dataset.value ? "" : button.dataset.value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  // ---- decisions

  function decide(number, change) {
    const before = decisions.get(number) ?? {};
    const after = { ...before, ...change };
    if (!after.comment) delete after.comment;
    if (after.decision !== "accept") delete after.suggestion;
    if (after.decision !== "waive") delete after.waiver;
    if (!after.decision && after.comment) after.decision = "comment";
    if (after.decision === "comment" && !after.comment) delete after.decision;
    if (after.decision) decisions.set(number, after);
    else decisions.delete(number);
    unsaved = true;
    keep();
    paint(number);
    tell();
  }

  function told(number) {
    const choice = decisions.get(number);
    if (!choice) return "";
    const lines = [];
    if (choice.decision === "accept") lines.push(`Accepted: ${choice.suggestion}`);
    if (choice.decision === "waive") {
      const { reason, approved_by, approved_on, expires, ticket } = choice.waiver;
      lines.push(`Waived by ${approved_by} on ${approved_on}, until ${expires}${ticket ? `, ${ticket}` : ""}: ${reason}`);
    }
    if (choice.comment) lines.push(`Comment: ${choice.comment}`);
    return lines.join("\n");
  }

  function paint(number) { // what is decided about one finding
    const card = cards.get(number);
    const choice = decisions.get(number);
    find(".decision", card).textContent = told(number);
    for (const button of all(".accept", card)) {
      const title = known(number).suggestions[Number(button.dataset.suggestion)];
      const pressed = choice?.decision === "accept" && choice.suggestion === title;
      button.setAttribute("aria-pressed", String(pressed));
      button.textContent = pressed ? "Accepted" : "Accept";
    }
    for (const mark of marks.get(number)) {
      mark.classList.toggle("done", numbersOf(mark).every((each) => decisions.has(each)));
    }
  }

  function tell() { // how far it has gone, and what can be decided now
    const able = [...cards.keys()].filter((number) => known(number).decidable);
    const counts = { accept: 0, waive: 0, comment: 0 };
    for (const choice of decisions.values()) counts[choice.decision] += 1;
    find("#progress").max = Math.max(able.length, 1);
    find("#progress").value = decisions.size;
    find("#progress-text").textContent = `${decisions.size} of ${able.length} decided`;
    find("#tally").textContent = `${counts.accept} accepted, ${counts.waive} waived, ${counts.comment} commented on, `
      + `${able.length - decisions.size} open, of ${cards.size} findings.`;
    find("#position").textContent = now ? `${shown.indexOf(now) + 1} of ${shown.length}` : `${shown.length} shown`;
    find("#decide").hidden = !now || !known(now).decidable;
    if (now) {
      const choice = decisions.get(now);
      if (document.activeElement !== find("#comment")) find("#comment").value = choice?.comment ?? "";
      find("#waive").hidden = !known(now).waivable;
      find("#undo").hidden = !choice;
    }
  }

  find("#cards").addEventListener("click", (event) => {
    const button = event.target.closest(".accept");
    if (button) accept(Number(button.closest(".card").dataset.finding), Number(button.dataset.suggestion));
  });

  function accept(number, index) {
    const suggestion = known(number)?.suggestions[index];
    if (suggestion === undefined) return say("Nothing to accept here");
    const chosen = decisions.get(number);
    const again = chosen?.decision === "accept" && chosen.suggestion === suggestion;
    decide(number, again ? { decision: undefined } : { decision: "accept", suggestion });
    say(again ? "Taken back" : `Accepted: ${suggestion}`);
  }

  find("#comment").addEventListener("input", (event) => { if (now) decide(now, { comment: event.target.value.trim() }); });
  find("#undo").addEventListener("click", () => {
    if (now) decide(now, { decision: undefined, comment: "" });
    say("Taken back");
  });

  const waive = find("#waive");
  waive.elements.expires.min = day(1);
  waive.addEventListener("submit", (event) => {
    event.preventDefault();
    const { reason, approved_by, expires, ticket } = waive.elements;
    const texts = [reason, approved_by, ticket].map((field) => field.value.trim());
    if (!now || !texts[0] || !texts[1]) return say("A reason and a name are needed");
    const waiver = { reason: texts[0], approved_by: texts[1], approved_on: day(), expires: expires.value };
    decide(now, { decision: "waive", waiver: texts[2] ? { ...waiver, ticket: texts[2] } : waiver });
    reason.value = "";
    find("details", waive).open = false;
    say("Waived");
  });

  // ---- keeping and exporting

  function exported() {
    const made = [...decisions].sort(([one], [other]) => one - other).map(([number, choice]) => {
      const { path, rule, fingerprint, match } = known(number);
      return { path, rule, fingerprint, match, ...choice };
    });
    const reviewer = { name: find("#reviewer").value.trim(), date: find("#signed").value };
    return `${JSON.stringify({ ...about.run, reviewer, decisions: made }, null, 2)}\n`;
  }

  function checked({ decision, suggestion, waiver, comment }, finding) {
    const texts = (...values) => values.every((value) => typeof value === "string" && value);
    const { reason, approved_by, approved_on, expires, ticket } = waiver ?? {};
    const good = (decision === "accept" && finding.suggestions.includes(suggestion))
      || (decision === "waive" && finding.waivable && texts(reason, approved_by, approved_on, expires, ticket ?? "-"))
      || (decision === "comment" && texts(comment));
    if (!good || !texts(comment ?? "-")) throw new Error("a decision in it cannot be made here");
    return JSON.parse(JSON.stringify({ decision, suggestion, waiver, comment })); // without what is not there
  }

  function adopt(text) {
    const given = JSON.parse(text);
    const same = (key) => JSON.stringify(given?.[key]) === JSON.stringify(about.run[key]);
    if (!["decisions_version", "tool", "as_of", "packs", "inputs"].every(same) || !Array.isArray(given.decisions)) {
      throw new Error("it is about other texts, rules or another version");
    }
    const read = given.decisions.map((each) => {
      const at = about.findings.findIndex(({ path, fingerprint }) => path === each?.path && fingerprint === each?.fingerprint);
      if (at < 0) throw new Error("a decision is about no finding here");
      return [at + 1, checked(each, about.findings[at])];
    });
    for (const [number, choice] of read) decisions.set(number, choice);
    find("#reviewer").value = String(given.reviewer?.name ?? "");
    find("#signed").value = String(given.reviewer?.date ?? "");
  }

  function keep() {
    try {
      localStorage.setItem(SHELF, exported());
      find("#kept").textContent = "This browser remembers your decisions, too.";
    } catch {
      find("#kept").textContent = "This browser remembers nothing here: save the file before you close the page.";
    }
  }

  function recall() {
    try {
      const text = localStorage.getItem(SHELF);
      if (text) adopt(text);
    } catch {
      decisions.clear();
    }
  }

  let address = "";
  find("#export-button").addEventListener("click", () => {
    const text = exported();
    find("#exported").value = text;
    URL.revokeObjectURL(address);
    address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    find("#download").href = address;
    keep();
    find("#export").showModal();
    find("#download").focus();
  });
  find("#download").addEventListener("click", () => { unsaved = false; });
  find("#copy").addEventListener("click", () => {
    find("#exported").select();
    document.execCommand("copy"); // the newer way is not there for pages opened from a file
    unsaved = false;
    say("Copied");
  });
  find("#import").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    try {
      adopt(await file.text());
      cards.forEach((_, number) => paint(number));
      keep();
      filter();
      find("#exported").value = exported();
      find("#kept").textContent = `Read ${file.name}.`;
    } catch (error) {
      find("#kept").textContent = `${file.name} cannot be used: ${error.message}.`;
    }
    event.target.value = "";
  });
  for (const field of [find("#reviewer"), find("#signed")]) field.addEventListener("change", keep);
  find("#reviewer").addEventListener("change", (event) => { waive.elements.approved_by.value ||= event.target.value; });
  addEventListener("beforeunload", (event) => { if (unsaved && decisions.size) event.preventDefault(); });

  // ---- keys, dialogs, looks

  const KEYS = {
    n: () => step(1),
    p: () => step(-1),
    a: () => now && accept(now, 0),
    w: () => {
      if (!now || !known(now).waivable) return;
      find("details", waive).open = true;
      waive.elements.reason.focus();
    },
    c: () => now && known(now).decidable && find("#comment").focus(),
    "?": () => find("#help").showModal(),
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || find("dialog[open]")) return;
    if (event.key === "Escape" && now) return void find("a", marks.get(now)[0])?.focus();
    if (!find("#keys").checked || event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    if (KEYS[event.key]) {
      event.preventDefault();
      KEYS[event.key]();
    }
  });
  find("#next").addEventListener("click", () => step(1));
  find("#previous").addEventListener("click", () => step(-1));
  find("#help-button").addEventListener("click", KEYS["?"]);
  find("#print").addEventListener("click", () => print());
  for (const button of all(".close")) button.addEventListener("click", () => button.closest("dialog").close());
  find("#theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  new ResizeObserver(([bar]) => {
    const height = bar.target.offsetHeight; // none in print
    if (height) document.documentElement.style.setProperty("--top", `${height + 16}px`);
  }).observe(find(".bar"));

  recall();
  cards.forEach((_, number) => paint(number));
  filter();
  const linked = () => show(Number(/^#finding-(\d+)$/.exec(location.hash)?.[1]), "instant");
  addEventListener("hashchange", linked);
  linked();
})();
