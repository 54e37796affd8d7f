{{/* A digest names exactly one image, so it wins over the tag. */}}
{{- define "common.image" -}}
{{- with .Values.container.image -}}
{{- with get . "digest" -}}
{{ printf "%s@%s" $.Values.container.image.repository . }}
{{- else -}}
{{ printf "%s:%s" .repository .tag }}
{{- end -}}
{{- end -}}
{{- end }}

{{/* The leaf's variables: plain ones, then those from Vault. Nothing when there are none. */}}
{{- define "common.environment" -}}
{{- range .Values.container.environment }}
- name: {{ .name | quote }}
  value: {{ .value | quote }}
{{- end }}
{{- range .Values.container.secrets }}
- name: {{ .name | quote }}
  valueFrom:
    secretKeyRef:
      name: {{ printf "%s-secrets" $.Values.serviceName | quote }}
      key: {{ .name | quote }}
{{- end }}
{{- end }}

{{/* Meshes and Gateways tell the protocol by the port's name; without a field for it, it is HTTP. */}}
{{- define "common.protocol" -}}
{{ get .Values.container "protocol" | default "http" }}
{{- end }}

{{- define "common.ports" -}}
- name: {{ include "common.protocol" . }}
  containerPort: {{ int64 .Values.container.port }}
  protocol: TCP
{{- end }}

{{/*
Requests and limits; GPUs go into the limits only, where Kubernetes copies them to the requests.
{{ include "common.resources" (dict "resources" .Values.container.resources "gpus" 1 "gpuResource" "amd.com/gpu") }}
gpus are none, and gpuResource is nvidia.com/gpu, unless given.
*/}}
{{- define "common.resources" -}}
{{- with .resources.requests }}
requests:
  {{- range $name, $quantity := . }}
  {{ $name }}: {{ $quantity | quote }}
  {{- end }}
{{- end }}
{{- $gpus := int64 (get . "gpus" | default 0) }}
{{- if or .resources.limits (gt $gpus 0) }}
limits:
  {{- range $name, $quantity := .resources.limits }}
  {{ $name }}: {{ $quantity | quote }}
  {{- end }}
  {{- if gt $gpus 0 }}
  {{ get . "gpuResource" | default "nvidia.com/gpu" }}: {{ $gpus | quote }}
  {{- end }}
{{- end }}
{{- end }}

{{/* Endpoints learn of a stopping pod late: keep serving until they have. */}}
{{- define "common.lifecycle" -}}
preStop:
  sleep:
    seconds: 5
{{- end }}

{{/* Numbers arrive as floating point, and 12345678 would be printed as 1.2345678e+07. */}}
{{- define "common.textOrNumber" -}}
{{- if kindIs "string" . }}{{ quote . }}{{ else }}{{ int64 . }}{{ end -}}
{{- end }}
