{{/*
A ClusterServingRuntime without its container's own part:
{{ include "serving.runtime" (dict "root" $ "runtime" .Values.servingRuntime "format" "huggingface" "container" $text "volumes" $text) }}
Models name their runtime, so none is selected by format: with two of a format in a cluster, KServe
would choose one of them.
*/}}
{{- define "serving.runtime" -}}
apiVersion: serving.kserve.io/v1alpha1
kind: ClusterServingRuntime
metadata:
  {{- include "serving.metadata" (dict "root" .root "name" (include "serving.runtimeName" .) "cluster" true) | nindent 2 }}
spec:
  annotations:
    prometheus.kserve.io/port: "8080"
    prometheus.kserve.io/path: "/metrics"
  supportedModelFormats:
    - name: {{ .format | quote }}
      version: "1"
      autoSelect: false
  containers:
    - name: kserve-container
      image: {{ include "serving.image" .runtime | quote }}
      ports:
        - name: http1
          containerPort: 8080
          protocol: TCP
      securityContext:
        {{- include "serving.securityContext" . | nindent 8 }}
      {{- .container | nindent 6 }}
  {{- with get . "volumes" }}
  volumes:
    {{- . | nindent 4 }}
  {{- end }}
{{- end }}

{{/* The restricted Pod Security Standard; images run as root unless told otherwise. */}}
{{- define "serving.securityContext" -}}
runAsNonRoot: true
runAsUser: 1000
allowPrivilegeEscalation: false
capabilities:
  drop:
    - ALL
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/*
Probes of a path that answers 200 once the model is loaded. The startup probe's tries are rounded up.
{{ include "serving.probes" (dict "runtime" .Values.servingRuntime "path" "/health") }}
*/}}
{{- define "serving.probes" -}}
startupProbe:
  httpGet:
    path: {{ .path | quote }}
    port: 8080
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: {{ div (add (int64 .runtime.startupTimeoutSeconds) 9) 10 }}
readinessProbe:
  httpGet:
    path: {{ .path | quote }}
    port: 8080
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
{{- end }}
