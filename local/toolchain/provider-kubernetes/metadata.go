package main

import (
	"context"
	"maps"
	"net/url"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// common is what every model has; a resource type's own model embeds it.
type common struct {
	ID       types.String `tfsdk:"id"`
	Metadata types.List   `tfsdk:"metadata"`
}

func (c *common) base() *common { return c }

func metadataBlock(namespaced bool) schema.ListNestedBlock {
	replace := stringplanmodifier.RequiresReplace()
	keep := stringplanmodifier.UseStateForUnknown()
	attributes := map[string]schema.Attribute{
		"annotations":   schema.MapAttribute{Optional: true, ElementType: types.StringType},
		"labels":        schema.MapAttribute{Optional: true, ElementType: types.StringType},
		"generate_name": schema.StringAttribute{Optional: true, PlanModifiers: []planmodifier.String{replace}},
		"name":          schema.StringAttribute{Optional: true, Computed: true, PlanModifiers: []planmodifier.String{keep, replace}},
		// Planned as they were, though an update changes them: the real provider's plans show no such noise.
		"generation":       schema.Int64Attribute{Computed: true, PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()}},
		"resource_version": schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{keep}},
		"uid":              schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{keep}},
	}
	if namespaced {
		attributes["namespace"] = schema.StringAttribute{Optional: true, Computed: true,
			Default: stringdefault.StaticString("default"), PlanModifiers: []planmodifier.String{replace}}
	}
	return schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: attributes}}
}

// fields are the attributes of the one metadata block, all null before an import has read it.
func (c *common) fields() map[string]attr.Value {
	for _, element := range c.Metadata.Elements() {
		return element.(types.Object).Attributes()
	}
	ctx := context.Background()
	fields := map[string]attr.Value{}
	for name, kind := range c.metadataType().AttrTypes {
		fields[name], _ = kind.ValueFromTerraform(ctx, tftypes.NewValue(kind.TerraformType(ctx), nil))
	}
	return fields
}

func (c *common) metadataType() types.ObjectType {
	element, _ := c.Metadata.ElementType(context.Background()).(types.ObjectType)
	return element
}

func (c *common) field(name string) string {
	value, _ := c.fields()[name].(types.String)
	return value.ValueString()
}

func (c *common) pairs(name string) map[string]string {
	value, _ := c.fields()[name].(types.Map)
	return stringMap(value)
}

func (c *common) setFields(fields map[string]attr.Value) {
	element := c.metadataType()
	c.Metadata = types.ListValueMust(element, []attr.Value{types.ObjectValueMust(element.AttrTypes, fields)})
}

// identify records what the API server decides. The rest of a planned value stays as planned: Terraform allows
// nothing else, and what a webhook changes shows as drift at the next read.
func (c *common) identify(object metav1.Object) {
	c.ID = types.StringValue(joinID(object.GetNamespace(), object.GetName()))
	fields := c.fields()
	fields["name"] = types.StringValue(object.GetName())
	fields["uid"] = types.StringValue(string(object.GetUID()))
	fields["resource_version"] = types.StringValue(object.GetResourceVersion())
	fields["generation"] = types.Int64Value(object.GetGeneration())
	c.setFields(fields)
}

// observe records what the API server has and this provider manages.
func (c *common) observe(object metav1.Object, access *access) {
	annotations := visible(object.GetAnnotations(), c.pairs("annotations"), access.ignoreAnnotations)
	labels := visible(object.GetLabels(), c.pairs("labels"), access.ignoreLabels)
	c.observeAll(object, labels, annotations)
}

func (c *common) observeAll(object metav1.Object, labels, annotations map[string]string) {
	fields := c.fields()
	fields["annotations"] = mapLike(fields["annotations"], annotations)
	fields["labels"] = mapLike(fields["labels"], labels)
	if object.GetNamespace() != "" {
		fields["namespace"] = types.StringValue(object.GetNamespace())
	}
	c.setFields(fields)
	c.identify(object)
}

// stamp puts the planned labels and annotations on an object. Keys that Terraform did not set stay: other writers
// (Argo CD on a cluster Secret, the API server) own them. As with the real provider, not so where the state knows none:
// then its own replace them all.
func (c *common) stamp(object metav1.Object, prior *common) {
	object.SetLabels(overlay(object.GetLabels(), prior.pairs("labels"), c.pairs("labels")))
	object.SetAnnotations(overlay(object.GetAnnotations(), prior.pairs("annotations"), c.pairs("annotations")))
}

func overlay(live, prior, planned map[string]string) map[string]string {
	if len(prior) == 0 && len(planned) > 0 {
		return planned
	}
	out := maps.Clone(live)
	if out == nil {
		out = map[string]string{}
	}
	for key := range prior {
		delete(out, key)
	}
	maps.Copy(out, planned)
	return out
}

// visible leaves out the keys that Kubernetes and ignored writers own, unless the configuration sets them.
func visible(live, configured map[string]string, ignored []*regexp.Regexp) map[string]string {
	out := map[string]string{}
	for key, value := range live {
		if _, ok := configured[key]; ok || !(internalKey(key) || matches(key, ignored)) {
			out[key] = value
		}
	}
	return out
}

// internalKey tells keys of Kubernetes itself. app.kubernetes.io and service.beta.kubernetes.io are for users.
func internalKey(key string) bool {
	parsed, err := url.Parse("//" + key)
	if err != nil {
		return false
	}
	host := parsed.Hostname()
	if host == "app.kubernetes.io" || host == "service.beta.kubernetes.io" {
		return false
	}
	return strings.HasSuffix(host, "kubernetes.io")
}

func matches(key string, patterns []*regexp.Regexp) bool {
	for _, pattern := range patterns {
		if pattern.MatchString(key) {
			return true
		}
	}
	return false
}

func joinID(namespace, name string) string {
	if namespace == "" {
		return name
	}
	return namespace + "/" + name
}
