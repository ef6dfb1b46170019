// Finds formulas between dollar signs as pulldown-cmark does: $x$ and, set apart, $$x$$. Which of them are prices, the
// engine says (kratom_lint/formats/formulas.py).

const [DOLLAR, BACKSLASH, OPEN, CLOSE] = ["$", "\\", "{", "}"].map((sign) => sign.charCodeAt(0));
const isLineEnd = (code) => code !== null && code < -2;
const isSpace = (code) => code === null || code < 0 || code === 11 || code === 12 || code === 32;

// An extension of micromark.
export const formulas = { text: { [DOLLAR]: { name: "formula", tokenize } } };

function tokenize(effects, ok, nok) {
  let signs = 0; // the dollar signs it begins with
  let found = 0; // those it may end with
  let depth = 0; // of braces, which what begins within them ends within
  let last = null; // the code before

  return function start(code) {
    effects.enter("formula");
    effects.enter("formulaSequence");
    return opening(code);
  };

  function opening(code) {
    if (code === DOLLAR && signs < 2) {
      effects.consume(code);
      signs++;
      return opening;
    }
    effects.exit("formulaSequence");
    return signs === 1 && isSpace(code) ? nok(code) : between(code);
  }

  function between(code) {
    if (code === null) return nok(code);
    if (code === DOLLAR && depth === 0) {
      effects.enter("formulaSequence");
      return signs === 1 && isSpace(last) ? nok(code) : closing(code);
    }
    if (isLineEnd(code)) {
      effects.enter("lineEnding");
      effects.consume(code);
      effects.exit("lineEnding");
      last = code;
      return between;
    }
    effects.enter("formulaData");
    return data(code);
  }

  function data(code) {
    if (code === null || isLineEnd(code) || (code === DOLLAR && depth === 0)) {
      effects.exit("formulaData");
      return between(code);
    }
    depth += (code === OPEN) - (code === CLOSE);
    if (depth < 0) return nok(code);
    last = code;
    effects.consume(code);
    return code === BACKSLASH ? escaped : data;
  }

  function escaped(code) {
    if (code === null || isLineEnd(code)) return data(code);
    last = code;
    effects.consume(code);
    return data;
  }

  function closing(code) {
    if (code !== DOLLAR) return nok(code);
    effects.consume(code);
    return ++found < signs ? closing : closed;
  }

  function closed(code) {
    effects.exit("formulaSequence");
    effects.exit("formula");
    return ok(code);
  }
}
