{{/* The model that is served first: with a Modelfile, what it makes of the leaf's model. */}}
{{- define "ollama.servedModel" -}}
{{ ternary .Values.serviceName .Values.model (not (empty .Values.modelfile)) }}
{{- end }}

{{/* One model a line: its name, then the digest that it must have or a dash. */}}
{{- define "ollama.models" -}}
{{- printf "%s %s" .Values.model (get .Values "modelDigest" | default "-") }}
{{- range .Values.models }}
{{ printf "%s %s" .name (get . "digest" | default "-") }}
{{- end }}
{{- end }}

{{/*
HOME and OLLAMA_MODELS lie in the cache, because the image's user is root and ours is not. A server
that starts would remove half of a download: another pod's, or its own that it could go on with.
*/}}
{{- define "ollama.environment" -}}
{{- $cache := .Values.storage.modelCache.mountPath -}}
- name: HOME
  value: {{ $cache | quote }}
- name: OLLAMA_MODELS
  value: {{ printf "%s/models" $cache | quote }}
- name: OLLAMA_NOPRUNE
  value: "true"
- name: MODEL
  value: {{ include "ollama.servedModel" . | quote }}
- name: MODELS
  value: {{ include "ollama.models" . | quote }}
{{- end }}

{{/*
settings.keepAlive is OLLAMA_KEEP_ALIVE, and so on. A preloaded model never leaves memory; otherwise
the leaf says when, or Ollama does.
*/}}
{{- define "ollama.settings" -}}
{{- $settings := .Values.settings -}}
{{- if .Values.preload }}
{{- $settings = merge (dict "keepAlive" "-1") $settings }}
{{- end }}
{{- range $field, $value := $settings }}
- name: {{ printf "OLLAMA_%s" (snakecase $field | upper) }}
  value: {{ include "ollama.settingText" $value }}
{{- end }}
{{- end }}

{{- define "ollama.settingText" -}}
{{- if kindIs "float64" . }}{{ int64 . | quote }}{{ else }}{{ . | quote }}{{ end -}}
{{- end }}

{{/* Neither the pull nor a pod without GPUs may see one: the image asks for all of them. */}}
{{- define "ollama.noGpu" -}}
- name: NVIDIA_VISIBLE_DEVICES
  value: void
{{- end }}
