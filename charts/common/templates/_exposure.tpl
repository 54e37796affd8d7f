{{/*
Tells policies of what is open to the outside that something is not: a Gateway of the chart
inference-gateway, which has an address of the cluster, and routes that name such a Gateway.
{{ include "common.exposure" "stack-inference-gateway" }}
*/}}
{{- define "common.exposure" -}}
{{- if hasSuffix "-inference-gateway" (printf "-%s" .) -}}
catalogc.dev/exposure: internal
{{- end -}}
{{- end }}
