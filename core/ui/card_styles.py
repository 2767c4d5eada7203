"""Styles of what a card shows beside the answer: time, words, nearest pairs, looks. Colours hold in light and dark."""

CARD_STYLES = """<style>
.rt-choice { font-size: .88rem; line-height: 1.5; margin: 0 0 .5rem; padding-left: .6rem;
  border-left: .25rem solid #0f8f86; overflow-wrap: anywhere; }
.rt-time { display: flex; height: .85rem; border-radius: .25rem; overflow: hidden; margin: .6rem 0 .25rem;
  background: rgba(128,140,150,.2); }
.rt-time i { display: block; min-width: 2px; cursor: help; }
.rt-time-key { display: flex; flex-wrap: wrap; gap: .1rem .7rem; font-size: .8rem; margin: 0 0 .5rem;
  font-variant-numeric: tabular-nums; }
.rt-time-key span::before { content: ""; display: inline-block; width: .7rem; height: .7rem; border-radius: .15rem;
  margin-right: .3rem; vertical-align: -.05rem; background: var(--stage); }
.rt-embed { --stage: #7c5cd6; } .rt-generate { --stage: #0f8f86; } .rt-check { --stage: #76828d; }
.rt-rerank { --stage: #c2557f; }
.rt-retrieve { --stage: repeating-linear-gradient(45deg, #b7791f 0 3px, #e0b15c 3px 6px); }
.rt-time i { background: var(--stage); }
.rt-counts { display: grid; grid-template-columns: auto 1fr; gap: .1rem .8rem; font-size: .85rem; padding: 0 !important;
  margin: 0 !important; font-variant-numeric: tabular-nums; line-height: 1.5; }
.rt-counts dt { margin: 0 !important; padding: 0; opacity: .85; font-weight: 400;
  text-decoration: underline dotted; text-underline-offset: .2em;
  cursor: help; }
.rt-counts dd { margin: 0 !important; padding: 0; font-weight: 600; overflow-wrap: anywhere; }
.rt-counts dd small { font-weight: 400; }
.rt-more { margin: .4rem 0 .6rem; font-size: .85rem; line-height: 1.45; }
.rt-more[open] { padding-bottom: .4rem; }
.rt-more summary { cursor: pointer; }
.rt-more summary:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
.rt-more ol { margin: .4rem 0 0 !important; padding: 0 !important; list-style: none; display: grid; gap: .4rem; }
.rt-more li { margin: 0 !important; padding: 0; font-size: .85rem; overflow-wrap: anywhere; }
.rt-more .n { font-variant-numeric: tabular-nums; font-weight: 600; margin-right: .4rem; }
.rt-more .rt-look { display: grid; padding-left: .6rem; border-left: .2rem solid rgba(128,140,150,.4); }
.rt-more .rt-look-used { border-left-color: #0f8f86; }
.rt-look small { font-size: .8rem; opacity: .85; }
.st-key-arms [data-testid="stAlertContainer"] { padding: .6rem .7rem; }
.st-key-arms [data-testid="stAlertContainer"] p { font-size: .88rem; line-height: 1.45; }
.rt-words { display: flex !important; flex-wrap: wrap; gap: .2rem !important; }
.rt-more .rt-words li { border-radius: .25rem; padding: .05rem .3rem; text-align: center; font-size: .88rem;
  cursor: help; }
.rt-words small { display: block; font-size: .7rem; font-variant-numeric: tabular-nums; }
.rt-sure-4 { background: #d8f3e4; color: #0b4a2b; border-bottom: 1px solid #0b4a2b; }
.rt-sure-3 { background: #e9f2cf; color: #34440a; border-bottom: 2px solid #34440a; }
.rt-sure-2 { background: #fde8b8; color: #553a00; border-bottom: 3px solid #553a00; }
.rt-sure-1 { background: #f8c4a8; color: #5c1f04; border-bottom: 4px dashed #5c1f04; }
.rt-sure-0 { background: #a3200d; color: #ffffff; border-bottom: 5px dotted #ffffff; }
</style>"""
