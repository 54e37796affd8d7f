{{/*
nvidia, amd or none. A chart without gpu.type is written for NVIDIA, one without gpu needs none.
*/}}
{{- define "common.gpuType" -}}
{{- if hasKey .Values "gpu" -}}
{{ get .Values.gpu "type" | default "nvidia" }}
{{- else -}}
none
{{- end -}}
{{- end }}

{{/* GPUs of a pod, as text: {{ int64 (include "common.gpuCount" .) }} */}}
{{- define "common.gpuCount" -}}
{{- if eq (include "common.gpuType" .) "none" -}}
0
{{- else -}}
{{ int64 .Values.gpu.count }}
{{- end -}}
{{- end }}

{{/* The extended resource that the vendor's device plugin offers. */}}
{{- define "common.gpuResource" -}}
{{- if eq (include "common.gpuType" .) "amd" -}}
amd.com/gpu
{{- else -}}
nvidia.com/gpu
{{- end -}}
{{- end }}

{{/*
Where GPU pods may run. Pods without a GPU stay off the GPU settings altogether. The defaults are
NVIDIA's: on AMD's GPUs its runtime class and node labels do not apply, and its taint becomes AMD's.
*/}}
{{- define "common.gpuPlacement" -}}
{{- $nvidia := ne (include "common.gpuType" .) "amd" -}}
{{- if gt (int64 (include "common.gpuCount" .)) 0 }}
{{- with .Values.gpu }}
{{- if and .runtimeClassName (or $nvidia (ne .runtimeClassName "nvidia")) }}
runtimeClassName: {{ .runtimeClassName | quote }}
{{- end }}
{{- $labels := dict }}
{{- range $key, $value := .nodeSelector }}
{{- if or $nvidia (not (hasPrefix "nvidia.com/" $key)) }}
{{- $_ := set $labels $key $value }}
{{- end }}
{{- end }}
{{- with $labels }}
nodeSelector:
  {{- range $key, $value := . }}
  {{ $key | quote }}: {{ $value | quote }}
  {{- end }}
{{- end }}
{{- with .tolerations }}
tolerations:
  {{- range . }}
  {{- $key := get . "key" }}
  - key: {{ ternary $key "amd.com/gpu" (or $nvidia (ne $key "nvidia.com/gpu")) | quote }}
    {{- range $field, $value := omit . "key" }}
    {{ $field }}: {{ include "common.textOrNumber" $value }}
    {{- end }}
  {{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* The volume for /dev/shm, of which a container runtime offers 64 MiB. */}}
{{- define "common.sharedMemorySource" -}}
emptyDir:
  medium: Memory
  sizeLimit: {{ .Values.sharedMemory.size | quote }}
{{- end }}
