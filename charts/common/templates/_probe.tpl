{{/*
A probe of type http, tcp or exec, with all its timings. The argument is the probe, with the name of
the container's port as protocol.
*/}}
{{- define "common.probe" -}}
{{- if eq .type "http" -}}
httpGet:
  path: {{ .path | quote }}
  port: {{ include "common.probePort" . }}
{{- else if eq .type "tcp" -}}
tcpSocket:
  port: {{ include "common.probePort" . }}
{{- else -}}
exec:
  command:
    {{- range .command }}
    - {{ . | quote }}
    {{- end }}
{{- end }}
initialDelaySeconds: {{ int64 .initialDelaySeconds }}
periodSeconds: {{ int64 .periodSeconds }}
timeoutSeconds: {{ int64 .timeoutSeconds }}
failureThreshold: {{ int64 .failureThreshold }}
{{- with get . "successThreshold" }}
successThreshold: {{ int64 . }}
{{- end }}
{{- end }}

{{- define "common.probePort" -}}
{{- with get . "port" }}{{ int64 . }}{{ else }}{{ .protocol }}{{ end -}}
{{- end }}

{{/* The three probes of a container that says itself how it is probed: container.probes. */}}
{{- define "common.probes" -}}
{{- $protocol := include "common.protocol" . -}}
{{- with .Values.container.probes }}
{{- if .startup.enabled }}
startupProbe:
  {{- include "common.probe" (merge (dict "protocol" $protocol) .startup) | nindent 2 }}
{{- end }}
{{- if .readiness.enabled }}
readinessProbe:
  {{- include "common.probe" (merge (dict "protocol" $protocol) .readiness) | nindent 2 }}
{{- end }}
{{- if .liveness.enabled }}
livenessProbe:
  {{- include "common.probe" (merge (dict "protocol" $protocol) .liveness) | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}

{{/*
Timings of a model server's probes, from container.healthCheck:
{{ include "common.healthTimings" (dict "root" $ "startup" true) }}
A model loads for minutes or for an hour. The startup probe waits startupTimeoutSeconds, counted in
tries and rounded up; the other probes wait for it, and so need no delay of their own.
*/}}
{{- define "common.healthTimings" -}}
{{- $health := .root.Values.container.healthCheck -}}
{{- $period := int64 $health.periodSeconds -}}
{{- $tries := div (add (int64 $health.startupTimeoutSeconds) $period -1) $period -}}
initialDelaySeconds: {{ ternary (int64 $health.initialDelaySeconds) 0 .startup }}
periodSeconds: {{ $period }}
timeoutSeconds: {{ int64 $health.timeoutSeconds }}
failureThreshold: {{ ternary $tries (int64 $health.failureThreshold) .startup }}
{{- end }}
