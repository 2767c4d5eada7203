"""The plan holds: imports point upwards in the list of rooms, and heavy libraries wait until they are needed."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from core.settings import HOME_VARIABLE

ROOT = Path(__file__).parents[1]
ROOMS = [
    "documents",
    "retrieval",
    "models",
    "tuning",
    "answering",
    "measuring",
    "deciding",
    "workspace",
    "laboratory",
    "proposals",
    "sample",
    "visitors",
    "ui",
]
POSITION = {
    "": 0,
    "records": 0,
    "errors": 0,
    "settings": 0,
    "turns": 0,
    "processor": 0,
    "templates": 0,
    **{room: at for at, room in enumerate(ROOMS, start=1)},
}
HEAVY = {"torch", "transformers", "peft", "sentence_transformers", "chromadb", "sklearn", "scipy", "pandas", "altair"}
WEIGHTY = {"numpy", "PIL"}
"""Streamlit imports these itself, to read the page's icon."""
LIGHT = (
    "records", "settings", "errors", "workspace", "documents", "tuning.pairs", "answering.answerer", "measuring",
    "deciding",
)  # fmt: skip


def imported_modules(file: Path, root: Path = ROOT) -> Iterator[str]:
    """Every module that a file imports anywhere, absolute; `from a import b` counts as both a and a.b."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = file.relative_to(root).parts[: -node.level] if node.level else ()
            module = ".".join([*package, *([node.module] if node.module else [])])
            yield from (module, *(f"{module}.{alias.name}" for alias in node.names))


def violations(root: Path) -> list[str]:
    """Imports that break the plan, as `file: module`."""
    found = []
    for file in sorted((root / "core").rglob("*.py")):
        room = file.relative_to(root / "core").parts[0].removesuffix(".py").replace("__init__", "")
        highest = POSITION["visitors"] if room == "__main__" else POSITION[room]
        for module in imported_modules(file, root):
            top, _, below = module.partition(".")
            # A name in `from core.x import name` that is no room of its own is part of core.x.
            too_far = top == "core" and POSITION.get(below.partition(".")[0], 0) > highest
            if too_far or (top == "streamlit" and room != "ui") or top in {"app", "pages", "tests"}:
                found.append(f"{file.relative_to(root)}: {module}")
    return found


def test_imports_point_upwards_in_the_list_of_rooms():
    assert violations(ROOT) == []


def test_a_planted_violation_is_found(tmp_path):
    planted = {
        "documents/low.py": "from core.models import pocket",
        "tuning/early.py": "def f():\n    from ..measuring import report",
        "measuring/page.py": "import streamlit as st",
        "__main__.py": "from core import workspace, ui",
        "ui/frame.py": "import streamlit\nfrom core import workspace\nfrom core.records import Answer",
    }
    for name, source in planted.items():
        (tmp_path / "core" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "core" / name).write_text(source)
    files = {violation.partition(":")[0].removeprefix("core/") for violation in violations(tmp_path)}
    assert files == set(planted) - {"ui/frame.py"}


def test_light_modules_leave_heavy_libraries_alone():
    dotted = (".".join(file.relative_to(ROOT).with_suffix("").parts) for file in sorted(ROOT.glob("core/**/*.py")))
    modules = [module.removesuffix(".__init__") for module in dotted if not module.endswith("__main__")]
    light = [module for module in modules if f"{module}.".startswith(tuple(f"core.{name}." for name in LIGHT))]
    assert {"core.records", "core.tuning.pairs", "core.measuring.report"} <= set(light)
    script = (
        f"import importlib, sys\nfor module in {light}:\n    importlib.import_module(module)\n"
        f"    found = {HEAVY} & set(sys.modules)\n    assert not found, f'{{module}} imports {{sorted(found)}}'"
    )
    _run(script)


def test_what_home_imports_leaves_even_numpy_alone():
    top = ast.parse((ROOT / "app.py").read_text(encoding="utf8")).body
    imports = "\n".join(ast.unparse(each) for each in top if isinstance(each, ast.Import | ast.ImportFrom))
    _run(f"{imports}\nimport sys\nfound = {HEAVY | WEIGHTY} & set(sys.modules)\nassert not found, sorted(found)")


def test_home_is_painted_without_heavy_libraries(tmp_path: Path):
    _run(
        f"import os, sys\nos.environ[{HOME_VARIABLE!r}] = {str(tmp_path)!r}\n"
        "from streamlit.testing.v1 import AppTest\n"
        f"page = AppTest.from_file({str(ROOT / 'app.py')!r}, default_timeout=60).run()\n"
        "assert page.title and not page.exception, page.exception\n"
        f"found = {HEAVY} & set(sys.modules)\nassert not found, sorted(found)"
    )


def _run(script: str) -> None:
    """In a process of its own, which has imported nothing yet."""
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
