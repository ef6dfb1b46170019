// Runs the engine beside the page, so that typing goes on while it reads. It has no network: the page's policy holds
// here too, and what Pyodide would fetch is handed to it from the page.

import { loadPyodide } from "pyodide";
import createPyodideModule from "pyodide/pyodide.asm.mjs";
import { html, read } from "./markdown.js";

const PLACE = import.meta.url; // the build makes it an address that there is not
const KINDS = { wasm: "application/wasm", zip: "application/zip" };
const FOLDER = "/draft";

// Pages from a disk may start classic workers only. Pyodide refuses to run in one, and tells them by this function,
// which nothing here needs.
self.importScripts = undefined;

let answers;

const TASKS = {
  async start({ parts }) {
    self.fetch = async (address) => {
      const name = String(address.url ?? address).split("/").pop();
      if (!parts[name]) throw new TypeError(`no network here: ${address}`);
      return new Response(parts[name], { headers: { "content-type": KINDS[name.split(".").pop()] } });
    };
    const python = await loadPyodide({
      indexURL: PLACE,
      stdLibURL: `${PLACE}python_stdlib.zip`,
      lockFileContents: parts.lock,
      packageBaseUrl: PLACE,
      createPyodideModule,
      env: { HOME: FOLDER, TZ: Intl.DateTimeFormat().resolvedOptions().timeZone },
    });
    python.unpackArchive(parts["engine.zip"].buffer, "zip", { extractDir: FOLDER });
    python.runPython(`import sys; sys.path.insert(0, "${FOLDER}")`);
    python.registerJsModule("markdown_js", { read: (text, math) => JSON.stringify(read(text, math)) });
    answers = { python, ...functions(python.pyimport("answers")) };
    const about = answers.start(FOLDER);
    answers.ask("check", JSON.stringify({ text: "Kratom." })); // so that the first draft does not wait for imports
    return about;
  },
  check({ question }) {
    return answers.ask("check", question);
  },
  suggest({ question }) {
    return answers.ask("suggest", question);
  },
  render({ question }) {
    return JSON.stringify({ html: html(JSON.parse(question).text) });
  },
  open({ name, data }) {
    const path = "/tmp/opened";
    answers.python.FS.writeFile(path, data);
    try {
      return answers.open_file(name, path);
    } finally {
      answers.python.FS.unlink(path);
    }
  },
};

function functions(module) {
  return { start: module.start, ask: module.ask, open_file: module.open_file };
}

self.onmessage = async ({ data: { id, task, ...rest } }) => {
  try {
    self.postMessage({ id, answer: await TASKS[task](rest) });
  } catch (error) {
    self.postMessage({ id, error: String(error?.message ?? error) });
  }
};
