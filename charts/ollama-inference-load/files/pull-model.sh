# Pulls $MODEL into the model cache through a server of this container's own, then stops it.
# The script is the same for every leaf: what a leaf says arrives in variables only.
set -eu

ollama serve &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT

if ! timeout 60 sh -c 'until ollama list >/dev/null 2>&1; do sleep 1; done'; then
  echo "the ollama server did not start within a minute" >&2
  exit 1
fi

# A cached model stays as it is, so a restart serves the same weights even when the tag has moved.
if ollama show -- "$MODEL" >/dev/null 2>&1; then
  echo "the model is in the cache"
  exit 0
fi

timeout "$PULL_TIMEOUT_SECONDS" ollama pull -- "$MODEL"
