# Fills the model cache through a server of this container's own, then stops it.

fail() {
  echo "$1" >&2
  exit "${2:-1}"
}

# The registry of the leaf stands in for the public one; a name with a host of its own keeps it.
pull_from() {
  case ${REGISTRY:+$1} in
    '' | */*/*) ;;
    */*) printf '%s/%s' "$REGISTRY" "$1" ;;
    *) printf '%s/library/%s' "$REGISTRY" "$1" ;;
  esac
}

pull() {
  left=$((deadline - $(date +%s)))
  [ "$left" -gt 0 ] || return 124
  timeout "$left" ollama pull "$@"
}

fetch() {
  name=$1
  source=$(pull_from "$name")
  if [ -z "$source" ]; then
    pull -- "$name"
  elif [ "$REGISTRY_INSECURE" = true ]; then
    pull --insecure -- "$source" && ollama cp -- "$source" "$name"
  else
    pull -- "$source" && ollama cp -- "$source" "$name"
  fi
}

# A cached model stays as it is, so a restart serves the same weights even when the tag has moved.
provide() {
  if is_present "$1" && has_digest "$1" "$2"; then
    echo "$1 is in the cache"
    return
  fi
  status=0
  fetch "$1" || status=$?
  [ "$status" -ne 124 ] || fail "pulling the models took longer than $PULL_TIMEOUT_SECONDS s; $1 is missing" 124
  [ "$status" -eq 0 ] || fail "$1 could not be pulled"
  has_digest "$1" "$2" || fail "$1 has digest sha256:$(digest_of "$1"), but the leaf asks for $2: the tag has moved"
}

has_digest() {
  [ "$2" = - ] || [ "sha256:$(digest_of "$1")" = "$2" ]
}

mkdir -p "$OLLAMA_MODELS"
start_server
trap 'kill "$server" 2>/dev/null || true' EXIT
wait_for_server || fail "the ollama server did not start within a minute"

# Pods that share a claim pull one after the other, so all but the first find the models there. The
# lock goes with the process that has it; file systems without locks do without.
deadline=$(($(date +%s) + PULL_TIMEOUT_SECONDS))
exec 9>"$OLLAMA_MODELS/.pull-lock"
status=0
flock -E 124 -w "$PULL_TIMEOUT_SECONDS" 9 || status=$?
[ "$status" -ne 124 ] || fail "another pod has been pulling models for more than $PULL_TIMEOUT_SECONDS s" 124

while read -r name digest; do
  provide "$name" "$digest" </dev/null
done <<END
$MODELS
END

# Made anew each time: it costs no download, and a claim may hold what an older Modelfile made.
if [ -n "${MODELFILE-}" ]; then
  ollama create -f "$MODELFILE" -- "$MODEL" || fail "the Modelfile could not be applied"
fi
