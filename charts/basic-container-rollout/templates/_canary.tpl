{{/*
The canary strategy. With a route, the Gateway splits the traffic by weight; without one, the number
of pods does, as well as it can.
*/}}
{{- define "rollout.canary" -}}
{{- $rollout := .Values.rollout -}}
maxSurge: 25%
maxUnavailable: 0
stableService: {{ .Values.serviceName | quote }}
canaryService: {{ printf "%s-canary" .Values.serviceName | quote }}
{{- if .Values.ingress.enabled }}
scaleDownDelaySeconds: {{ int64 $rollout.scaleDownDelaySeconds }}
abortScaleDownDelaySeconds: {{ int64 $rollout.scaleDownDelaySeconds }}
trafficRouting:
  plugins:
    argoproj-labs/gatewayAPI:
      httpRoute: {{ printf "%s-http-route" .Values.serviceName | quote }}
      namespace: {{ .Values.namespace | default .Release.Namespace | quote }}
{{- end }}
steps:
  {{- range $rollout.steps }}
  - setWeight: {{ int64 .weight }}
  {{- with get . "pause" }}
  - pause:
      duration: {{ . | quote }}
  {{- else }}
  - pause: {}
  {{- end }}
  {{- end }}
{{- if .Values.analysis.enabled }}
analysis:
  # From the first step on, in the background.
  startingStep: 1
  templates:
    - templateName: {{ .Values.serviceName | quote }}
  args:
    - name: service
      value: {{ printf "%s-canary" .Values.serviceName | quote }}
    - name: namespace
      value: {{ .Values.namespace | default .Release.Namespace | quote }}
{{- end }}
{{- end }}
