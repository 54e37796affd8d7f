{{/* The volume of downloaded models: a claim that outlives pods, else a bounded directory. */}}
{{- define "common.modelCacheSource" -}}
{{- if .Values.storage.modelCache.enabled -}}
persistentVolumeClaim:
  claimName: {{ printf "%s-model-cache" .Values.serviceName | quote }}
{{- else -}}
emptyDir:
  sizeLimit: {{ .Values.storage.modelCache.size | quote }}
{{- end }}
{{- end }}

{{- define "common.modelCacheClaim" -}}
{{- with .Values.storage.modelCache }}
{{- if .enabled -}}
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  {{- include "common.metadata" (dict "root" $ "suffix" "-model-cache") | nindent 2 }}
  annotations:
    # Pruning it would delete the models: Argo CD waits for a person.
    argocd.argoproj.io/sync-options: Prune=confirm,Delete=confirm
spec:
  accessModes:
    - {{ .accessMode | quote }}
  {{- with .storageClass }}
  storageClassName: {{ . | quote }}
  {{- end }}
  resources:
    requests:
      storage: {{ .size | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/*
A surging pod would need a second GPU, and a second reader of a claim that only one node may mount:
on a full node the rollout would never end. So the old pod goes first.
*/}}
{{- define "common.inferenceStrategy" -}}
type: RollingUpdate
rollingUpdate:
  maxSurge: 0
  maxUnavailable: 1
{{- end }}
