{{/* The longest time that the startup probe waits, in seconds. */}}
{{- define "gpu.startupSeconds" -}}
{{- with .Values.container.probes.startup -}}
{{- if .enabled -}}
{{ add (int64 .initialDelaySeconds) (mul (int64 .periodSeconds) (int64 .failureThreshold)) }}
{{- else -}}
0
{{- end -}}
{{- end -}}
{{- end }}

{{/* The root file system is read-only, so models and shared memory have places of their own. */}}
{{- define "gpu.volumes" -}}
- name: model-cache
  {{- include "common.modelCacheSource" . | nindent 2 }}
- name: shared-memory
  {{- include "common.sharedMemorySource" . | nindent 2 }}
{{- end }}
