{{/*
Copies values from Vault into a Secret with a name of its own:
{{ include "serving.externalSecret" (dict "root" $ "name" "hf-secret" "path" "/secret/x" "keys" (dict "HF_TOKEN" "value")) }}
keys are the Secret's, each with its property in Vault. "annotations" are the Secret's.
Fields that the operator would default are printed, to keep Argo CD's diff empty.
*/}}
{{- define "serving.externalSecret" -}}
{{- $store := .root.Values.container.secretStore -}}
{{- $path := .path -}}
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  {{- include "serving.metadata" (dict "root" .root "name" .name) | nindent 2 }}
spec:
  refreshInterval: {{ $store.refreshInterval | quote }}
  secretStoreRef:
    kind: {{ $store.kind | quote }}
    name: {{ $store.name | quote }}
  target:
    name: {{ .name | quote }}
    creationPolicy: Owner
    deletionPolicy: Retain
    {{- with get . "annotations" }}
    template:
      engineVersion: v2
      mergePolicy: Replace
      metadata:
        annotations:
          {{- range $key, $value := . }}
          {{ $key }}: {{ $value | quote }}
          {{- end }}
    {{- end }}
  data:
    {{- range $key, $property := .keys }}
    - secretKey: {{ $key | quote }}
      remoteRef:
        key: {{ $path | quote }}
        property: {{ $property | quote }}
        conversionStrategy: Default
        decodingStrategy: None
        metadataPolicy: None
    {{- end }}
{{- end }}

{{/* {{ include "serving.refuseSecrets" (dict "parent" "huggingface" "values" (list .token)) }} */}}
{{- define "serving.refuseSecrets" -}}
{{- range .values }}
{{- if . }}
{{- fail (printf "%s holds a secret: put it into Vault, and its path into %s.vaultPath" $.parent $.parent) }}
{{- end }}
{{- end }}
{{- end }}
