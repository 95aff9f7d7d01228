package main

import (
	"context"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var boolDefaults = map[string]bool{
	"atomic": false, "cleanup_on_fail": false, "create_namespace": false, "dependency_update": false,
	"disable_crd_hooks": false, "disable_openapi_validation": false, "disable_webhooks": false, "force_update": false,
	"lint": false, "pass_credentials": false, "recreate_pods": false, "render_subchart_notes": true, "replace": false,
	"reset_values": false, "reuse_values": false, "skip_crds": false, "take_ownership": false, "upgrade_install": false,
	"verify": false, "wait": true, "wait_for_jobs": false,
}

var intDefaults = map[string]int64{"max_history": 0, "timeout": 300}

var metadataTypes = map[string]attr.Type{
	"app_version": types.StringType, "chart": types.StringType, "name": types.StringType, "namespace": types.StringType,
	"notes": types.StringType, "values": types.StringType, "version": types.StringType,
	"first_deployed": types.Int64Type, "last_deployed": types.Int64Type, "revision": types.Int64Type,
}

func releaseSchema() schema.Schema {
	attributes := map[string]schema.Attribute{
		"id":       schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}},
		"chart":    schema.StringAttribute{Required: true},
		"name":     schema.StringAttribute{Required: true, PlanModifiers: replaced()},
		"metadata": metadataAttribute(),
		"namespace": schema.StringAttribute{Optional: true, Computed: true, Default: defaultNamespace{},
			PlanModifiers: replaced()},
		"description": schema.StringAttribute{Optional: true, Computed: true,
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}},
		"devel":     schema.BoolAttribute{Optional: true},
		"manifest":  schema.StringAttribute{Computed: true},
		"resources": schema.MapAttribute{Computed: true, ElementType: types.StringType},
		"postrender": schema.SingleNestedAttribute{Optional: true, Attributes: map[string]schema.Attribute{
			"binary_path": schema.StringAttribute{Required: true},
			"args":        schema.ListAttribute{Optional: true, ElementType: types.StringType},
		}},
		"repository_password": schema.StringAttribute{Optional: true, Sensitive: true},
		"set_wo_revision":     schema.Int64Attribute{Optional: true},
		"status":              schema.StringAttribute{Computed: true},
		"timeouts":            timeoutsAttribute(),
		"values":              schema.ListAttribute{Optional: true, ElementType: types.StringType},
		"version":             schema.StringAttribute{Optional: true, Computed: true},
	}
	for _, name := range []string{
		"keyring", "repository", "repository_ca_file", "repository_cert_file", "repository_key_file", "repository_username",
	} {
		attributes[name] = schema.StringAttribute{Optional: true}
	}
	for name, value := range boolDefaults {
		attributes[name] = schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(value)}
	}
	for name, value := range intDefaults {
		attributes[name] = schema.Int64Attribute{Optional: true, Computed: true, Default: int64default.StaticInt64(value)}
	}
	for name, attribute := range setAttributes() {
		attributes[name] = attribute
	}
	return schema.Schema{Version: 2, Attributes: attributes}
}

func replaced() []planmodifier.String {
	return []planmodifier.String{stringplanmodifier.RequiresReplace()}
}

func setAttributes() map[string]schema.Attribute {
	name := schema.StringAttribute{Required: true}
	list := func(attributes map[string]schema.Attribute) schema.ListNestedAttribute {
		return schema.ListNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{Attributes: attributes}}
	}
	writeOnly := list(map[string]schema.Attribute{
		"name":  schema.StringAttribute{Required: true, WriteOnly: true},
		"type":  schema.StringAttribute{Optional: true, WriteOnly: true},
		"value": schema.StringAttribute{Required: true, WriteOnly: true},
	})
	writeOnly.WriteOnly = true
	return map[string]schema.Attribute{
		"set": list(map[string]schema.Attribute{
			"name":  name,
			"type":  schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString("")},
			"value": schema.StringAttribute{Optional: true},
		}),
		"set_list": list(map[string]schema.Attribute{
			"name": name, "value": schema.ListAttribute{Required: true, ElementType: types.StringType},
		}),
		"set_sensitive": list(map[string]schema.Attribute{
			"name": name, "type": schema.StringAttribute{Optional: true}, "value": schema.StringAttribute{Required: true, Sensitive: true},
		}),
		"set_wo": writeOnly,
	}
}

func metadataAttribute() schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for name, kind := range metadataTypes {
		if kind == types.Int64Type {
			attributes[name] = schema.Int64Attribute{Computed: true}
		} else {
			attributes[name] = schema.StringAttribute{Computed: true}
		}
	}
	return schema.SingleNestedAttribute{Computed: true, Attributes: attributes}
}

func timeoutsAttribute() schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for _, operation := range []string{"create", "read", "update", "delete"} {
		attributes[operation] = schema.StringAttribute{Optional: true}
	}
	return schema.SingleNestedAttribute{Optional: true, Attributes: attributes}
}

// defaultNamespace is Helm's own: HELM_NAMESPACE, else "default".
type defaultNamespace struct{}

func (defaultNamespace) Description(context.Context) string {
	return `Defaults to HELM_NAMESPACE, else "default".`
}

func (d defaultNamespace) MarkdownDescription(ctx context.Context) string { return d.Description(ctx) }

func (defaultNamespace) DefaultString(_ context.Context, _ defaults.StringRequest, resp *defaults.StringResponse) {
	namespace := os.Getenv("HELM_NAMESPACE")
	if namespace == "" {
		namespace = "default"
	}
	resp.PlanValue = types.StringValue(namespace)
}
