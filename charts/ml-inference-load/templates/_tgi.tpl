{{/* A model id is no legal label value, so it is an annotation. */}}
{{- define "tgi.annotations" -}}
catalogc.dev/model: {{ include "tgi.modelId" . | quote }}
{{- with get .Values.model "revision" }}
catalogc.dev/model-revision: {{ . | quote }}
{{- end }}
{{- end }}

{{/* Without a MODEL_ID the launcher would serve a toy model of its own choice. */}}
{{- define "tgi.modelId" -}}
{{ required "model.id is required, for example meta-llama/Llama-3.2-1B" (get .Values.model "id") }}
{{- end }}

{{/*
The launcher's settings. PORT, because the image listens on 80 otherwise, where no probe looks. HOME
and HF_HOME, because the image's user is root and ours is not. HUGGINGFACE_HUB_CACHE, because images
before 2.3.0 set it to /data themselves, and it wins over HF_HOME. USER, because PyTorch asks for
the name of the user, and the image knows none for this number.
*/}}
{{- define "tgi.environment" -}}
{{- $cache := .Values.storage.modelCache.mountPath -}}
- name: PORT
  value: {{ int64 .Values.container.port | quote }}
- name: HOME
  value: {{ $cache | quote }}
- name: HF_HOME
  value: {{ $cache | quote }}
- name: HUGGINGFACE_HUB_CACHE
  value: {{ printf "%s/hub" $cache | quote }}
- name: USER
  value: "inference"
- name: MODEL_ID
  value: {{ include "tgi.modelId" . | quote }}
{{- with get .Values.model "revision" }}
- name: REVISION
  value: {{ . | quote }}
{{- end }}
{{- with get .Values.model "quantization" }}
- name: QUANTIZE
  value: {{ . | quote }}
{{- end }}
{{- include "tgi.tokenLimits" .Values.inference }}
{{- if gt (int64 .Values.gpu.count) 1 }}
- name: NUM_SHARD
  value: {{ int64 .Values.gpu.count | quote }}
{{- end }}
{{- if .Values.vault.hfTokenPath }}
- name: HF_TOKEN
  valueFrom:
    secretKeyRef:
      name: {{ printf "%s-hf-token" .Values.serviceName | quote }}
      key: token
{{- end }}
{{- end }}

{{/* The launcher refuses limits that leave no token for an answer; catalogc says so before. */}}
{{- define "tgi.tokenLimits" -}}
{{- with get . "maxInputLength" }}
- name: MAX_INPUT_TOKENS
  value: {{ int64 . | quote }}
{{- end }}
{{- with get . "maxTotalTokens" }}
- name: MAX_TOTAL_TOKENS
  value: {{ int64 . | quote }}
{{- end }}
{{- end }}

{{/* /health answers only when the model is loaded and generates. */}}
{{- define "tgi.probe" -}}
httpGet:
  path: /health
  port: http
{{ include "common.healthTimings" . }}
{{- end }}
