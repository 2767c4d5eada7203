"""The engine of Retrieve or Tune: documents -> retrieval -> models -> tuning -> answering -> measuring.

Waiting threads of OpenMP sleep, after at most ten thousand turns (some tens of microseconds). Both are to be set before
torch is imported, wherever that is. Beside another busy process threads that never sleep make a twentieth of the steps;
on an idle machine threads that sleep at once make a fifth fewer, for the next product is seldom far away.
"""

import os

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "10000")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
