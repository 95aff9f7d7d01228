package main

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func stringMap(value types.Map) map[string]string {
	if value.IsNull() || value.IsUnknown() {
		return nil
	}
	out := map[string]string{}
	for key, element := range value.Elements() {
		if element, ok := element.(types.String); ok {
			out[key] = element.ValueString()
		}
	}
	return out
}

func mapValue(pairs map[string]string) types.Map {
	elements := map[string]attr.Value{}
	for key, value := range pairs {
		elements[key] = types.StringValue(value)
	}
	return types.MapValueMust(types.StringType, elements)
}

// mapLike keeps null null: to Terraform null and {} differ, to the API server they are one.
func mapLike(prior attr.Value, pairs map[string]string) types.Map {
	if len(pairs) == 0 && (prior == nil || prior.IsNull()) {
		return types.MapNull(types.StringType)
	}
	return mapValue(pairs)
}

func listValue(items []string) types.List {
	if len(items) == 0 {
		return types.ListNull(types.StringType)
	}
	return types.ListValueMust(types.StringType, stringValues(items))
}

func setValue(items []string) types.Set {
	if len(items) == 0 {
		return types.SetNull(types.StringType)
	}
	return types.SetValueMust(types.StringType, stringValues(items))
}

func stringValues(items []string) []attr.Value {
	out := []attr.Value{}
	for _, item := range items {
		out = append(out, types.StringValue(item))
	}
	return out
}

func stringsOf(value interface{ Elements() []attr.Value }) []string {
	var out []string
	for _, element := range value.Elements() {
		if element, ok := element.(types.String); ok {
			out = append(out, element.ValueString())
		}
	}
	return out
}

// setBool is the planned value of an optional field; absent and false are one, so that neither shows as drift.
func setBool(live *bool, planned types.Bool) *bool {
	if planned.ValueBool() == (live != nil && *live) {
		return live
	}
	return planned.ValueBoolPointer()
}

func textMap(data map[string][]byte) map[string]string {
	out := map[string]string{}
	for key, value := range data {
		out[key] = string(value)
	}
	return out
}

// quoted names an object in messages.
func quoted(kind, id string) string { return fmt.Sprintf("%s %q", kind, id) }
