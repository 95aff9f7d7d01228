package main

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	apitypes "k8s.io/apimachinery/pkg/types"

	"hubspoke/toolchain/internal/kubeaccess"
)

// tokenRequest asks for a ServiceAccount's token. Terraform keeps an ephemeral value in no state and no plan.
type tokenRequest struct{ access *access }

type tokenRequestModel struct {
	Metadata            *tokenRequestMetadata `tfsdk:"metadata"`
	Spec                *tokenRequestSpec     `tfsdk:"spec"`
	Token               types.String          `tfsdk:"token"`
	ExpirationTimestamp types.String          `tfsdk:"expiration_timestamp"`
}

type tokenRequestMetadata struct {
	Name      types.String `tfsdk:"name"`
	Namespace types.String `tfsdk:"namespace"`
}

type tokenRequestSpec struct {
	Audiences         types.List      `tfsdk:"audiences"`
	ExpirationSeconds types.Int64     `tfsdk:"expiration_seconds"`
	BoundObjectRef    *boundObjectRef `tfsdk:"bound_object_ref"`
}

type boundObjectRef struct {
	APIVersion types.String `tfsdk:"api_version"`
	Kind       types.String `tfsdk:"kind"`
	Name       types.String `tfsdk:"name"`
	UID        types.String `tfsdk:"uid"`
}

func (*tokenRequest) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = "kubernetes_token_request_v1"
}

func (*tokenRequest) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	text := schema.StringAttribute{Optional: true}
	resp.Schema = schema.Schema{
		Attributes: map[string]schema.Attribute{
			"token":                schema.StringAttribute{Optional: true, Computed: true},
			"expiration_timestamp": schema.StringAttribute{Optional: true, Computed: true},
		},
		Blocks: map[string]schema.Block{
			"metadata": schema.SingleNestedBlock{Attributes: map[string]schema.Attribute{
				"name":      schema.StringAttribute{Required: true},
				"namespace": schema.StringAttribute{Required: true},
			}},
			"spec": schema.SingleNestedBlock{
				Attributes: map[string]schema.Attribute{
					"audiences":          schema.ListAttribute{Optional: true, Computed: true, ElementType: types.StringType},
					"expiration_seconds": schema.Int64Attribute{Optional: true, Computed: true},
				},
				Blocks: map[string]schema.Block{"bound_object_ref": schema.SingleNestedBlock{
					Attributes: map[string]schema.Attribute{"api_version": text, "kind": text, "name": text, "uid": text},
				}},
			},
		},
	}
}

func (r *tokenRequest) Configure(_ context.Context, req ephemeral.ConfigureRequest, _ *ephemeral.ConfigureResponse) {
	r.access, _ = req.ProviderData.(*access)
}

func (r *tokenRequest) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m tokenRequestModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if m.Metadata == nil {
		m.Metadata = &tokenRequestMetadata{}
	}
	issued, err := r.request(ctx, m)
	if err != nil {
		id := joinID(m.Metadata.Namespace.ValueString(), m.Metadata.Name.ValueString())
		resp.Diagnostics.AddError("cannot get a token of "+quoted("service account", id), err.Error())
		return
	}
	m.Token = types.StringValue(issued.Status.Token)
	m.ExpirationTimestamp = types.StringValue(issued.Status.ExpirationTimestamp.Format(time.RFC3339))
	// The spec stays as it is configured: the server may issue for less, and Terraform refuses a result that says so.
	resp.Diagnostics.Append(resp.Result.Set(ctx, &m)...)
}

func (r *tokenRequest) request(ctx context.Context, m tokenRequestModel) (*authenticationv1.TokenRequest, error) {
	kube, err := r.access.client()
	if err != nil {
		return nil, err
	}
	wanted := &authenticationv1.TokenRequest{}
	if m.Spec != nil {
		wanted.Spec = m.Spec.expand()
	}
	accounts := kube.CoreV1().ServiceAccounts(m.Metadata.Namespace.ValueString())
	return accounts.CreateToken(ctx, m.Metadata.Name.ValueString(), wanted, metav1.CreateOptions{})
}

func (s *tokenRequestSpec) expand() authenticationv1.TokenRequestSpec {
	spec := authenticationv1.TokenRequestSpec{Audiences: kubeaccess.Strings(s.Audiences)}
	if !s.ExpirationSeconds.IsNull() {
		spec.ExpirationSeconds = s.ExpirationSeconds.ValueInt64Pointer()
	}
	if ref := s.BoundObjectRef; ref != nil {
		spec.BoundObjectRef = &authenticationv1.BoundObjectReference{
			APIVersion: ref.APIVersion.ValueString(), Kind: ref.Kind.ValueString(), Name: ref.Name.ValueString()}
		spec.BoundObjectRef.UID = apitypes.UID(ref.UID.ValueString())
	}
	return spec
}
