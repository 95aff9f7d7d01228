package main

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/fake"
)

var background = context.Background()

// metadata is the block as Terraform gives it, with the attributes that are set.
func metadata(namespaced bool, set map[string]attr.Value) common {
	kind := metadataBlock(namespaced).NestedObject.Type().(types.ObjectType)
	c := common{Metadata: types.ListNull(kind)}
	fields := c.fields()
	for name, value := range set {
		fields[name] = value
	}
	c.setFields(fields)
	return c
}

func named(namespace, name string, labels map[string]string) common {
	return metadata(true, map[string]attr.Value{
		"namespace": types.StringValue(namespace), "name": types.StringValue(name), "labels": mapLike(nil, labels)})
}

func accessTo(kube *fake.Clientset) *access {
	return &access{client: func() (kubernetes.Interface, error) { return kube, nil }}
}

func wantError(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || err.Error() != want {
		t.Errorf("error is %v, want %s", err, want)
	}
}
