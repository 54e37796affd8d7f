{{/*
A Gateway for one host, in the workload's own namespace, where the route and the certificate's
Secret are too. Plain HTTP is not served. allowedRoutes is printed because the API server would add it.
*/}}
{{- define "common.gateway" -}}
{{- with .Values.ingress }}
{{- if and .enabled .ownGateway.enabled -}}
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  {{- include "common.metadata" (dict "root" $ "suffix" "-gateway") | nindent 2 }}
spec:
  gatewayClassName: {{ .ownGateway.className | quote }}
  listeners:
    - name: https
      hostname: {{ .host | quote }}
      port: 443
      protocol: HTTPS
      tls:
        mode: Terminate
        certificateRefs:
          - group: ""
            kind: Secret
            name: {{ printf "%s-tls" $.Values.serviceName | quote }}
      allowedRoutes:
        namespaces:
          from: Same
{{- end }}
{{- end }}
{{- end }}

{{/* cert-manager keeps the certificate of an own Gateway; no field of it has a secret value. */}}
{{- define "common.certificate" -}}
{{- with .Values.ingress }}
{{- if and .enabled .ownGateway.enabled -}}
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  {{- include "common.metadata" (dict "root" $ "suffix" "-tls") | nindent 2 }}
spec:
  secretName: {{ printf "%s-tls" $.Values.serviceName | quote }}
  dnsNames:
    - {{ .host | quote }}
  issuerRef:
    group: cert-manager.io
    kind: {{ .ownGateway.issuer.kind | quote }}
    name: {{ .ownGateway.issuer.name | quote }}
  privateKey:
    rotationPolicy: Always
{{- end }}
{{- end }}
{{- end }}
