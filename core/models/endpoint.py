"""A language model behind an OpenAI-compatible address: a local Ollama, llama.cpp or vLLM server, or a provider.

The one place from which anything is sent to another program. The address comes from whoever runs this installation,
never from a visitor: a visitor's address could reach what only this machine may reach.
"""

import http.client
import json
import urllib.error
import urllib.request
from dataclasses import dataclass

from core.errors import ModelUnavailable
from core.settings import Endpoint

LONGEST_REPLY_BYTES = 1_000_000
TIMEOUT_SECONDS = 60


@dataclass(frozen=True)
class ChatModel:
    """A model that continues a conversation. Safe to call from several threads."""

    endpoint: Endpoint

    @property
    def name(self) -> str:
        return self.endpoint.model

    def complete(self, instruction: str, text: str, most_tokens: int = 16) -> str:
        """What it says to a text under an instruction, as literally as it can (temperature 0).

        Raises `ModelUnavailable` where it cannot be reached, refuses, or sends something else.
        """
        messages = [{"role": "system", "content": instruction}, {"role": "user", "content": text}]
        asked = {"model": self.endpoint.model, "messages": messages, "temperature": 0, "max_tokens": most_tokens}
        try:
            with urllib.request.urlopen(self._request(asked), timeout=TIMEOUT_SECONDS) as reply:
                content = json.loads(reply.read(LONGEST_REPLY_BYTES))["choices"][0]["message"]["content"]
        except urllib.error.HTTPError as error:
            raise ModelUnavailable(f"The model {self.name} refused with status {error.code}. Check its key.") from error
        except (OSError, http.client.HTTPException) as error:
            raise ModelUnavailable(
                f"The model {self.name} cannot be reached ({error}). Check that its server runs."
            ) from error
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise ModelUnavailable(
                f"What answers for {self.name} is no OpenAI-compatible chat. Check its address."
            ) from error
        return str(content or "")

    def _request(self, asked: dict[str, object]) -> urllib.request.Request:
        headers = {"Content-Type": "application/json"}
        if self.endpoint.key:
            headers["Authorization"] = f"Bearer {self.endpoint.key}"
        address = f"{self.endpoint.url.rstrip('/')}/chat/completions"
        return urllib.request.Request(address, json.dumps(asked).encode(), headers, method="POST")
