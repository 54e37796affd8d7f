{{/* The init container that fills the model cache. It needs no GPU. */}}
{{- define "ollama.pullContainer" -}}
- name: pull-models
  image: {{ include "ollama.image" . | quote }}
  command:
    {{- include "ollama.script" (dict "root" . "name" "pull-models.sh") | nindent 4 }}
  env:
    {{- include "ollama.environment" . | nindent 4 }}
    {{- include "ollama.pullEnvironment" . | nindent 4 }}
    {{- include "ollama.noGpu" . | nindent 4 }}
    {{- with include "common.environment" . | trim }}
    {{- . | nindent 4 }}
    {{- end }}
  {{- with include "ollama.resources" (dict "root" . "gpus" 0) | trim }}
  resources:
    {{- . | nindent 4 }}
  {{- end }}
  securityContext:
    {{- include "common.containerSecurityContext" (dict "readOnlyRootFilesystem" true) | nindent 4 }}
  volumeMounts:
    {{- include "ollama.volumeMounts" . | nindent 4 }}
    {{- if .Values.modelfile }}
    - name: modelfile
      mountPath: /etc/ollama
      readOnly: true
    {{- end }}
{{- end }}

{{- define "ollama.pullEnvironment" -}}
- name: OLLAMA_HOST
  value: 127.0.0.1:11434
- name: PULL_TIMEOUT_SECONDS
  value: {{ int64 .Values.modelPull.timeoutSeconds | quote }}
{{- with .Values.registry.host }}
- name: REGISTRY
  value: {{ . | quote }}
- name: REGISTRY_INSECURE
  value: {{ $.Values.registry.insecure | quote }}
{{- end }}
{{- if .Values.modelfile }}
- name: MODELFILE
  value: /etc/ollama/Modelfile
{{- end }}
{{- end }}
