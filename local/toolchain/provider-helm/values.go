package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/strvals"
	"sigs.k8s.io/yaml"

	"hubspoke/toolchain/internal/kubeaccess"
)

const cloaked = "(sensitive value)"

// chartValues merges what the configuration sets, in Helm's order: values, set, set_list, set_sensitive, and last the
// write-only ones, which the configuration alone holds.
func chartValues(ctx context.Context, plan, config *releaseModel) (map[string]any, error) {
	merged := map[string]any{}
	for i, document := range kubeaccess.Strings(plan.Values) {
		layer := map[string]any{}
		if err := yaml.Unmarshal([]byte(document), &layer); err != nil {
			return nil, fmt.Errorf("values[%d] is not a YAML map: %w", i, err)
		}
		merged = chartutil.MergeTables(layer, merged)
	}
	writeOnly := types.ListNull(config.SetWO.ElementType(ctx))
	if config.SetWORevision.ValueInt64() > 0 {
		writeOnly = config.SetWO
	}
	for _, step := range []func() error{
		func() error { return applySets(ctx, merged, plan.Set) },
		func() error { return applySetLists(ctx, merged, plan.SetList) },
		func() error { return applySets(ctx, merged, plan.SetSensitive) },
		func() error { return applySets(ctx, merged, writeOnly) },
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return merged, nil
}

func applySets(ctx context.Context, values map[string]any, list types.List) error {
	for _, set := range sets(ctx, list) {
		if err := applySet(values, set); err != nil {
			// Without the value: it may be a secret.
			return fmt.Errorf("cannot set value %q of type %q", set.Name.ValueString(), set.Type.ValueString())
		}
	}
	return nil
}

func applySet(values map[string]any, set setModel) error {
	name, value := set.Name.ValueString(), set.Value.ValueString()
	switch kind := set.Type.ValueString(); kind {
	case "", "auto":
		return strvals.ParseInto(name+"="+value, values)
	case "string":
		return strvals.ParseIntoString(name+"="+value, values)
	case "literal":
		// One YAML value, and a name whose dots mean nothing.
		literal := map[string]any{}
		err := yaml.Unmarshal([]byte(name+": "+value), &literal)
		values[name] = literal[name]
		return err
	default:
		return fmt.Errorf("unknown type %q", kind)
	}
}

func applySetLists(ctx context.Context, values map[string]any, list types.List) error {
	var lists []setListModel
	if diags := list.ElementsAs(ctx, &lists, false); diags.HasError() {
		return fmt.Errorf("set_list is not known yet")
	}
	for _, set := range lists {
		expression := fmt.Sprintf("%s={%s}", set.Name.ValueString(), strings.Join(kubeaccess.Strings(set.Value), ","))
		if err := strvals.ParseInto(expression, values); err != nil {
			return fmt.Errorf("cannot set list %q: %w", set.Name.ValueString(), err)
		}
	}
	return nil
}

func sets(ctx context.Context, list types.List) []setModel {
	var out []setModel
	if !list.IsNull() && !list.IsUnknown() {
		list.ElementsAs(ctx, &out, false)
	}
	return out
}

// cloak hides the sensitive values of a release before they reach the state's metadata.
func cloak(ctx context.Context, values map[string]any, m *releaseModel) {
	for _, set := range sets(ctx, m.SetSensitive) {
		at := values
		keys := strings.Split(set.Name.ValueString(), ".")
		for _, key := range keys[:len(keys)-1] {
			next, ok := at[key].(map[string]any)
			if !ok {
				break
			}
			at = next
		}
		if last := keys[len(keys)-1]; at[last] != nil {
			at[last] = cloaked
		}
	}
}
