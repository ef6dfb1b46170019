// What answers the page in one file: a worker with the engine, out of parts that stand at the end of the page.

const backEnd = (() => {
  const waiting = new Map();
  const STOPPED = "the checker has stopped; copy your draft, and load this page again";
  let worker;
  let stopped = false;
  let count = 0;

  function send(task, rest = {}) {
    return new Promise((resolve, reject) => {
      if (stopped) throw new Error(STOPPED);
      waiting.set(++count, { resolve, reject });
      worker.postMessage({ id: count, task, ...rest });
    }).then((answer) => {
      const { error, ...value } = JSON.parse(answer);
      if (error) throw new Error(error);
      return value;
    });
  }

  async function unpacked(element) {
    const packed = element.textContent;
    element.remove();
    const bytes = Uint8Array.fromBase64
      ? Uint8Array.fromBase64(packed)
      : Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  async function start(tell) {
    const parts = {};
    const elements = [...document.querySelectorAll("script[data-part]")];
    for (const [number, element] of elements.entries()) {
      tell(`Unpacking ${element.dataset.title}`, (0.5 * number) / elements.length);
      await new Promise((resolve) => setTimeout(resolve)); // let the page be drawn
      parts[element.dataset.part] = await unpacked(element);
    }
    tell("Starting Python and loading the rules", 0.5);
    const program = URL.createObjectURL(new Blob([parts["worker.js"]], { type: "text/javascript" }));
    worker = new Worker(program);
    worker.onmessage = ({ data: { id, answer, error } }) => {
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) resolve(answer);
      else reject(new Error(error));
    };
    worker.onerror = () => {
      stopped = true;
      for (const { reject } of waiting.values()) reject(new Error(STOPPED));
      waiting.clear();
    };
    parts.lock = new TextDecoder().decode(parts.lock);
    delete parts["worker.js"];
    return send("start", { parts });
  }

  return {
    kind: "browser",
    start,
    check: (question) => send("check", { question: JSON.stringify(question) }),
    suggest: (question) => send("suggest", { question: JSON.stringify(question) }),
    render: (question) => send("render", { question: JSON.stringify(question) }),
    open: (name, data) => send("open", { name, data }),
  };
})();
