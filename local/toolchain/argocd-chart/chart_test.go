package main

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	"sigs.k8s.io/yaml"
)

// installYAML has one object of each sort, with braces in a text that no template may see.
const installYAML = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: applications.argoproj.io}
spec: {description: "as in {{ .name }}"}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: applicationsets.argoproj.io}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: appprojects.argoproj.io}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: argocd-server}
subjects: [{kind: ServiceAccount, name: argocd-server, namespace: argocd}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: argocd-redis}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: argocd-cm}
data: {upstream: kept, both: upstream}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: argocd-cmd-params-cm}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: argocd-rbac-cm}
---
apiVersion: v1
kind: Secret
metadata: {name: argocd-secret}
type: Opaque
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: argocd-server}
`

func assemble(t *testing.T) *chart.Chart {
	t.Helper()
	objects, err := selectObjects([]byte(installYAML))
	if err != nil {
		t.Fatal(err)
	}
	files, err := chartFiles(objects, "v3.2.11")
	if err != nil {
		t.Fatal(err)
	}
	var buffered []*loader.BufferedFile
	for name, content := range files {
		buffered = append(buffered, &loader.BufferedFile{Name: name, Data: content})
	}
	assembled, err := loader.LoadFiles(buffered)
	if err != nil {
		t.Fatal(err)
	}
	return assembled
}

// render returns the rendered objects by kind and name.
func render(t *testing.T, values string) (map[string]map[string]any, error) {
	t.Helper()
	parsed, err := chartutil.ReadValues([]byte(values))
	if err != nil {
		t.Fatal(err)
	}
	assembled := assemble(t)
	merged, err := chartutil.ToRenderValues(assembled, parsed, chartutil.ReleaseOptions{Namespace: "argocd-x"}, nil)
	if err != nil {
		return nil, err
	}
	rendered, err := engine.Render(assembled, merged)
	if err != nil {
		return nil, err
	}
	objects := map[string]map[string]any{}
	for _, document := range strings.Split(rendered["argo-cd/templates/objects.yaml"], "\n---\n") {
		one := map[string]any{}
		if err := yaml.Unmarshal([]byte(document), &one); err != nil {
			t.Fatal(err)
		}
		if metadata, ok := one["metadata"].(map[string]any); ok {
			objects[one["kind"].(string)+"/"+metadata["name"].(string)] = one
		}
	}
	return objects, nil
}

func TestChartHasNoWorkloads(t *testing.T) {
	objects, err := render(t, "")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"ClusterRoleBinding/argocd-server", "ConfigMap/argocd-cm", "ConfigMap/argocd-cmd-params-cm", "ConfigMap/argocd-rbac-cm",
		"CustomResourceDefinition/applications.argoproj.io", "CustomResourceDefinition/applicationsets.argoproj.io",
		"CustomResourceDefinition/appprojects.argoproj.io", "Secret/argocd-secret",
	}
	if got := slices.Sorted(maps.Keys(objects)); !slices.Equal(got, want) {
		t.Errorf("objects are %v, want %v", got, want)
	}
}

func TestObjectsAreInTheReleasesNamespace(t *testing.T) {
	for values, want := range map[string]string{"": "argocd-x", "namespaceOverride: other": "other"} {
		objects, err := render(t, values)
		if err != nil {
			t.Fatal(err)
		}
		if got := objects["Secret/argocd-secret"]["metadata"].(map[string]any)["namespace"]; got != want {
			t.Errorf("namespace is %v, want %s", got, want)
		}
		subject := objects["ClusterRoleBinding/argocd-server"]["subjects"].([]any)[0].(map[string]any)
		if subject["namespace"] != want {
			t.Errorf("namespace of the subject is %v, want %s", subject["namespace"], want)
		}
	}
}

// With data of its own, an upgrade would take the keys that Argo CD adds.
func TestSecretHasNoData(t *testing.T) {
	objects, err := render(t, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := objects["Secret/argocd-secret"]["data"]; ok {
		t.Error("argocd-secret has data")
	}
}

func TestValuesReachTheConfigMaps(t *testing.T) {
	objects, err := render(t, `configs: {cm: {both: ours, annotations: {a: b}, create: true}, params: {whole: 1000000, part: 1.5, flag: true, none: null}}`)
	if err != nil {
		t.Fatal(err)
	}
	cm := objects["ConfigMap/argocd-cm"]
	if data := cm["data"].(map[string]any); !maps.Equal(data, map[string]any{"upstream": "kept", "both": "ours"}) {
		t.Errorf("argocd-cm has %v", data)
	}
	if annotations := cm["metadata"].(map[string]any)["annotations"].(map[string]any); annotations["a"] != "b" {
		t.Errorf("argocd-cm has annotations %v", annotations)
	}
	params := objects["ConfigMap/argocd-cmd-params-cm"]["data"].(map[string]any)
	if !maps.Equal(params, map[string]any{"whole": "1000000", "part": "1.5", "flag": "true"}) {
		t.Errorf("argocd-cmd-params-cm has %v", params)
	}
}

func TestCRDs(t *testing.T) {
	const name = "CustomResourceDefinition/applications.argoproj.io"
	for values, want := range map[string]any{"": "keep", "crds: {keep: false}": nil} {
		objects, err := render(t, values)
		if err != nil {
			t.Fatal(err)
		}
		annotations, _ := objects[name]["metadata"].(map[string]any)["annotations"].(map[string]any)
		if annotations["helm.sh/resource-policy"] != want {
			t.Errorf("with %q the policy is %v, want %v", values, annotations["helm.sh/resource-policy"], want)
		}
	}
	objects, err := render(t, "crds: {install: false}")
	if err != nil || objects[name] != nil {
		t.Errorf("crds.install false renders %v, %v", objects[name], err)
	}
}

func TestUnknownValueIsNamed(t *testing.T) {
	_, err := render(t, "redis-ha: {enabled: true}")
	want := "values don't meet the specifications of the schema(s) in the following chart(s):\nargo-cd:\n- at '': additional properties 'redis-ha' not allowed\n"
	if err == nil || err.Error() != want {
		t.Errorf("error is %v, want %s", err, want)
	}
}

func TestVersionFollowsTheContent(t *testing.T) {
	files := map[string][]byte{"files/a.yaml": []byte("a")}
	before := string(chartYAML(files, "v3.2.11"))
	files["files/a.yaml"] = []byte("b")
	if after := string(chartYAML(files, "v3.2.11")); after == before {
		t.Errorf("other content has the same version:\n%s", after)
	}
}

func TestMissingObjectIsNamed(t *testing.T) {
	_, err := selectObjects([]byte(strings.ReplaceAll(installYAML, "argocd-secret", "moved")))
	if err == nil || err.Error() != "install.yaml has no Secret/argocd-secret" {
		t.Errorf("error is %v", err)
	}
}
