{{/*
metadata of an object: {{ include "common.metadata" (dict "root" $ "suffix" "-hf-token") }}
Names come from the leaf, never from the release: the same leaf always makes the same objects.
*/}}
{{- define "common.metadata" -}}
name: {{ printf "%s%s" .root.Values.serviceName (get . "suffix") | quote }}
namespace: {{ .root.Values.namespace | default .root.Release.Namespace | quote }}
labels:
  {{- include "common.labels" .root | nindent 2 }}
{{- end }}

{{- define "common.labels" -}}
{{ include "common.selectorLabels" . }}
app.kubernetes.io/component: {{ index .Chart.Annotations "catalogc.dev/component" | quote }}
app.kubernetes.io/part-of: {{ .Values.serviceCatalog | quote }}
app.kubernetes.io/managed-by: "catalogc"
catalogc.dev/environment: {{ .Values.environment | quote }}
catalogc.dev/workload-type: {{ .Values.workloadType | quote }}
{{- end }}

{{/*
A selector cannot be changed later, so it holds the one label that never changes. It leaves out
app.kubernetes.io/instance, which Argo CD may own (label tracking).
*/}}
{{- define "common.selectorLabels" -}}
app.kubernetes.io/name: {{ .Values.serviceName | quote }}
{{- end }}
