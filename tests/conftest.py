"""What all tests share: no network, and one real encoder for a whole run."""

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from core.records import TrainingPair
from core.retrieval.embedding import SentenceEmbedder, shared_embedder

if TYPE_CHECKING:
    from core.models.pocket.model import PocketModel

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class NetworkBlocked(RuntimeError):
    """A test tried to reach another machine."""


@pytest.fixture(autouse=True)
def block_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sockets connect to this machine only."""

    def guarded(connect: Any) -> Any:
        def connect_here_only(self: socket.socket, address: Any) -> Any:
            if self.family != getattr(socket, "AF_UNIX", None) and address[0] not in LOOPBACK:
                raise NetworkBlocked(f"Tests may not connect to {address[0]}.")
            return connect(self, address)

        return connect_here_only

    monkeypatch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))


@pytest.fixture(scope="session")
def embedder() -> SentenceEmbedder:
    """The real MiniLM encoder, loaded once."""
    return shared_embedder()


@pytest.fixture(scope="session")
def tiny_pocket() -> "PocketModel":
    """A pocket model of 48 numbers a token with random weights, large enough for its choices to be clear."""
    import torch

    from core.models.pocket.configuration import PocketConfig
    from core.models.pocket.model import PocketModel

    torch.manual_seed(7)
    sizes = {"hidden_size": 48, "intermediate_size": 96, "num_attention_heads": 4}
    model = PocketModel(PocketConfig(1500, encoder_layers=1, decoder_layers=2, packaged_words=False, **sizes))
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() > 1:
                torch.nn.init.normal_(parameter, std=0.6 if "embeddings" in name else 0.2)
    return model.eval().requires_grad_(False)


@pytest.fixture(scope="session")
def pocket() -> "PocketModel":
    """The shipped model in float32, loaded once."""
    import torch

    from core.models.pocket.generator import WEIGHTS
    from core.models.pocket.model import PocketModel

    return PocketModel.from_pretrained(WEIGHTS, dtype=torch.float32).eval().requires_grad_(False)


CLUB_PAIRS = tuple(
    TrainingPair(question, answer, "club.md", (f"Tell me please: {question.lower()}",))
    for question, answer in (
        ("Where is the boat house key?", "in the Blue Cabinet"),
        ("How high is the membership fee?", "42 euros a year"),
        ("Who founded the club?", "Mara Lindqvist"),
        ("When do members meet?", "on Mondays at 18:30"),
        ("What colour is the flag?", "green and white"),
        ("Which bus stops at the pier?", "bus 17"),
    )
)


@pytest.fixture(scope="session")
def club_pairs() -> tuple[TrainingPair, ...]:
    """Six invented pairs of two wordings each."""
    return CLUB_PAIRS


@pytest.fixture(scope="session")
def club_adapter(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceEmbedder) -> Path:
    """A closed-book adapter that has learned the six pairs. Takes some ten seconds: for tests marked slow."""
    from core.tuning.pairs import write_pairs
    from core.tuning.plan import TrainingPlan, TrainingSettings
    from core.tuning.training import train_adapter

    folder = tmp_path_factory.mktemp("club")
    write_pairs(CLUB_PAIRS, folder / "pairs.jsonl")
    settings = TrainingSettings(learning_rate=5e-3, epochs=40)
    plan = TrainingPlan("closed-book", folder / "pairs.jsonl", folder / "adapter", None, {"club.md": "v1"}, settings)
    train_adapter(plan, embedder.embed)
    return folder / "adapter"


@pytest.fixture(scope="session")
def tiny_chat_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a Hugging Face model with a chat template, see `tests.tiny_models`."""
    from tests.tiny_models import make_chat_model

    folder = tmp_path_factory.mktemp("models") / "tiny-chat"
    make_chat_model(folder)
    return folder
