"""The template engine, as every page and file that is taken along uses it, and the escaping of Markdown.

It knows no template, and no filter but `text`, which Markdown needs as HTML needs the engine's own escaping.
"""

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def template_environment(folder: Path, autoescape: bool) -> Environment:
    """For the templates in `folder`. A name that is not given is an error.

    `autoescape` is for HTML. Without it, for Markdown, a template escapes a stranger's words by the filter `text`.
    """
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=autoescape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    if not autoescape:
        environment.filters["text"] = escape_markdown
    return environment


def escape_markdown(text: str) -> str:
    r"""A text as text on one line, whatever it holds.

    >>> escape_markdown("a|b <i>\n# *c* http://d")
    'a\\|b &lt;i&gt; \\# \\*c\\* http&#58;//d'
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"([\\`*_\[\]{}()|#!~$^=@])", r"\\\1", " ".join(text.split())).replace("://", "&#58;//")
    return re.sub(r"^([-+]|\d+(?=[.)]))", r"\\\1" if text[:1] in "-+" else r"\1\\", text)
