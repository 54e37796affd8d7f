{{/*
An InferenceService:
{{ include "serving.inferenceService" (dict "root" $ "service" .Values.inferenceService "runtime" .Values.servingRuntime "format" "huggingface" "model" $text) }}
"model" is text below predictor.model; "annotations" is text of further ones; "account" is the name
of a ServiceAccount.
*/}}
{{- define "serving.inferenceService" -}}
{{- $service := .service -}}
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  {{- include "serving.metadata" (dict "root" .root "name" $service.name) | nindent 2 }}
  annotations:
    serving.kserve.io/deploymentMode: {{ .root.Values.deploymentMode | quote }}
    {{- include "serving.scalingAnnotations" . | nindent 4 }}
    {{- with get . "annotations" }}
    {{- . | nindent 4 }}
    {{- end }}
spec:
  predictor:
    {{- include "serving.scaling" . | nindent 4 }}
    timeout: {{ int64 $service.timeoutSeconds }}
    automountServiceAccountToken: false
    {{- include "serving.placement" $service | nindent 4 }}
    {{- with get . "account" }}
    serviceAccountName: {{ . | quote }}
    {{- end }}
    model:
      modelFormat:
        name: {{ .format | quote }}
      runtime: {{ include "serving.runtimeName" . | quote }}
      {{- with .model }}
      {{- . | nindent 6 }}
      {{- end }}
      resources:
        {{- include "common.resources" (dict "resources" $service.resources "gpus" $service.gpu) | nindent 8 }}
{{- end }}

{{/* Knative runs pods on chosen nodes, and beside taints, only where its configuration allows it. */}}
{{- define "serving.placement" -}}
{{- with .priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with .nodeSelector }}
nodeSelector:
  {{- range $key, $value := . }}
  {{ $key | quote }}: {{ $value | quote }}
  {{- end }}
{{- end }}
{{- with .tolerations }}
tolerations:
  {{- range . }}
  - {{- range $field, $value := . }}
    {{ $field }}: {{ include "common.textOrNumber" $value }}
    {{- end }}
  {{- end }}
{{- end }}
{{- end }}

{{/* Whose Secrets the model is downloaded with; Ollama downloads its models itself. */}}
{{- define "serving.serviceAccountName" -}}
{{- if .named -}}
{{ .named }}
{{- else if .root.Values.s3Storage.enabled -}}
{{ .root.Values.s3Storage.serviceAccountName }}
{{- end -}}
{{- end }}
