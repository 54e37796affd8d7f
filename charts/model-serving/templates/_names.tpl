{{/*
metadata of an object whose name is a value:
{{ include "serving.metadata" (dict "root" $ "name" "hf-secret") }}
With "cluster" true, the object is not in a namespace.
*/}}
{{- define "serving.metadata" -}}
name: {{ .name | quote }}
{{- if not (get . "cluster") }}
namespace: {{ .root.Values.namespace | default .root.Release.Namespace | quote }}
{{- end }}
labels:
  {{- include "common.labels" .root | nindent 2 }}
{{- end }}

{{/*
Name of an object that the whole cluster has once. Several releases would overwrite each other's, so
the service's name comes first unless the object is shared on purpose:
{{ include "serving.clusterName" (dict "root" $ "name" "kserve-vllm" "shared" false) }}
*/}}
{{- define "serving.clusterName" -}}
{{- if .shared -}}
{{ .name }}
{{- else -}}
{{ printf "%s-%s" .root.Values.serviceName .name }}
{{- end -}}
{{- end }}

{{/* The runtime of a model: this release's own, or one that another release shares. */}}
{{- define "serving.runtimeName" -}}
{{- include "serving.clusterName" (dict "root" .root "name" .runtime.name "shared" (or .runtime.shared (not .runtime.enabled))) -}}
{{- end }}

{{/* A digest names exactly one image, so it wins over the tag. */}}
{{- define "serving.image" -}}
{{- if .digest -}}
{{ printf "%s@%s" .image .digest }}
{{- else -}}
{{ printf "%s:%s" .image .tag }}
{{- end -}}
{{- end }}

{{/* The endpoint picker and the gateway of the umbrella's release, unless values name others. */}}
{{- define "serving.eppServiceName" -}}
{{ .Values.inferencePool.eppServiceName | default (printf "%s-inference-gateway-epp" .Values.serviceName) }}
{{- end }}

{{- define "serving.gatewayName" -}}
{{ .Values.inferencePoolRoute.gatewayName | default (printf "%s-inference-gateway" .Values.serviceName) }}
{{- end }}
