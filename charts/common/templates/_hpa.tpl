{{/*
{{ include "common.hpa" (dict "root" $ "apiVersion" "apps/v1" "kind" "Deployment") }}
The object that it scales must then leave out replicas.
*/}}
{{- define "common.hpa" -}}
{{- $root := .root -}}
{{- $scaled := pick . "apiVersion" "kind" -}}
{{- with $root.Values.hpa }}
{{- if .enabled -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  {{- include "common.metadata" (dict "root" $root) | nindent 2 }}
spec:
  scaleTargetRef:
    apiVersion: {{ $scaled.apiVersion }}
    kind: {{ $scaled.kind }}
    name: {{ $root.Values.serviceName | quote }}
  minReplicas: {{ int64 .minReplicas }}
  maxReplicas: {{ int64 .maxReplicas }}
  metrics:
    {{- include "common.utilization" (list "cpu" .targetCpuUtilization) | nindent 4 }}
    {{- with get . "targetMemoryUtilization" }}
    {{- include "common.utilization" (list "memory" .) | nindent 4 }}
    {{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "common.utilization" -}}
- type: Resource
  resource:
    name: {{ index . 0 }}
    target:
      type: Utilization
      averageUtilization: {{ int64 (index . 1) }}
{{- end }}
