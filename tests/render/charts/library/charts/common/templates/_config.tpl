{{- define "common.config" -}}
apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}}
data:
  values: |
    {{- toYaml .Values | nindent 4 }}
{{- end -}}
