"""How the page of a report looks: light and dark, on screen and on paper."""

STYLE = """
:root { color-scheme: light dark; --text: #1b1b1b; --page: #fff; --soft: #f3f4f6; --line: #b8bcc4;
  --dim: #555b66;
  --violation: #a30015; --violation-soft: #fdecee; --warning: #7a4b00; --warning-soft: #fff5df;
  --info: #0b4f8a; --info-soft: #e9f2fb; --good: #0b6b2e; }
@media (prefers-color-scheme: dark) { :root { --text: #e8e8ea; --page: #17181b; --soft: #22242a;
  --line: #4a4e57;
  --dim: #a6abb5; --violation: #ff9aa5; --violation-soft: #3a1a1f; --warning: #ffcf7a;
  --warning-soft: #352a12;
  --info: #9dcbff; --info-soft: #152a40; --good: #7fdc9c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem 1.5rem 3rem; max-width: 110rem; color: var(--text);
  background: var(--page);
  font: 1rem/1.55 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC",
  system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .3rem; } h2 { font-size: 1.2rem; margin: 1.8rem 0 .5rem;
  overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 1rem 0 .4rem; } caption { font-weight: 600; text-align: start;
  padding: .3rem 0; }
.verdict { font-weight: 600; margin: 0; } .good { color: var(--good); }
  .bad { color: var(--violation); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid var(--line); padding: .35rem .5rem; vertical-align: top;
  text-align: start; }
th { background: var(--soft); position: sticky; top: 0; }
td.number, th.number { width: 3.5rem; } td.goal, th.goal { width: 6.5rem; }
  td.beneficiary, th.beneficiary { width: 14%; }
td.service, th.service { width: 15%; } td.departments, th.departments { width: 17%; }
td.number > div { text-align: end; } table.wide td.number, table.wide th.number { width: 9.5rem; }
ul { list-style: none; margin: .3rem 0 0; padding: 0; } li { margin: .25rem 0;
  padding: .2rem .45rem; font-size: .9rem;
  border-inline-start: .3rem solid; overflow-wrap: anywhere; }
li.violation { border-color: var(--violation); background: var(--violation-soft); }
li.warning { border-color: var(--warning); background: var(--warning-soft);
  border-inline-start-style: dashed; }
li.info { border-color: var(--info); background: var(--info-soft);
  border-inline-start-style: dotted; }
li.violation strong { color: var(--violation); } li.warning strong { color: var(--warning); }
  li.info strong { color: var(--info); }
td.violation { outline: 2px solid var(--violation); outline-offset: -2px; }
td.warning { outline: 2px dashed var(--warning); outline-offset: -2px; }
td.info { outline: 2px dotted var(--info); outline-offset: -2px; }
mark { background: var(--warning-soft); color: inherit; border-bottom: 2px solid var(--violation); }
small, .place, .empty { color: var(--dim); } small { overflow-wrap: anywhere; } q { quotes: none; }
dt { font-weight: 600; margin-top: .6rem; } dd { margin: 0 0 0 1.2rem; } code { font-size: .85em;
  font-weight: 400; overflow-wrap: anywhere; }
@media (max-width: 45rem) {
  body { padding: .8rem .8rem 2rem; } .scroll { overflow: visible; }
  table, caption, tbody, tr, td { display: block; width: auto; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { border: 1px solid var(--line); margin: 0 0 .8rem; }
  td, td.number, td.goal, td.beneficiary, td.service, td.departments, table.wide td.number {
    width: auto; border: 0; border-bottom: 1px solid var(--line); }
  td:last-child { border-bottom: 0; } td.number > div { text-align: start; }
  td > div, td > ul { overflow-wrap: anywhere; }
  td::before { content: attr(data-label); display: block; color: var(--dim); font-size: .8rem; } }
@media print { @page { size: A4 landscape; margin: 12mm; } body { padding: 0; font-size: 9pt;
  max-width: none; }
  .scroll { overflow: visible; } thead { display: table-header-group; } th { position: static; }
  tr, li, dt, dd { break-inside: avoid; }
  li, td, mark, .verdict { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
"""
