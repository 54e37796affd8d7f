{{- define "inference-gateway.image" -}}
{{- with get . "digest" }}{{ printf "%s@%s" $.repository . }}{{ else }}{{ printf "%s:%s" .repository .tag }}{{ end -}}
{{- end }}

{{/*
Flags of pkg/epp/server/options.go. Each is one word: the program takes a boolean only after "=".
Envoy and the endpoint picker talk in clear text, as its self-signed certificate could not be
verified; metrics without a token, as checking one needs a ClusterRole.
*/}}
{{- define "inference-gateway.args" -}}
- {{ printf "--pool-name=%s" (include "inference-gateway.poolName" .) | quote }}
- {{ printf "--pool-namespace=%s" (include "inference-gateway.namespace" .) | quote }}
- "--pool-group=inference.networking.k8s.io"
- "--config-file=/config/config.yaml"
- "--grpc-port=9002"
- "--grpc-health-port=9003"
- "--metrics-port=9090"
- "--metrics-endpoint-auth=false"
- "--secure-serving=false"
- "--tracing=false"
- "--enable-pprof=false"
- "--zap-encoder=json"
- {{ printf "--zap-log-level=%s" .Values.epp.logLevel | quote }}
- {{ printf "--ha-enable-leader-election=%t" .Values.epp.leaderElection | quote }}
{{- end }}

{{/* With a leader, only that one is ready; all others are alive (cmd/epp/runner/health.go). */}}
{{- define "inference-gateway.portsAndProbes" -}}
ports:
  - name: grpc-ext-proc
    containerPort: 9002
    protocol: TCP
  - name: grpc-health
    containerPort: 9003
    protocol: TCP
  - name: metrics
    containerPort: 9090
    protocol: TCP
startupProbe:
  # It answers once it has found its pool, which may be made after it.
  grpc:
    port: 9003
    service: liveness
  periodSeconds: 10
  failureThreshold: 30
livenessProbe:
  grpc:
    port: 9003
    service: liveness
  periodSeconds: 10
  timeoutSeconds: 5
readinessProbe:
  grpc:
    port: 9003
    service: readiness
  periodSeconds: 5
  timeoutSeconds: 5
{{- end }}

{{/*
A scorer must be declared among the plugins before a profile may refer to it; every profile needs a
picker. Both lists are of the same names.
*/}}
{{- define "inference-gateway.config" -}}
{{- $scorers := .Values.epp.schedulingConfig.scorers -}}
{{- $weights := list
  (dict "type" "prefix-cache-scorer" "weight" $scorers.prefixCacheScorer)
  (dict "type" "kv-cache-utilization-scorer" "weight" $scorers.kvCacheUtilizationScorer)
  (dict "type" "queue-scorer" "weight" $scorers.queueScorer) -}}
apiVersion: inference.networking.x-k8s.io/v1alpha1
kind: EndpointPickerConfig
plugins:
  {{- range $weights }}
  {{- if gt (int64 .weight) 0 }}
  - type: {{ .type }}
  {{- end }}
  {{- end }}
  - type: max-score-picker
schedulingProfiles:
  - name: default
    plugins:
      {{- range $weights }}
      {{- if gt (int64 .weight) 0 }}
      - pluginRef: {{ .type }}
        weight: {{ int64 .weight }}
      {{- end }}
      {{- end }}
      - pluginRef: max-score-picker
{{ end }}
