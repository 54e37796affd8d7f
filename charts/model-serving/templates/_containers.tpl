{{/*
What each model server is told. {{"{{"}}.Name}} is filled in by KServe with the name of the
InferenceService, which is the model's name for clients.
*/}}
{{- define "serving.vllmContainer" -}}
args:
  - {{ "--model_name={{.Name}}" | quote }}
  - "--backend=vllm"
  - {{ printf "--max_model_len=%d" (int64 .maxModelLen) | quote }}
  - {{ printf "--gpu-memory-utilization=%v" .gpuMemoryUtilization | quote }}
  - {{ ternary "--enable-prefix-caching" "--no-enable-prefix-caching" .enablePrefixCaching | quote }}
env:
  # The image's user has no home that it may write to.
  - name: HF_HOME
    value: "/tmp"
{{ include "serving.probes" (dict "runtime" . "path" "/v1/models/{{.Name}}") }}
volumeMounts:
  - name: shared-memory
    mountPath: /dev/shm
{{- end }}

{{- define "serving.vllmVolumes" -}}
- name: shared-memory
  emptyDir:
    medium: Memory
    sizeLimit: {{ .sharedMemory | quote }}
{{- end }}

{{/* The server divides its context by the slots, so it is given their product. */}}
{{- define "serving.llamacppContainer" -}}
args:
  - "--alias"
  - {{ "{{.Name}}" | quote }}
env:
  - name: LLAMA_ARG_HOST
    value: "0.0.0.0"
  - name: LLAMA_ARG_PORT
    value: "8080"
  - name: LLAMA_ARG_THREADS
    value: {{ int64 .threads | quote }}
  - name: LLAMA_ARG_CTX_SIZE
    value: {{ mul (int64 .contextWindow) (int64 .parallelSlots) | quote }}
  - name: LLAMA_ARG_N_PARALLEL
    value: {{ int64 .parallelSlots | quote }}
  - name: LLAMA_ARG_ENDPOINT_METRICS
    value: "1"
{{ include "serving.probes" (dict "runtime" . "path" "/health") }}
{{- end }}

{{/* Ollama answers on this port only after the model is pulled: see files/serve-ollama.sh. */}}
{{- define "serving.ollamaContainer" -}}
command:
  - "/bin/sh"
  - "-c"
  - {{ .script | quote }}
{{- with .runtime }}
env:
  - name: OLLAMA_HOST
    value: "0.0.0.0:8080"
  - name: HOME
    value: "/models"
  - name: OLLAMA_MODELS
    value: "/models"
  - name: OLLAMA_KEEP_ALIVE
    value: "-1"
  - name: OLLAMA_NUM_PARALLEL
    value: {{ int64 .numParallel | quote }}
  - name: OLLAMA_CONTEXT_LENGTH
    value: {{ int64 .contextLength | quote }}
  - name: OLLAMA_FLASH_ATTENTION
    value: {{ ternary "1" "0" .flashAttention | quote }}
{{ include "serving.probes" (dict "runtime" . "path" "/") }}
volumeMounts:
  - name: models
    mountPath: /models
{{- end }}
{{- end }}

{{- define "serving.ollamaVolumes" -}}
- name: models
  emptyDir:
    sizeLimit: {{ .modelCacheSize | quote }}
{{- end }}
