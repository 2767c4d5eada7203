"""Make again what is shipped precomputed for the sample: passage vectors and the two adapters.

Run ``python -m tests.sample_sources.precompute`` from the root after the documents, the pairs or the weights changed.
"""

import tempfile
from dataclasses import replace
from pathlib import Path

from core.documents.folder import read_folder
from core.documents.splitting import split_into_passages
from core.retrieval.embedding import shared_embedder
from core.retrieval.index import embedded_texts
from core.retrieval.precomputed import write_vectors
from core.sample import SAMPLE_DOCS, VECTORS, load_sample
from core.settings import Settings
from core.tuning.shelf import KINDS
from core.tuning.training import train_adapter
from core.workspace import Workspace


def main() -> None:
    settings = Settings()
    documents = read_folder(SAMPLE_DOCS, settings.limits).documents
    passages = [each for one in documents for each in split_into_passages(one, settings.retrieval)]
    write_vectors(VECTORS, embedded_texts(passages), shared_embedder())
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder), settings)
        load_sample(workspace)
        for kind in KINDS:
            plan = replace(workspace.plan_training(kind), out=SAMPLE_DOCS / "adapters" / kind)
            train_adapter(plan, shared_embedder().embed)
        workspace.close()


if __name__ == "__main__":
    main()
