"""The Ollama chart's init container: every model is there, and is what the leaf asks for."""

import fcntl
import hashlib

import pytest

from charts.ollama_pod import MODEL, render_pod


def digest(pulled_as):
    return "sha256:" + hashlib.sha256(pulled_as.encode()).hexdigest()


@pytest.fixture
def pod(helm, tmp_path):
    return lambda **fields: render_pod(helm, tmp_path, **fields)


MIRROR = {"host": "mirror:5000"}
PLAIN = {"host": "mirror:5000", "insecure": True}
# Fields of the leaf, what ollama is told to do for them.
PULLS = {
    "one model": ({}, ["pull|--|qwen3:8b"]),
    "several models": (
        {"models": [{"name": "phi"}, {"name": "acme/rank:v2"}]},
        ["pull|--|qwen3:8b", "pull|--|phi", "pull|--|acme/rank:v2"],
    ),
    "the right digest": ({"modelDigest": digest(MODEL)}, ["pull|--|qwen3:8b"]),
    "the right digest of a further model without a tag": (
        {"models": [{"name": "phi", "digest": digest("phi")}]},
        ["pull|--|qwen3:8b", "pull|--|phi"],
    ),
    "the right digest of a model with a host": (
        {"model": "hub:443/acme/rank:v2", "modelDigest": digest("hub:443/acme/rank:v2")},
        ["pull|--|hub:443/acme/rank:v2"],
    ),
    "another registry": (
        {"registry": MIRROR, "modelDigest": digest("mirror:5000/library/qwen3:8b")},
        ["pull|--|mirror:5000/library/qwen3:8b", "cp|--|mirror:5000/library/qwen3:8b|qwen3:8b"],
    ),
    "another registry without TLS": (
        {"registry": PLAIN, "model": "acme/rank:v2"},
        [
            "pull|--insecure|--|mirror:5000/acme/rank:v2",
            "cp|--|mirror:5000/acme/rank:v2|acme/rank:v2",
        ],
    ),
    "a model with a host of its own keeps it": (
        {"registry": PLAIN, "model": "hf.co/acme/rank:Q4"},
        ["pull|--|hf.co/acme/rank:Q4"],
    ),
}


@pytest.mark.parametrize(("fields", "told"), PULLS.values(), ids=PULLS)
def test_missing_models_are_pulled(pod, fields, told):
    pulled = pod(**fields)
    done = pulled.pull()
    assert done.returncode == 0, done.stderr
    assert [call for call in pulled.calls() if call.startswith(("pull", "cp"))] == told
    assert (pulled.state / "up").read_text() == "127.0.0.1:11434"


@pytest.mark.parametrize("fields", [{}, {"modelDigest": digest(MODEL)}, {"registry": PLAIN}])
def test_cached_models_are_kept(pod, fields):
    pulled = pod(**fields)
    assert pulled.pull().returncode == 0
    (pulled.state / "log").unlink()
    assert pulled.pull().stdout == "qwen3:8b is in the cache\n"
    assert pulled.calls("pull") == []


def test_a_cached_model_with_another_digest_is_pulled_again(pod):
    pulled = pod(modelDigest=digest(MODEL))
    cached = pulled.state / "models/manifests/registry.ollama.ai/library/qwen3/8b"
    cached.parent.mkdir(parents=True)
    cached.write_text("older weights")
    assert pulled.pull().returncode == 0
    assert pulled.calls("pull") == ["pull|--|qwen3:8b"]


OTHER, PHI = digest("other"), digest("phi:3.8b")
# State of the world, fields of the leaf, variables, exit code, what is said.
FAILURES = {
    "a tag that moved": (
        "", {"modelDigest": OTHER}, {}, 1,
        f"qwen3:8b has digest {digest(MODEL)}, but the leaf asks for {OTHER}: the tag has moved",
    ),
    "a further model's tag that moved": (
        "", {"models": [{"name": "phi:3.8b", "digest": OTHER}]}, {}, 1,
        f"phi:3.8b has digest {PHI}, but the leaf asks for {OTHER}: the tag has moved",
    ),
    "no such model": ("offline", {}, {}, 1, "qwen3:8b could not be pulled"),
    "a registry that does not answer": (
        "offline", {"registry": MIRROR}, {}, 1, "qwen3:8b could not be pulled",
    ),
    "a slow registry": (
        "slow", {"modelPull": {"timeoutSeconds": 1}}, {}, 124,
        "pulling the models took longer than 1 s; qwen3:8b is missing",
    ),
    "a server that ends at once": (
        "broken", {}, {"SERVER_START_SECONDS": "1"}, 1,
        "the ollama server did not start within a minute",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("state", "fields", "variables", "code", "said"), FAILURES.values(), ids=FAILURES
)
def test_failures_end_the_init_container(pod, state, fields, variables, code, said):
    pulled = pod(**fields)
    if state:
        (pulled.state / state).touch()
    done = pulled.pull(**variables)
    assert done.returncode == code
    assert done.stderr.splitlines()[-1] == said


def test_pods_that_share_a_claim_pull_one_after_the_other(pod):
    pulled = pod(modelPull={"timeoutSeconds": 1})
    lock = pulled.models / ".pull-lock"
    lock.parent.mkdir()
    with lock.open("w") as other_pod:
        fcntl.flock(other_pod, fcntl.LOCK_EX)
        done = pulled.pull()
        assert done.returncode == 124
        said = "another pod has been pulling models for more than 1 s"
        assert done.stderr.splitlines()[-1] == said
        assert pulled.calls("pull") == []
    assert pulled.pull(PULL_TIMEOUT_SECONDS="30").returncode == 0


def test_a_modelfile_makes_the_served_model(pod):
    pulled = pod(modelfile="SYSTEM Be brief.\n", models=[{"name": "phi"}])
    modelfile = pulled.state / "Modelfile"
    modelfile.write_text("FROM qwen3:8b\nSYSTEM Be brief.\n")
    assert pulled.pull(MODELFILE=str(modelfile)).returncode == 0
    assert pulled.calls()[-1] == f"create|-f|{modelfile}|--|ollama-tiny"
    assert pulled.calls("pull") == ["pull|--|qwen3:8b", "pull|--|phi"]
    assert pulled.pull(MODELFILE=str(modelfile)).returncode == 0
    assert len(pulled.calls("create")) == 2


def test_a_bad_modelfile_ends_the_init_container(pod):
    pulled = pod(modelfile="SYTSEM x")
    modelfile = pulled.state / "Modelfile"
    modelfile.write_text("FROM qwen3:8b\nSYTSEM x")
    (pulled.state / "bad-modelfile").touch()
    done = pulled.pull(MODELFILE=str(modelfile))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "the Modelfile could not be applied"


HOSTILE = ["phi;touch${IFS}$STATE/owned", "$(touch$IFS$STATE/owned)", "`touch\t$STATE/owned`", "*"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_names_are_arguments_and_no_programs(pod, hostile):
    """The schema refuses such names; the scripts would not run them either."""
    pulled = pod()
    pulled.pull(MODELS=f"{hostile} -", MODEL=hostile)
    assert pulled.calls("pull") == [f"pull|--|{hostile.split()[0]}"]
    assert not (pulled.state / "owned").exists()
