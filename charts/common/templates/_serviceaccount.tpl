{{/* A ServiceAccount that the leaf names exists already; without a name we make one. */}}
{{- define "common.serviceAccountName" -}}
{{ .Values.serviceAccount | default .Values.serviceName }}
{{- end }}

{{- define "common.serviceAccount" -}}
{{- if not .Values.serviceAccount -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  {{- include "common.metadata" (dict "root" .) | nindent 2 }}
automountServiceAccountToken: false
{{- end }}
{{- end }}
