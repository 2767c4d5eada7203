"""A base model -> a copy that shares its weights and has a LoRA adapter of its own (PEFT).

Adapters are never switched on a shared model, for that is not thread-safe: each gets a copy of the module tree whose
tensors are the base's own, so that a copy costs about as much memory as its adapter.
"""

import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import AdapterUnavailable
from core.tuning.lineage import BASE_NAME
from core.tuning.plan import Targets, TrainingSettings

if TYPE_CHECKING:
    from torch import Tensor

    from core.models.pocket.model import PocketModel

TARGETS: dict[Targets, str] = {
    "decoder": r"decoder\..*\.(query|key|value|dense)|transform\.dense|pointer_query|pointer_key",
    "attention": r"decoder\..*\.(query|key|value)",
}
"""Every linear layer of the decoder, its output and its pointer; or its attention alone."""


def share_weights(base: "PocketModel") -> "PocketModel":
    """A copy of the model's structure around the same tensors."""
    shared = {id(each): each for each in [*base.parameters(), *base.buffers(), base.encoder.readings]}
    twin = copy.deepcopy(base, shared)
    twin.encoder._words = [twin.words]
    return twin


def add_adapter(base: "PocketModel", settings: TrainingSettings) -> Any:
    """A `PeftModel` with a fresh LoRA on the decoder and a trainable copy of the way into memory, both float32."""
    from peft import LoraConfig, get_peft_model

    configuration = LoraConfig(
        r=settings.rank,
        lora_alpha=settings.alpha,
        lora_dropout=settings.dropout,
        target_modules=TARGETS[settings.targets],
        modules_to_save=["memory"],
    )
    tuned = get_peft_model(share_weights(base), configuration)
    configuration.base_model_name_or_path = BASE_NAME
    for parameter in tuned.parameters():
        if parameter.requires_grad:
            parameter.data = parameter.data.float()  # a step may be smaller than bfloat16 can tell from nothing
    return tuned


def trainable_weights(tuned: Any) -> "dict[str, Tensor]":
    """What is trainable in a `PeftModel`, by name: the parameters themselves."""
    return {name: each for name, each in tuned.named_parameters() if each.requires_grad}


def trained_weights(tuned: Any) -> "dict[str, Tensor]":
    """A copy of these."""
    return {name: each.detach().clone() for name, each in trainable_weights(tuned).items()}


def fold_strength(tuned: Any, weights: "dict[str, Tensor]", strength: float) -> None:
    """Put trained weights into a `PeftModel` at a share of what they learned: 0 is the base, 1 all of it.

    LoRA adds B·A to the base, so B alone is scaled; a layer trained as a whole is put between its base and itself.
    """
    for name, weight in weights.items():
        if ".modules_to_save." in name:
            base = tuned.get_parameter(name.replace("modules_to_save.default", "original_module"))
            weight = base.float().lerp(weight, strength)
        tuned.get_parameter(name).data.copy_(weight * strength if ".lora_B." in name else weight)


def load_adapter(base: "PocketModel", folder: Path) -> "PocketModel":
    """The base with the adapter of this folder; safetensors only. Raises `AdapterUnavailable` when it does not fit."""
    from peft import PeftModel
    from safetensors import SafetensorError

    if not (folder / "adapter_model.safetensors").is_file():
        raise AdapterUnavailable(f"{folder.name} holds no adapter_model.safetensors. Train the adapter again.")
    try:
        tuned = PeftModel.from_pretrained(share_weights(base), str(folder), local_files_only=True)
    except (OSError, ValueError, RuntimeError, KeyError, SafetensorError) as error:
        raise AdapterUnavailable(f"The adapter in {folder.name} does not fit this model: {error}") from error
    model: PocketModel = tuned.get_base_model()
    model.eval().requires_grad_(False)
    return model


def adapter_bytes(model: "PocketModel") -> int:
    """Bytes of the weights that an adapter added to the base: the low-rank pairs and its own way into memory."""
    own = (".lora_", ".modules_to_save.")
    return sum(each.nbytes for name, each in model.named_parameters() if any(part in name for part in own))
