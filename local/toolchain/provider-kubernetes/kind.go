package main

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes"
)

// fieldManager names this provider's writes in managedFields.
const fieldManager = "terraform-provider-kubernetes"

type object interface {
	metav1.Object
	runtime.Object
}

// client is the part of client-go's typed clients that a resource needs.
type client[O object] interface {
	Create(context.Context, O, metav1.CreateOptions) (O, error)
	Get(context.Context, string, metav1.GetOptions) (O, error)
	Update(context.Context, O, metav1.UpdateOptions) (O, error)
	Delete(context.Context, string, metav1.DeleteOptions) error
}

type model interface{ base() *common }

// change is what an adapter may look at: plan always (while reading it is the state), config (which alone holds
// write-only values) when writing, prior when updating. What is not there is nil.
type change[M model] struct{ config, plan, prior M }

// kind is one resource type: all in which the types differ. The work itself is in resource.go.
type kind[M model, O object] struct {
	name       string // without "kubernetes_"
	label      string // in messages
	namespaced bool
	attributes map[string]schema.Attribute
	blocks     map[string]schema.Block
	timeouts   map[string]time.Duration // defaults of the operations that the schema lets users limit

	newModel  func() M
	newObject func() O
	client    func(kube kubernetes.Interface, namespace string) client[O]

	fill    func(c change[M], object O) error // the planned body onto an object
	flatten func(object O, m M)               // and back
	decide  func(object O, m M)               // attributes that the API server computes, beside metadata's; optional
	limits  func(m M) types.Object            // the timeouts block; optional
	// settle waits after creation for what controllers add; optional.
	settle func(ctx context.Context, kube kubernetes.Interface, object O, m M) (O, error)
	// validate and plan look at the whole resource; optional.
	validate func(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse)
	plan     func(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse)
}

func (k *kind[M, O]) resource() resource.Resource { return &kindResource[M, O]{kind: k} }

func (k *kind[M, O]) schema() schema.Schema {
	attributes := map[string]schema.Attribute{"id": schema.StringAttribute{Optional: true, Computed: true,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}}}
	maps.Copy(attributes, k.attributes)
	blocks := map[string]schema.Block{"metadata": metadataBlock(k.namespaced)}
	maps.Copy(blocks, k.blocks)
	if k.timeouts != nil {
		limits := map[string]schema.Attribute{}
		for operation := range k.timeouts {
			limits[operation] = schema.StringAttribute{Optional: true}
		}
		blocks["timeouts"] = schema.SingleNestedBlock{Attributes: limits}
	}
	return schema.Schema{Attributes: attributes, Blocks: blocks}
}

// timeout is how long an operation may take, as the resource's timeouts block or else its type says.
func (k *kind[M, O]) timeout(m M, operation string) (time.Duration, error) {
	limit, ok := k.timeouts[operation]
	if !ok {
		limit = 5 * time.Minute
	}
	if k.limits == nil {
		return limit, nil
	}
	var configured attr.Value = k.limits(m).Attributes()[operation]
	text, _ := configured.(types.String)
	if text.ValueString() == "" {
		return limit, nil
	}
	duration, err := time.ParseDuration(text.ValueString())
	if err != nil {
		return 0, fmt.Errorf("timeouts.%s is %q, expected a duration such as \"30s\" or \"5m\"", operation, text.ValueString())
	}
	return duration, nil
}

// splitID reads "name" or "namespace/name".
func (k *kind[M, O]) splitID(id string) (namespace, name string, err error) {
	namespace, name, both := strings.Cut(id, "/")
	switch {
	case !k.namespaced && !both && namespace != "":
		return "", namespace, nil
	case k.namespaced && both && namespace != "" && name != "" && !strings.Contains(name, "/"):
		return namespace, name, nil
	case k.namespaced:
		return "", "", fmt.Errorf("the id of a %s is %q, expected \"namespace/name\"", k.label, id)
	default:
		return "", "", fmt.Errorf("the id of a %s is %q, expected its name", k.label, id)
	}
}
