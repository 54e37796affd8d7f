{{/*
Every name starts with the leaf's, so that several gateways fit into one namespace. Other releases
compute the same names: <serviceName>-inference-gateway and <serviceName>-inference-gateway-epp.
*/}}
{{- define "inference-gateway.name" -}}
{{ printf "%s-inference-gateway" .Values.serviceName }}
{{- end }}

{{- define "inference-gateway.gatewayName" -}}
{{ .Values.gateway.name | default (include "inference-gateway.name" .) }}
{{- end }}

{{- define "inference-gateway.poolName" -}}
{{- if .Values.epp.poolName -}}
{{ .Values.epp.poolName }}
{{- else if .Values.inferencePool.enabled -}}
{{ include "inference-gateway.name" . }}
{{- end -}}
{{- end }}

{{/*
The Service of the Gateway's proxies. Where proxies of all namespaces are together, a digest of the
Gateway's namespace tells theirs apart.
*/}}
{{- define "inference-gateway.proxyService" -}}
{{- $own := include "inference-gateway.namespace" . -}}
{{- if eq (.Values.gateway.proxyNamespace | default $own) $own -}}
{{ include "inference-gateway.name" . }}
{{- else -}}
{{ printf "%s-%s" (include "inference-gateway.name" .) (sha256sum $own | trunc 8) }}
{{- end -}}
{{- end }}

{{- define "inference-gateway.namespace" -}}
{{ .Values.namespace | default .Release.Namespace }}
{{- end }}

{{/* What belongs to the endpoint picker is made only where it has a pool to pick from. */}}
{{- define "inference-gateway.picks" -}}
{{- if include "inference-gateway.poolName" . }}true{{ end -}}
{{- end }}

{{/* The pods' own labels, beside serviceName: pods of a model may have that one, too. */}}
{{- define "inference-gateway.selectorLabels" -}}
{{ include "common.selectorLabels" . }}
app.kubernetes.io/component: {{ index .Chart.Annotations "catalogc.dev/component" | quote }}
{{- end }}

{{/* Labels of the pods that serve the model. */}}
{{- define "inference-gateway.matchLabels" -}}
{{- range $key, $value := .Values.inferencePool.matchLabels }}
{{ $key | quote }}: {{ $value | quote }}
{{- else }}
serving.kserve.io/inferenceservice: {{ include "inference-gateway.poolName" . | quote }}
{{- end }}
{{- end }}

{{/* Policies cover the own Gateway; one that belongs to somebody else only by the own route. */}}
{{- define "inference-gateway.policyTarget" -}}
{{- if .Values.gateway.enabled -}}
- group: gateway.networking.k8s.io
  kind: Gateway
  name: {{ include "inference-gateway.name" . | quote }}
{{- else if .Values.inferencePoolRoute.enabled -}}
- group: gateway.networking.k8s.io
  kind: HTTPRoute
  name: {{ include "inference-gateway.name" . | quote }}
{{- end -}}
{{- end }}
