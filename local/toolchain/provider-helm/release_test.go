package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"helm.sh/helm/v3/pkg/action"
	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"
	kubefake "helm.sh/helm/v3/pkg/kube/fake"
	"helm.sh/helm/v3/pkg/storage"
	"helm.sh/helm/v3/pkg/storage/driver"
)

var background = context.Background()

var setType = types.ObjectType{AttrTypes: map[string]attr.Type{"name": types.StringType, "type": types.StringType, "value": types.StringType}}

var setListType = types.ObjectType{AttrTypes: map[string]attr.Type{"name": types.StringType, "value": types.ListType{ElemType: types.StringType}}}

func emptyModel() *releaseModel {
	none := types.ListNull(setType)
	return &releaseModel{Name: types.StringValue("demo"), Namespace: types.StringValue("n"), Values: types.ListNull(types.StringType),
		Set: none, SetSensitive: none, SetWO: none, SetList: types.ListNull(setListType)}
}

func setsOf(sets ...setModel) types.List {
	list, _ := types.ListValueFrom(background, setType, sets)
	return list
}

func set(name, kind, value string) setModel {
	return setModel{Name: types.StringValue(name), Type: types.StringValue(kind), Value: types.StringValue(value)}
}

func texts(items ...string) types.List {
	list, _ := types.ListValueFrom(background, types.StringType, items)
	return list
}

func TestSchemaIsValid(t *testing.T) {
	server := providerserver.NewProtocol6(helmProvider{})()
	resp, err := server.GetProviderSchema(background, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, diagnostic := range resp.Diagnostics {
		t.Errorf("%s: %s", diagnostic.Summary, diagnostic.Detail)
	}
	if resp.ResourceSchemas["helm_release"].Version != 2 {
		t.Error("helm_release is not of version 2: states of the real provider would be refused")
	}
}

func TestValuesAreMergedInHelmsOrder(t *testing.T) {
	plan, config := emptyModel(), emptyModel()
	plan.Values = texts("a: {x: 1, z: 1}\nb: values\n", "a: {z: 2}\n")
	plan.Set = setsOf(set("b", "", "set"), set("n", "", "5"), set("s", "string", "5"), set("l.it", "literal", "[1]"))
	plan.SetSensitive = setsOf(set("secret", "", "sensitive"))
	config.SetWO, config.SetWORevision = setsOf(set("secret", "", "write-only")), types.Int64Value(1)
	got, err := chartValues(background, plan, config)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"a": map[string]any{"x": 1.0, "z": 2.0}, "b": "set", "n": int64(5), "s": "5", "l.it": []any{1.0}, "secret": "write-only"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("values are %#v, want %#v", got, want)
	}
}

func TestWriteOnlyValuesNeedARevision(t *testing.T) {
	config := emptyModel()
	config.SetWO = setsOf(set("secret", "", "write-only"))
	if got, err := chartValues(background, emptyModel(), config); err != nil || len(got) != 0 {
		t.Errorf("values are %v, %v, want none", got, err)
	}
}

func TestErrorsOfValues(t *testing.T) {
	bad := emptyModel()
	bad.Values = texts("- a")
	if _, err := chartValues(background, bad, emptyModel()); err == nil || !strings.HasPrefix(err.Error(), "values[0] is not a YAML map: ") {
		t.Errorf("error is %v", err)
	}
	secret := emptyModel()
	secret.SetSensitive = setsOf(set("a", "octal", "s3cret"))
	_, err := chartValues(background, secret, emptyModel())
	if err == nil || err.Error() != `cannot set value "a" of type "octal"` {
		t.Errorf("error is %v", err)
	}
}

func TestStateShowsNoSecret(t *testing.T) {
	m := emptyModel()
	m.SetSensitive = setsOf(set("a.b", "", "s3cret"))
	values := map[string]any{"a": map[string]any{"b": "s3cret", "c": "shown"}}
	if got := visibleValues(background, values, m); got != `{"a":{"b":"(sensitive value)","c":"shown"}}` {
		t.Errorf("values are %s", got)
	}
	m.SetWORevision = types.Int64Value(1)
	if got := visibleValues(background, values, m); got != "{}" {
		t.Errorf("values with set_wo are %s", got)
	}
	if values["a"].(map[string]any)["b"] != "s3cret" {
		t.Error("the release itself was changed")
	}
}

func TestChartNames(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "Chart.yaml"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ repository, chart, name, url, version string }{
		{"https://charts.example", "argo-cd", "argo-cd", "https://charts.example", "1.2.3"},
		{"oci://registry.example/charts", "argo-cd", "oci://registry.example/charts/argo-cd", "", "1.2.3"},
		{"", "oci://registry.example/charts/argo-cd", "oci://registry.example/charts/argo-cd", "", "1.2.3"},
		{"local-repo", "argo-cd", "local-repo/argo-cd", "", "1.2.3"},
		{"", folder, folder, "", ""},
		{"", "https://host.example/a.tgz", "https://host.example/a.tgz", "", ""},
	} {
		m := emptyModel()
		m.Chart, m.Repository, m.Version = types.StringValue(c.chart), types.StringValue(c.repository), types.StringValue("1.2.3")
		name, options, err := chartOptions(m, &action.Configuration{})
		if err != nil || name != c.name || options.RepoURL != c.url || options.Version != c.version {
			t.Errorf("%s in %s is %q, %q, %q, %v, want %v", c.chart, c.repository, name, options.RepoURL, options.Version, err, c)
		}
	}
}

// inMemory is Helm without a cluster.
func inMemory() *action.Configuration {
	return &action.Configuration{
		Releases:     storage.Init(driver.NewMemory()),
		KubeClient:   &kubefake.PrintingKubeClient{Out: io.Discard},
		Capabilities: chartutil.DefaultCapabilities,
		Log:          func(string, ...any) {},
	}
}

func demoChart() *chart.Chart {
	return &chart.Chart{Metadata: &chart.Metadata{APIVersion: "v2", Name: "demo", Version: "0.1.0"}}
}

func TestUninstalledReleaseIsNone(t *testing.T) {
	configuration, m := inMemory(), emptyModel()
	if _, err := install(background, configuration, m, demoChart(), nil); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := uninstall(configuration, m); err != nil {
			t.Fatal(err)
		}
	}
	if found, err := current(configuration, "demo"); found != nil || err != nil {
		t.Errorf("found %v, %v", found, err)
	}
}

func TestTimeoutsAreChecked(t *testing.T) {
	timeouts := &timeoutsModel{Create: types.StringValue("soon")}
	_, err := timeouts.limit(func(t *timeoutsModel) types.String { return t.Create })
	if err == nil || err.Error() != `timeouts has "soon", expected a duration such as "10m"` {
		t.Errorf("error is %v", err)
	}
}
