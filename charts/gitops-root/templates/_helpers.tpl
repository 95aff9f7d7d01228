{{/* metadata of an object of the values; .object has name, labels and annotations, .cascade says whether to add the finalizer */}}
{{- define "gitops-root.metadata" -}}
name: {{ .object.name }}
namespace: {{ .namespace }}
{{- with .object.labels }}
labels:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .object.annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if .cascade }}
finalizers:
  - resources-finalizer.argocd.argoproj.io
{{- end }}
{{- end }}
