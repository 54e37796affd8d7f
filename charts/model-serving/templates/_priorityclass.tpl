{{/* {{ include "serving.priorityClass" (dict "root" $ "class" .Values.priorityClasses.high "preempts" true) }} */}}
{{- define "serving.priorityClass" -}}
{{- $name := include "serving.clusterName" (dict "root" .root "name" .class.name "shared" .root.Values.priorityClasses.shared) -}}
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata:
  {{- include "serving.metadata" (dict "root" .root "name" $name "cluster" true) | nindent 2 }}
value: {{ int64 .class.value }}
globalDefault: false
preemptionPolicy: {{ ternary "PreemptLowerPriority" "Never" .preempts }}
description: {{ .description | quote }}
{{- end }}
