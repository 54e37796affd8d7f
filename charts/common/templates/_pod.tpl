{{/*
metadata of a pod template: {{ include "common.podMetadata" (dict "root" $ "annotations" (dict)) }}
annotations are the chart's own; a clock or a random value there would restart pods on every build.
*/}}
{{- define "common.podMetadata" -}}
labels:
  {{- include "common.labels" .root | nindent 2 }}
{{- $monitoring := include "common.monitoring" .root | fromYaml }}
{{- with merge (dict) (get . "annotations" | default dict) $monitoring }}
annotations:
  {{- range $key, $value := . }}
  {{ $key }}: {{ $value | quote }}
  {{- end }}
{{- end }}
{{- end }}

{{/* The annotations by which a Prometheus with pod discovery finds its targets. */}}
{{- define "common.monitoring" -}}
{{- with .Values.basicMonitoring }}
{{- if .enabled }}
prometheus.io/scrape: "true"
prometheus.io/path: {{ .path | quote }}
prometheus.io/port: {{ int64 (get . "port" | default $.Values.container.port) | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/*
The parts of a pod spec that do not depend on what runs in it:
{{ include "common.podSpec" (dict "root" $ "fsGroup" 1000) }}
enableServiceLinks is off because a Service called ollama would inject OLLAMA_PORT and the like.
*/}}
{{- define "common.podSpec" -}}
{{- $container := .root.Values.container -}}
serviceAccountName: {{ include "common.serviceAccountName" .root | quote }}
automountServiceAccountToken: false
enableServiceLinks: false
terminationGracePeriodSeconds: {{ int64 $container.terminationGracePeriodSeconds }}
{{- with include "common.pullSecrets" .root | trim }}
imagePullSecrets:
  {{- . | nindent 2 }}
{{- end }}
securityContext:
  {{- include "common.podSecurityContext" . | nindent 2 }}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "common.selectorLabels" .root | nindent 8 }}
{{- end }}

{{- define "common.pullSecrets" -}}
{{- $image := .Values.container.image -}}
{{- range $image.pullSecrets }}
- name: {{ . | quote }}
{{- end }}
{{- if $image.ghcrPullSecret.enabled }}
- name: {{ printf "%s-ghcr" .Values.serviceName | quote }}
{{- end }}
{{- end }}
