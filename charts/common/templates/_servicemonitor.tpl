{{/* Finds the pods of the Service through the Prometheus Operator. */}}
{{- define "common.serviceMonitor" -}}
{{- with .Values.serviceMonitor }}
{{- if .enabled -}}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  {{- include "common.metadata" (dict "root" $) | nindent 2 }}
    {{- range $key, $value := .labels }}
    {{ $key | quote }}: {{ $value | quote }}
    {{- end }}
spec:
  selector:
    matchLabels:
      {{- include "common.selectorLabels" $ | nindent 6 }}
  endpoints:
    - port: http
      path: {{ .path | quote }}
      interval: {{ .interval | quote }}
      scrapeTimeout: {{ .scrapeTimeout | quote }}
{{- end }}
{{- end }}
{{- end }}
