// Lays a query out: one statement a line, two spaces a level.
//
// Only white space changes, and no token: what a query means, its comments and the header of a named query stay as
// they are, and so does a query that is not finished. A formatter that writes a query anew from its parse could
// not promise that.

const TOKEN = new RegExp(
  [
    String.raw`(?<comment>#[^\n]*)`,
    String.raw`"""(?:[^"\\]|\\[^]|"(?!""))*"""|'''(?:[^'\\]|\\[^]|'(?!''))*'''`,
    String.raw`"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'`,
    String.raw`<[^<>"{}|^${"`"}\\\s]*>`,
    String.raw`\d*\.?\d+(?:[eE][+-]?\d+)?`,
    String.raw`[?$@]?[\p{L}\p{N}_:](?:[\p{L}\p{N}_:%\\.-]*[\p{L}\p{N}_:%-])?`,
    String.raw`\^\^|&&|\|\||[!<>]=|[^\s]`,
  ].join("|"),
  "gu",
);
const STARTS = new Set(
  ("BASE PREFIX SELECT CONSTRUCT ASK DESCRIBE FROM WHERE GROUP HAVING ORDER LIMIT OFFSET VALUES " +
    "OPTIONAL MINUS GRAPH SERVICE FILTER BIND").split(" "),
);
const WIDTH = 100;

/** Tokens of *text*, each with what stands before it. */
export function tokens(text) {
  let end = 0;
  return [...text.matchAll(TOKEN)].map((found) => {
    const gap = text.slice(end, found.index);
    end = found.index + found[0].length;
    return { text: found[0], comment: Boolean(found.groups.comment), gap, lines: gap.split("\n").length - 1, at: found.index };
  });
}

// Tokens of braces whose content the writer put on one line, and which fits there.
function shortGroups(found, text) {
  const open = [], short = new Set();
  found.forEach((token, at) => {
    if (token.text === "{") open.push(at);
    if (token.text !== "}" || !open.length) return;
    const first = open.pop(), whole = text.slice(found[first].at, token.at + 1);
    if (!whole.includes("\n") && whole.length <= WIDTH) short.add(first).add(at);
  });
  return short;
}

/** *text* laid out anew; laying that out again changes nothing. */
export function format(text) {
  const found = tokens(text), short = shortGroups(found, text), outside = [];
  let out = "", depth = 0, inside = 0, flat = 0, begins = true, clause = "";
  found.forEach((token, at) => {
    const before = found[at - 1], word = token.text.toUpperCase(), long = !short.has(at);
    const opens = token.text === "{" && long, closes = token.text === "}" && long;
    if (closes) {
      depth = Math.max(0, depth - 1);
      inside = outside.pop() ?? 0;
    }
    const free = inside === 0 && flat === 0;
    const ended = free && before && (".}".includes(before.text) || (before.text === "{" && !short.has(at - 1)));
    const joined = ".;".includes(token.text) || (opens && before?.text.toUpperCase() === "UNION");
    const starts = STARTS.has(word) && before && !"(,".includes(before.text);
    const forced = closes || (free && (before?.text === ";" || starts || (ended && word !== "UNION")));
    if (before && (before.comment || (!joined && (forced || token.lines > 0)))) {
      // FILTER and BIND end with their bracket, without a full stop.
      const over = before.text === ")" && inside === 0 && ["FILTER", "BIND"].includes(clause);
      if (inside === 0 && (ended || closes || starts || over)) begins = true;
      if (begins) clause = "";
      out += "\n".repeat(token.lines > 1 && !closes ? 2 : 1) + "  ".repeat(depth + (begins || ")]".includes(token.text) ? 0 : 1));
    } else if (before && (token.gap || (free && joined) || "{}".includes(token.text) || "{}".includes(before.text))) {
      out += " ";
    }
    out += token.text.trimEnd();
    begins = token.comment && begins;
    clause ||= token.comment ? "" : word;
    if (opens) {
      outside.push(inside);
      inside = 0;
      depth++;
      begins = true;
    } else if (!long) flat += token.text === "{" ? 1 : -1;
    if ("([".includes(token.text)) inside++;
    if (")]".includes(token.text)) inside = Math.max(0, inside - 1);
  });
  return out + "\n";
}
