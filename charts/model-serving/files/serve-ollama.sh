# Pulls the model with a server that only this container reaches, then serves on the port that
# probes ask: a pod is ready once its model is there.
set -eu
public="$OLLAMA_HOST"
export OLLAMA_HOST=127.0.0.1:11435
ollama serve &
server=$!
until ollama list >/dev/null 2>&1; do
  kill -0 "$server" || exit 1
  sleep 1
done
ollama pull "$MODEL_TAG"
kill "$server"
wait "$server" || true
export OLLAMA_HOST="$public"
exec ollama serve
