"""Looks of the Training page's tables and passages, in the light and in the dark theme."""

TRAINING_STYLES = """<style>
.rt-wide { overflow-x: auto; }
.rt-grid { border-collapse: collapse; width: 100%; font-size: .88rem; line-height: 1.45; }
.rt-grid th, .rt-grid td { text-align: left; vertical-align: top; padding: .4rem .65rem; border: 0;
  border-bottom: 1px solid rgba(128,140,150,.35); min-width: 5.5rem; overflow-wrap: anywhere; }
.rt-grid thead th { border-bottom-width: 2px; white-space: nowrap; }
.rt-grid tr.differs td, .rt-grid tr.differs th { background: rgba(37,144,191,.13); }
.rt-grid tr.differs th::after { content: "\\00a0≠"; }
.rt-given { display: grid; gap: .6rem; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); margin: .5rem 0 0; }
.rt-given figure { margin: 0; border: 1px solid rgba(128,140,150,.45); border-radius: .5rem; padding: .6rem .7rem;
  font-size: .86rem; line-height: 1.5; }
.rt-given figure.oracle { border: 2px solid #1a9a5c; } .rt-given figure.gone { border-style: dashed; opacity: .85; }
.rt-given figcaption { font-weight: 700; margin-bottom: .3rem; }
.rt-given p { margin: 0; max-height: 11rem; overflow-y: auto; white-space: pre-line; }
.rt-given mark { background: #fff3a3; color: #1a1a1a; padding: 0 .1rem; }
</style>"""
