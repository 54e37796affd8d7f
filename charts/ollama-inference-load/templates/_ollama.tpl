{{/* The ROCm build of a tag has a tag of its own; a digest is taken as it is. */}}
{{- define "ollama.image" -}}
{{- $image := .Values.container.image -}}
{{- $rocm := and (eq (include "common.gpuType" .) "amd") (not (get $image "digest")) -}}
{{- if and $rocm (not (hasSuffix "-rocm" $image.tag)) -}}
{{ printf "%s:%s-rocm" $image.repository $image.tag }}
{{- else -}}
{{ include "common.image" . }}
{{- end -}}
{{- end }}

{{/*
A fixed script of files/ as a command: {{ include "ollama.script" (dict "root" $ "name" "x.sh") }}
Text of the leaf never joins a script, it arrives in variables.
*/}}
{{- define "ollama.script" -}}
{{- $files := .root.Files -}}
- /bin/sh
- -c
- {{ printf "%s\n%s" ($files.Get "files/models.sh") ($files.Get (printf "files/%s" .name)) | quote }}
{{- end }}

{{- define "ollama.modelProbe" -}}
exec:
  command:
    {{- include "ollama.script" (dict "root" .root "name" "ready.sh") | nindent 4 }}
{{ include "common.healthTimings" . }}
{{- end }}

{{/* {{ include "ollama.resources" (dict "root" $ "gpus" 1) }}: container.resources over the preset. */}}
{{- define "ollama.resources" -}}
{{- $presets := .root.Files.Get "files/presets.yaml" | fromYaml -}}
{{- $amounts := get $presets .root.Values.resourcePreset | default dict -}}
{{- $resources := mergeOverwrite (deepCopy $amounts) (deepCopy .root.Values.container.resources) -}}
{{- $resources = merge $resources (dict "requests" dict "limits" dict) -}}
{{- include "common.resources" (dict "resources" $resources "gpus" .gpus "gpuResource" (include "common.gpuResource" .root)) }}
{{- end }}

{{- define "ollama.volumeMounts" -}}
- name: model-cache
  mountPath: {{ .Values.storage.modelCache.mountPath | quote }}
- name: tmp
  mountPath: /tmp
{{- end }}

{{/*
A model of the Ollama library is no legal label value, so it is an annotation. The checksum starts
new pods when the Modelfile changes: a mounted file alone would not be read again.
*/}}
{{- define "ollama.annotations" -}}
catalogc.dev/model: {{ .Values.model | quote }}
{{- with .Values.modelfile }}
checksum/modelfile: {{ sha256sum . | quote }}
{{- end }}
{{- end }}
