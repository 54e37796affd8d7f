{{/*
Attaches the Service to a shared Gateway. Fields that the API server would default (group, kind,
weight) are printed, so that Argo CD sees no difference after a sync.
*/}}
{{- define "common.httpRoute" -}}
{{- with .Values.ingress }}
{{- if .enabled -}}
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  {{- include "common.metadata" (dict "root" $ "suffix" "-http-route") | nindent 2 }}
spec:
  parentRefs:
    - group: gateway.networking.k8s.io
      kind: Gateway
      name: {{ .gateway.name | quote }}
      {{- with .gateway.namespace }}
      namespace: {{ . | quote }}
      {{- end }}
      {{- with .gateway.sectionName }}
      sectionName: {{ . | quote }}
      {{- end }}
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
        - group: ""
          kind: Service
          name: {{ $.Values.serviceName | quote }}
          port: 80
          weight: 1
{{- end }}
{{- end }}
{{- end }}
