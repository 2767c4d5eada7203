"""Styles of the Decide page. The four colours hold on light and on dark; every bar has its figure beside it."""

DECIDING_STYLES = """<style>
.rt-shares { display: grid; gap: .7rem; margin: .2rem 0 .4rem; }
.rt-share { display: grid; grid-template-columns: 1fr auto; gap: .1rem .6rem; align-items: baseline; }
.rt-share .name { font-weight: 600; } .rt-share.first .name::after { content: " · leads"; font-weight: 400; }
.rt-share .value { font-variant-numeric: tabular-nums; font-weight: 600; }
.rt-share .value small { font-weight: 400; opacity: .85; margin-left: .35rem; }
.rt-share .bar { grid-column: 1 / -1; position: relative; height: .8rem; border-radius: .25rem;
  background: rgba(128,140,150,.22); }
.rt-share .bar i { position: absolute; inset: 0 auto 0 0; border-radius: .25rem; }
.rt-share .bar b { position: absolute; top: -.12rem; bottom: -.12rem; border: solid currentColor;
  border-width: 0 2px; }
.rt-share .bar b::after { content: ""; position: absolute; top: 50%; left: 0; right: 0; border-top: 2px solid; }
.rt-rag { background: #0f8f86; } .rt-tuned { background: #b7791f; } .rt-hybrid { background: #7c5cd6; }
.rt-neither { background: #76828d; }
.rt-verdict { border-left: .35rem solid #0f8f86; padding: .2rem 0 .2rem 1rem; margin: 0; }
.rt-verdict strong { display: block; font-size: 1.6rem; line-height: 1.25; }
.rt-verdict.tuned { border-color: #b7791f; } .rt-verdict.hybrid { border-color: #7c5cd6; }
.rt-verdict.neither, .rt-verdict.none { border-color: #76828d; }
.rt-chips { display: flex; flex-wrap: wrap; gap: .35rem; margin: .1rem 0 .4rem; font-size: .85rem; }
.rt-chips span { border: 1px solid rgba(128,140,150,.5); border-radius: 1rem; padding: .05rem .6rem;
  font-variant-numeric: tabular-nums; }
.rt-wide { overflow-x: auto; }
.rt-table { border-collapse: collapse; width: 100%; font-size: .88rem; line-height: 1.45; margin: 0; }
.rt-table caption { text-align: left; caption-side: top; font-size: .85rem; opacity: .85; padding: 0 0 .4rem; }
.rt-table th, .rt-table td { text-align: left; vertical-align: top; padding: .4rem .65rem; border: 0;
  border-bottom: 1px solid rgba(128,140,150,.35); }
.rt-table thead th { border-bottom-width: 2px; white-space: nowrap; }
.rt-table .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.rt-table tbody th { font-weight: 600; min-width: 8rem; } .rt-table td { min-width: 3rem; }
.rt-table.text td { min-width: 11rem; }
.rt-table .off { opacity: .75; font-style: italic; } .rt-table tfoot td, .rt-table tfoot th { border-top: 2px solid;
  font-weight: 600; }
.rt-table.sums td:nth-child(2) { min-width: 9rem; }
.rt-table.scores td { min-width: 4.5rem; } .rt-table.scores td:nth-child(2) { min-width: 12rem; }
.rt-score { display: block; height: .3rem; border-radius: .15rem; background: rgba(128,140,150,.25);
  margin-top: .2rem; }
.rt-score i { display: block; height: 100%; border-radius: .15rem; background: #0f8f86; }
.rt-cite { font-size: .8rem; opacity: .85; display: block; }
.rt-list { margin: .2rem 0 .6rem !important; padding-left: 1.1rem !important; font-size: .95rem; line-height: 1.5; }
.rt-list li { margin: .3rem 0; }
.rt-force { display: grid; grid-template-columns: minmax(7rem, 14rem) 1fr 4.5rem; gap: .3rem .7rem; align-items: center;
  font-size: .9rem; }
.rt-force .track { position: relative; height: .7rem; background: linear-gradient(currentColor, currentColor) 50% 0 /
  1px 100% no-repeat; }
.rt-force .track i { position: absolute; top: 0; bottom: 0; border-radius: .15rem; }
.rt-force .n { text-align: right; font-variant-numeric: tabular-nums; }
.rt-raft { list-style: none; counter-reset: step; margin: 0 !important; padding: 0 !important; display: grid;
  gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); }
.rt-raft li { counter-increment: step; border: 1px solid rgba(128,140,150,.35); border-radius: .6rem;
  padding: .8rem .9rem; margin: 0; }
.rt-raft li b::before { content: counter(step) ". "; }
.rt-raft small { display: block; opacity: .85; margin-top: .3rem; }
@media (max-width: 640px) { .rt-table.text td { min-width: 8.5rem; } .rt-table tbody th { min-width: 6rem; } }
</style>"""
