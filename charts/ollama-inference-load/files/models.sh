# What the scripts share. They are the same for every leaf: what a leaf says arrives in variables.
#   MODELS  one model a line: its name, then sha256: and the digest that it must have, or -
#   MODEL   the model that is served first, which a Modelfile may have made
set -euf
mark=${TMPDIR:-/tmp}/model-in-memory

# The programs below talk to this pod's own server, which no proxy may come between.
address=$OLLAMA_HOST
port=${OLLAMA_HOST##*:}
export OLLAMA_HOST="127.0.0.1:$port"

start_server() {
  OLLAMA_HOST=$address ollama serve &
  server=$!
}

# [host/][namespace/]model[:tag] -> host/namespace/model/tag, Ollama's own file of that model.
manifest_file() {
  case ${1##*/} in
    *:*) set -- "${1%:*}" "${1##*:}" ;;
    *) set -- "$1" latest ;;
  esac
  case $1 in
    */*/*) ;;
    */*) set -- "registry.ollama.ai/$1" "$2" ;;
    *) set -- "registry.ollama.ai/library/$1" "$2" ;;
  esac
  printf '%s/manifests/%s/%s' "$OLLAMA_MODELS" "$1" "$2"
}

# A model's digest is that of its manifest, as in /api/tags; nothing when there is no such model.
digest_of() {
  file=$(manifest_file "$1")
  [ ! -f "$file" ] || sha256sum <"$file" | cut -c 1-64
}

is_present() {
  ollama show -- "$1" >/dev/null 2>&1
}

# ollama ps names models by the first twelve digits of their digest.
is_in_memory() {
  id=$(digest_of "$1" | cut -c 1-12)
  [ -n "$id" ] && ollama ps 2>/dev/null | grep -qF " $id "
}

wait_for_server() {
  timeout "${SERVER_START_SECONDS:-60}" sh -c 'until ollama list >/dev/null 2>&1; do sleep 0.2; done'
}
