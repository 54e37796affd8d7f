{{/*
The pod of an application whose container is described by the leaf alone:
{{ include "common.applicationPod" (dict "root" $ "mounts" $mounts "volumes" $volumes) }}
mounts (dicts with name and mountPath) and volumes (text) are what a chart adds to /tmp.
*/}}
{{- define "common.applicationPod" -}}
{{- $root := .root -}}
{{- $container := $root.Values.container -}}
{{ include "common.podSpec" (dict "root" $root "fsGroup" (get . "fsGroup")) }}
{{- with include "common.gpuPlacement" $root | trim }}
{{ . }}
{{- end }}
containers:
  - name: app
    image: {{ include "common.image" $root | quote }}
    {{- range $part := list "command" "args" }}
    {{- with get $container $part }}
    {{ $part }}:
      {{- range . }}
      - {{ . | quote }}
      {{- end }}
    {{- end }}
    {{- end }}
    ports:
      {{- include "common.ports" $root | nindent 6 }}
    {{- with include "common.environment" $root | trim }}
    env:
      {{- . | nindent 6 }}
    {{- end }}
    {{- include "common.probes" $root | trim | nindent 4 }}
    lifecycle:
      {{- include "common.lifecycle" $root | nindent 6 }}
    resources:
      {{- include "common.resources" (dict "resources" $container.resources "gpus" (include "common.gpuCount" $root) "gpuResource" (include "common.gpuResource" $root)) | trim | nindent 6 }}
    securityContext:
      {{- include "common.containerSecurityContext" $container.securityContext | nindent 6 }}
    volumeMounts:
      - name: tmp
        mountPath: /tmp
      {{- range get . "mounts" | default list }}
      - name: {{ .name | quote }}
        mountPath: {{ .mountPath | quote }}
      {{- end }}
volumes:
  # The root file system is read-only; nearly every program wants a scratch directory.
  - name: tmp
    emptyDir: {}
  {{- with get . "volumes" }}
  {{- . | nindent 2 }}
  {{- end }}
{{- end }}
