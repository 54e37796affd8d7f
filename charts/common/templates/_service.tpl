{{/* {{ include "common.service" (dict "root" $ "suffix" "-canary") }} */}}
{{- define "common.service" -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "common.metadata" . | nindent 2 }}
spec:
  type: ClusterIP
  selector:
    {{- include "common.selectorLabels" .root | nindent 4 }}
  ports:
    {{- include "common.servicePorts" .root | nindent 4 }}
{{- end }}

{{/* HTTP is served on port 80, anything else on the container's own port. */}}
{{- define "common.servicePorts" -}}
{{- $protocol := include "common.protocol" . -}}
- name: {{ $protocol }}
  port: {{ ternary 80 (int64 .Values.container.port) (eq $protocol "http") }}
  targetPort: {{ $protocol }}
  protocol: TCP
  {{- if eq $protocol "http" }}
  appProtocol: http
  {{- end }}
{{- end }}

{{/* Gives each pod of a StatefulSet a DNS name, also before it is ready: members must find each other. */}}
{{- define "common.headlessService" -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "common.metadata" (dict "root" . "suffix" "-headless") | nindent 2 }}
spec:
  type: ClusterIP
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    {{- include "common.selectorLabels" . | nindent 4 }}
  ports:
    {{- include "common.servicePorts" . | nindent 4 }}
{{- end }}
