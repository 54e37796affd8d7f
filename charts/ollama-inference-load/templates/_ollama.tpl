{{/* Neither the pull nor a pod without GPUs may see one: the image asks for all of them. */}}
{{- define "ollama.noGpu" -}}
- name: NVIDIA_VISIBLE_DEVICES
  value: void
{{- end }}

{{/* HOME and OLLAMA_MODELS lie in the cache, because the image's user is root and ours is not. */}}
{{- define "ollama.paths" -}}
{{- $cache := .Values.storage.modelCache.mountPath -}}
- name: HOME
  value: {{ $cache | quote }}
- name: OLLAMA_MODELS
  value: {{ printf "%s/models" $cache | quote }}
- name: MODEL
  value: {{ .Values.model | quote }}
{{- end }}

{{/*
A fixed script of files/ as a command: {{ include "ollama.script" (dict "root" $ "name" "x.sh") }}
Text of the leaf never joins a script, it arrives in variables.
*/}}
{{- define "ollama.script" -}}
- /bin/sh
- -c
- {{ .root.Files.Get (printf "files/%s" .name) | quote }}
{{- end }}

{{- define "ollama.modelProbe" -}}
exec:
  command:
    {{- include "ollama.script" (dict "root" .root "name" "model-present.sh") | nindent 4 }}
{{ include "common.healthTimings" . }}
{{- end }}

{{- define "ollama.volumeMounts" -}}
- name: model-cache
  mountPath: {{ .Values.storage.modelCache.mountPath | quote }}
- name: tmp
  mountPath: /tmp
{{- end }}

{{/* A model of the Ollama library is no legal label value, so it is an annotation. */}}
{{- define "ollama.annotations" -}}
catalogc.dev/model: {{ .Values.model | quote }}
{{- end }}
