{{/* kpa is Knative's autoscaler; the others are KServe's. Empty means the mode's own. */}}
{{- define "serving.autoscalerClass" -}}
{{ .service.autoscaling.class | default (ternary "kpa" "hpa" (eq .root.Values.deploymentMode "Knative")) }}
{{- end }}

{{/* Knative reads its settings from annotations, and KServe the class. */}}
{{- define "serving.scalingAnnotations" -}}
{{- $class := include "serving.autoscalerClass" . -}}
{{- if eq .root.Values.deploymentMode "Knative" -}}
autoscaling.knative.dev/class: {{ printf "%s.autoscaling.knative.dev" $class | quote }}
{{- if eq $class "kpa" }}
autoscaling.knative.dev/scale-down-delay: {{ .service.autoscaling.scaleDownDelay | quote }}
{{- end }}
serving.knative.dev/progress-deadline: {{ printf "%ds" (int64 .service.progressDeadlineSeconds) | quote }}
{{- else -}}
serving.kserve.io/autoscalerClass: {{ $class | quote }}
{{- end }}
{{- end }}

{{/* KServe refuses a metric of its own beside KEDA's. */}}
{{- define "serving.scaling" -}}
{{- $class := include "serving.autoscalerClass" . -}}
{{- with .service -}}
minReplicas: {{ int64 .minReplicas }}
maxReplicas: {{ int64 .maxReplicas }}
{{- if eq $class "keda" }}
autoScaling:
  metrics:
    - type: External
      external:
        metric:
          backend: prometheus
          serverAddress: {{ .autoscaling.prometheus.serverAddress | quote }}
          query: {{ .autoscaling.prometheus.query | quote }}
        target:
          type: Value
          value: {{ int64 .autoscaling.prometheus.threshold | quote }}
{{- else if ne $class "none" }}
scaleMetric: {{ .scaleMetric | quote }}
scaleTarget: {{ int64 .scaleTarget }}
{{- end }}
{{- end }}
{{- end }}
