{{/*
{{ include "common.podDisruptionBudget" (dict "root" $ "maxUnavailable" 1) }}
maxUnavailable rather than minAvailable: a single replica must not stop a node from draining.
*/}}
{{- define "common.podDisruptionBudget" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "common.metadata" (dict "root" .root) | nindent 2 }}
spec:
  maxUnavailable: {{ include "common.textOrNumber" .maxUnavailable }}
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "common.selectorLabels" .root | nindent 6 }}
{{- end }}
