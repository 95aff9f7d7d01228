package main

import (
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/kubernetes"
)

type serviceAccountModel struct {
	common
	AutomountServiceAccountToken types.Bool   `tfsdk:"automount_service_account_token"`
	DefaultSecretName            types.String `tfsdk:"default_secret_name"`
	ImagePullSecrets             []reference  `tfsdk:"image_pull_secret"`
	Secrets                      []reference  `tfsdk:"secret"`
	Timeouts                     types.Object `tfsdk:"timeouts"`
}

type reference struct {
	Name types.String `tfsdk:"name"`
}

const noDefaultSecret = "Kubernetes creates no token Secret for a ServiceAccount since 1.24: this is always empty."

var referenceBlock = schema.SetNestedBlock{NestedObject: schema.NestedBlockObject{
	Attributes: map[string]schema.Attribute{"name": schema.StringAttribute{Optional: true}},
}}

var serviceAccountKind = &kind[*serviceAccountModel, *corev1.ServiceAccount]{
	name: "service_account_v1", label: "service account", namespaced: true,
	attributes: map[string]schema.Attribute{
		"automount_service_account_token": schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(true)},
		"default_secret_name": schema.StringAttribute{Computed: true,
			DeprecationMessage: noDefaultSecret, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}},
	},
	blocks:    map[string]schema.Block{"image_pull_secret": referenceBlock, "secret": referenceBlock},
	timeouts:  map[string]time.Duration{"create": 30 * time.Second},
	newModel:  func() *serviceAccountModel { return &serviceAccountModel{} },
	newObject: func() *corev1.ServiceAccount { return &corev1.ServiceAccount{} },
	client: func(kube kubernetes.Interface, namespace string) client[*corev1.ServiceAccount] {
		return kube.CoreV1().ServiceAccounts(namespace)
	},
	fill:    fillServiceAccount,
	flatten: flattenServiceAccount,
	decide: func(_ *corev1.ServiceAccount, m *serviceAccountModel) {
		m.DefaultSecretName = types.StringValue("")
	},
	limits: func(m *serviceAccountModel) types.Object { return m.Timeouts },
}

func fillServiceAccount(c change[*serviceAccountModel], account *corev1.ServiceAccount) error {
	if automount := c.plan.AutomountServiceAccountToken; !automount.IsNull() {
		account.AutomountServiceAccountToken = automount.ValueBoolPointer()
	}
	// Both are sets for Terraform: the live order stays where the names are the same.
	if names := referenceNames(c.plan.ImagePullSecrets); !sameNames(names, pullSecretNames(account)) {
		account.ImagePullSecrets = nil
		for _, name := range names {
			account.ImagePullSecrets = append(account.ImagePullSecrets, corev1.LocalObjectReference{Name: name})
		}
	}
	if names := referenceNames(c.plan.Secrets); !sameNames(names, mountableNames(account)) {
		account.Secrets = nil
		for _, name := range names {
			account.Secrets = append(account.Secrets, corev1.ObjectReference{Name: name})
		}
	}
	return nil
}

func flattenServiceAccount(account *corev1.ServiceAccount, m *serviceAccountModel) {
	// Absent means true for a pod, yet the real provider reads it as false.
	automount := account.AutomountServiceAccountToken
	m.AutomountServiceAccountToken = types.BoolValue(automount != nil && *automount)
	m.ImagePullSecrets = references(pullSecretNames(account))
	m.Secrets = references(mountableNames(account))
}

func pullSecretNames(account *corev1.ServiceAccount) []string {
	var names []string
	for _, secret := range account.ImagePullSecrets {
		names = append(names, secret.Name)
	}
	return names
}

func mountableNames(account *corev1.ServiceAccount) []string {
	var names []string
	for _, secret := range account.Secrets {
		names = append(names, secret.Name)
	}
	return names
}

func sameNames(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

func referenceNames(references []reference) []string {
	var names []string
	for _, reference := range references {
		names = append(names, reference.Name.ValueString())
	}
	return names
}

func references(names []string) []reference {
	out := []reference{}
	for _, name := range names {
		out = append(out, reference{types.StringValue(name)})
	}
	return out
}
