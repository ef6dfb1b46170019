// Starts `kratom-lint lsp` and keeps it in touch with the editor. Two things a server cannot do are done here: asking
// for the reason of an exception, and saying how to install what is missing.
const { commands, window, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const LANGUAGES = [
  "asciidoc",
  "csv",
  "html",
  "javascriptreact",
  "json",
  "jsonc",
  "markdown",
  "mdx",
  "php",
  "plaintext",
  "restructuredtext",
  "svelte",
  "toml",
  "typescriptreact",
  "vue",
  "yaml",
];

let client;

async function start() {
  const [command, ...args] = workspace.getConfiguration("kratomLint").get("command");
  client = new LanguageClient(
    "kratomLint",
    "kratom-lint",
    { command, args },
    {
      documentSelector: LANGUAGES.flatMap((language) => [
        { scheme: "file", language },
        { scheme: "untitled", language },
      ]),
      initializationOptions: { asksForReason: true },
    },
  );
  try {
    await client.start();
  } catch (error) {
    window.showErrorMessage(
      `kratom-lint did not start (${error.message}). Install it with: pip install "kratom-lint[lsp]", ` +
        "or say where it is in the setting kratomLint.command.",
    );
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running && running.isRunning()) {
    await running.stop();
  }
}

async function ignore(uri, fingerprint) {
  const reason = await window.showInputBox({
    title: "Why may this stay?",
    prompt: "The reason is written into the text, for whoever reviews the page.",
    validateInput: (text) => (text.trim() ? undefined : "A reason is needed; without one, nothing is excused."),
  });
  if (reason) {
    await client.sendRequest("workspace/executeCommand", {
      command: "kratom-lint.ignore",
      arguments: [uri, fingerprint, reason],
    });
  }
}

async function activate(context) {
  context.subscriptions.push(
    commands.registerCommand("kratomLint.ignore", ignore),
    commands.registerCommand("kratomLint.restart", async () => {
      await stop();
      await start();
    }),
    workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("kratomLint.command")) {
        await stop();
        await start();
      }
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
