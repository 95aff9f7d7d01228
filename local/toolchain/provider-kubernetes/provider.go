package main

import (
	"context"
	"fmt"
	"regexp"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"k8s.io/client-go/kubernetes"

	"hubspoke/toolchain/internal/kubeaccess"
)

type kubernetesProvider struct{}

func newProvider() provider.Provider { return kubernetesProvider{} }

type providerModel struct {
	kubeaccess.Settings
	IgnoreAnnotations types.List          `tfsdk:"ignore_annotations"`
	IgnoreLabels      types.List          `tfsdk:"ignore_labels"`
	Exec              []kubeaccess.Exec   `tfsdk:"exec"`
	Experiments       []experimentsConfig `tfsdk:"experiments"`
}

type experimentsConfig struct {
	ManifestResource types.Bool `tfsdk:"manifest_resource"`
}

// access is what a configured provider gives its resources.
type access struct {
	client            func() (kubernetes.Interface, error)
	ignoreAnnotations []*regexp.Regexp
	ignoreLabels      []*regexp.Regexp
}

func (kubernetesProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "kubernetes"
}

func (kubernetesProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"insecure":           schema.BoolAttribute{Optional: true},
		"config_paths":       schema.ListAttribute{Optional: true, ElementType: types.StringType},
		"ignore_annotations": schema.ListAttribute{Optional: true, ElementType: types.StringType},
		"ignore_labels":      schema.ListAttribute{Optional: true, ElementType: types.StringType},
	}
	for _, name := range []string{
		"host", "username", "password", "tls_server_name", "client_certificate", "client_key", "cluster_ca_certificate",
		"config_path", "config_context", "config_context_auth_info", "config_context_cluster", "token", "proxy_url",
	} {
		attributes[name] = schema.StringAttribute{Optional: true}
	}
	resp.Schema = schema.Schema{
		Attributes: attributes,
		Blocks: map[string]schema.Block{
			"exec": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
				"api_version": schema.StringAttribute{Required: true},
				"command":     schema.StringAttribute{Required: true},
				"args":        schema.ListAttribute{Optional: true, ElementType: types.StringType},
				"env":         schema.MapAttribute{Optional: true, ElementType: types.StringType},
			}}},
			"experiments": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
				"manifest_resource": schema.BoolAttribute{Optional: true,
					DeprecationMessage: "kubernetes_manifest is no experiment any more, and this provider does not serve it."},
			}}},
		},
	}
}

func (kubernetesProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var model providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	for _, experiments := range model.Experiments {
		if experiments.ManifestResource.ValueBool() {
			resp.Diagnostics.AddAttributeError(path.Root("experiments"), "experiments.manifest_resource is not supported",
				"The stand-in for hashicorp/kubernetes does not serve kubernetes_manifest.")
		}
	}
	configured := &access{client: model.client()}
	var err error
	if configured.ignoreAnnotations, err = patterns(model.IgnoreAnnotations); err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("ignore_annotations"), "invalid regular expression", err.Error())
	}
	if configured.ignoreLabels, err = patterns(model.IgnoreLabels); err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("ignore_labels"), "invalid regular expression", err.Error())
	}
	resp.ResourceData, resp.DataSourceData, resp.EphemeralResourceData = configured, configured, configured
}

// client connects at the first use: a stack without objects of this provider needs no cluster.
func (m providerModel) client() func() (kubernetes.Interface, error) {
	return sync.OnceValues(func() (kubernetes.Interface, error) {
		var exec *kubeaccess.Exec
		if len(m.Exec) > 0 {
			exec = &m.Exec[0]
		}
		loader, err := m.ClientConfig(exec, "")
		if err != nil {
			return nil, fmt.Errorf("invalid host in the configuration of provider kubernetes: %w", err)
		}
		config, err := loader.ClientConfig()
		if err != nil {
			return nil, fmt.Errorf("invalid configuration of provider kubernetes (config_path, config_context, host): %w", err)
		}
		config.UserAgent = fieldManager
		config.QPS, config.Burst = 100, 100
		return kubernetes.NewForConfig(config)
	})
}

func patterns(list types.List) ([]*regexp.Regexp, error) {
	var out []*regexp.Regexp
	for _, expression := range kubeaccess.Strings(list) {
		pattern, err := regexp.Compile(expression)
		if err != nil {
			return nil, err
		}
		out = append(out, pattern)
	}
	return out, nil
}

func (kubernetesProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		namespaceKind.resource, secretKind.resource, configMapKind.resource, serviceAccountKind.resource,
		clusterRoleKind.resource, roleKind.resource, clusterRoleBindingKind.resource, roleBindingKind.resource,
	}
}

func (kubernetesProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		namespaceLookup.dataSource, secretLookup.dataSource, configMapLookup.dataSource, serviceAccountLookup.dataSource,
	}
}

func (kubernetesProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{func() ephemeral.EphemeralResource { return &tokenRequest{} }}
}
