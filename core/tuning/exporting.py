"""Training pairs -> a zip to train on elsewhere: JSON Lines in one form, and a configuration that names them.

LLaMA-Factory: `dataset_info.json` describes the files, `llamafactory.yaml` is the run. axolotl: `axolotl.yaml`.
Keys after hiyouga/LLaMA-Factory (data/README.md, examples/train_lora/qwen3_lora_sft.yaml) and axolotl-ai-cloud/axolotl
(examples/llama-3/lora-1b.yml, docs/dataset-formats), as read in November 2026. The model is a placeholder to change.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from core.errors import UnusableInput
from core.records import TrainingPair
from core.tuning.pair_forms import Form, as_rows
from core.tuning.splitting import split_by_passage

Tool = Literal["files", "llamafactory", "axolotl"]
TOOLS: dict[Tool, str] = {
    "files": "the pairs alone",
    "llamafactory": "LLaMA-Factory",
    "axolotl": "axolotl",
}
TRAIN, HELD_OUT = "train", "held_out"
MODEL, TEMPLATE = "Qwen/Qwen3-4B-Instruct-2507", "qwen3_nothink"
"""An open model of a common size, with the name of its prompt template in LLaMA-Factory."""
_COLUMNS: dict[Form, dict[str, Any]] = {
    "alpaca": {"columns": {"prompt": "instruction", "query": "input", "response": "output"}},
    "openai": {
        "formatting": "sharegpt",
        "columns": {"messages": "messages"},
        "tags": {"role_tag": "role", "content_tag": "content", "user_tag": "user", "assistant_tag": "assistant"},
    },
    "sharegpt": {"formatting": "sharegpt", "columns": {"messages": "conversations"}},
}
_AXOLOTL_DATA: dict[Form, dict[str, Any]] = {
    "alpaca": {"type": "alpaca"},
    "openai": {"type": "chat_template", "field_messages": "messages"},
    "sharegpt": {
        "type": "chat_template",
        "field_messages": "conversations",
        "message_property_mappings": {"role": "from", "content": "value"},
    },
}


def export_pairs(pairs: Sequence[TrainingPair], form: Form, tool: Tool, held_out: float = 0.0, seed: int = 0) -> bytes:
    """A zip with `train.jsonl`, `held_out.jsonl` where a share is held out, and the tool's configuration.

    Raises `UnusableInput` without pairs, or where all of them would be held out.
    """
    split = split_by_passage(pairs, held_out, seed)
    if not split.training:
        raise UnusableInput("There is no training pair to export. Add some, or hold out a smaller share.")
    files = {f"{TRAIN}.jsonl": _lines(split.training, form)}
    if split.held_out:
        files[f"{HELD_OUT}.jsonl"] = _lines(split.held_out, form)
    return _zip(files | configuration(tool, form, bool(split.held_out)))


def configuration(tool: Tool, form: Form, has_held_out: bool) -> dict[str, str]:
    """Name and content of each file that tells a tool how to train on `train.jsonl`."""
    if tool == "llamafactory":
        names = [TRAIN, *([HELD_OUT] if has_held_out else [])]
        info = {name: {"file_name": f"{name}.jsonl", **_COLUMNS[form]} for name in names}
        return {
            "dataset_info.json": json.dumps(info, indent=2) + "\n",
            "llamafactory.yaml": _yaml("llamafactory-cli train llamafactory.yaml", _llamafactory(has_held_out)),
        }
    if tool == "axolotl":
        return {"axolotl.yaml": _yaml("axolotl train axolotl.yaml", _axolotl(form, has_held_out))}
    return {}


def _llamafactory(has_held_out: bool) -> dict[str, Any]:
    evaluation = {
        "eval_dataset": HELD_OUT,
        "per_device_eval_batch_size": 1,
        "eval_strategy": "epoch",
    }
    return {
        "model_name_or_path": MODEL,
        "stage": "sft",
        "do_train": True,
        "finetuning_type": "lora",
        "lora_rank": 16,
        "lora_alpha": 32,
        "lora_target": "all",
        "dataset_dir": ".",
        "dataset": TRAIN,
        "template": TEMPLATE,
        "cutoff_len": 1024,
        "output_dir": "saves/lora",
        "logging_steps": 5,
        "save_strategy": "epoch",
        "plot_loss": True,
        "overwrite_output_dir": True,
        "per_device_train_batch_size": 4,
        "gradient_accumulation_steps": 2,
        "learning_rate": 2.0e-4,
        "num_train_epochs": 5.0,
        "lr_scheduler_type": "cosine",
        "warmup_ratio": 0.1,
        "bf16": True,
    } | (evaluation if has_held_out else {})


def _axolotl(form: Form, has_held_out: bool) -> dict[str, Any]:
    # `ds_type` says what the file is: a path alone is looked for among the data sets of the Hugging Face hub.
    data = {"ds_type": "json", **_AXOLOTL_DATA[form]}
    held_out: dict[str, Any] = (
        {"test_datasets": [{"path": f"{HELD_OUT}.jsonl", "split": "train", **data}]}
        if has_held_out
        else {"val_set_size": 0.0}
    )
    return {
        "base_model": MODEL,
        "datasets": [{"path": f"{TRAIN}.jsonl", **data}],
        **held_out,
        "dataset_prepared_path": "prepared",
        "output_dir": "./outputs/lora",
        "adapter": "lora",
        "lora_r": 16,
        "lora_alpha": 32,
        "lora_dropout": 0.0,
        "lora_target_linear": True,
        "sequence_len": 1024,
        "sample_packing": False,
        "micro_batch_size": 4,
        "gradient_accumulation_steps": 2,
        "num_epochs": 5,
        "optimizer": "adamw_torch",
        "lr_scheduler": "cosine",
        "learning_rate": 0.0002,
        "warmup_ratio": 0.1,
        "train_on_inputs": False,
        "bf16": "auto",
        "gradient_checkpointing": True,
        "logging_steps": 1,
        "evals_per_epoch": 1,
        "saves_per_epoch": 1,
    }


def _yaml(command: str, settings: dict[str, Any]) -> str:
    import yaml

    text: str = yaml.safe_dump(settings, sort_keys=False)
    return f"# Run with: {command}\n# Change the model to the one you train.\n{text}"


def _lines(pairs: Iterable[TrainingPair], form: Form) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in as_rows(pairs, form))


def _zip(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)  # without the time: equal pairs give an equal file
    return buffer.getvalue()
