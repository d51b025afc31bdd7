// What may be written next: prefixes, terms and things by their names in Chinese and English, variables, keywords.
//
// Names come from the server that sent the page, once, at the first word that is typed.

import { syntaxTree } from "@codemirror/language";

const SHOWN = 50;
const KEYWORDS = (
  "SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS VALUES BIND GRAPH ASK CONSTRUCT DESCRIBE PREFIX " +
  "LIMIT OFFSET COUNT GROUP_CONCAT CONTAINS STRSTARTS REGEX LANG STR BOUND COALESCE IF EXISTS"
).split(" ").concat(["ORDER BY", "GROUP BY", "NOT EXISTS"]);

const folded = (name) => name.normalize("NFKC").toLowerCase();

/** A completion source over the names at *address*, shown in *lang* first. */
export function completeFrom(address, lang) {
  let asked;
  const names = () => (asked ??= fetch(address, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
    .then(prepared)
    .catch(() => ((asked = undefined), { prefixes: {}, things: [] })));

  return async (context) => {
    const where = syntaxTree(context.state).resolveInner(context.pos, -1).name;
    const word = context.matchBefore(/[?$]?[\p{L}\p{N}_:-]*/u);
    if (/Comment|Iri$|Iriref/i.test(where) || (word.from === word.to && !context.explicit)) return null;
    const typed = folded(word.text), known = await names();
    if (context.aborted) return null;
    const quoted = /String/.test(where) || opened(context);
    const options = quoted ? [] : [...variables(context, typed), ...prefixLines(context, typed, known)];
    for (const thing of known.things) {
      const rank = ranked(thing.folded, typed);
      if (rank >= 0) options.push({ ...shown(thing, lang, quoted, known.prefixes), boost: 50 - rank });
    }
    if (!quoted) options.push(...keywords(typed));
    return options.length ? { from: word.from, options: best(options), filter: false } : null;
  };
}

// Is a text open before the cursor whose end is not written yet?
function opened(context) {
  const line = context.state.doc.lineAt(context.pos), before = line.text.slice(0, context.pos - line.from);
  return /["']/.test(before.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>\s]*>/g, ""));
}

function prepared({ prefixes, names }) {
  const things = names.map((thing) => ({
    ...thing,
    folded: [thing.zh, thing.en, ...thing.also, thing.curie ?? "", thing.curie?.split(":")[1] ?? ""].filter(Boolean).map(folded),
  }));
  return { prefixes, things };
}

// 0 for the whole name, 1 for its beginning, 2 for a part of it, -1 for none.
function ranked(names, typed) {
  const ranks = names.map((name) => (name === typed ? 0 : name.startsWith(typed) ? 1 : name.includes(typed) ? 2 : 9));
  const rank = Math.min(...ranks);
  return rank === 9 ? -1 : rank;
}

function best(options) {
  return options.sort((a, b) => (b.boost ?? 0) - (a.boost ?? 0)).slice(0, SHOWN);
}

function shown(thing, lang, quoted, prefixes) {
  const name = thing[lang], written = thing.curie ?? `<${thing.iri}>`;
  return {
    label: name,
    detail: thing.curie ?? thing.kind[lang],
    info: () => note(thing, lang),
    type: thing.curie ? "property" : "constant",
    apply: quoted ? name : (view, option, from, to) => insert(view, written, from, to, prefixes),
  };
}

function note(thing, lang) {
  const element = document.createElement("div"), other = lang === "zh" ? "en" : "zh";
  element.textContent = [thing[other], thing.note?.[lang]].filter(Boolean).join(" · ");
  return element;
}

// Write a name, and the PREFIX line that it needs where there is none.
function insert(view, written, from, to, prefixes) {
  const changes = [{ from, to, insert: written }], text = view.state.doc.toString();
  const prefix = /^([\w-]+):/.exec(written)?.[1];
  if (prefix && prefixes[prefix] && !new RegExp(`^\\s*PREFIX\\s+${prefix}:`, "im").test(text)) {
    changes.unshift({ from: headEnd(text), insert: `PREFIX ${prefix}: <${prefixes[prefix]}>\n` });
  }
  const change = view.state.changes(changes);
  view.dispatch({ changes: change, selection: { anchor: change.mapPos(to, 1) }, userEvent: "input.complete" });
}

// Where a PREFIX line goes: after the last one, or after the comments that begin the query.
function headEnd(text) {
  let end = 0, at = 0;
  for (const line of text.split("\n")) {
    const next = Math.min(at + line.length + 1, text.length);
    if (/^\s*(PREFIX|BASE)\s/i.test(line)) end = next;
    else if (!/^\s*(#|$)/.test(line)) break;
    else if (/^\s*#/.test(line)) end = next;
    at = next;
  }
  return end;
}

function variables(context, typed) {
  if (!/^[?$]/.test(typed)) return [];
  const found = new Set(context.state.doc.toString().match(/[?$][\p{L}\p{N}_]+/gu));
  return [...found].filter((name) => folded(name) !== typed && folded(name).startsWith(typed)).map((name) => ({ label: name, type: "variable", boost: 60 }));
}

function prefixLines(context, typed, known) {
  const head = /PREFIX\s+[\w-]*:?$/i.test(context.state.sliceDoc(Math.max(0, context.pos - 60), context.pos));
  return Object.entries(known.prefixes)
    .filter(([prefix]) => `${prefix}:`.startsWith(typed) && (head || typed))
    .map(([prefix, namespace]) => ({
      label: `${prefix}:`,
      detail: namespace,
      type: "namespace",
      boost: head ? 99 : 55,
      apply: head ? `${prefix}: <${namespace}>` : (view, option, from, to) => insert(view, `${prefix}:`, from, to, known.prefixes),
    }));
}

function keywords(typed) {
  if (!typed) return [];
  return KEYWORDS.filter((word) => folded(word).startsWith(typed)).map((word) => ({ label: word, type: "keyword", boost: 40 }));
}
