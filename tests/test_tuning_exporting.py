"""The zip for other tools: its rows have the shapes, and its configurations the keys, that the tools' examples have."""

import io
import json
import zipfile

import pytest
import yaml

from core.errors import UnusableInput
from core.records import TrainingPair
from core.tuning.exporting import export_pairs
from core.tuning.importing import make_pairs, read_pair_file
from core.tuning.pair_forms import FORMS

PAIRS = tuple(
    TrainingPair(f"Question {at}?", f"Größe {at}", "a.md", (f"Other {at}?",), passage=f"Passage {at}.")
    for at in range(20)
)
# Keys of examples/train_lora/qwen3_lora_sft.yaml and the commented ones in it, and of data arguments in data/README.md.
LLAMA_FACTORY_KEYS = set(
    "model_name_or_path trust_remote_code stage do_train finetuning_type lora_rank lora_alpha lora_target dataset "
    "dataset_dir template cutoff_len max_samples preprocessing_num_workers dataloader_num_workers output_dir "
    "logging_steps save_steps save_strategy plot_loss overwrite_output_dir save_only_model report_to "
    "per_device_train_batch_size gradient_accumulation_steps learning_rate num_train_epochs lr_scheduler_type "
    "warmup_ratio bf16 ddp_timeout resume_from_checkpoint eval_dataset val_size per_device_eval_batch_size "
    "eval_strategy eval_steps".split()
)
# Keys of examples/llama-3/lora-1b.yml and instruct-lora-8b.yml, and of the options in the documentation.
AXOLOTL_KEYS = set(
    "base_model load_in_8bit load_in_4bit datasets test_datasets dataset_prepared_path val_set_size output_dir adapter "
    "sequence_len sample_packing lora_r lora_alpha lora_dropout lora_target_linear lora_target_modules chat_template "
    "gradient_accumulation_steps micro_batch_size num_epochs optimizer lr_scheduler learning_rate train_on_inputs bf16 "
    "gradient_checkpointing logging_steps warmup_steps warmup_ratio evals_per_epoch saves_per_epoch".split()
)


def unzipped(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def rows(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_rows_have_the_shapes_that_the_tools_describe():
    first = {form: rows(unzipped(export_pairs(PAIRS, form, "files"))["train.jsonl"])[0] for form in FORMS}
    assert first["alpaca"] == {"instruction": "Question 0?", "input": "", "output": "Größe 0"}
    assert first["openai"] == {
        "messages": [{"role": "user", "content": "Question 0?"}, {"role": "assistant", "content": "Größe 0"}]
    }
    assert first["sharegpt"] == {
        "conversations": [{"from": "human", "value": "Question 0?"}, {"from": "gpt", "value": "Größe 0"}]
    }


@pytest.mark.parametrize("form", FORMS)
def test_what_is_exported_can_be_imported(form):
    content = unzipped(export_pairs(PAIRS, form, "files"))["train.jsonl"]
    read = make_pairs(read_pair_file(content.encode(), "train.jsonl"))
    assert [(pair.question, pair.answer) for pair in read][:2] == [("Question 0?", "Größe 0"), ("Other 0?", "Größe 0")]
    assert len(read) == 40


@pytest.mark.parametrize("form", FORMS)
def test_llama_factory_finds_its_data(form):
    files = unzipped(export_pairs(PAIRS, form, "llamafactory", held_out=0.3))
    settings, info = yaml.safe_load(files["llamafactory.yaml"]), json.loads(files["dataset_info.json"])
    assert set(settings) <= LLAMA_FACTORY_KEYS
    assert (settings["stage"], settings["finetuning_type"], settings["do_train"]) == ("sft", "lora", True)
    assert settings["dataset_dir"] == "."
    for name in (settings["dataset"], settings["eval_dataset"]):
        described = info[name]
        (row, *_) = rows(files[described["file_name"]])
        columns = set(described["columns"].values())
        assert columns <= set(row), "Every column that is described is in the row."
        assert described.get("formatting", "alpaca") == ("alpaca" if form == "alpaca" else "sharegpt")
        if form == "openai":
            assert described["tags"] == {
                "role_tag": "role", "content_tag": "content", "user_tag": "user", "assistant_tag": "assistant",
            }  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_axolotl_finds_its_data(form):
    files = unzipped(export_pairs(PAIRS, form, "axolotl", held_out=0.3))
    settings = yaml.safe_load(files["axolotl.yaml"])
    assert set(settings) <= AXOLOTL_KEYS
    (data,), (test,) = settings["datasets"], settings["test_datasets"]
    assert {data["path"], test["path"]} == {"train.jsonl", "held_out.jsonl"}
    assert data["ds_type"] == test["ds_type"] == "json"
    assert data["type"] == ("alpaca" if form == "alpaca" else "chat_template")
    if form != "alpaca":
        (row, *_) = rows(files["train.jsonl"])
        (message, _) = row[data["field_messages"]]  # type: ignore[misc]
        assert set(data.get("message_property_mappings", {"role": "role", "content": "content"}).values()) == set(
            message
        )
    assert "val_set_size" not in settings, "It cannot be combined with a test set of its own."


def test_without_held_out_pairs_there_is_no_file_of_them():
    files = unzipped(export_pairs(PAIRS, "alpaca", "axolotl"))
    assert set(files) == {"train.jsonl", "axolotl.yaml"}
    assert yaml.safe_load(files["axolotl.yaml"])["val_set_size"] == 0.0
    assert "eval_dataset" not in unzipped(export_pairs(PAIRS, "alpaca", "llamafactory"))["llamafactory.yaml"]


def test_held_out_passages_are_in_the_other_file_alone():
    files = unzipped(export_pairs(PAIRS, "alpaca", "files", held_out=0.4))
    train, held_out = ({str(row["output"]) for row in rows(files[f"{name}.jsonl"])} for name in ("train", "held_out"))
    assert train and held_out and not train & held_out
    assert export_pairs(PAIRS, "alpaca", "files", held_out=0.4) == export_pairs(PAIRS, "alpaca", "files", held_out=0.4)


def test_nothing_to_export_is_said():
    with pytest.raises(UnusableInput, match="no training pair to export"):
        export_pairs((), "alpaca", "files")
