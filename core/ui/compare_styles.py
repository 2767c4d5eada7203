"""Styles of what only the Compare page has. Colours hold in light and dark: whatever sets one sets both."""

COMPARE_STYLES = """<style>
[data-testid="stMainBlockContainer"] { padding-top: 2.5rem; }
.st-key-suggestions { row-gap: 0 !important; column-gap: 1.1rem !important; }
.st-key-suggestions button p, .st-key-conversation button p { text-align: left; text-decoration: underline;
  text-decoration-color: rgba(128,140,150,.6); text-underline-offset: .25em; }
.st-key-conversation { border-left: 3px solid rgba(128,140,150,.45); padding-left: .9rem; }
.rt-short { font-size: .88rem; opacity: .9; margin: 0; overflow-wrap: anywhere; }
.rt-agreement { display: flex; gap: .6rem; align-items: baseline; margin: 0; font-size: 1.02rem; line-height: 1.45;
  overflow-wrap: anywhere; }
.rt-agreement span { flex: none; width: 1.45em; line-height: 1.45em; text-align: center; font-weight: 700;
  border-radius: 50%; font-size: .9em; }
.rt-same span { background: #0b6b3a; color: #fff; } .rt-differ span { background: #8a5a00; color: #fff; }
.rt-difference { font-size: 1.1rem; line-height: 1.7; overflow-wrap: anywhere; white-space: pre-wrap;
  margin: 0 0 .4rem; }
.rt-difference del, .rt-difference-key del { background: #ffd9d2; color: #6d1206; text-decoration: line-through 2px;
  border-radius: .2rem; padding: 0 .15rem; }
.rt-difference ins, .rt-difference-key ins { background: #cdf0da; color: #08381f; text-decoration: underline 2px;
  text-underline-offset: .2em; border-radius: .2rem; padding: 0 .15rem; }
.rt-tally { display: grid; grid-template-columns: auto 1fr; gap: .25rem .8rem; font-size: .9rem; margin: .3rem 0 0;
  align-items: center; }
.rt-tally dt { font-weight: 400; }
.rt-tally dd { margin: 0; display: flex; gap: .6rem; align-items: center; font-variant-numeric: tabular-nums; }
.rt-bar { flex: 1; min-width: 5rem; height: .55rem; border-radius: .3rem; background: rgba(128,140,150,.3);
  overflow: hidden; }
.rt-bar span { display: block; height: 100%; background: #1d8a82; }
</style>"""
