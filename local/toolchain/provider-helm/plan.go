package main

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	helmrelease "helm.sh/helm/v3/pkg/release"
)

// ModifyPlan plans what Helm will decide: the chart's version, a release that is deployed, and with any change new
// metadata (revision, time, values).
func (r *release) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	destroying := req.Plan.Raw.IsNull()
	if destroying {
		return
	}
	var plan, config releaseModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	version, err := r.plannedVersion(&plan, &config)
	if err != nil {
		resp.Diagnostics.AddError("cannot plan "+plan.quoted(), err.Error())
		return
	}
	plan.Version = version
	// A release that failed is no longer what was asked for.
	plan.Status = types.StringValue(helmrelease.StatusDeployed.String())
	plan.Manifest, plan.Resources = types.StringNull(), types.MapNull(types.StringType)
	if req.State.Raw.IsNull() && config.Description.IsNull() {
		plan.Description = types.StringNull()
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	if !resp.Plan.Raw.Equal(req.State.Raw) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("metadata"), types.ObjectUnknown(metadataTypes))...)
	}
}

// plannedVersion is the chart's own. Where the configuration says nothing of it, the prior state must not pin it:
// otherwise a new chart in the same folder would never be noticed.
func (r *release) plannedVersion(plan, config *releaseModel) (types.String, error) {
	for _, value := range []types.String{config.Chart, config.Repository, config.Version, plan.Namespace} {
		if value.IsUnknown() {
			return types.StringUnknown(), nil
		}
	}
	if r.helm == nil {
		return types.StringUnknown(), nil
	}
	configuration, err := r.helm.configuration(plan.Namespace.ValueString())
	if err != nil {
		return types.StringUnknown(), err
	}
	wanted := *plan
	wanted.Version = config.Version
	loaded, err := r.helm.chart(&wanted, configuration)
	if err != nil {
		return types.StringUnknown(), err
	}
	version := loaded.Metadata.Version
	switch {
	case config.Version.IsNull():
		return types.StringValue(version), nil
	case sameVersion(version, config.Version.ValueString()):
		return config.Version, nil
	}
	return types.StringUnknown(), fmt.Errorf("version is %q, but the chart has %q: set version to %q or leave it out",
		config.Version.ValueString(), version, version)
}
