package main

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
)

type secretModel struct {
	common
	Type                       types.String `tfsdk:"type"`
	Immutable                  types.Bool   `tfsdk:"immutable"`
	Data                       types.Map    `tfsdk:"data"`
	DataWO                     types.Map    `tfsdk:"data_wo"`
	DataWORevision             types.Int64  `tfsdk:"data_wo_revision"`
	BinaryData                 types.Map    `tfsdk:"binary_data"`
	BinaryDataWO               types.Map    `tfsdk:"binary_data_wo"`
	BinaryDataWORevision       types.Int64  `tfsdk:"binary_data_wo_revision"`
	WaitForServiceAccountToken types.Bool   `tfsdk:"wait_for_service_account_token"`
	Timeouts                   types.Object `tfsdk:"timeouts"`
}

var secretKind = &kind[*secretModel, *corev1.Secret]{
	name: "secret_v1", label: "secret", namespaced: true,
	attributes: map[string]schema.Attribute{
		"type": schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString(string(corev1.SecretTypeOpaque)),
			PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}},
		"immutable":               schema.BoolAttribute{Optional: true},
		"data":                    schema.MapAttribute{Optional: true, Computed: true, Sensitive: true, ElementType: types.StringType},
		"data_wo":                 schema.MapAttribute{Optional: true, WriteOnly: true, ElementType: types.StringType},
		"data_wo_revision":        schema.Int64Attribute{Optional: true},
		"binary_data":             schema.MapAttribute{Optional: true, Sensitive: true, ElementType: types.StringType},
		"binary_data_wo":          schema.MapAttribute{Optional: true, WriteOnly: true, ElementType: types.StringType},
		"binary_data_wo_revision": schema.Int64Attribute{Optional: true},
		"wait_for_service_account_token": schema.BoolAttribute{Optional: true, Computed: true,
			Default: booldefault.StaticBool(true)},
	},
	timeouts:  map[string]time.Duration{"create": time.Minute},
	newModel:  func() *secretModel { return &secretModel{} },
	newObject: func() *corev1.Secret { return &corev1.Secret{} },
	client: func(kube kubernetes.Interface, namespace string) client[*corev1.Secret] {
		return kube.CoreV1().Secrets(namespace)
	},
	fill:     fillSecret,
	flatten:  flattenSecret,
	decide:   decideSecretData,
	limits:   func(m *secretModel) types.Object { return m.Timeouts },
	settle:   waitForToken,
	validate: validateSecret,
	plan:     planSecret,
}

// writeOnly tells whether the data is unknown to the state: then it is written, and never read.
func (m *secretModel) writeOnly() bool {
	return m.DataWORevision.ValueInt64() > 0 || m.BinaryDataWORevision.ValueInt64() > 0
}

func fillSecret(c change[*secretModel], secret *corev1.Secret) error {
	if !c.plan.Type.IsNull() {
		secret.Type = corev1.SecretType(c.plan.Type.ValueString())
	}
	secret.Immutable = setBool(secret.Immutable, c.plan.Immutable)
	if !rewritesData(c) {
		return nil
	}
	data, err := wantedData(c)
	secret.Data = data
	return err
}

// rewritesData is false where data is not this resource's to touch: write-only data whose revision stands, and computed
// data, which a controller fills in (a ServiceAccount token).
func rewritesData(c change[*secretModel]) bool {
	switch {
	case c.config == nil:
		return !c.plan.writeOnly()
	case c.prior == nil:
		return true
	}
	return !c.plan.DataWORevision.Equal(c.prior.DataWORevision) ||
		!c.plan.BinaryDataWORevision.Equal(c.prior.BinaryDataWORevision) ||
		!c.plan.Data.Equal(c.prior.Data) || !c.plan.BinaryData.Equal(c.prior.BinaryData)
}

func wantedData(c change[*secretModel]) (map[string][]byte, error) {
	text := c.plan.Data
	if c.plan.DataWORevision.ValueInt64() > 0 && c.config != nil {
		text = c.config.DataWO
	}
	attribute, encoded := "binary_data", c.plan.BinaryData
	if c.plan.BinaryDataWORevision.ValueInt64() > 0 && c.config != nil {
		attribute, encoded = "binary_data_wo", c.config.BinaryDataWO
	}
	data := bytesMap(stringMap(text))
	binary, err := decodeMap(attribute, encoded)
	maps.Copy(data, binary)
	return data, err
}

func flattenSecret(secret *corev1.Secret, m *secretModel) {
	m.Type = types.StringValue(string(secret.Type))
	m.Immutable = types.BoolPointerValue(secret.Immutable)
	if m.writeOnly() {
		return
	}
	text, binary := splitData(secret.Data, m.BinaryData)
	m.Data = mapLike(m.Data, text)
	m.BinaryData = mapLike(m.BinaryData, binary)
}

// decideSecretData closes data that the plan left open: nothing where it is write-only, else what the API server has.
func decideSecretData(secret *corev1.Secret, m *secretModel) {
	switch {
	case !m.Data.IsUnknown():
	case m.writeOnly():
		m.Data = types.MapNull(types.StringType)
	default:
		text, _ := splitData(secret.Data, m.BinaryData)
		m.Data = mapValue(text)
	}
}

func waitForToken(ctx context.Context, kube kubernetes.Interface, created *corev1.Secret, m *secretModel) (*corev1.Secret, error) {
	if created.Type != corev1.SecretTypeServiceAccountToken || !m.WaitForServiceAccountToken.ValueBool() {
		return created, nil
	}
	m.Data = types.MapUnknown(types.StringType)
	err := wait.PollUntilContextCancel(ctx, 100*time.Millisecond, true, func(ctx context.Context) (bool, error) {
		live, err := kube.CoreV1().Secrets(created.Namespace).Get(ctx, created.Name, metav1.GetOptions{})
		if err == nil {
			created = live
		}
		return len(created.Data[corev1.ServiceAccountTokenKey]) > 0, err
	})
	if err != nil {
		return created, fmt.Errorf("no token was put into it (does ServiceAccount %q exist?): %w",
			created.Annotations[corev1.ServiceAccountNameKey], err)
	}
	return created, nil
}

func validateSecret(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config secretModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	check := func(plain, writeOnly types.Map, revision types.Int64, name string) {
		known := !revision.IsNull() && !revision.IsUnknown()
		switch {
		case !plain.IsNull() && !writeOnly.IsNull():
			resp.Diagnostics.AddAttributeError(path.Root(name), "conflicting attributes", fmt.Sprintf("%s and %s_wo exclude each other", name, name))
		case !revision.IsNull() && writeOnly.IsNull():
			resp.Diagnostics.AddAttributeError(path.Root(name+"_wo_revision"), "missing attribute", fmt.Sprintf("%s_wo_revision needs %s_wo", name, name))
		case known && revision.ValueInt64() < 1:
			resp.Diagnostics.AddAttributeError(path.Root(name+"_wo_revision"), "invalid revision",
				fmt.Sprintf("%s_wo_revision is %d, expected at least 1", name, revision.ValueInt64()))
		}
	}
	check(config.Data, config.DataWO, config.DataWORevision, "data")
	check(config.BinaryData, config.BinaryDataWO, config.BinaryDataWORevision, "binary_data")
}

// planSecret plans data where the configuration leaves it open: without it Terraform would show it as changed at every
// update.
func planSecret(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan secretModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	var configured types.Map
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("data"), &configured)...)
	if configured.IsNull() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("data"), openData(ctx, plan, req))...)
	}
	replaceImmutable("data", "binary_data", "data_wo_revision", "binary_data_wo_revision")(ctx, req, resp)
}

func openData(ctx context.Context, plan secretModel, req resource.ModifyPlanRequest) types.Map {
	var prior types.Map
	switch {
	case plan.writeOnly():
		return types.MapNull(types.StringType)
	case req.State.Raw.IsNull() || plan.DataWORevision.IsUnknown() || plan.BinaryDataWORevision.IsUnknown():
		return types.MapUnknown(types.StringType)
	}
	req.State.GetAttribute(ctx, path.Root("data"), &prior)
	return prior
}
