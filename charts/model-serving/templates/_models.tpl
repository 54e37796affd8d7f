{{/* What each model adds to its runtime's arguments and variables. */}}
{{- define "serving.vllmModel" -}}
storageUri: {{ .storageUri | quote }}
args:
  - {{ printf "--tensor-parallel-size=%d" (int64 .tensorParallelSize) | quote }}
{{- end }}

{{/* KServe takes the download's credentials from the Secret of this annotation. */}}
{{- define "serving.vllmAnnotations" -}}
{{- with .huggingfaceSecret -}}
serving.kserve.io/storageSecretName: {{ . | quote }}
{{- end }}
{{- end }}

{{/* A build for CPUs ignores the layers for GPUs. */}}
{{- define "serving.llamacppModel" -}}
storageUri: {{ .storageUri | quote }}
args:
  - "--model"
  - {{ printf "/mnt/models/%s" (.modelFile | default (base .storageUri)) | quote }}
{{- if gt (int64 .gpu) 0 }}
  - "--n-gpu-layers"
  - "999"
{{- end }}
{{- end }}

{{- define "serving.ollamaModel" -}}
env:
  - name: MODEL_TAG
    value: {{ .modelTag | quote }}
{{- end }}
