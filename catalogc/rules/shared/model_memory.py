"""How much memory a language model takes: its weights and its KV cache.

Weights are parameters times bits. Bits of GGUF's types are those that llama.cpp measures for
Llama 3.1 8B (ggml-org/llama.cpp, tools/quantize/README.md, commit 311c2c9): 8.03e9 parameters
times 4.89 bits are the 4.58 GiB of its table. A token's part of the KV cache is 2 (key and value)
x layers x KV heads x head size x bytes of a number: 128 KiB for Llama 3.1 8B in 16 bits.

Layers and heads are those of each model's config.json, as two projects have written them down with
a link to it: Lightning-AI/litgpt, litgpt/config.py, for Llama 3 to 3.3 (commits 293089e and
0006c97) and Qwen3 (0006c97), whose 4B has heads of 128 and not of 2560 / 32; pytorch/torchtune,
models/qwen2_5 and qwen3/_model_builders.py (commits 47a9e19 and 010412e), for Qwen2.5 and Qwen3.
Parameters are counted from the same files: embeddings (once where both ends share them), and for
each layer its attention, its three feed-forward matrices and its norms. A model that is in none of
them has no entry: the size of its KV cache is then unknown.
"""

import re
from typing import NamedTuple

GIB = 2**30

_KV_BYTES = 2  # of a number, in 16 bits
_ROUNDED = 0.95  # a model called 7B may have a little less


class Architecture(NamedTuple):
    """What a model's size follows from."""

    parameters: float
    layers: int
    kv_heads: int
    head_size: int

    def kv_bytes(self, tokens: int) -> int:
        """Return the bytes that ``tokens`` take in the KV cache."""
        return 2 * self.layers * self.kv_heads * self.head_size * _KV_BYTES * tokens


_KNOWN = {
    ("llama3.1", "8b"): Architecture(8.03e9, 32, 8, 128),
    ("llama3", "8b"): Architecture(8.03e9, 32, 8, 128),
    ("llama3.1", "70b"): Architecture(70.55e9, 80, 8, 128),
    ("llama3.3", "70b"): Architecture(70.55e9, 80, 8, 128),
    ("llama3", "70b"): Architecture(70.55e9, 80, 8, 128),
    ("llama3.2", "1b"): Architecture(1.235e9, 16, 8, 64),
    ("llama3.2", "3b"): Architecture(3.212e9, 28, 8, 128),
    ("qwen2.5", "0.5b"): Architecture(0.494e9, 24, 2, 64),
    ("qwen2.5", "1.5b"): Architecture(1.543e9, 28, 2, 128),
    ("qwen2.5", "3b"): Architecture(3.085e9, 36, 2, 128),
    ("qwen2.5", "7b"): Architecture(7.615e9, 28, 4, 128),
    ("qwen2.5", "14b"): Architecture(14.76e9, 48, 8, 128),
    ("qwen2.5", "32b"): Architecture(32.76e9, 64, 8, 128),
    ("qwen2.5", "72b"): Architecture(72.7e9, 80, 8, 128),
    ("qwen3", "0.6b"): Architecture(0.596e9, 28, 8, 128),
    ("qwen3", "1.7b"): Architecture(1.72e9, 28, 8, 128),
    ("qwen3", "4b"): Architecture(4.022e9, 36, 8, 128),
    ("qwen3", "8b"): Architecture(8.19e9, 36, 8, 128),
    ("qwen3", "14b"): Architecture(14.76e9, 40, 8, 128),
    ("qwen3", "32b"): Architecture(32.76e9, 64, 8, 128),
}
_FAMILY = re.compile(r"(llama|qwen)[-_ ]?(\d(?:\.\d)?)")
_SIZE = re.compile(r"(?<![0-9a-z.])(?P<size>\d{1,4}(?:\.\d{1,2})?)b(?![a-z0-9])")
_EXPERTS = re.compile(r"\d+x\d+(\.\d+)?b|\d+b-a\d")

# The types that llama.cpp's table has, and others at the size of their bits.
_GGUF_BITS = {
    "f32": 32.0, "bf16": 16.0, "f16": 16.0, "fp16": 16.0, "q8_0": 8.50, "q6_k": 6.56,
    "q5_k_m": 5.70, "q5_k_s": 5.57, "q5_0": 5.54, "q4_k_m": 4.89, "q4_k_s": 4.67, "q4_0": 4.66,
    "iq4_xs": 4.46, "q3_k_l": 4.30, "q3_k_m": 4.00, "q3_k_s": 3.64, "q2_k": 3.16,
}  # fmt: skip
_GGUF_TYPE = re.compile("|".join(sorted(map(re.escape, _GGUF_BITS), key=len, reverse=True)))
_HALF_BITS = re.compile(r"fp8|int8|w8a8|w8a16")
_QUARTER_BITS = re.compile(r"awq|gptq|int4|4bit|w4a16|nf4|fp4|bnb|quantized")
_FULL_BITS, _OLLAMA_BITS = 16.0, 4.66


class Size(NamedTuple):
    """Memory of a model.

    Attributes:
        weights: bytes, at least.
        kv_cache: bytes; None where the model's layers are unknown.
    """

    weights: float
    kv_cache: int | None

    @property
    def least(self) -> float:
        """The bytes that are needed in any case."""
        return self.weights + (self.kv_cache or 0)


def hugging_face_bits(name: str) -> float:
    """Return the bits of a weight of a Hugging Face model, by its name: at least."""
    lowered = name.lower()
    if _QUARTER_BITS.search(lowered):
        return 4.0
    return 8.0 if _HALF_BITS.search(lowered) else _FULL_BITS


def gguf_bits(name: str) -> float | None:
    """Return the bits of a weight of a GGUF file, by its name; None where that has no type."""
    found = _GGUF_TYPE.search(name.lower())
    return _GGUF_BITS[found.group()] if found else None


def ollama_bits(tag: str) -> float:
    """Return the bits of a weight of a model of Ollama's library: four, unless its tag tells."""
    return gguf_bits(tag) or _OLLAMA_BITS


def size_of(name: str, bits: float | None, tokens: int | None) -> Size | None:
    """Return what a model takes.

    Args:
        name: of the model, with its number of parameters in billions: ``Llama-3.3-70B-Instruct``.
        bits: of a weight; None where unknown.
        tokens: that the KV cache has to hold; None where unknown.

    Returns:
        None where the name says no number of parameters, or those of several experts.
    """
    lowered = name.lower()
    found = _SIZE.search(lowered)
    if found is None or bits is None or _EXPERTS.search(lowered):
        return None
    family = _FAMILY.search(lowered)
    key = ("".join(family.groups()), f"{found['size']}b") if family else ("", "")
    known = _KNOWN.get(key)
    if known is None:
        return Size(float(found["size"]) * 1e9 * _ROUNDED * bits / 8, None)
    cache = known.kv_bytes(tokens) if tokens is not None else None
    return Size(known.parameters * bits / 8, cache)
