package main

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	corev1 "k8s.io/api/core/v1"
)

type namespaceData struct {
	common
	Spec types.List `tfsdk:"spec"`
}

var namespaceSpec = types.ObjectType{AttrTypes: map[string]attr.Type{"finalizers": types.ListType{ElemType: types.StringType}}}

var namespaceLookup = &lookup[*namespaceData, *corev1.Namespace]{
	kind: namespaceKind, name: "namespace_v1", label: "namespace",
	attributes: map[string]schema.Attribute{"spec": schema.ListAttribute{Computed: true, ElementType: namespaceSpec}},
	newModel:   func() *namespaceData { return &namespaceData{} },
	flatten: func(namespace *corev1.Namespace, m *namespaceData) {
		finalizers := []string{}
		for _, finalizer := range namespace.Spec.Finalizers {
			finalizers = append(finalizers, string(finalizer))
		}
		m.Spec = types.ListValueMust(namespaceSpec, []attr.Value{types.ObjectValueMust(namespaceSpec.AttrTypes,
			map[string]attr.Value{"finalizers": types.ListValueMust(types.StringType, stringValues(finalizers))})})
	},
}

type secretData struct {
	common
	Type       types.String `tfsdk:"type"`
	Immutable  types.Bool   `tfsdk:"immutable"`
	Data       types.Map    `tfsdk:"data"`
	BinaryData types.Map    `tfsdk:"binary_data"`
}

var secretLookup = &lookup[*secretData, *corev1.Secret]{
	kind: secretKind, name: "secret_v1", label: "secret", namespaced: true, generated: true,
	attributes: map[string]schema.Attribute{
		"type":      schema.StringAttribute{Computed: true},
		"immutable": schema.BoolAttribute{Computed: true},
		"data":      schema.MapAttribute{Computed: true, Sensitive: true, ElementType: types.StringType},
		// Its keys say which values to return as base64 instead of as text.
		"binary_data": schema.MapAttribute{Optional: true, Sensitive: true, ElementType: types.StringType},
	},
	newModel: func() *secretData { return &secretData{} },
	flatten: func(secret *corev1.Secret, m *secretData) {
		m.Type = types.StringValue(string(secret.Type))
		m.Immutable = types.BoolPointerValue(secret.Immutable)
		text, binary := splitData(secret.Data, m.BinaryData)
		m.Data = mapValue(text)
		m.BinaryData = mapLike(m.BinaryData, binary)
	},
}

type configMapData struct {
	common
	Data       types.Map  `tfsdk:"data"`
	BinaryData types.Map  `tfsdk:"binary_data"`
	Immutable  types.Bool `tfsdk:"immutable"`
}

var configMapLookup = &lookup[*configMapData, *corev1.ConfigMap]{
	kind: configMapKind, name: "config_map_v1", label: "config map", namespaced: true,
	attributes: map[string]schema.Attribute{
		"data":        schema.MapAttribute{Computed: true, ElementType: types.StringType},
		"binary_data": schema.MapAttribute{Computed: true, ElementType: types.StringType},
		"immutable":   schema.BoolAttribute{Optional: true},
	},
	newModel: func() *configMapData { return &configMapData{} },
	flatten: func(configMap *corev1.ConfigMap, m *configMapData) {
		m.Data = mapValue(configMap.Data)
		m.BinaryData = mapValue(encodeMap(configMap.BinaryData))
		m.Immutable = types.BoolPointerValue(configMap.Immutable)
	},
}

type serviceAccountData struct {
	common
	AutomountServiceAccountToken types.Bool   `tfsdk:"automount_service_account_token"`
	DefaultSecretName            types.String `tfsdk:"default_secret_name"`
	ImagePullSecrets             types.List   `tfsdk:"image_pull_secret"`
	Secrets                      types.List   `tfsdk:"secret"`
}

var referenceType = types.ObjectType{AttrTypes: map[string]attr.Type{"name": types.StringType}}

var serviceAccountLookup = &lookup[*serviceAccountData, *corev1.ServiceAccount]{
	kind: serviceAccountKind, name: "service_account_v1", label: "service account", namespaced: true,
	attributes: map[string]schema.Attribute{
		"automount_service_account_token": schema.BoolAttribute{Computed: true},
		"default_secret_name":             schema.StringAttribute{Computed: true, DeprecationMessage: noDefaultSecret},
		"image_pull_secret":               schema.ListAttribute{Computed: true, ElementType: referenceType},
		"secret":                          schema.ListAttribute{Computed: true, ElementType: referenceType},
	},
	newModel: func() *serviceAccountData { return &serviceAccountData{} },
	flatten: func(account *corev1.ServiceAccount, m *serviceAccountData) {
		automount := account.AutomountServiceAccountToken
		m.AutomountServiceAccountToken = types.BoolValue(automount != nil && *automount)
		m.DefaultSecretName = types.StringValue("")
		m.ImagePullSecrets = referenceList(pullSecretNames(account))
		m.Secrets = referenceList(mountableNames(account))
	},
}

func referenceList(names []string) types.List {
	elements := []attr.Value{}
	for _, name := range names {
		elements = append(elements, types.ObjectValueMust(referenceType.AttrTypes, map[string]attr.Value{"name": types.StringValue(name)}))
	}
	return types.ListValueMust(referenceType, elements)
}

// splitData returns the values of the keys in binary as base64, the others as text.
func splitData(data map[string][]byte, binary types.Map) (text, encoded map[string]string) {
	rest, picked := maps.Clone(data), map[string][]byte{}
	for key := range stringMap(binary) {
		if value, ok := rest[key]; ok {
			picked[key] = value
			delete(rest, key)
		}
	}
	return textMap(rest), encodeMap(picked)
}
