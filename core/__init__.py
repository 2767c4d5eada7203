"""The engine of Retrieve or Tune: documents -> retrieval -> models -> tuning -> answering -> measuring.

Waiting threads of OpenMP sleep instead of spinning; it has to be set before torch is imported, wherever that is. With
two busy processes on two cores it made twenty times as many steps possible.
"""

import os

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
