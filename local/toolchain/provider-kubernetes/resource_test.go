package main

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/fake"
)

func configMap(value string) *configMapModel {
	m := &configMapModel{common: named("n", "c", map[string]string{"l": "1"}), Data: text(value), BinaryData: types.MapNull(types.StringType)}
	m.ID = types.StringValue("n/c")
	return m
}

func configMapsOf(kube *fake.Clientset) *kindResource[*configMapModel, *corev1.ConfigMap] {
	return &kindResource[*configMapModel, *corev1.ConfigMap]{kind: configMapKind, access: accessTo(kube)}
}

func liveConfigMap(manager string) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Namespace: "n", Name: "c", UID: "u", Labels: map[string]string{"l": "1"},
		ManagedFields: []metav1.ManagedFieldsEntry{{Manager: manager}}}, Data: map[string]string{"k": "old"}}
}

func TestCreate(t *testing.T) {
	kube := fake.NewClientset()
	plan := configMap("v")
	created, err := configMapsOf(kube).create(background, change[*configMapModel]{config: plan, plan: plan})
	if err != nil || created.Data["k"] != "v" || created.Labels["l"] != "1" {
		t.Errorf("created %v, %v", created, err)
	}
}

func TestForeignObjectIsNotTaken(t *testing.T) {
	kube := fake.NewClientset(liveConfigMap("kubectl"))
	plan := configMap("v")
	_, err := configMapsOf(kube).create(background, change[*configMapModel]{config: plan, plan: plan})
	wantError(t, err, `configmaps "c" already exists; to manage it from here, import it: terraform import <address> n/c`)
}

func TestUpdateKeepsWhatOthersWrote(t *testing.T) {
	live := liveConfigMap("any")
	live.Labels["foreign"] = "1"
	live.Finalizers = []string{"example.org/f"}
	change := change[*configMapModel]{config: configMap("new"), plan: configMap("new"), prior: configMap("old")}
	updated, err := configMapsOf(fake.NewClientset(live)).update(background, change)
	if err != nil {
		t.Fatal(err)
	}
	if updated.Data["k"] != "new" || updated.Labels["foreign"] != "1" || len(updated.Finalizers) != 1 {
		t.Errorf("updated is %v", updated)
	}
}

func TestRemoveOfWhatIsGoneIsFine(t *testing.T) {
	if err := configMapsOf(fake.NewClientset()).remove(background, configMap("v")); err != nil {
		t.Error(err)
	}
}

func TestObserveTakesDriftOnly(t *testing.T) {
	resource := configMapsOf(fake.NewClientset())
	state := configMap("old")
	if err := resource.observe(liveConfigMap("any"), state); err != nil {
		t.Fatal(err)
	}
	if !state.BinaryData.IsNull() || !state.Immutable.IsNull() || stringMap(state.Data)["k"] != "old" {
		t.Errorf("state without drift became %v", state)
	}
	live := liveConfigMap("any")
	live.Data["k"] = "by hand"
	if err := resource.observe(live, state); err != nil {
		t.Fatal(err)
	}
	if stringMap(state.Data)["k"] != "by hand" {
		t.Errorf("drift is not seen: %v", state.Data)
	}
}

func TestTimeoutIsChecked(t *testing.T) {
	m := secret(func(m *secretModel) {
		m.Timeouts = types.ObjectValueMust(map[string]attr.Type{"create": types.StringType},
			map[string]attr.Value{"create": types.StringValue("soon")})
	})
	_, err := secretKind.timeout(m, "create")
	wantError(t, err, `timeouts.create is "soon", expected a duration such as "30s" or "5m"`)
}

// The API server's own defaults, without which every plan would show a change.
func TestSubjects(t *testing.T) {
	got := expandSubjects([]subject{
		{Kind: types.StringValue("User"), Name: types.StringValue("u"), Namespace: types.StringValue("default")},
		{Kind: types.StringValue("ServiceAccount"), Name: types.StringValue("s"), Namespace: types.StringValue("n")},
	})
	want := []rbacv1.Subject{
		{Kind: "User", Name: "u", APIGroup: "rbac.authorization.k8s.io"},
		{Kind: "ServiceAccount", Name: "s", Namespace: "n"},
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("subject is %v, want %v", got[i], want[i])
		}
	}
}

func TestRulesAreSetsForARole(t *testing.T) {
	live := &rbacv1.Role{Rules: []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"pods", "secrets"}, Verbs: []string{"get"}}}}
	state := &roleModel{Rules: []roleRule{{APIGroups: setOf(""), Resources: setOf("secrets", "pods"), Verbs: setOf("get")}}}
	if err := roleKind.fill(change[*roleModel]{plan: state}, live); err != nil {
		t.Fatal(err)
	}
	if live.Rules[0].Resources[0] != "pods" {
		t.Errorf("another order shows as drift: %v", live.Rules)
	}
}

func setOf(items ...string) types.Set {
	return types.SetValueMust(types.StringType, stringValues(items))
}
