// What answers the page that `kratom-lint serve` sends: the same server, on this machine.

const backEnd = (() => {
  const token = location.hash.slice(1);

  async function send(path, body, more = {}) {
    let response;
    try {
      const headers = { "X-Kratom-Lint-Token": token, ...more };
      response = await fetch(path, { method: "POST", headers, body, credentials: "omit", redirect: "error" });
    } catch {
      throw new Error("kratom-lint serve does not answer; start it again and open the address it prints");
    }
    const { error, ...value } = await response.json();
    if (error) throw new Error(error);
    return value;
  }

  return {
    kind: "server",
    start: () => send("/about", ""),
    check: (question) => send("/check", JSON.stringify(question)),
    suggest: (question) => send("/suggest", JSON.stringify(question)),
    render: (question) => send("/render", JSON.stringify(question)),
    open: (name, data) => send("/open", data, { "X-Kratom-Lint-Name": encodeURIComponent(name) }),
  };
})();
