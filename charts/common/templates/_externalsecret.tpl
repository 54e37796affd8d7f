{{/*
Copies values from Vault into a Secret:
{{ include "common.externalSecret" (dict "root" $ "suffix" "-hf-token" "data" $data) }}
data is a list of dicts with secretKey (in the Secret), path and property (in Vault).
The *Policy and *Strategy fields are the operator's defaults, printed to keep Argo CD's diff empty.
*/}}
{{- define "common.externalSecret" -}}
{{- $store := .root.Values.container.secretStore -}}
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  {{- include "common.metadata" . | nindent 2 }}
spec:
  refreshInterval: {{ $store.refreshInterval | quote }}
  secretStoreRef:
    kind: {{ $store.kind | quote }}
    name: {{ $store.name | quote }}
  target:
    name: {{ printf "%s%s" .root.Values.serviceName .suffix | quote }}
    creationPolicy: Owner
    deletionPolicy: Retain
  data:
    {{- range .data }}
    - secretKey: {{ .secretKey | quote }}
      remoteRef:
        key: {{ .path | quote }}
        property: {{ .property | quote }}
        conversionStrategy: Default
        decodingStrategy: None
        metadataPolicy: None
    {{- end }}
{{- end }}

{{/* One Secret for container.secrets; its keys are the variables' names, so they cannot clash. */}}
{{- define "common.containerSecrets" -}}
{{- with .Values.container.secrets }}
{{- $data := list }}
{{- range . }}
{{- $data = append $data (dict "secretKey" .name "path" .vaultPath "property" .secretKey) }}
{{- end }}
{{- include "common.externalSecret" (dict "root" $ "suffix" "-secrets" "data" $data) }}
{{- end }}
{{- end }}
