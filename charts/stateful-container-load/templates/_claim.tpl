{{/*
One claim template. It can never be changed, so it has only the label that never changes; the fields
that the API server would default are printed to keep Argo CD's diff empty.
*/}}
{{- define "stateful.claim" -}}
{{- $volume := .volume -}}
- apiVersion: v1
  kind: PersistentVolumeClaim
  metadata:
    name: {{ $volume.name | quote }}
    labels:
      {{- include "common.selectorLabels" .root | nindent 6 }}
  spec:
    accessModes:
      - {{ get $volume "accessMode" | default "ReadWriteOnce" | quote }}
    {{- with get $volume "storageClass" }}
    storageClassName: {{ . | quote }}
    {{- end }}
    volumeMode: Filesystem
    resources:
      requests:
        storage: {{ $volume.size | quote }}
{{- end }}
