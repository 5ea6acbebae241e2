/** What the report adds to the design's tokens. */
export const REPORT_STYLE = `
* { box-sizing: border-box; }
body { margin: 0; background: var(--desk); color: var(--ink); font: var(--t-15)/var(--lh-ui) var(--sans); }
main { max-width: 76rem; margin: 0 auto; padding: 40px 24px 80px; }
header h1 { margin: 0; font-size: var(--t-26); letter-spacing: -0.02em; }
header p { margin: 6px 0 28px; color: var(--ink-3); }
nav { display: flex; flex-wrap: wrap; gap: 6px; margin: 0 0 28px; padding: 0; list-style: none; }
nav a { display: inline-flex; gap: 8px; padding: 5px 10px; border: 1px solid var(--line); border-radius: var(--r2); background: var(--surface);
  color: var(--ink); text-decoration: none; font-size: var(--t-13); }
nav a:hover { background: var(--hover); }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: none; box-shadow: var(--focus-ring); border-radius: var(--r1); }
section { margin: 0 0 24px; background: var(--surface); border: 1px solid var(--line); border-radius: var(--r3); box-shadow: var(--shadow-1); overflow: hidden; }
section > h2 { display: flex; flex-wrap: wrap; align-items: baseline; gap: 10px; margin: 0; padding: 16px 20px 14px; font-size: var(--t-20); letter-spacing: -0.01em; }
section > h2 code { color: var(--ink-3); font-size: var(--t-13); font-weight: 400; }
section > h2 .verdict { margin-left: auto; }
h3 { margin: 0; padding: 14px 20px 8px; border-top: 1px solid var(--line); font-size: var(--t-13); color: var(--ink-2); }
.verdict { padding: 3px 9px; border-radius: var(--r1); font-size: var(--t-12); font-weight: 600; }
.ok { background: var(--ok-fill); color: var(--ok); }
.bad { background: var(--bad-fill); color: var(--bad); }
.open { background: var(--warn-fill); color: var(--warn); }
ul.findings { margin: 0; padding: 0 20px 14px; list-style: none; }
ul.findings li { display: grid; grid-template-columns: 5.5rem minmax(8rem, 14rem) 1fr; gap: 12px; padding: 7px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
ul.findings li:first-child { border-top: 0; }
ul.findings .verdict { justify-self: start; align-self: start; }
code, td.number, .mono { font-family: var(--mono); font-size: var(--t-12); font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; padding: 0 20px 16px; }
table { border-collapse: collapse; font-size: var(--t-13); }
th { text-align: left; font-weight: 500; color: var(--ink-2); }
th, td { padding: 0 8px; height: var(--row); white-space: nowrap; border-bottom: 1px solid var(--line); }
tbody tr:last-child > * { border-bottom: 0; }
tbody tr:hover > * { background: var(--hover); }
table.matrix thead th { font-family: var(--mono); font-size: var(--t-11); }
table.matrix th:first-child { position: sticky; left: 0; background: var(--surface); padding-left: 0; }
table.matrix td { text-align: center; color: var(--ink-3); }
table.matrix td.kill { background: var(--bad-fill); color: var(--bad); font-weight: 700; }
table.matrix td.hint { text-align: left; color: var(--ink); font-family: var(--mono); font-size: var(--t-12); }
table.matrix td.never { background: var(--warn-fill); color: var(--warn); }
.times { width: 100%; }
.times td.number { text-align: right; width: 7rem; }
.times td.bar { width: 40%; }
.bar i { display: block; height: 8px; border-radius: var(--r1); background: var(--info); min-width: 2px; }
.mutants { padding: 0 20px 16px; }
.mutants p { margin: 0 0 10px; color: var(--ink-2); }
details { border-top: 1px solid var(--line); }
details summary { padding: 8px 0; cursor: pointer; }
details summary code { color: var(--ink-3); margin-right: 8px; }
pre { margin: 0 0 10px; padding: 10px 12px; background: var(--sunken); border-radius: var(--r2); overflow-x: auto; font: var(--t-12)/1.6 var(--mono); }
pre del { color: var(--bad); text-decoration: none; display: block; }
pre ins { color: var(--ok); text-decoration: none; display: block; }
@media (max-width: 40rem) { ul.findings li { grid-template-columns: 1fr; gap: 2px; } main { padding: 20px 12px 48px; } }
@media print { body { background: none; } section { break-inside: avoid; box-shadow: none; } }
`
