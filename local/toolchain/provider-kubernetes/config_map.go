package main

import (
	"encoding/base64"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/kubernetes"
)

type configMapModel struct {
	common
	Data       types.Map  `tfsdk:"data"`
	BinaryData types.Map  `tfsdk:"binary_data"`
	Immutable  types.Bool `tfsdk:"immutable"`
}

var configMapKind = &kind[*configMapModel, *corev1.ConfigMap]{
	name: "config_map_v1", label: "config map", namespaced: true,
	attributes: map[string]schema.Attribute{
		"data":        schema.MapAttribute{Optional: true, ElementType: types.StringType},
		"binary_data": schema.MapAttribute{Optional: true, ElementType: types.StringType},
		"immutable":   schema.BoolAttribute{Optional: true},
	},
	newModel:  func() *configMapModel { return &configMapModel{} },
	newObject: func() *corev1.ConfigMap { return &corev1.ConfigMap{} },
	client: func(kube kubernetes.Interface, namespace string) client[*corev1.ConfigMap] {
		return kube.CoreV1().ConfigMaps(namespace)
	},
	fill: func(c change[*configMapModel], object *corev1.ConfigMap) (err error) {
		object.Data = stringMap(c.plan.Data)
		object.Immutable = setBool(object.Immutable, c.plan.Immutable)
		object.BinaryData, err = decodeMap("binary_data", c.plan.BinaryData)
		return err
	},
	flatten: func(object *corev1.ConfigMap, m *configMapModel) {
		m.Data = mapLike(m.Data, object.Data)
		m.BinaryData = mapLike(m.BinaryData, encodeMap(object.BinaryData))
		m.Immutable = types.BoolPointerValue(object.Immutable)
	},
	plan: replaceImmutable("data", "binary_data"),
}

func encodeMap(data map[string][]byte) map[string]string {
	out := map[string]string{}
	for key, value := range data {
		out[key] = base64.StdEncoding.EncodeToString(value)
	}
	return out
}

func decodeMap(attribute string, value types.Map) (map[string][]byte, error) {
	out := map[string][]byte{}
	for key, text := range stringMap(value) {
		decoded, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return nil, fmt.Errorf("%s[%q] is not base64", attribute, key)
		}
		out[key] = decoded
	}
	return out, nil
}

func bytesMap(texts map[string]string) map[string][]byte {
	out := map[string][]byte{}
	for key, value := range texts {
		out[key] = []byte(value)
	}
	return out
}
