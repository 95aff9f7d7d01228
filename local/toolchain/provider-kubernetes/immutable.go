package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// replaceImmutable plans a replacement where the API server would refuse the update: the object is immutable, and one
// of the attributes (or immutable itself) changes.
func replaceImmutable(attributes ...string) func(context.Context, resource.ModifyPlanRequest, *resource.ModifyPlanResponse) {
	return func(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
		if req.State.Raw.IsNull() {
			return
		}
		var immutable types.Bool
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("immutable"), &immutable)...)
		if !immutable.ValueBool() {
			return
		}
		for _, name := range append(attributes, "immutable") {
			var before, after attr.Value
			resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root(name), &before)...)
			resp.Diagnostics.Append(resp.Plan.GetAttribute(ctx, path.Root(name), &after)...)
			if before != nil && !before.Equal(after) {
				resp.RequiresReplace.Append(path.Root(name))
			}
		}
	}
}
