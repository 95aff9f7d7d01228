package main

import (
	"maps"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestVisibleKeys(t *testing.T) {
	live := map[string]string{
		"kubernetes.io/metadata.name": "x", "a.kubernetes.io/b": "x", "app.kubernetes.io/name": "x", "mine": "x",
		"managed-by": "x", "not-managed-by": "x",
	}
	ignored := []*regexp.Regexp{regexp.MustCompile("^managed-by$")}
	for name, c := range map[string]struct {
		configured map[string]string
		want       []string
	}{
		"nothing configured":        {nil, []string{"app.kubernetes.io/name", "mine", "not-managed-by"}},
		"configured keys are shown": {map[string]string{"managed-by": "", "a.kubernetes.io/b": ""}, []string{"app.kubernetes.io/name", "mine", "not-managed-by", "managed-by", "a.kubernetes.io/b"}},
	} {
		want := map[string]string{}
		for _, key := range c.want {
			want[key] = "x"
		}
		if got := visible(live, c.configured, ignored); !maps.Equal(got, want) {
			t.Errorf("%s: visible are %v, want %v", name, got, want)
		}
	}
}

func TestStampKeepsForeignKeys(t *testing.T) {
	prior, plan := named("n", "x", map[string]string{"gone": "1", "same": "1"}), named("n", "x", map[string]string{"same": "2", "new": "1"})
	object := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{"gone": "1", "same": "1", "foreign": "1"}}}
	plan.stamp(object, &prior)
	if want := map[string]string{"same": "2", "new": "1", "foreign": "1"}; !maps.Equal(object.Labels, want) {
		t.Errorf("labels are %v, want %v", object.Labels, want)
	}
}

func TestObserveKeepsNullNullAndEmptyEmpty(t *testing.T) {
	c := metadata(true, map[string]attr.Value{"annotations": mapValue(nil)})
	c.observe(&corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: "x", Namespace: "n"}}, &access{})
	if fields := c.fields(); !fields["labels"].IsNull() || fields["annotations"].IsNull() {
		t.Errorf("labels are %v, annotations %v, want null and {}", fields["labels"], fields["annotations"])
	}
	if c.ID != types.StringValue("n/x") {
		t.Errorf("id is %s, want n/x", c.ID)
	}
}

func TestSplitID(t *testing.T) {
	if namespace, name, err := secretKind.splitID("a/b"); namespace != "a" || name != "b" || err != nil {
		t.Errorf("a/b is %q, %q, %v", namespace, name, err)
	}
	_, _, err := secretKind.splitID("b")
	wantError(t, err, `the id of a secret is "b", expected "namespace/name"`)
	_, _, err = namespaceKind.splitID("a/b")
	wantError(t, err, `the id of a namespace is "a/b", expected its name`)
}

func TestLabelsOfOthersStayBesideOurs(t *testing.T) {
	live := map[string]string{"ours": "old", "foreign": "1"}
	for name, c := range map[string]struct{ prior, planned, want map[string]string }{
		"ours are known":   {map[string]string{"ours": "old"}, map[string]string{"ours": "new"}, map[string]string{"ours": "new", "foreign": "1"}},
		"ours end":         {map[string]string{"ours": "old"}, nil, map[string]string{"foreign": "1"}},
		"none are planned": {nil, nil, live},
		"the state knows none, as after an import": {nil, map[string]string{"ours": "new"}, map[string]string{"ours": "new"}},
	} {
		if got := overlay(live, c.prior, c.planned); !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
