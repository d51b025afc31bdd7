// How the editor looks: by the tokens of style.css, which know light and dark.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const theme = EditorView.theme({
  "&": { backgroundColor: "var(--sheet)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "4px", fontSize: ".9rem" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", maxHeight: "70vh", overflow: "auto" },
  ".cm-content, .cm-gutter": { minHeight: "16rem" },
  ".cm-content": { caretColor: "var(--ink)", padding: ".45rem 0" },
  "&.cm-focused .cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--faint)", color: "var(--soft)", border: "0", borderInlineEnd: "1px solid var(--line)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "transparent", outline: "1px solid var(--soft)" },
  ".cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": { backgroundColor: "transparent", color: "var(--accent)" },
  ".cm-fault": { textDecoration: "underline wavy 2px var(--gone)", textUnderlineOffset: ".25em", backgroundColor: "var(--gone-soft)" },
  ".cm-fault-line": { borderInlineStart: "3px solid var(--gone)" },
  ".cm-tooltip": { backgroundColor: "var(--sheet)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "4px", boxShadow: "0 2px 10px rgb(0 0 0 / .2)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--sans)", fontSize: ".95rem", maxHeight: "18rem", maxWidth: "min(40rem, 90vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".2rem .6rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--link)", color: "var(--paper)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  ".cm-completionDetail": { fontStyle: "normal", fontFamily: "var(--mono)", fontSize: ".85em", marginInlineStart: ".8em" },
  ".cm-completionInfo": { padding: ".4rem .7rem" },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--link)", fontWeight: "600" },
  { tag: tags.comment, color: "var(--soft)" },
  { tag: [tags.string, tags.annotation], color: "var(--come)" },
  { tag: [tags.integer, tags.float, tags.bool, tags.number], color: "var(--warned)" },
  { tag: [tags.namespace, tags.url, tags.typeName], color: "var(--noted)" },
  { tag: tags.variableName, color: "var(--accent)" },
]);

export const look = [theme, syntaxHighlighting(colours)];
