{{/*
One metric. A measurement without a number is neither good nor bad, so it is inconclusive: an empty
result has no first entry, and a rate over no requests is NaN.
*/}}
{{- define "rollout.metric" -}}
- name: {{ .name }}
  interval: {{ .analysis.interval | quote }}
  initialDelay: {{ .analysis.initialDelay | quote }}
  failureLimit: {{ int64 .analysis.failureLimit }}
  inconclusiveLimit: {{ int64 .analysis.inconclusiveLimit }}
  successCondition: {{ printf "len(result) > 0 && !isNaN(result[0]) && %s" .good | quote }}
  failureCondition: {{ printf "len(result) > 0 && !isNaN(result[0]) && !(%s)" .good | quote }}
  provider:
    prometheus:
      address: {{ .analysis.prometheus | quote }}
      query: {{ .query | quote }}
{{- end }}
