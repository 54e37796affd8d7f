{{/*
The restricted Pod Security Standard. runAsUser 0 is possible only where a chart's schema allows
it, and gives up runAsNonRoot for that workload.
*/}}
{{- define "common.podSecurityContext" -}}
{{- $context := .root.Values.container.securityContext -}}
{{- $chosen := hasKey $context "runAsUser" -}}
runAsNonRoot: {{ or (not $chosen) (gt (int64 $context.runAsUser) 0) }}
{{- if $chosen }}
runAsUser: {{ int64 $context.runAsUser }}
runAsGroup: {{ int64 $context.runAsUser }}
{{- end }}
{{- with get $context "supplementalGroups" }}
supplementalGroups:
  {{- range . }}
  - {{ int64 . }}
  {{- end }}
{{- end }}
{{- with get . "fsGroup" }}
fsGroup: {{ int64 . }}
fsGroupChangePolicy: OnRootMismatch
{{- end }}
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* {{ include "common.containerSecurityContext" (dict "readOnlyRootFilesystem" true) }} */}}
{{- define "common.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: {{ .readOnlyRootFilesystem }}
capabilities:
  drop:
    - ALL
{{- end }}
