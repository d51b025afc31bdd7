// The query field of a form, turned into an editor. Without this script the field is a plain text area.
//
// The editor stands in a shadow tree: there its styles are sheets of the tree, which the content security policy of
// the site allows, and not style elements, which it forbids.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentUnit } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { Decoration, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { sparql } from "codemirror-lang-sparql";

import { completeFrom } from "./completion.js";
import { format } from "./format.js";
import { look } from "./look.js";

function enhance(form) {
  const field = form.querySelector("textarea"), label = form.querySelector(`label[for="${field.id}"]`), words = field.dataset;
  const host = document.createElement("div");
  host.className = "editor";
  field.before(host);
  const root = host.attachShadow({ mode: "open" });
  const fault = words.line ? { line: Number(words.line), column: Number(words.column), message: words.fault } : null;

  const run = () => (form.requestSubmit(), true);
  const tidy = (view) => {
    const text = format(view.state.doc.toString());
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 }, scrollIntoView: true });
    view.focus();
    return true;
  };
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        // Tab is not bound: it leaves the editor, as it leaves every field.
        keymap.of([
          { key: "Mod-Enter", run, preventDefault: true },
          { key: "Ctrl-Enter", run, preventDefault: true },
          { key: "Shift-Alt-f", run: tidy, preventDefault: true },
          ...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap,
        ]),
        lineNumbers(),
        history(),
        bracketMatching(),
        closeBrackets(),
        indentUnit.of("  "),
        EditorView.lineWrapping,
        sparql(),
        autocompletion({ override: [completeFrom(words.names, words.lang)], icons: false }),
        EditorState.phrases.of({ Completions: words.completions }),
        EditorView.contentAttributes.of({
          "aria-label": label.textContent,
          "aria-description": fault ? fault.message : words.help,
          ...(fault ? { "aria-invalid": "true" } : {}),
        }),
        EditorView.domEventHandlers({ beforeinput: writeOver }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) field.value = update.state.doc.toString();
        }),
        fault ? marked(fault, words) : [],
        look,
      ],
    }),
  });

  // The text goes with the form in its own field; only the editor is seen, and called by the label.
  field.hidden = true;
  field.required = false;
  label.removeAttribute("for");
  label.addEventListener("click", () => view.focus());
  const button = document.createElement("button");
  button.type = "button";
  button.className = "second";
  button.textContent = words.format;
  button.addEventListener("click", () => tidy(view));
  form.querySelector("button[type=submit]").after(button);
  form.querySelector(".help").hidden = false;
  if (fault) {
    view.dispatch({ selection: { anchor: place(view.state.doc, fault) }, scrollIntoView: true });
    view.focus();
  }
}

// Writing over a selection: a browser that does so itself leaves style attributes, which are forbidden.
function writeOver(event, view) {
  const { from, to, empty } = view.state.selection.main, text = event.data;
  if (event.inputType !== "insertText" || event.isComposing || !text || empty) return false;
  event.preventDefault();
  const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
  const taken = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, insert));
  if (!taken) view.dispatch(insert());
  return true;
}

// Lines and columns count from 1, columns in characters as the server counts them.
function place(doc, { line, column }) {
  const found = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return found.from + [...found.text].slice(0, column - 1).join("").length;
}

function marked(fault, words) {
  return EditorView.decorations.compute(["doc"], (state) => {
    // Once the text is another one, the place says nothing any more.
    if (state.doc.toString() !== words.text && words.text !== undefined) return Decoration.none;
    words.text ??= state.doc.toString();
    const at = place(state.doc, fault), line = state.doc.lineAt(at);
    const from = at < line.to ? at : Math.max(line.from, line.to - 1), to = Math.min(line.to, from + wordLength(line.text.slice(from - line.from)));
    const marks = [Decoration.line({ class: "cm-fault-line" }).range(line.from)];
    if (to > from) marks.push(Decoration.mark({ class: "cm-fault", attributes: { title: fault.message } }).range(from, to));
    return Decoration.set(marks);
  });
}

function wordLength(text) {
  return /^[\p{L}\p{N}_:?$-]+|^[^]/u.exec(text)?.[0].length ?? 0;
}

for (const form of document.querySelectorAll("form.query")) enhance(form);
