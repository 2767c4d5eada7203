"""A Hugging Face model as a `Generator`: any causal or sequence-to-sequence one, from a folder or from the hub.

Weights are read from safetensors alone and no code of theirs is run. The network is used only for a name that is no
folder. It decodes greedily, says how probable it held what it wrote, and cannot tell where its words come from.
"""

import math
import threading
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from core.errors import ModelUnavailable
from core.models.generator import Fit, OnText, Reply
from core.models.prompt import LONGEST_ANSWER_TOKENS, Prompt, read_reply, text_to_show, without_thoughts, write_prompt
from core.models.streaming import TextSoFar
from core.models.written import tell_words
from core.processor import bfloat16_is_faster
from core.records import Memory, Passage
from core.settings import HuggingFaceModel

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

_LOADING = threading.Lock()


class HuggingFaceGenerator:
    """A loaded model; thread-safe, for nothing is changed by a reply."""

    def __init__(self, model: "PreTrainedModel", tokenizer: "PreTrainedTokenizerBase", name: str) -> None:
        self.model = model
        self.tokenizer = tokenizer
        self.name = name
        self.chats = bool(tokenizer.chat_template)
        self._control_tokens = [
            each.content for each in tokenizer.added_tokens_decoder.values() if _is_mark(each.content)
        ]

    def reply(
        self,
        question: str,
        passages: Sequence[Passage] = (),
        on_text: OnText | None = None,
        fits: Sequence[Fit] = (),
    ) -> Reply:
        """Leaves out the last passages where all are too many for the model.

        Raises `ModelUnavailable` where not even the question, or one passage, fits.
        """
        read = self._tokenise(question, passages)
        how = {"streamer": TextSoFar(on_text, lambda ids: text_to_show(self._text(ids)))} if on_text else {}
        written, probabilities = self._write(read, how)
        text, refused = read_reply(self._text(written), len(passages))
        return Reply(
            text,
            refused,
            math.exp(sum(math.log(max(each, 1e-12)) for each in probabilities) / len(probabilities)),
            tokens=read.shape[1] + len(written),
            tokens_written=len(written),
            written=()
            if refused
            else tell_words(written, probabilities, lambda ids: without_thoughts(self._text(ids))),
            memory=self.memory,
        )

    @cached_property
    def memory(self) -> Memory:
        """What the weights take."""
        return Memory(sum(each.nbytes for each in [*self.model.parameters(), *self.model.buffers()]))

    def _write(self, read: "torch.Tensor", how: dict[str, Any]) -> tuple[list[int], list[float]]:
        """Token ids of the reply, with its end where it came to one, and how probable each was."""
        import torch

        with torch.inference_mode():
            made = self.model.generate(
                input_ids=read,
                attention_mask=torch.ones_like(read),
                max_new_tokens=LONGEST_ANSWER_TOKENS,
                # Greedy for every model, whatever its own configuration recommends.
                do_sample=False,
                num_beams=1,
                repetition_penalty=1.0,
                no_repeat_ngram_size=0,
                return_dict_in_generate=True,
                output_logits=True,
                stopping_criteria=[] if self.chats else [self._has_a_line(read)],
                **how,
            )
        written = made.sequences[0, -len(made.logits) :].tolist()
        probabilities = [
            float(logits[0].float().softmax(-1)[token]) for logits, token in zip(made.logits, written, strict=True)
        ]
        return written, probabilities

    def _has_a_line(self, read: "torch.Tensor") -> Any:
        """Stops a model that knows no turns: after a line it would go on with a question of its own."""
        import torch

        before = 1 if self.model.config.is_encoder_decoder else read.shape[1]

        def stop(ids: "torch.Tensor", _scores: object, **_: object) -> "torch.Tensor":
            is_over = "\n" in self._decode(ids[0, before:].tolist()).lstrip()
            return torch.tensor([is_over], device=ids.device)

        return stop

    def _tokenise(self, question: str, passages: Sequence[Passage]) -> "torch.Tensor":
        """Ids of the prompt (1, n), with as many of the passages as fit."""
        import torch

        room = self._longest - LONGEST_ANSWER_TOKENS
        for count in range(len(passages), min(len(passages), 1) - 1, -1):
            ids = self._ids(write_prompt(question, passages[:count], self._control_tokens))
            if len(ids) <= room:
                return torch.tensor([ids], device=self.model.device)
        raise ModelUnavailable(
            f"The model {self.name} reads at most {self._longest:,} tokens, too few for this question"
            f"{' and one passage' if passages else ''}. Shorten the question or the passages, or choose another model."
        )

    def _ids(self, prompt: Prompt) -> list[int]:
        if not self.chats:
            return list(self.tokenizer(f"{prompt.instruction}\n\n{prompt.text}\nAnswer:")["input_ids"])
        return list(self.tokenizer(self._as_chat(prompt), add_special_tokens=False)["input_ids"])

    def _as_chat(self, prompt: Prompt) -> str:
        """In the model's own template; those without a system's turn get the instruction in the user's."""
        from jinja2 import TemplateError

        turns = [{"role": "system", "content": prompt.instruction}, {"role": "user", "content": prompt.text}]
        together = [{"role": "user", "content": f"{prompt.instruction}\n\n{prompt.text}"}]
        how: dict[str, Any] = {"tokenize": False, "add_generation_prompt": True, "enable_thinking": False}
        try:
            return str(self.tokenizer.apply_chat_template(turns, **how))
        except TemplateError:
            return str(self.tokenizer.apply_chat_template(together, **how))

    def _text(self, ids: Sequence[int]) -> str:
        """The text of the reply; of a model that knows no turns its first line."""
        text = self._decode(ids)
        return text if self.chats else text.strip().split("\n")[0]

    def _decode(self, ids: Sequence[int]) -> str:
        return str(self.tokenizer.decode(list(ids), skip_special_tokens=True, clean_up_tokenization_spaces=False))

    @cached_property
    def _longest(self) -> int:
        """Tokens that it can read and write in all, as far as its configuration and its tokenizer tell."""
        names = ("max_position_embeddings", "n_positions")
        limits = [getattr(self.model.config.get_text_config(), name, None) for name in names]
        return int(min(each for each in (*limits, self.tokenizer.model_max_length) if each))


def _is_mark(token: str) -> bool:
    """Whether an added token is one that steers a model, not an ordinary word or run of spaces."""
    return len(token) > 2 and not token[0].isalnum() and not token.isspace()


def open_hugging_face(model: HuggingFaceModel) -> HuggingFaceGenerator:
    """The model, loaded once for all. Raises `ModelUnavailable` where it cannot be loaded, with why."""
    with _LOADING:
        return _load(model)


@lru_cache(maxsize=1)
def _load(model: HuggingFaceModel) -> HuggingFaceGenerator:
    import torch
    from safetensors import SafetensorError
    from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer

    if not model.is_folder and model.place.startswith((".", "/", "~")):
        raise ModelUnavailable(f"{model.place} is no folder. Give that of a model, or a model's name on the hub.")
    how: dict[str, Any] = {"trust_remote_code": False, "local_files_only": model.is_folder}
    device = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        config = AutoConfig.from_pretrained(model.place, **how)
        kind = AutoModelForSeq2SeqLM if config.is_encoder_decoder else AutoModelForCausalLM
        tokenizer = AutoTokenizer.from_pretrained(model.place, **how)
        dtype = torch.bfloat16 if bfloat16_is_faster(device) else torch.float32
        loaded = kind.from_pretrained(model.place, config=config, dtype=dtype, use_safetensors=True, **how)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
        why = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ModelUnavailable(
            f"The model {model.name} cannot be loaded: {why} It has to be a causal or sequence-to-sequence model of "
            "the transformers library, with safetensors weights and no code of its own."
        ) from error
    return HuggingFaceGenerator(loaded.to(device).eval().requires_grad_(False), tokenizer, model.name)
