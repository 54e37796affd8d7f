exec ollama show -- "$MODEL" >/dev/null
