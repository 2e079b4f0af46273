"""The one theme: colours and the look of every piece, for light and dark pages.

CSS in a Python file, since a notebook built for the browser packs Python files only.
"""

STYLESHEET = """
/* One theme for every notebook: colours first, then the pieces that use them. */

:root {
  --bp-ink: #111827;
  --bp-muted: #6b7280;
  --bp-line: #9ca3af;
  --bp-forward: #1d4ed8;
  --bp-backward: #b91c1c;
  --bp-accent: #4f46e5;
  --bp-leaf: #eef2ff;
  --bp-node: #f8fafc;
  --bp-active: #fef2f2;
  --bp-forward-active: #eff6ff;
  --bp-page: var(--background, #ffffff);
  --bp-on-accent: #ffffff;
  --bp-right: #047857;
  --bp-right-ground: #ecfdf5;
  --bp-amiss: #b45309;
  --bp-amiss-ground: #fffbeb;
}

.dark {
  --bp-ink: #e5e7eb;
  --bp-muted: #9ca3af;
  --bp-line: #6b7280;
  --bp-forward: #93c5fd;
  --bp-backward: #fca5a5;
  --bp-accent: #818cf8;
  --bp-leaf: #1e2333;
  --bp-node: #1b2027;
  --bp-active: #3b1d1f;
  --bp-forward-active: #172238;
  --bp-page: var(--background, #111418);
  --bp-on-accent: #0f172a;
  --bp-right: #34d399;
  --bp-right-ground: #0f2a22;
  --bp-amiss: #fbbf24;
  --bp-amiss-ground: #2a2013;
}

/* What changes with a slider is laid out and painted by itself. */

.bp-graph, .bp-scroll, .bp-step { contain: content; }
.bp-scroll { content-visibility: auto; contain-intrinsic-size: auto 24rem; }

/* The live graph. */

.bp-graph { overflow-x: auto; max-width: 100%; }
.bp-graph svg { display: block; margin: 0 auto; height: auto; }
.bp-svg { color: var(--bp-ink); font-size: var(--bp-graph-type, 19px); font-variant-numeric: tabular-nums; text-anchor: middle; }
.bp-svg text { fill: currentColor; }
.bp-svg .card { fill: var(--bp-node); stroke: var(--bp-line); stroke-width: 1.2; }
.bp-svg .leaf .card { fill: var(--bp-leaf); }
.bp-svg .loss .card { stroke: var(--bp-ink); stroke-width: 2; }
.bp-svg .bar { fill: var(--bp-accent); }
.bp-svg .name { font-weight: 700; }
.bp-svg .symbol { font-weight: 400; font-size: var(--bp-graph-small, 16px); fill: var(--bp-muted); }
.bp-svg .alone { font-weight: 700; font-size: var(--bp-graph-type, 20px); fill: currentColor; }
.bp-svg .value, .bp-svg .of-forward { fill: var(--bp-forward); }
.bp-svg .gradient, .bp-svg .of-backward { fill: var(--bp-backward); font-style: italic; }
.bp-svg .tangent { fill: var(--bp-forward); font-style: italic; }
.bp-svg .strong { font-weight: 700; }
.bp-svg .small { font-size: var(--bp-graph-small, 16px); fill: var(--bp-muted); }
.bp-svg .edge { fill: none; stroke: var(--bp-line); stroke-width: 1.4; }
.bp-svg .edge.now { stroke: var(--bp-forward); stroke-width: 2.4; }
.bp-svg .back { fill: none; stroke: var(--bp-backward); stroke-width: 3.2; stroke-dasharray: 7 4; }
.bp-svg .back.quiet { stroke-width: 1.3; stroke-dasharray: 5 4; }
.bp-svg .tip { fill: var(--bp-line); }
.bp-svg .tip.now { fill: var(--bp-forward); }
.bp-svg .tip.backward { fill: var(--bp-backward); }
.bp-svg .computing .card { fill: var(--bp-forward-active); stroke: var(--bp-forward); stroke-width: 2.4; }
.bp-svg .receiving .card, .bp-svg .handing .card { fill: var(--bp-active); stroke: var(--bp-backward); stroke-width: 2.4; }
.bp-svg .tag { fill: var(--bp-page); stroke: var(--bp-backward); stroke-width: 1.4; }
.bp-svg .tag.ahead { stroke: var(--bp-forward); }
.bp-svg .leader { stroke: var(--bp-backward); stroke-width: 1; opacity: 0.7; }
.bp-svg .leader.ahead { stroke: var(--bp-forward); }
.bp-svg .ground { fill: var(--bp-page); opacity: 0.88; }
.bp-svg .label { font-size: var(--bp-graph-label, 16px); text-anchor: start; }
.bp-svg .ink { fill: var(--bp-ink); font-style: normal; }

/* The step: one sentence and one formula. Its height is fixed, so that nothing below it moves. */

.bp-step { border-left: 4px solid var(--bp-line); background: var(--bp-node); color: var(--bp-ink); padding: 0.45rem 0.9rem; min-height: var(--bp-step-height, 6.3rem); }
@media (max-width: 600px) { .bp-step { min-height: 9.8rem; } }
.bp-step.short { min-height: 3.4rem; margin-top: 0.6rem; }
.bp-step.forward { border-color: var(--bp-forward); }
.bp-step.loss, .bp-step.backward { border-color: var(--bp-backward); }
.bp-step p { margin: 0 0 0.3rem; }
.bp-step .formula { font-style: italic; font-variant-numeric: tabular-nums; }

/* Tables: numbers in tabular figures, a fixed width a column. */

.bp-scroll { overflow-x: auto; max-width: 100%; }
.bp-table { border-collapse: collapse; font-variant-numeric: tabular-nums; color: var(--bp-ink); font-size: 0.95rem; }
.bp-table.wide { width: 100%; min-width: 52rem; table-layout: fixed; } /* columns stay where they are */
.bp-table.wide th:nth-child(2) { width: 15%; }
.bp-table th, .bp-table td { border-bottom: 1px solid var(--bp-line); padding: 0.22rem 0.6rem; text-align: right; white-space: nowrap; }
.bp-table.wide th:first-child { position: sticky; left: 0; background: var(--bp-page); } /* stays while a phone scrolls */
.bp-table thead th { color: var(--bp-muted); font-weight: 600; border-bottom-width: 2px; }
.bp-table th:first-child, .bp-table.wide th:nth-child(2) { text-align: left; }
.bp-table th[scope="row"] { font-weight: 700; }
/* name · is · value · upstream · local · gradient · … */
.bp-table.wide td:nth-child(2) { text-align: left; color: var(--bp-muted); }
.bp-table.wide td:nth-child(3) { color: var(--bp-forward); }
.bp-table.wide td:is(:nth-child(4), :nth-child(6)) { color: var(--bp-backward); font-style: italic; }
.bp-table.wide tr.now > * { background: var(--bp-active); }
.bp-table.log { width: 100%; }
.bp-table.log :is(th, td) { text-align: left; white-space: normal; vertical-align: top; }
/* A check: gradient of · verdict · worst entry · by hand · numerical · relative error · kinks crossed */
.bp-table.report th, .bp-table.report td { min-width: 4.2rem; }
.bp-table.report td:nth-child(4) { color: var(--bp-backward); font-style: italic; }
.bp-table.report :is(td, th):nth-child(2) { text-align: left; min-width: 6.5rem; }
.bp-table.report .right td:nth-child(2) { color: var(--bp-right); }
.bp-table.report .amiss > * { background: var(--bp-amiss-ground); }
.bp-table.report .amiss td:nth-child(2) { color: var(--bp-amiss); font-weight: 700; }
.bp-table.report .unsure td:nth-child(2) { color: var(--bp-accent); }
.bp-table.paired tr:nth-child(even) td { color: var(--bp-backward); font-style: italic; } /* a value, then its gradient */
.bp-table.paired td { min-width: 4.4rem; }
.bp-table.paired :is(td, th) { padding-inline: 0.4rem; }
.bp-table.findings :is(th, td) { text-align: left; }
.bp-table.findings td:nth-child(3) { white-space: normal; min-width: 18rem; }
.bp-table.findings .task { display: block; color: var(--bp-muted); }
.bp-table.findings .right td:nth-child(2) { color: var(--bp-right); }
.bp-table.findings .amiss > * { background: var(--bp-amiss-ground); }
.bp-table.findings .amiss td:nth-child(2) { color: var(--bp-amiss); font-weight: 700; }
@media (max-width: 600px) {
  .bp-table { font-size: 0.85rem; }
  .bp-table:not(.wide) :is(th, td) { padding-inline: 0.35rem; }
  .bp-table:not(.wide) thead th { white-space: normal; vertical-align: bottom; }
  .bp-table.findings thead { display: none; } /* what was found stands under the check's name */
  .bp-table.findings tr { display: grid; grid-template-columns: 1fr auto; border-bottom: 1px solid var(--bp-line); }
  .bp-table.findings :is(th, td) { border: 0; white-space: normal; min-width: 0; }
  .bp-table.findings td:nth-child(3) { grid-column: 1 / -1; min-width: 0; }
}
.bp-table caption { caption-side: bottom; text-align: left; color: var(--bp-muted); padding-top: 0.4rem; }

/* The printed list of a graph's nodes, beside its picture. */

.bp-listed { display: grid; grid-template-columns: minmax(min(24rem, 100%), 1fr) auto; gap: 0.6rem 1.4rem; align-items: center; }
@media (max-width: 900px) { .bp-listed { grid-template-columns: minmax(0, 1fr); } }
.bp-table.nodes :is(th, td) { text-align: left; padding: 0.12rem 0.5rem; }
.bp-table.nodes th[scope="row"], .bp-table.nodes td:nth-child(4) { font-weight: 400; color: var(--bp-muted); }
.bp-table.nodes :is(th, td):nth-child(n + 5) { text-align: right; }
.bp-table.nodes td:nth-child(2) { font-weight: 700; }
.bp-table.nodes td:nth-child(5) { color: var(--bp-forward); min-width: 4.6rem; }
.bp-table.nodes td:nth-child(6) { color: var(--bp-backward); font-style: italic; min-width: 6.6rem; }
.bp-table.nodes tr:is(.computing, .read) > * { background: var(--bp-forward-active); }
.bp-table.nodes tr:is(.receiving, .handing) > * { background: var(--bp-active); }
.bp-table.nodes tr:is(.computing, .receiving) > th { color: var(--bp-ink); font-weight: 700; }

/* A chain of diamonds. */

.bp-diamonds .junction, .bp-diamonds .corner { fill: var(--bp-node); stroke: var(--bp-ink); stroke-width: 1.6; }
.bp-diamonds .junction { fill: var(--bp-ink); }
.bp-diamonds .edge.now { stroke: var(--bp-ink); stroke-width: 2; }
.bp-diamonds .faint { opacity: 0.25; }

/* Pieces under and beside each other. */

.bp-stack { display: flex; flex-direction: column; gap: 0.7rem; }
.bp-choices { display: flex; flex-wrap: wrap; gap: 0.4rem 1rem; align-items: center; }
.bp-beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 1rem 2rem; align-items: center; }
.bp-beside > div { min-width: 0; }

/* What a prediction asks about, until it is opened. */

.bp-after > summary { cursor: pointer; width: fit-content; color: var(--bp-accent); }
.bp-after[open] > summary { margin-bottom: 0.7rem; color: var(--bp-muted); }

/* What a picture shows, said in words. */

.bp-says { border-left: 4px solid var(--bp-accent); background: var(--bp-node); color: var(--bp-ink); padding: 0.5rem 0.9rem; }
.bp-says.forward { border-color: var(--bp-forward); }
.bp-says.backward { border-color: var(--bp-backward); }
.bp-verbatim { margin: 0; padding: 0.5rem 0.9rem; border-left: 4px solid var(--bp-accent); background: var(--bp-node); color: var(--bp-ink);
  font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 0.9rem; line-height: 1.4; white-space: pre-wrap; overflow-wrap: anywhere; }
.bp-note { display: var(--bp-note, block); } /* a deck has no room for it */
.bp-meta { color: var(--bp-muted); }

/* Prose: lines short enough to read. */

.markdown.prose > :is(.paragraph, ul, ol) { max-width: 46rem; }
.markdown.prose .katex-display { overflow-x: auto; overflow-y: hidden; }

/* The way to the neighbours leaves room for the page's own menu, which stands in the corner. */

@media (max-width: 600px) { .paragraph:has(+ h1) { display: block; padding-right: 3rem; } }

/* Small curves that move with a slider. */

@media (max-width: 600px) { .bp-plot { --bp-graph-type: 22px; --bp-graph-small: 21px; --bp-graph-label: 20px; } }
.bp-plot .curve { fill: none; stroke: var(--bp-forward); stroke-width: 2.4; }
.bp-plot .tangent { fill: none; stroke: var(--bp-backward); stroke-width: 2.2; stroke-dasharray: 8 5; }
.bp-plot .axis { stroke: var(--bp-line); stroke-width: 1; }
.bp-plot .grid { stroke: var(--bp-line); stroke-width: 1; opacity: 0.3; }
.bp-plot .drop { stroke: var(--bp-muted); stroke-width: 1; stroke-dasharray: 3 3; }
.bp-plot .here { fill: var(--bp-forward); stroke: var(--bp-page); stroke-width: 1.5; }
.bp-plot .there { fill: var(--bp-page); stroke: var(--bp-forward); stroke-width: 2.4; }
.bp-plot .guess { fill: var(--bp-page); stroke: var(--bp-backward); stroke-width: 2.4; }
.bp-plot .secant { fill: none; stroke: var(--bp-accent); stroke-width: 2.2; }
.bp-plot .dot { fill: var(--bp-forward); }
.bp-plot .theory { fill: none; stroke-width: 1.6; stroke-dasharray: 7 4; }
.bp-plot polyline.rounding { stroke: var(--bp-backward); }
.bp-plot text.rounding { fill: var(--bp-backward); }
.bp-plot polyline.truncation { stroke: var(--bp-accent); }
.bp-plot text.truncation { fill: var(--bp-accent); }
.bp-plot .gap { stroke: var(--bp-accent); stroke-width: 3; }

/* What is left layer by layer. */

.bp-plot .layers { fill: none; stroke-width: 2.8; }
.bp-plot .layers.backward { stroke: var(--bp-backward); }
.bp-plot .layers.forward { stroke: var(--bp-forward); }
.bp-plot .layers.pinned { stroke: var(--bp-muted); stroke-width: 2; }
.bp-plot .layers.dash0 { stroke-dasharray: 6 4; }
.bp-plot .layers.dash1 { stroke-dasharray: 2 4; }
.bp-plot .layers.dash3 { stroke-dasharray: 12 6; stroke-width: 1.4; }
.bp-plot .layers.dash2 { stroke-dasharray: 10 3 2 3; }
.bp-plot .band { fill: var(--bp-muted); opacity: 0.22; }
.bp-plot .band.backward { fill: var(--bp-backward); }
.bp-plot .band.forward { fill: var(--bp-forward); }
.bp-key { display: flex; flex-wrap: wrap; gap: 0 1.6rem; align-content: flex-start; font-size: 0.95rem; line-height: 1.4rem; color: var(--bp-ink); font-variant-numeric: tabular-nums; }
.bp-key.both { min-height: var(--bp-key-height, 2.8rem); } /* room for four lines, so that pinning one moves nothing */
@media (max-width: 600px) { .bp-key.both { min-height: 5.6rem; } }
.bp-key > span { max-width: 100%; overflow-wrap: anywhere; }
.bp-key > span:first-child { font-weight: 700; }
.bp-key svg { display: inline-block; margin-right: 0.5rem; vertical-align: middle; }
.bp-plot .on { paint-order: stroke; stroke: var(--bp-page); stroke-width: 6px; fill: var(--bp-muted); }
.bp-plot .on.backward { fill: var(--bp-backward); font-style: italic; font-weight: 700; }
.bp-plot .on.forward { fill: var(--bp-forward); font-weight: 700; }
.bp-plot .grid.one { opacity: 0.8; }
/* Training: the ground a network divides, its points, its loss. */

.bp-ground .shade { fill: none; stroke-width: 1.04; }
.bp-ground .s0, .bp-ground .s1, .bp-ground .s2, .bp-ground .s3 { stroke: var(--bp-amiss); }
.bp-ground .s4, .bp-ground .s5, .bp-ground .s6, .bp-ground .s7 { stroke: var(--bp-accent); }
.bp-ground :is(.s0, .s7) { opacity: 0.42; }
.bp-ground :is(.s1, .s6) { opacity: 0.3; }
.bp-ground :is(.s2, .s5) { opacity: 0.19; }
.bp-ground :is(.s3, .s4) { opacity: 0.09; }
.bp-ground .half { fill: none; stroke: var(--bp-ink); stroke-width: 0.22; stroke-linecap: round; }
.bp-ground .point { paint-order: stroke; stroke: var(--bp-page); stroke-width: 1.5; }
.bp-ground .point.zero { fill: var(--bp-amiss); }
.bp-ground .point.one { fill: var(--bp-accent); }
.bp-ground .point.off { stroke: var(--bp-ink); stroke-width: 3; }
.bp-training .end { stroke: var(--bp-page); stroke-width: 1.5; fill: var(--bp-forward); }
.bp-training .end.backward { fill: var(--bp-backward); }
.bp-training .end.accent { fill: var(--bp-accent); }
.bp-training .lost { fill: none; stroke: var(--bp-backward); stroke-width: 3; }
.bp-training .example { fill: var(--bp-muted); }

/* Matrices: an entry is a small card. */

.bp-svg .entry.lit .card { stroke: var(--bp-ink); stroke-width: 2; fill: var(--bp-forward-active); }
.bp-svg .entry.lit.backward .card { fill: var(--bp-active); stroke: var(--bp-backward); }
.bp-grid-picture .alone { font-size: 28px; }
.bp-svg .share { fill: var(--bp-forward); opacity: 0.75; }
.bp-svg .share.less { fill: var(--bp-backward); }
.bp-svg .axis { stroke: var(--bp-ink); stroke-width: 1.2; }
.bp-matrices { display: flex; flex-wrap: wrap; gap: 0.6rem 2rem; margin-bottom: 0.6rem; }
.bp-matrix { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.bp-matrix caption { caption-side: top; font-weight: 700; color: var(--bp-ink); padding-bottom: 0.2rem; }
.bp-matrix td { border: 1px solid var(--bp-line); background: var(--bp-node); min-width: 2.2rem; padding: 0.15rem 0.5rem; text-align: right; color: var(--bp-forward); }
.bp-matrix.backward td { color: var(--bp-backward); font-style: italic; }
/* What a gradient costs. */

.bp-cost .pass { fill: var(--bp-forward); }
.bp-cost .pass.returning { fill: var(--bp-backward); }
.bp-cost .carried { fill: var(--bp-page); }
.bp-cost .input { fill: var(--bp-leaf); stroke: var(--bp-line); }
.bp-cost .neuron { fill: var(--bp-node); stroke: var(--bp-ink); stroke-width: 1.4; }
.bp-cost .counted { fill: var(--bp-leaf); }
.bp-cost .curve.beyond { stroke-width: 2; stroke-dasharray: 2 4; }
.bp-cost .curve.thin { stroke-width: 1.6; stroke-dasharray: 3 3; }
.bp-cost .label { paint-order: stroke; stroke: var(--bp-page); stroke-width: 4px; }
.bp-cost .here.back { fill: var(--bp-backward); }

/* The map of the course. */

.bp-map text { text-anchor: start; font-size: 16px; }
.bp-map .number { font-weight: 700; font-size: 17px; fill: var(--bp-accent); }
.bp-map .title { font-weight: 700; font-size: 17px; }
.bp-map .time { text-anchor: end; fill: var(--bp-muted); }
.bp-map .asks { font-style: italic; }
.bp-map .here .card { stroke: var(--bp-accent); stroke-width: 2.4; fill: var(--bp-leaf); }
.bp-map .later .card { fill: none; stroke-dasharray: 4 4; }
.bp-map .later text { fill: var(--bp-muted); }
.bp-map a:hover .card { fill: var(--bp-leaf); stroke: var(--bp-accent); }
.bp-map a:hover .title { text-decoration: underline; }
.bp-map a:focus-visible { outline: none; }
.bp-map a:focus-visible .card { stroke: var(--bp-accent); stroke-width: 3; }

/* While a cell runs marimo greys its output through a filter and a transition. Ours run for a few milliseconds:
   the fade is never seen, but preparing it costs a third of the time from slider to page. */

.marimo-output-stale,
.marimo-output-stale.marimo-output-loading { filter: none !important; opacity: 1 !important; transition: none !important; }
"""
