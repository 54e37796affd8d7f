{{/*
Copies values from Vault into a Secret:
{{ include "common.externalSecret" (dict "root" $ "suffix" "-hf-token" "data" $data) }}
data is a list of dicts with secretKey (in the Secret), path and property (in Vault); template, if
there is one, is text for target.template.
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
    name: {{ printf "%s%s" .root.Values.serviceName (get . "suffix") | quote }}
    creationPolicy: Owner
    deletionPolicy: Retain
    {{- with get . "template" }}
    template:
      {{- . | nindent 6 }}
    {{- end }}
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

{{/*
Credentials of ghcr.io in the form that the kubelet wants. The operator fills the template in, so
the doubled braces are its, not Helm's.
*/}}
{{- define "common.ghcrPullSecret" -}}
{{- with .Values.container.image.ghcrPullSecret }}
{{- if .enabled }}
{{- $username := dict "secretKey" "username" "path" .vaultPath "property" "username" }}
{{- $token := dict "secretKey" "token" "path" .vaultPath "property" "token" }}
{{- $template := include "common.dockerConfig" $ }}
{{- include "common.externalSecret" (dict "root" $ "suffix" "-ghcr" "data" (list $username $token) "template" $template) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "common.dockerConfig" -}}
type: kubernetes.io/dockerconfigjson
engineVersion: v2
mergePolicy: Replace
data:
  .dockerconfigjson: '{{ `{"auths":{"ghcr.io":{"auth":"{{ printf "%s:%s" .username .token | b64enc }}"}}}` }}'
{{- end }}
