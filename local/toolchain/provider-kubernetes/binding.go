package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/client-go/kubernetes"
)

// bindingModel serves both bindings: they differ in their scope only.
type bindingModel struct {
	common
	RoleRef  []roleRef `tfsdk:"role_ref"`
	Subjects []subject `tfsdk:"subject"`
}

type roleRef struct {
	APIGroup types.String `tfsdk:"api_group"`
	Kind     types.String `tfsdk:"kind"`
	Name     types.String `tfsdk:"name"`
}

type subject struct {
	APIGroup  types.String `tfsdk:"api_group"`
	Kind      types.String `tfsdk:"kind"`
	Name      types.String `tfsdk:"name"`
	Namespace types.String `tfsdk:"namespace"`
}

var clusterRoleBindingKind = &kind[*bindingModel, *rbacv1.ClusterRoleBinding]{
	name: "cluster_role_binding_v1", label: "cluster role binding", blocks: bindingBlocks(),
	newModel:  func() *bindingModel { return &bindingModel{} },
	newObject: func() *rbacv1.ClusterRoleBinding { return &rbacv1.ClusterRoleBinding{} },
	client: func(kube kubernetes.Interface, _ string) client[*rbacv1.ClusterRoleBinding] {
		return kube.RbacV1().ClusterRoleBindings()
	},
	fill: func(c change[*bindingModel], binding *rbacv1.ClusterRoleBinding) error {
		binding.RoleRef, binding.Subjects = expandRoleRef(c.plan.RoleRef), expandSubjects(c.plan.Subjects)
		return nil
	},
	flatten: func(binding *rbacv1.ClusterRoleBinding, m *bindingModel) {
		m.RoleRef, m.Subjects = flattenRoleRef(binding.RoleRef), flattenSubjects(binding.Subjects)
	},
}

var roleBindingKind = &kind[*bindingModel, *rbacv1.RoleBinding]{
	name: "role_binding_v1", label: "role binding", namespaced: true, blocks: bindingBlocks(),
	newModel:  func() *bindingModel { return &bindingModel{} },
	newObject: func() *rbacv1.RoleBinding { return &rbacv1.RoleBinding{} },
	client: func(kube kubernetes.Interface, namespace string) client[*rbacv1.RoleBinding] {
		return kube.RbacV1().RoleBindings(namespace)
	},
	fill: func(c change[*bindingModel], binding *rbacv1.RoleBinding) error {
		binding.RoleRef, binding.Subjects = expandRoleRef(c.plan.RoleRef), expandSubjects(c.plan.Subjects)
		return nil
	},
	flatten: func(binding *rbacv1.RoleBinding, m *bindingModel) {
		m.RoleRef, m.Subjects = flattenRoleRef(binding.RoleRef), flattenSubjects(binding.Subjects)
	},
}

func bindingBlocks() map[string]schema.Block {
	// The API server refuses another roleRef on a binding that is there.
	fixed := schema.StringAttribute{Required: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}}
	return map[string]schema.Block{
		"role_ref": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{
			Attributes: map[string]schema.Attribute{"api_group": fixed, "kind": fixed, "name": fixed}}},
		"subject": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
			"api_group": schema.StringAttribute{Optional: true, Computed: true, PlanModifiers: []planmodifier.String{subjectGroup{}}},
			"kind":      schema.StringAttribute{Required: true},
			"name":      schema.StringAttribute{Required: true},
			"namespace": schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString("default")},
		}}},
	}
}

func expandRoleRef(refs []roleRef) rbacv1.RoleRef {
	if len(refs) == 0 {
		return rbacv1.RoleRef{}
	}
	return rbacv1.RoleRef{APIGroup: refs[0].APIGroup.ValueString(), Kind: refs[0].Kind.ValueString(), Name: refs[0].Name.ValueString()}
}

func flattenRoleRef(ref rbacv1.RoleRef) []roleRef {
	return []roleRef{{APIGroup: types.StringValue(ref.APIGroup), Kind: types.StringValue(ref.Kind), Name: types.StringValue(ref.Name)}}
}

func expandSubjects(subjects []subject) []rbacv1.Subject {
	var out []rbacv1.Subject
	for _, subject := range subjects {
		kind := subject.Kind.ValueString()
		expanded := rbacv1.Subject{Kind: kind, Name: subject.Name.ValueString(), APIGroup: subject.APIGroup.ValueString()}
		if expanded.APIGroup == "" {
			expanded.APIGroup = groupOf(kind)
		}
		// Users and groups have no namespace; the attribute's default would be refused.
		if kind == rbacv1.ServiceAccountKind {
			expanded.Namespace = subject.Namespace.ValueString()
		}
		out = append(out, expanded)
	}
	return out
}

func flattenSubjects(subjects []rbacv1.Subject) []subject {
	out := []subject{}
	for _, one := range subjects {
		namespace := one.Namespace
		if namespace == "" {
			namespace = "default"
		}
		out = append(out, subject{APIGroup: types.StringValue(one.APIGroup), Kind: types.StringValue(one.Kind),
			Name: types.StringValue(one.Name), Namespace: types.StringValue(namespace)})
	}
	return out
}

// groupOf is the API server's own default.
func groupOf(kind string) string {
	if kind == rbacv1.ServiceAccountKind {
		return ""
	}
	return rbacv1.GroupName
}

// subjectGroup plans the API group that the API server would set. Taking it from the state would be wrong where
// subjects change places.
type subjectGroup struct{}

func (subjectGroup) Description(context.Context) string {
	return "Defaults to the group of the subject's kind."
}

func (m subjectGroup) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (subjectGroup) PlanModifyString(ctx context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if !req.ConfigValue.IsNull() {
		return
	}
	var kind types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, req.Path.ParentPath().AtName("kind"), &kind)...)
	if !kind.IsUnknown() {
		resp.PlanValue = types.StringValue(groupOf(kind.ValueString()))
	}
}
