"""The few styles that Streamlit's theme does not give. Colours hold in light and dark: marks set both of theirs."""

STYLES = """<style>
.rt-brand { font-weight: 700; font-size: 1.2rem; letter-spacing: -.01em; margin-bottom: .3rem; }
.rt-brand span { font-weight: 400; opacity: .7; }
.rt-label { font-size: .75rem; letter-spacing: .06em; text-transform: uppercase; opacity: .75; margin-top: .6rem; }
.rt-note { font-size: .85rem; opacity: .85; margin: .2rem 0 0; line-height: 1.45; }
.rt-state { display: grid; grid-template-columns: 1fr auto; gap: .2rem .8rem; margin: .35rem 0 0 0 !important;
  padding: 0; font-size: .9rem; }
.rt-state dt { font-weight: 400; } .rt-state dd { margin: 0; font-variant-numeric: tabular-nums; font-weight: 600; }
.rt-steps { list-style: none; margin: 0 !important; padding: 0 !important; display: grid; gap: .75rem;
  grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); }
.rt-steps li { border: 1px solid rgba(128,140,150,.35); border-radius: .6rem; padding: .8rem .9rem; margin: 0; }
.rt-steps .n { font-size: .8rem; opacity: .75; } .rt-steps .name { font-weight: 600; display: block; }
.rt-steps .figure { font-size: .9rem; opacity: .85; display: block; margin-top: .15rem; }
.rt-pill { display: inline-block; border-radius: 1rem; padding: .05rem .55rem; font-size: .75rem; font-weight: 600;
  border: 1px solid; float: right; }
.rt-done { background: #d8f3e4; color: #0b4a2b; border-color: #0b4a2b33; }
.rt-stale { background: #fff0cc; color: #5a3b00; border-color: #5a3b0033; }
.rt-todo { background: #e6eaee; color: #2b3640; border-color: #2b364033; }
.rt-refused { background: #e6eaee; color: #2b3640; border-color: #2b364033; float: none; }
.rt-answer { font-size: 1.25rem; line-height: 1.4; font-weight: 600; overflow-wrap: anywhere; margin: .1rem 0 .3rem; }
.rt-facts { font-size: .85rem; opacity: .9; font-variant-numeric: tabular-nums; margin: 0; line-height: 1.5; }
.rt-facts abbr { text-decoration: underline dotted; text-underline-offset: .2em; cursor: help; }
.rt-source { font-size: .92rem; line-height: 1.55; overflow-wrap: anywhere; white-space: pre-wrap; margin: 0; }
.rt-where { font-size: .82rem; opacity: .9; margin: 0 0 .35rem; }
.rt-where b { opacity: 1; }
.rt-cut { font-size: .92rem; line-height: 1.6; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
.rt-cut .n { font-size: .7rem; font-weight: 700; border: 1px solid currentColor; border-radius: .3rem; padding: 0 .3rem;
  margin-right: .3rem; opacity: .85; }
.rt-cut .even { background: rgba(15,107,102,.14); } .rt-cut .odd { background: rgba(128,140,150,.13); }
.rt-cut .both { background: rgba(15,107,102,.3); text-decoration: underline dotted; text-underline-offset: .25em; }
.rt-cut .place { display: block; font-size: .78rem; opacity: .8; margin-top: .5rem; }
.rt-key { display: flex; flex-wrap: wrap; gap: .3rem 1rem; font-size: .82rem; margin: 0 0 .3rem; }
mark.rt { background: #fff3a3; color: #1a1a1a; border-radius: .2rem; padding: 0 .15rem;
  border-bottom: 2px solid #8a6d00; }
mark.rt sup { font-weight: 700; font-size: .7em; margin-left: .1em; }
.rt-arms { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); }
.rt-arms figure { margin: 0; border: 1px solid rgba(128,140,150,.35); border-radius: .6rem; padding: .9rem; }
.rt-arms figcaption { font-size: .92rem; line-height: 1.5; margin-top: .5rem; }
.rt-arms figcaption b { display: block; font-size: 1.05rem; }
.rt-flow { display: flex; flex-wrap: wrap; gap: .3rem; align-items: center; font-size: .8rem; min-height: 2rem; }
.rt-flow span { border: 1.5px solid currentColor; border-radius: .35rem; padding: .1rem .45rem; }
.rt-flow span:not(:first-child):not(:last-child) { background: #0f6b66; border-color: #0f6b66; color: #fff; }
.rt-flow i { font-style: normal; opacity: .7; }
</style>"""
