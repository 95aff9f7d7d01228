package main

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	corev1 "k8s.io/api/core/v1"
)

func secret(set func(*secretModel)) *secretModel {
	m := &secretModel{common: named("n", "s", nil), Type: types.StringValue("Opaque"),
		Data: types.MapNull(types.StringType), DataWO: types.MapNull(types.StringType),
		BinaryData: types.MapNull(types.StringType), BinaryDataWO: types.MapNull(types.StringType)}
	set(m)
	return m
}

func text(value string) types.Map { return mapValue(map[string]string{"k": value}) }

func TestWriteOnlyDataIsWrittenWithItsRevision(t *testing.T) {
	config := secret(func(m *secretModel) { m.DataWO, m.DataWORevision = text("new"), types.Int64Value(2) })
	at := func(revision int64) *secretModel {
		return secret(func(m *secretModel) { m.DataWORevision = types.Int64Value(revision) })
	}
	plain := secret(func(m *secretModel) { m.Data = text("plain") })
	for name, c := range map[string]struct {
		change change[*secretModel]
		want   string
	}{
		"at creation":                    {change[*secretModel]{config: config, plan: at(2)}, "new"},
		"when the revision changes":      {change[*secretModel]{config: config, plan: at(2), prior: at(1)}, "new"},
		"not when it stands":             {change[*secretModel]{config: config, plan: at(2), prior: at(2)}, "live"},
		"never while reading":            {change[*secretModel]{plan: at(2)}, "live"},
		"plain data at creation":         {change[*secretModel]{config: plain, plan: plain}, "plain"},
		"plain data while reading":       {change[*secretModel]{plan: plain}, "plain"},
		"from plain to write-only":       {change[*secretModel]{config: config, plan: at(2), prior: plain}, "new"},
		"plain data that did not change": {change[*secretModel]{config: plain, plan: plain, prior: plain}, "live"},
	} {
		live := &corev1.Secret{Data: map[string][]byte{"k": []byte("live")}}
		if err := fillSecret(c.change, live); err != nil {
			t.Fatal(err)
		}
		if got := string(live.Data["k"]); got != c.want {
			t.Errorf("%s: data is %q, want %q", name, got, c.want)
		}
	}
}

func TestWriteOnlyDataIsNeverRead(t *testing.T) {
	m := secret(func(m *secretModel) {
		m.DataWORevision, m.Data = types.Int64Value(1), types.MapUnknown(types.StringType)
	})
	live := &corev1.Secret{Data: map[string][]byte{"k": []byte("token")}}
	flattenSecret(live, m)
	decideSecretData(live, m)
	if !m.Data.IsNull() {
		t.Errorf("data is %v, want null", m.Data)
	}
}

func TestComputedDataIsRead(t *testing.T) {
	m := secret(func(m *secretModel) { m.Data = types.MapUnknown(types.StringType) })
	decideSecretData(&corev1.Secret{Data: map[string][]byte{"token": []byte("t")}}, m)
	if got := stringMap(m.Data); !maps.Equal(got, map[string]string{"token": "t"}) {
		t.Errorf("data is %v", got)
	}
}

func TestBinaryDataIsBase64(t *testing.T) {
	c := secret(func(m *secretModel) { m.BinaryData = text("???") })
	wantError(t, fillSecret(change[*secretModel]{config: c, plan: c}, &corev1.Secret{}), `binary_data["k"] is not base64`)
}

// configOf is a secret's configuration with some attributes.
func configOf(t *testing.T, attributes map[string]any) tfsdk.Config {
	t.Helper()
	schema := secretKind.schema()
	state := tfsdk.State{Schema: schema, Raw: tftypes.NewValue(schema.Type().TerraformType(background), nil)}
	for name, value := range attributes {
		if diags := state.SetAttribute(background, path.Root(name), value); diags.HasError() {
			t.Fatal(diags)
		}
	}
	return tfsdk.Config{Schema: schema, Raw: state.Raw}
}

func TestWriteOnlyAttributesAreChecked(t *testing.T) {
	pairs := map[string]string{"k": "v"}
	for want, attributes := range map[string]map[string]any{
		"data and data_wo exclude each other":          {"data": pairs, "data_wo": pairs, "data_wo_revision": 1},
		"data_wo_revision needs data_wo":               {"data_wo_revision": 1},
		"data_wo_revision is 0, expected at least 1":   {"data_wo": pairs, "data_wo_revision": 0},
		"binary_data_wo_revision needs binary_data_wo": {"binary_data_wo_revision": 1},
	} {
		resp := &resource.ValidateConfigResponse{}
		validateSecret(background, resource.ValidateConfigRequest{Config: configOf(t, attributes)}, resp)
		if len(resp.Diagnostics) != 1 || resp.Diagnostics[0].Detail() != want {
			t.Errorf("diagnostics are %v, want %s", resp.Diagnostics, want)
		}
	}
	resp := &resource.ValidateConfigResponse{}
	validateSecret(background, resource.ValidateConfigRequest{Config: configOf(t, map[string]any{"data_wo": pairs, "data_wo_revision": 1})}, resp)
	if resp.Diagnostics.HasError() {
		t.Errorf("a valid secret is refused: %v", resp.Diagnostics)
	}
}
