package main

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/fake"
)

// imported is a model as an import leaves it for the first read: with an id, and nothing else.
func imported(namespaced bool) common {
	kind := metadataBlock(namespaced).NestedObject.Type().(types.ObjectType)
	return common{Metadata: types.ListNull(kind)}
}

func liveSecret() *corev1.Secret {
	return &corev1.Secret{Type: corev1.SecretTypeOpaque, Data: map[string][]byte{"config": []byte("token")},
		ObjectMeta: metav1.ObjectMeta{Namespace: "n", Name: "s", UID: "u", Labels: map[string]string{"team": "x"},
			Annotations: map[string]string{"kubectl.kubernetes.io/last-applied-configuration": "token", "owner": "y"}}}
}

func TestImportReadsTheWholeObject(t *testing.T) {
	m := &secretModel{common: imported(true)}
	resource := &kindResource[*secretModel, *corev1.Secret]{kind: secretKind, access: accessTo(fake.NewClientset())}
	if err := resource.observe(liveSecret(), m); err != nil {
		t.Fatal(err)
	}
	if m.ID.ValueString() != "n/s" || m.field("uid") != "u" || m.Type.ValueString() != "Opaque" {
		t.Errorf("imported as %v", m)
	}
	if got := stringMap(m.Data); !maps.Equal(got, map[string]string{"config": "token"}) {
		t.Errorf("data is %v", got)
	}
	if got := m.pairs("annotations"); !maps.Equal(got, map[string]string{"owner": "y"}) {
		t.Errorf("annotations are %v, want none of Kubernetes' own", got)
	}
}

// A state with no more than this is what `hubspoke up` writes for a Secret that it adopts.
func TestSecretThatIsRecordedAsWriteOnlyIsNotRead(t *testing.T) {
	m := &secretModel{common: named("n", "s", nil), Type: types.StringValue("Opaque"), Data: types.MapNull(types.StringType),
		DataWORevision: types.Int64Value(7)}
	resource := &kindResource[*secretModel, *corev1.Secret]{kind: secretKind, access: accessTo(fake.NewClientset())}
	if err := resource.observe(liveSecret(), m); err != nil {
		t.Fatal(err)
	}
	if !m.Data.IsNull() || m.DataWORevision.ValueInt64() != 7 {
		t.Errorf("data is %v", m.Data)
	}
	if m.pairs("labels")["team"] != "x" || m.field("uid") != "u" {
		t.Errorf("the rest is not filled in: %v", m)
	}
}

func TestImportedAccountMountsNoToken(t *testing.T) {
	m := &serviceAccountModel{common: imported(true)}
	resource := &kindResource[*serviceAccountModel, *corev1.ServiceAccount]{kind: serviceAccountKind, access: accessTo(fake.NewClientset())}
	live := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Namespace: "kube-system", Name: "argocd-manager"}}
	if err := resource.observe(live, m); err != nil {
		t.Fatal(err)
	}
	if m.AutomountServiceAccountToken.IsNull() || m.AutomountServiceAccountToken.ValueBool() {
		t.Errorf("automount is %v, want false", m.AutomountServiceAccountToken)
	}
}

func TestImportedRightsAreRead(t *testing.T) {
	role := &clusterRoleModel{common: imported(false)}
	roles := &kindResource[*clusterRoleModel, *rbacv1.ClusterRole]{kind: clusterRoleKind, access: accessTo(fake.NewClientset())}
	rules := []rbacv1.PolicyRule{
		{APIGroups: []string{"*"}, Resources: []string{"*"}, Verbs: []string{"*"}},
		{NonResourceURLs: []string{"*"}, Verbs: []string{"*"}},
	}
	if err := roles.observe(&rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: "r"}, Rules: rules}, role); err != nil {
		t.Fatal(err)
	}
	if role.ID.ValueString() != "r" || len(role.Rules) != 2 || len(role.Rules[1].NonResourceURLs.Elements()) != 1 {
		t.Errorf("imported as %v", role)
	}
	binding := &bindingModel{common: imported(false)}
	bindings := &kindResource[*bindingModel, *rbacv1.ClusterRoleBinding]{kind: clusterRoleBindingKind, access: accessTo(fake.NewClientset())}
	live := &rbacv1.ClusterRoleBinding{ObjectMeta: metav1.ObjectMeta{Name: "b"},
		RoleRef:  rbacv1.RoleRef{APIGroup: "rbac.authorization.k8s.io", Kind: "ClusterRole", Name: "r"},
		Subjects: []rbacv1.Subject{{Kind: "ServiceAccount", Name: "argocd-manager", Namespace: "kube-system"}}}
	if err := bindings.observe(live, binding); err != nil {
		t.Fatal(err)
	}
	if len(binding.RoleRef) != 1 || len(binding.Subjects) != 1 || binding.Subjects[0].Namespace.ValueString() != "kube-system" {
		t.Errorf("imported as %v", binding)
	}
}
