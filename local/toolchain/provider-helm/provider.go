package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"hubspoke/toolchain/internal/kubeaccess"
)

type helmProvider struct{}

type providerModel struct {
	BurstLimit           types.Int64       `tfsdk:"burst_limit"`
	Debug                types.Bool        `tfsdk:"debug"`
	Experiments          *experiments      `tfsdk:"experiments"`
	HelmDriver           types.String      `tfsdk:"helm_driver"`
	Kubernetes           *kubernetesConfig `tfsdk:"kubernetes"`
	PluginsPath          types.String      `tfsdk:"plugins_path"`
	QPS                  types.Float64     `tfsdk:"qps"`
	Registries           []registryLogin   `tfsdk:"registries"`
	RegistryConfigPath   types.String      `tfsdk:"registry_config_path"`
	RepositoryCache      types.String      `tfsdk:"repository_cache"`
	RepositoryConfigPath types.String      `tfsdk:"repository_config_path"`
}

type experiments struct {
	Manifest types.Bool `tfsdk:"manifest"`
}

type kubernetesConfig struct {
	kubeaccess.Settings
	Exec *kubeaccess.Exec `tfsdk:"exec"`
}

type registryLogin struct {
	URL      types.String `tfsdk:"url"`
	Username types.String `tfsdk:"username"`
	Password types.String `tfsdk:"password"`
}

func (helmProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "helm"
}

func (helmProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	text := schema.StringAttribute{Optional: true}
	required := schema.StringAttribute{Required: true}
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"burst_limit":            schema.Int64Attribute{Optional: true},
		"debug":                  schema.BoolAttribute{Optional: true},
		"helm_driver":            text,
		"plugins_path":           text,
		"qps":                    schema.Float64Attribute{Optional: true},
		"registry_config_path":   text,
		"repository_cache":       text,
		"repository_config_path": text,
		"experiments": schema.SingleNestedAttribute{Optional: true, Attributes: map[string]schema.Attribute{
			"manifest": schema.BoolAttribute{Optional: true},
		}},
		"registries": schema.ListNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{
			Attributes: map[string]schema.Attribute{"url": required, "username": required, "password": required},
		}},
		"kubernetes": schema.SingleNestedAttribute{Optional: true, Attributes: kubernetesAttributes()},
	}}
}

func kubernetesAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"insecure":     schema.BoolAttribute{Optional: true},
		"config_paths": schema.ListAttribute{Optional: true, ElementType: types.StringType},
		"exec": schema.SingleNestedAttribute{Optional: true, Attributes: map[string]schema.Attribute{
			"api_version": schema.StringAttribute{Required: true},
			"command":     schema.StringAttribute{Required: true},
			"args":        schema.ListAttribute{Optional: true, ElementType: types.StringType},
			"env":         schema.MapAttribute{Optional: true, ElementType: types.StringType},
		}},
	}
	for _, name := range []string{
		"host", "username", "password", "tls_server_name", "client_certificate", "client_key", "cluster_ca_certificate",
		"config_path", "config_context", "config_context_auth_info", "config_context_cluster", "token", "proxy_url",
	} {
		attributes[name] = schema.StringAttribute{Optional: true}
	}
	return attributes
}

func (helmProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var model providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if model.Experiments != nil && model.Experiments.Manifest.ValueBool() {
		resp.Diagnostics.AddAttributeError(path.Root("experiments"), "experiments.manifest is not supported",
			"The stand-in for hashicorp/helm does not render manifests at plan time.")
	}
	if model.PluginsPath.ValueString() != "" {
		resp.Diagnostics.AddAttributeError(path.Root("plugins_path"), "plugins_path is not supported",
			"The stand-in for hashicorp/helm runs no Helm plugins.")
	}
	resp.ResourceData = newHelm(model)
}

func (helmProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return &release{} }}
}

func (helmProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }
