{{/*
Attaches the Service to a shared Gateway or to one of its own. Fields that the API server would
default (group, kind, weight) are printed, so that Argo CD sees no difference after a sync.
{{ include "common.httpRoute" (dict "root" $ "backends" $backends) }}
backends are dicts with the name of a Service and its weight.
*/}}
{{- define "common.httpRoute" -}}
{{- $root := .root -}}
{{- $backends := get . "backends" | default (list (dict "name" $root.Values.serviceName "weight" 1)) -}}
{{- with $root.Values.ingress }}
{{- if .enabled -}}
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  {{- include "common.metadata" (dict "root" $root "suffix" "-http-route") | nindent 2 }}
spec:
  parentRefs:
    {{- include "common.parentRef" $root | nindent 4 }}
  hostnames:
    - {{ .host | quote }}
  rules:
    - matches:
        - path:
            type: PathPrefix
            value: /
      {{- with get . "requestTimeout" }}
      timeouts:
        request: {{ . | quote }}
      {{- end }}
      backendRefs:
        {{- range $backends }}
        - group: ""
          kind: Service
          name: {{ .name | quote }}
          port: 80
          weight: {{ int64 .weight }}
        {{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "common.parentRef" -}}
{{- $ingress := .Values.ingress -}}
- group: gateway.networking.k8s.io
  kind: Gateway
{{- if $ingress.ownGateway.enabled }}
  name: {{ printf "%s-gateway" .Values.serviceName | quote }}
  sectionName: https
{{- else }}
  {{- with $ingress.gateway }}
  name: {{ .name | quote }}
  {{- with .namespace }}
  namespace: {{ . | quote }}
  {{- end }}
  {{- with .sectionName }}
  sectionName: {{ . | quote }}
  {{- end }}
  {{- end }}
{{- end }}
{{- end }}
