"""Imports that are put off: not there until wanted, and whole when they are."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")[-2]


def test_a_deferred_function_does_its_work_when_it_is_called():
    program = (
        "import sys\n"
        "from core.retrieval.deferring import deferred\n"
        "with deferred('wave'):\n"
        "    from wave import open\n"
        "assert 'wave' not in sys.modules\n"
        "try:\n"
        "    open('no such file')\n"
        "except FileNotFoundError:\n"
        "    print('wave' in sys.modules)"
    )
    assert run(program) == "True"


def test_the_encoder_is_loaded_without_scikit_learn_and_its_package_still_works():
    program = (
        "import sys\n"
        "from core.retrieval.embedding import shared_embedder\n"
        "vectors = shared_embedder().embed(['rain', 'wind'])\n"
        "assert 'sklearn' not in sys.modules\n"
        "from sentence_transformers.util import manhattan_sim\n"
        "print(manhattan_sim(vectors, vectors).shape)"
    )
    assert run(program) == "torch.Size([2, 2])"
