package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	helmrelease "helm.sh/helm/v3/pkg/release"
)

// release is helm_release.
type release struct{ helm *helm }

func (*release) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "helm_release"
}

func (*release) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = releaseSchema()
}

func (r *release) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.helm, _ = req.ProviderData.(*helm)
}

// ValidateConfig refuses what would otherwise be ignored silently.
func (*release) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config releaseModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	for name, used := range map[string]bool{
		"postrender":        !config.PostRender.IsNull(),
		"lint":              config.Lint.ValueBool(),
		"disable_crd_hooks": config.DisableCRDHooks.ValueBool(),
	} {
		if used {
			resp.Diagnostics.AddAttributeError(path.Root(name), name+" is not supported",
				"The stand-in for hashicorp/helm does not act on it.")
		}
	}
}

func (r *release) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config releaseModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	deployed, err := r.deploy(ctx, &plan, &config, true)
	if err != nil {
		resp.Diagnostics.AddError("cannot install "+plan.quoted(), err.Error())
	}
	// A failed release goes into the state, and Terraform replaces it next time. With upgrade_install it does not: then
	// the next run upgrades it, and nothing that it holds (CRDs, and all of their objects) is torn down.
	if deployed == nil || (err != nil && (plan.UpgradeInstall.ValueBool() || !r.exists(&plan))) {
		return
	}
	record(ctx, deployed, &plan)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

func (r *release) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, config releaseModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	deployed, err := r.deploy(ctx, &plan, &config, false)
	if err != nil {
		// The state stays as it was, so that the next plan shows the same change again.
		resp.Diagnostics.AddError("cannot upgrade "+plan.quoted(), err.Error())
		return
	}
	record(ctx, deployed, &plan)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// deploy installs, or upgrades what is there: always for an update, with upgrade_install for a creation.
func (r *release) deploy(ctx context.Context, plan, config *releaseModel, creating bool) (*helmrelease.Release, error) {
	limit, err := plan.Timeouts.limit(func(t *timeoutsModel) types.String {
		if creating {
			return t.Create
		}
		return t.Update
	})
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	configuration, err := r.helm.configuration(plan.Namespace.ValueString())
	if err != nil {
		return nil, err
	}
	loaded, err := r.helm.chart(plan, configuration)
	if err != nil {
		return nil, err
	}
	values, err := chartValues(ctx, plan, config)
	if err != nil {
		return nil, err
	}
	found, err := current(configuration, plan.Name.ValueString())
	if err != nil {
		return nil, err
	}
	if found == nil || (creating && !plan.UpgradeInstall.ValueBool()) {
		return install(ctx, configuration, plan, loaded, values)
	}
	return upgrade(ctx, configuration, plan, loaded, values)
}

func (r *release) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state releaseModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := r.find(&state)
	switch {
	case err != nil:
		resp.Diagnostics.AddError("cannot read "+state.quoted(), err.Error())
	case found == nil:
		resp.State.RemoveResource(ctx)
	default:
		record(ctx, found, &state)
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	}
}

func (r *release) find(m *releaseModel) (*helmrelease.Release, error) {
	configuration, err := r.helm.configuration(m.Namespace.ValueString())
	if err != nil {
		return nil, err
	}
	return current(configuration, m.Name.ValueString())
}

func (r *release) exists(m *releaseModel) bool {
	found, err := r.find(m)
	return err == nil && found != nil
}

func (r *release) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state releaseModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	configuration, err := r.helm.configuration(state.Namespace.ValueString())
	if err == nil {
		err = uninstall(configuration, &state)
	}
	if err != nil {
		resp.Diagnostics.AddError("cannot uninstall "+state.quoted(), err.Error())
	}
}

func (r *release) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	namespace, name, ok := strings.Cut(req.ID, "/")
	if !ok || namespace == "" || name == "" {
		resp.Diagnostics.AddError("invalid id", fmt.Sprintf("the id of a Helm release is %q, expected \"namespace/name\"", req.ID))
		return
	}
	set := func(attribute string, value any) {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(attribute), value)...)
	}
	set("name", name)
	set("namespace", namespace)
	for attribute, value := range boolDefaults {
		set(attribute, value)
	}
	for attribute, value := range intDefaults {
		set(attribute, value)
	}
}

// record sets what Helm decides.
func record(ctx context.Context, found *helmrelease.Release, m *releaseModel) {
	chart := found.Chart.Metadata
	m.ID, m.Name = types.StringValue(found.Name), types.StringValue(found.Name)
	m.Namespace = types.StringValue(found.Namespace)
	m.Status = types.StringValue(found.Info.Status.String())
	m.Manifest, m.Resources = types.StringNull(), types.MapNull(types.StringType)
	if m.Chart.IsNull() {
		m.Chart = types.StringValue(chart.Name)
	}
	if !sameVersion(chart.Version, m.Version.ValueString()) {
		m.Version = types.StringValue(chart.Version)
	}
	if m.Description.IsUnknown() {
		m.Description = types.StringNull()
	}
	m.Metadata = types.ObjectValueMust(metadataTypes, map[string]attr.Value{
		"name": types.StringValue(found.Name), "namespace": types.StringValue(found.Namespace),
		"chart": types.StringValue(chart.Name), "version": types.StringValue(chart.Version),
		"app_version": types.StringValue(chart.AppVersion), "notes": types.StringValue(found.Info.Notes),
		"revision":       types.Int64Value(int64(found.Version)),
		"first_deployed": types.Int64Value(found.Info.FirstDeployed.Unix()),
		"last_deployed":  types.Int64Value(found.Info.LastDeployed.Unix()),
		"values":         types.StringValue(visibleValues(ctx, found.Config, m)),
	})
}

// visibleValues are the release's values without its secrets. Which ones were write-only nobody can tell, so with
// set_wo there are none.
func visibleValues(ctx context.Context, values map[string]any, m *releaseModel) string {
	if values == nil || m.SetWORevision.ValueInt64() > 0 {
		return "{}"
	}
	encoded, err := json.Marshal(values)
	if err != nil {
		return "{}"
	}
	var copied map[string]any
	if err := json.Unmarshal(encoded, &copied); err != nil {
		return "{}"
	}
	cloak(ctx, copied, m)
	encoded, _ = json.Marshal(copied)
	return string(encoded)
}

func sameVersion(a, b string) bool { return strings.TrimPrefix(a, "v") == strings.TrimPrefix(b, "v") }
