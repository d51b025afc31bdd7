"""How the page of changes looks: light and dark, on screen and on paper."""

STYLE = """
:root { color-scheme: light dark; --text: #1b1b1b; --page: #fff; --soft: #f3f4f6; --line: #b8bcc4; --dim:
  #555b66;
  --del: #a30015; --del-soft: #fdecee; --ins: #0b5c27; --ins-soft: #e4f6ea; --ask: #7a4b00; --ask-soft:
  #fff5df; }
@media (prefers-color-scheme: dark) { :root { --text: #e8e8ea; --page: #17181b; --soft: #22242a; --line:
  #4a4e57;
  --dim: #a6abb5; --del: #ff9aa5; --del-soft: #3a1a1f; --ins: #7fdc9c; --ins-soft: #12311d; --ask:
  #ffcf7a;
  --ask-soft: #352a12; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem 1.5rem 3rem; max-width: 75rem; color: var(--text); background:
  var(--page);
  font: 1rem/1.6 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", system-ui,
  sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .3rem; } h2 { font-size: 1.2rem; margin: 1.8rem 0 .5rem; }
h3 { font-size: 1.05rem; margin: 0 0 .4rem; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: .5rem 0; }
dt { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; }
del { color: var(--del); background: var(--del-soft); text-decoration: line-through; }
ins { color: var(--ins); background: var(--ins-soft); text-decoration: underline; font-weight: 600; }
ul { margin: .3rem 0; padding-inline-start: 1.2rem; }
ul.kinds { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem .9rem; }
.sums { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1rem;
  align-items: start; }
table { border-collapse: collapse; width: 100%; } caption { font-weight: 600; text-align: start; padding:
  .3rem 0; }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; vertical-align: top; text-align: start;
  overflow-wrap: anywhere; }
th { background: var(--soft); font-weight: 600; } .n { text-align: end; }
article th { width: 9rem; }
.sums th, .count { white-space: nowrap; }
article { border: 1px solid var(--line); border-inline-start: .35rem solid var(--dim); padding: .7rem
  .9rem;
  margin: .8rem 0; }
article.gone { border-inline-start: .35rem double var(--del); } article.gone h3 { text-decoration:
  line-through; }
article.come { border-inline-start-color: var(--ins); }
article.asks { background: var(--ask-soft); border-inline-start-style: dashed; }
.ask { border: 2px dashed var(--ask); background: var(--ask-soft); padding: .2rem 1rem .6rem; margin-top:
  1rem; }
.kind { border: 1px solid var(--line); background: var(--soft); padding: 0 .35rem; font-size: .85em;
  white-space: nowrap; }
code { font-size: .9em; }
@media print { @page { size: A4; margin: 14mm; } body { padding: 0; font-size: 10pt; max-width: none; }
  article, tr, li { break-inside: avoid; } h2, h3 { break-after: avoid; }
  del, ins, th, .ask, article { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
"""
