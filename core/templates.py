"""The template engine, as every page and file that is taken along uses it. It knows no template and no filter."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def template_environment(folder: Path, autoescape: bool) -> Environment:
    """For the templates in `folder`. A name that is not given is an error; `autoescape` is for HTML."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=autoescape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
