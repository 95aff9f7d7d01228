package main

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/client-go/kubernetes"
)

type roleModel struct {
	common
	Rules []roleRule `tfsdk:"rule"`
}

type roleRule struct {
	APIGroups     types.Set `tfsdk:"api_groups"`
	ResourceNames types.Set `tfsdk:"resource_names"`
	Resources     types.Set `tfsdk:"resources"`
	Verbs         types.Set `tfsdk:"verbs"`
}

var roleKind = &kind[*roleModel, *rbacv1.Role]{
	name: "role_v1", label: "role", namespaced: true,
	blocks: map[string]schema.Block{
		"rule": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
			"api_groups":     schema.SetAttribute{Required: true, ElementType: types.StringType},
			"resource_names": schema.SetAttribute{Optional: true, ElementType: types.StringType},
			"resources":      schema.SetAttribute{Required: true, ElementType: types.StringType},
			"verbs":          schema.SetAttribute{Required: true, ElementType: types.StringType},
		}}},
	},
	newModel:  func() *roleModel { return &roleModel{} },
	newObject: func() *rbacv1.Role { return &rbacv1.Role{} },
	client: func(kube kubernetes.Interface, namespace string) client[*rbacv1.Role] {
		return kube.RbacV1().Roles(namespace)
	},
	fill: func(c change[*roleModel], role *rbacv1.Role) error {
		wanted := roleRules(c.plan.Rules)
		if !slices.EqualFunc(wanted, role.Rules, sameRule) {
			role.Rules = wanted
		}
		return nil
	},
	flatten: func(role *rbacv1.Role, m *roleModel) {
		m.Rules = []roleRule{}
		for _, rule := range role.Rules {
			m.Rules = append(m.Rules, roleRule{APIGroups: setValue(rule.APIGroups), ResourceNames: setValue(rule.ResourceNames),
				Resources: setValue(rule.Resources), Verbs: setValue(rule.Verbs)})
		}
	},
}

func roleRules(rules []roleRule) []rbacv1.PolicyRule {
	var out []rbacv1.PolicyRule
	for _, rule := range rules {
		out = append(out, rbacv1.PolicyRule{APIGroups: stringsOf(rule.APIGroups), ResourceNames: stringsOf(rule.ResourceNames),
			Resources: stringsOf(rule.Resources), Verbs: stringsOf(rule.Verbs)})
	}
	return out
}

// sameRule compares as sets, which they are for Terraform.
func sameRule(a, b rbacv1.PolicyRule) bool {
	return sameNames(a.APIGroups, b.APIGroups) && sameNames(a.ResourceNames, b.ResourceNames) &&
		sameNames(a.Resources, b.Resources) && sameNames(a.Verbs, b.Verbs) && len(b.NonResourceURLs) == 0
}
