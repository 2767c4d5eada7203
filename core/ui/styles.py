"""The few styles that Streamlit's theme does not give. Colours hold in light and dark: marks set both of theirs."""

STYLES = """<style>
.rt-brand { font-weight: 700; font-size: 1.2rem; letter-spacing: -.01em; margin-bottom: .3rem; }
.rt-brand span { font-weight: 400; opacity: .7; }
.rt-label { font-size: .75rem; letter-spacing: .06em; text-transform: uppercase; opacity: .75; margin-top: .6rem; }
[data-testid="stCaptionContainer"] { color: inherit !important; opacity: .82; }
[data-testid="stSliderThumbValue"] { color: inherit !important; }
[data-variant="segmented_control"], [data-variant="segmented_control"] *,
[role="tab"], [role="tab"] * { color: inherit !important; }
.rt-note { font-size: .85rem; opacity: .85; margin: .2rem 0 0; line-height: 1.45; }
.rt-state { display: grid; grid-template-columns: 1fr auto; gap: .2rem .8rem; margin: .35rem 0 0 0 !important;
  padding: 0 !important; font-size: .9rem; }
.rt-state dt { font-weight: 400; } .rt-state dd { margin: 0; font-weight: 600;
  font-variant-numeric: tabular-nums; text-align: right; }
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
.rt-question { font-size: 1.3rem !important; line-height: 1.3; margin: .6rem 0 0; padding: 0 !important;
  overflow-wrap: anywhere; }
.rt-waiting { opacity: .75; font-weight: 400; font-size: 1rem; }
.rt-writing::after { content: "▍"; opacity: .6; }
.st-key-arms [data-testid="stHorizontalBlock"] { display: grid; gap: 1rem;
  grid-template-columns: repeat(auto-fit, minmax(11.2rem, 1fr)); }
@media (min-width: 900px) {
  .st-key-arms :has(> [data-testid="stColumn"]:nth-child(2)) [data-testid="stCaptionContainer"] {
    min-height: 3.6em; }
  .st-key-arms :has(> [data-testid="stColumn"]:nth-child(3)) [data-testid="stCaptionContainer"] {
    min-height: 5.4em; }
  .st-key-arms :has(> [data-testid="stColumn"]:nth-child(4)) [data-testid="stCaptionContainer"] {
    min-height: 7.2em; }
  .st-key-arms :has(> [data-testid="stColumn"]:nth-child(5)) [data-testid="stCaptionContainer"] {
    min-height: 9em; }
}
@media (max-width: 640px) { .st-key-arms [data-testid="stHorizontalBlock"] { grid-template-columns: 1fr; } }
.st-key-arms [data-testid="stColumn"] { min-width: 0; width: auto; }
.st-key-arms [data-testid="stColumn"] > [data-testid="stVerticalBlock"],
.st-key-arms [data-testid="stColumn"] > [data-testid="stVerticalBlock"] > [data-testid="stLayoutWrapper"],
.st-key-arms [data-testid="stLayoutWrapper"] > [data-testid="stVerticalBlock"] { height: 100%; }
.st-key-arms h3 { font-size: 1.25rem; padding-top: 0; }
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
mark.rt { background: none; color: inherit; border-radius: .2rem; padding: 0 .15rem; border-bottom: 2px dotted; }
mark.rt-for { background: #bfeccf; color: #1a1a1a; border-bottom: 2px solid #0b6b3a; }
mark.rt-against { background: #ffd0c7; color: #1a1a1a; border-bottom: 3px double #a3200d; }
mark.rt sup { font-weight: 700; font-size: .7em; margin-left: .1em; }
.rt-sentence { position: relative; text-decoration: underline 2px; text-underline-offset: .22em; border-radius: .2rem; }
.rt-sentence::before { display: inline-block; width: 1.25em; height: 1.25em; line-height: 1.25em; margin-right: .3em;
  border-radius: 50%; text-align: center; font-size: .72em; font-weight: 700; vertical-align: .12em; }
.rt-supported { text-decoration-color: #1a9a5c; }
.rt-supported::before { content: "✓"; background: #0b6b3a; color: #fff; }
.rt-contradicted { text-decoration-style: double; text-decoration-color: #d3412b; }
.rt-contradicted::before { content: "≠"; background: #a3200d; color: #fff; border-radius: .2em; }
.rt-unsupported { text-decoration-style: dotted; text-decoration-color: #8b96a1; }
.rt-unsupported::before { content: "?"; background: #56616c; color: #fff; border-radius: .2em .2em 50% 50%; }
.rt-why { display: none; position: absolute; left: 0; top: 100%; z-index: 10; width: max-content; max-width: 18rem;
  margin-top: .3rem; padding: .4rem .6rem; border-radius: .4rem; font-size: .82rem; font-weight: 400; line-height: 1.4;
  background: #16202a; color: #fff; border: 1px solid #8b96a1; }
.rt-sentence:hover .rt-why, .rt-sentence:focus .rt-why { display: block; }
.rt-sentence:focus-visible, .rt-cite:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
.rt-cite, .rt-page a { color: inherit !important; }
.rt-cite { font-size: .72em; font-weight: 700; margin-left: .15em; vertical-align: .3em; }
.rt-verdict { font-size: .88rem; line-height: 1.55; margin: .1rem 0 .4rem; overflow-wrap: anywhere; }
.rt-verdict .rt-pill { float: none; margin-right: .15rem; }
.rt-state-supported { background: #d8f3e4; color: #0b4a2b; border-color: #0b4a2b33; }
.rt-state-contradicted { background: #ffe0da; color: #7a1508; border-color: #7a150833; }
.rt-state-unsupported, .rt-afterwards { background: #e6eaee; color: #2b3640; border-color: #2b364033; }
.rt-afterwards { border-style: dashed; }
.rt-numbered { scroll-margin-top: 5rem; border-radius: .3rem; }
.rt-numbered:target { outline: 2px solid #1a9a5c; outline-offset: .5rem; }
.rt-numbered p { margin: 0 0 .35rem; } .rt-number { font-weight: 700; }
.rt-around summary { cursor: pointer; font-size: .88rem; } .rt-around p { margin-top: .5rem; }
.rt-page { margin: 0; } .rt-page div { position: relative; display: inline-block; max-width: 100%; background: #fff;
  border: 1px solid rgba(128,140,150,.5); line-height: 0; }
.rt-page img { max-width: 100%; height: auto; display: block; }
.rt-page figcaption { font-size: .85rem; margin-top: .3rem; }
.rt-box { position: absolute; box-sizing: border-box; border: 2px dotted #56616c; }
.rt-box.rt-for { border: 2px solid #0b6b3a; background: rgba(40,180,100,.22); }
.rt-box.rt-against { border: 4px double #a3200d; background: rgba(230,70,40,.2); }
.rt-box b { position: absolute; left: -2px; bottom: 100%; line-height: 1.15; font-size: .62rem; padding: 0 .15rem;
  background: #16202a; color: #fff; border-radius: .15rem; white-space: nowrap; }
.rt-legend mark { display: inline-block; margin: 0 .3rem .2rem 0; }
.rt-arms { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); }
.rt-arms figure { margin: 0; border: 1px solid rgba(128,140,150,.35); border-radius: .6rem; padding: .9rem; }
.rt-arms figcaption { font-size: .92rem; line-height: 1.5; margin-top: .5rem; }
.rt-arms figcaption b { display: block; font-size: 1.05rem; }
.rt-flow { display: flex; flex-wrap: wrap; gap: .3rem; align-items: center; font-size: .8rem; min-height: 2rem; }
.rt-flow span { border: 1.5px solid currentColor; border-radius: .35rem; padding: .1rem .45rem; }
.rt-flow span:not(:first-child):not(:last-child) { background: #0f6b66; border-color: #0f6b66; color: #fff; }
.rt-flow i { font-style: normal; opacity: .7; }
</style>"""
