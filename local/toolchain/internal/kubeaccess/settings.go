// Package kubeaccess turns what the two providers' configurations say about a cluster into a client configuration.
package kubeaccess

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

// Settings are the attributes that both providers share; a provider's own model embeds them.
type Settings struct {
	Host                  types.String `tfsdk:"host"`
	Username              types.String `tfsdk:"username"`
	Password              types.String `tfsdk:"password"`
	Insecure              types.Bool   `tfsdk:"insecure"`
	TLSServerName         types.String `tfsdk:"tls_server_name"`
	ClientCertificate     types.String `tfsdk:"client_certificate"`
	ClientKey             types.String `tfsdk:"client_key"`
	ClusterCACertificate  types.String `tfsdk:"cluster_ca_certificate"`
	ConfigPath            types.String `tfsdk:"config_path"`
	ConfigPaths           types.List   `tfsdk:"config_paths"`
	ConfigContext         types.String `tfsdk:"config_context"`
	ConfigContextAuthInfo types.String `tfsdk:"config_context_auth_info"`
	ConfigContextCluster  types.String `tfsdk:"config_context_cluster"`
	Token                 types.String `tfsdk:"token"`
	ProxyURL              types.String `tfsdk:"proxy_url"`
}

// Exec is a credential plugin.
type Exec struct {
	APIVersion types.String `tfsdk:"api_version"`
	Command    types.String `tfsdk:"command"`
	Args       types.List   `tfsdk:"args"`
	Env        types.Map    `tfsdk:"env"`
}

// ClientConfig resolves the settings. It reads no file yet: at plan time a kubeconfig may not be there, and a provider
// without resources must not fail for that. An empty namespace is the context's own.
func (s Settings) ClientConfig(exec *Exec, namespace string) (clientcmd.ClientConfig, error) {
	overrides := &clientcmd.ConfigOverrides{
		CurrentContext: text(s.ConfigContext, "KUBE_CTX"),
		Context: api.Context{
			AuthInfo: text(s.ConfigContextAuthInfo, "KUBE_CTX_AUTH_INFO"),
			Cluster:  text(s.ConfigContextCluster, "KUBE_CTX_CLUSTER"),

			Namespace: namespace,
		},
		AuthInfo: api.AuthInfo{
			Username:              text(s.Username, "KUBE_USER"),
			Password:              text(s.Password, "KUBE_PASSWORD"),
			Token:                 text(s.Token, "KUBE_TOKEN"),
			ClientCertificateData: []byte(text(s.ClientCertificate, "KUBE_CLIENT_CERT_DATA")),
			ClientKeyData:         []byte(text(s.ClientKey, "KUBE_CLIENT_KEY_DATA")),
			Exec:                  execConfig(exec),
		},
		ClusterInfo: api.Cluster{
			TLSServerName:            text(s.TLSServerName, "KUBE_TLS_SERVER_NAME"),
			InsecureSkipTLSVerify:    flag(s.Insecure, "KUBE_INSECURE"),
			CertificateAuthorityData: []byte(text(s.ClusterCACertificate, "KUBE_CLUSTER_CA_CERT_DATA")),
			ProxyURL:                 text(s.ProxyURL, "KUBE_PROXY_URL"),
		},
	}
	server, err := serverURL(text(s.Host, "KUBE_HOST"), overrides)
	if err != nil {
		return nil, err
	}
	overrides.ClusterInfo.Server = server
	return clientcmd.NewNonInteractiveDeferredLoadingClientConfig(loadingRules(s.kubeconfigs()), overrides), nil
}

// serverURL completes a host without scheme: overrides are read too late for client-go to do it.
func serverURL(host string, overrides *clientcmd.ConfigOverrides) (string, error) {
	if host == "" {
		return "", nil
	}
	server, _, err := rest.DefaultServerUrlFor(&rest.Config{Host: host, TLSClientConfig: rest.TLSClientConfig{
		Insecure: overrides.ClusterInfo.InsecureSkipTLSVerify,
		CAData:   overrides.ClusterInfo.CertificateAuthorityData,
		CertData: overrides.AuthInfo.ClientCertificateData,
	}})
	if err != nil {
		return "", err
	}
	return server.String(), nil
}

// kubeconfigs lists the files by precedence: config_path, config_paths, KUBE_CONFIG_PATH, KUBE_CONFIG_PATHS. KUBECONFIG
// does not count, as with the real providers: an operator's shell must not decide which cluster is changed.
func (s Settings) kubeconfigs() []string {
	paths := Strings(s.ConfigPaths)
	if path := s.ConfigPath.ValueString(); path != "" {
		paths = []string{path}
	}
	if path := os.Getenv("KUBE_CONFIG_PATH"); len(paths) == 0 && path != "" {
		paths = []string{path}
	}
	if len(paths) == 0 {
		paths = filepath.SplitList(os.Getenv("KUBE_CONFIG_PATHS"))
	}
	for i, path := range paths {
		paths[i] = expandHome(path)
	}
	return paths
}

func loadingRules(paths []string) *clientcmd.ClientConfigLoadingRules {
	if len(paths) == 1 {
		// An explicit file that is missing is an error; one of several is skipped.
		return &clientcmd.ClientConfigLoadingRules{ExplicitPath: paths[0]}
	}
	return &clientcmd.ClientConfigLoadingRules{Precedence: paths}
}

func execConfig(exec *Exec) *api.ExecConfig {
	if exec == nil {
		return nil
	}
	config := &api.ExecConfig{
		APIVersion:      exec.APIVersion.ValueString(),
		Command:         exec.Command.ValueString(),
		Args:            Strings(exec.Args),
		InteractiveMode: api.NeverExecInteractiveMode,
	}
	for name, value := range exec.Env.Elements() {
		if value, ok := value.(types.String); ok {
			config.Env = append(config.Env, api.ExecEnvVar{Name: name, Value: value.ValueString()})
		}
	}
	return config
}

// Strings are the known elements of a list of strings.
func Strings(list types.List) []string {
	var out []string
	for _, element := range list.Elements() {
		if element, ok := element.(types.String); ok {
			out = append(out, element.ValueString())
		}
	}
	return out
}

func text(value types.String, variable string) string {
	if value.IsNull() {
		return os.Getenv(variable)
	}
	return value.ValueString()
}

func flag(value types.Bool, variable string) bool {
	if value.IsNull() {
		set, _ := strconv.ParseBool(os.Getenv(variable))
		return set
	}
	return value.ValueBool()
}

func expandHome(path string) string {
	home, err := os.UserHomeDir()
	if err != nil || (path != "~" && !strings.HasPrefix(path, "~/")) {
		return path
	}
	return filepath.Join(home, strings.TrimPrefix(path, "~"))
}
