package main

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

type clusterRoleModel struct {
	common
	Rules           []clusterRoleRule `tfsdk:"rule"`
	AggregationRule []aggregationRule `tfsdk:"aggregation_rule"`
}

type clusterRoleRule struct {
	APIGroups       types.List `tfsdk:"api_groups"`
	NonResourceURLs types.List `tfsdk:"non_resource_urls"`
	ResourceNames   types.List `tfsdk:"resource_names"`
	Resources       types.List `tfsdk:"resources"`
	Verbs           types.List `tfsdk:"verbs"`
}

type aggregationRule struct {
	ClusterRoleSelectors []labelSelector `tfsdk:"cluster_role_selectors"`
}

type labelSelector struct {
	MatchLabels      types.Map         `tfsdk:"match_labels"`
	MatchExpressions []labelExpression `tfsdk:"match_expressions"`
}

type labelExpression struct {
	Key      types.String `tfsdk:"key"`
	Operator types.String `tfsdk:"operator"`
	Values   types.Set    `tfsdk:"values"`
}

var clusterRoleKind = &kind[*clusterRoleModel, *rbacv1.ClusterRole]{
	name: "cluster_role_v1", label: "cluster role",
	blocks: map[string]schema.Block{"rule": clusterRoleRuleBlock(), "aggregation_rule": aggregationRuleBlock()},

	newModel:  func() *clusterRoleModel { return &clusterRoleModel{} },
	newObject: func() *rbacv1.ClusterRole { return &rbacv1.ClusterRole{} },
	client: func(kube kubernetes.Interface, _ string) client[*rbacv1.ClusterRole] {
		return kube.RbacV1().ClusterRoles()
	},
	fill: func(c change[*clusterRoleModel], role *rbacv1.ClusterRole) error {
		role.AggregationRule = expandAggregation(c.plan.AggregationRule)
		// A controller writes the rules of an aggregated role.
		if role.AggregationRule == nil || len(c.plan.Rules) > 0 {
			role.Rules = clusterRoleRules(c.plan.Rules)
		}
		return nil
	},
	flatten: func(role *rbacv1.ClusterRole, m *clusterRoleModel) {
		m.AggregationRule = flattenAggregation(role.AggregationRule)
		m.Rules = []clusterRoleRule{}
		if role.AggregationRule != nil {
			return
		}
		for _, rule := range role.Rules {
			m.Rules = append(m.Rules, clusterRoleRule{APIGroups: listValue(rule.APIGroups), NonResourceURLs: listValue(rule.NonResourceURLs),
				ResourceNames: listValue(rule.ResourceNames), Resources: listValue(rule.Resources), Verbs: listValue(rule.Verbs)})
		}
	},
}

func clusterRoleRuleBlock() schema.Block {
	names := schema.ListAttribute{Optional: true, ElementType: types.StringType}
	return schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
		"api_groups": names, "non_resource_urls": names, "resource_names": names, "resources": names,
		"verbs": schema.ListAttribute{Required: true, ElementType: types.StringType},
	}}}
}

func aggregationRuleBlock() schema.Block {
	expressions := schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
		"key":      schema.StringAttribute{Optional: true},
		"operator": schema.StringAttribute{Optional: true},
		"values":   schema.SetAttribute{Optional: true, ElementType: types.StringType},
	}}}
	selectors := schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{
		Attributes: map[string]schema.Attribute{"match_labels": schema.MapAttribute{Optional: true, ElementType: types.StringType}},
		Blocks:     map[string]schema.Block{"match_expressions": expressions},
	}}
	return schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{
		Blocks: map[string]schema.Block{"cluster_role_selectors": selectors},
	}}
}

func clusterRoleRules(rules []clusterRoleRule) []rbacv1.PolicyRule {
	var out []rbacv1.PolicyRule
	for _, rule := range rules {
		out = append(out, rbacv1.PolicyRule{APIGroups: stringsOf(rule.APIGroups), NonResourceURLs: stringsOf(rule.NonResourceURLs),
			ResourceNames: stringsOf(rule.ResourceNames), Resources: stringsOf(rule.Resources), Verbs: stringsOf(rule.Verbs)})
	}
	return out
}

func expandAggregation(rules []aggregationRule) *rbacv1.AggregationRule {
	if len(rules) == 0 {
		return nil
	}
	out := &rbacv1.AggregationRule{}
	for _, selector := range rules[0].ClusterRoleSelectors {
		expanded := metav1.LabelSelector{MatchLabels: stringMap(selector.MatchLabels)}
		for _, expression := range selector.MatchExpressions {
			expanded.MatchExpressions = append(expanded.MatchExpressions, metav1.LabelSelectorRequirement{
				Key: expression.Key.ValueString(), Operator: metav1.LabelSelectorOperator(expression.Operator.ValueString()),
				Values: stringsOf(expression.Values)})
		}
		out.ClusterRoleSelectors = append(out.ClusterRoleSelectors, expanded)
	}
	return out
}

func flattenAggregation(rule *rbacv1.AggregationRule) []aggregationRule {
	if rule == nil {
		return []aggregationRule{}
	}
	flat := aggregationRule{ClusterRoleSelectors: []labelSelector{}}
	for _, selector := range rule.ClusterRoleSelectors {
		one := labelSelector{MatchLabels: mapLike(nil, selector.MatchLabels), MatchExpressions: []labelExpression{}}
		for _, expression := range selector.MatchExpressions {
			one.MatchExpressions = append(one.MatchExpressions, labelExpression{Key: types.StringValue(expression.Key),
				Operator: types.StringValue(string(expression.Operator)), Values: setValue(expression.Values)})
		}
		flat.ClusterRoleSelectors = append(flat.ClusterRoleSelectors, one)
	}
	return []aggregationRule{flat}
}
