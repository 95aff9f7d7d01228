package kubeaccess

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

const kubeconfig = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "https://HOST:6443"}}]
users: [{name: u, user: {token: t}}]
contexts: [{name: one, context: {cluster: c, user: u, namespace: own}}]
current-context: one
`

func kubeconfigOf(t *testing.T, host string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kubeconfig")
	if err := os.WriteFile(path, []byte(strings.Replace(kubeconfig, "HOST", host, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhichClusterIsMeant(t *testing.T) {
	t.Setenv("KUBECONFIG", kubeconfigOf(t, "of-the-shell"))
	file, variable := kubeconfigOf(t, "file"), kubeconfigOf(t, "variable")
	for name, c := range map[string]struct {
		settings Settings
		env      string
		want     string
	}{
		"config_path":                 {Settings{ConfigPath: types.StringValue(file)}, variable, "https://file:6443"},
		"KUBE_CONFIG_PATH":            {Settings{}, variable, "https://variable:6443"},
		"a host over the file's":      {Settings{ConfigPath: types.StringValue(file), Host: types.StringValue("https://host:1")}, "", "https://host:1"},
		"a host with CA, no scheme":   {Settings{Host: types.StringValue("host:1"), ClusterCACertificate: types.StringValue("ca")}, "", "https://host:1"},
		"an insecure host, no scheme": {Settings{Host: types.StringValue("host:1"), Insecure: types.BoolValue(true)}, "", "https://host:1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("KUBE_CONFIG_PATH", c.env)
			loader, err := c.settings.ClientConfig(nil, "")
			if err != nil {
				t.Fatal(err)
			}
			raw, err := loader.ClientConfig()
			if err != nil {
				t.Fatal(err)
			}
			if raw.Host != c.want {
				t.Errorf("host is %s, want %s", raw.Host, c.want)
			}
		})
	}
}

func TestNamespaceOverridesTheContexts(t *testing.T) {
	settings := Settings{ConfigPath: types.StringValue(kubeconfigOf(t, "file"))}
	for namespace, want := range map[string]string{"": "own", "argocd": "argocd"} {
		loader, err := settings.ClientConfig(nil, namespace)
		if err != nil {
			t.Fatal(err)
		}
		if got, _, err := loader.Namespace(); err != nil || got != want {
			t.Errorf("namespace is %q, %v, want %q", got, err, want)
		}
	}
}

func TestMissingFileIsNamed(t *testing.T) {
	loader, err := Settings{ConfigPath: types.StringValue("/no/kubeconfig")}.ClientConfig(nil, "")
	if err != nil {
		t.Fatalf("reading must wait for the first use: %v", err)
	}
	if _, err := loader.ClientConfig(); err == nil || err.Error() != "stat /no/kubeconfig: no such file or directory" {
		t.Errorf("error is %v", err)
	}
}
