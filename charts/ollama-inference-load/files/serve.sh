# Serves; with $PRELOAD, keeps $MODEL in memory. On a signal it lets open requests end first.

# An empty prompt only loads a model. An embedding model wants some text instead.
load() {
  if ollama show -- "$MODEL" 2>/dev/null | grep -qx ' *embedding *'; then
    ollama run -- "$MODEL" load
  else
    ollama run -- "$MODEL" ''
  fi </dev/null >/dev/null
}

# ollama ps lists a model from the start of its loading, so the mark tells that loading has ended.
# A model that went, by a crash or for another model, is loaded again. A GPU that broke often works
# again in a new container, so give up after some failures in a row.
keep_in_memory() {
  failures=0
  while [ "$failures" -lt "$FAILURE_THRESHOLD" ]; do
    if ! [ -e "$mark" ] || ! is_in_memory "$MODEL"; then
      rm -f "$mark"
      echo "loading $MODEL"
      if load; then
        : >"$mark"
        failures=0
      else
        failures=$((failures + 1))
        echo "$MODEL could not be loaded" >&2
      fi
    fi
    sleep "$PERIOD_SECONDS"
  done
  kill "$server"
}

# Open connections to the port, by the kernel's table, where state 01 is an open one.
has_connections() {
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
    grep -Eq "^ *[0-9]+: [0-9A-F]+:$(printf '%04X' "$port") [0-9A-F]+:[0-9A-F]+ 01 "
}

# Ollama closes its connections as soon as it is told to stop, and would cut answers off.
stop() {
  trap '' TERM INT
  while has_connections; do sleep 1; done
  kill "$server" 2>/dev/null || true
}

rm -f "$mark"
start_server
trap stop TERM INT
keeper=
if [ "$PRELOAD" = true ]; then
  { wait_for_server && keep_in_memory; } &
  keeper=$!
fi

# A signal ends the wait before the server has ended.
status=0
wait "$server" || status=$?
while kill -0 "$server" 2>/dev/null; do
  status=0
  wait "$server" || status=$?
done
[ -z "$keeper" ] || kill "$keeper" 2>/dev/null || true
exit "$status"
