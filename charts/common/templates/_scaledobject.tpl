{{/*
{{ include "common.scaledObject" . }}
KEDA scales the Deployment of the service, which must then leave out replicas. Fields that KEDA
would default are printed, so that Argo CD sees no difference after a sync.
*/}}
{{- define "common.scaledObject" -}}
{{- with .Values.autoscaling }}
{{- if .enabled -}}
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  {{- include "common.metadata" (dict "root" $) | nindent 2 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ $.Values.serviceName | quote }}
  pollingInterval: {{ int64 .pollingInterval }}
  cooldownPeriod: {{ int64 .cooldownPeriod }}
  minReplicaCount: {{ int64 .minReplicas }}
  maxReplicaCount: {{ int64 .maxReplicas }}
  triggers:
    - type: prometheus
      # The query counts the load of all pods; KEDA divides it by the threshold.
      metricType: AverageValue
      metadata:
        serverAddress: {{ .prometheus.serverAddress | quote }}
        query: {{ .prometheus.query | quote }}
        threshold: {{ int64 .prometheus.threshold | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* The most pods that there can be: {{ include "common.mostReplicas" . }} */}}
{{- define "common.mostReplicas" -}}
{{- $scaling := get .Values "autoscaling" | default dict -}}
{{- if get $scaling "enabled" -}}
{{ int64 $scaling.maxReplicas }}
{{- else -}}
{{ int64 .Values.container.replicas }}
{{- end -}}
{{- end }}
