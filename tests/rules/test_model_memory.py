"""What models take, against their configurations."""

import pytest

from catalogc.rules.shared.model_memory import hugging_face_bits, size_of

# Of each model's config.json: vocabulary, layers, hidden size, feed-forward size, heads, KV heads,
# head size, and whether both ends share their embeddings.
CONFIGURATIONS = {
    "Meta-Llama-3-8B-Instruct": (128256, 32, 4096, 14336, 32, 8, 128, False),
    "Meta-Llama-3-70B-Instruct": (128256, 80, 8192, 28672, 64, 8, 128, False),
    "Llama-3.1-8B-Instruct": (128256, 32, 4096, 14336, 32, 8, 128, False),
    "Llama-3.1-70B-Instruct": (128256, 80, 8192, 28672, 64, 8, 128, False),
    "Llama-3.2-1B-Instruct": (128256, 16, 2048, 8192, 32, 8, 64, True),
    "Llama-3.2-3B-Instruct": (128256, 28, 3072, 8192, 24, 8, 128, True),
    "Llama-3.3-70B-Instruct": (128256, 80, 8192, 28672, 64, 8, 128, False),
    "Qwen2.5-0.5B-Instruct": (151936, 24, 896, 4864, 14, 2, 64, True),
    "Qwen2.5-1.5B-Instruct": (151936, 28, 1536, 8960, 12, 2, 128, True),
    "Qwen2.5-3B-Instruct": (151936, 36, 2048, 11008, 16, 2, 128, True),
    "Qwen2.5-7B-Instruct": (152064, 28, 3584, 18944, 28, 4, 128, False),
    "Qwen2.5-14B-Instruct": (152064, 48, 5120, 13824, 40, 8, 128, False),
    "Qwen2.5-32B-Instruct": (152064, 64, 5120, 27648, 40, 8, 128, False),
    "Qwen2.5-72B-Instruct": (152064, 80, 8192, 29568, 64, 8, 128, False),
    "Qwen3-0.6B": (151936, 28, 1024, 3072, 16, 8, 128, True),
    "Qwen3-1.7B": (151936, 28, 2048, 6144, 16, 8, 128, True),
    "Qwen3-4B": (151936, 36, 2560, 9728, 32, 8, 128, True),
    "Qwen3-8B": (151936, 36, 4096, 12288, 32, 8, 128, False),
    "Qwen3-14B": (151936, 40, 5120, 17408, 40, 8, 128, False),
    "Qwen3-32B": (151936, 64, 5120, 25600, 64, 8, 128, False),
}


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_the_size_follows_from_the_configuration(name):
    vocabulary, layers, hidden, inner, heads, kv_heads, head, shared = CONFIGURATIONS[name]
    attention = 2 * hidden * heads * head + 2 * hidden * kv_heads * head
    layer = attention + 3 * hidden * inner + 2 * hidden
    counted = vocabulary * hidden * (1 if shared else 2) + layers * layer + hidden
    size = size_of(f"hf://acme/{name}", hugging_face_bits(name), tokens=1)
    # Never more than there is: what is said not to fit does not.
    assert 0.998 * counted * 2 <= size.weights <= 1.001 * counted * 2
    assert size.kv_cache == 2 * layers * kv_heads * head * 2


# Names of models without an entry: their weights by the name, their KV cache unknown.
UNKNOWN = {
    "Llama-3.1-405B-Instruct": 405e9,
    "Qwen2-7B-Instruct": 7e9,
    "Qwen3.5-4B": 4e9,
    "CodeLlama-7b-hf": 7e9,
    "TinyLlama-1.1B-Chat-v1.0": 1.1e9,
    "DeepSeek-R1-Distill-Qwen-7B": 7e9,
    "gemma-2-9b-it": 9e9,
}


@pytest.mark.parametrize(("name", "parameters"), UNKNOWN.items())
def test_other_models(name, parameters):
    size = size_of(name, 16.0, tokens=16384)
    assert size.kv_cache is None
    assert size.weights == pytest.approx(0.95 * parameters * 2)


@pytest.mark.parametrize("name", ["Mixtral-8x7B-v0.1", "Qwen3-30B-A3B", "my-model", "q4b"])
def test_a_name_that_tells_no_size(name):
    assert size_of(name, 16.0, tokens=16384) is None
