package main

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// lookup is one data source: it shares the client of its resource type's kind.
type lookup[M model, O object] struct {
	kind interface {
		lookupClient(*access, string) (client[O], error)
	}
	name       string
	label      string
	namespaced bool
	generated  bool // whether metadata has generate_name
	attributes map[string]schema.Attribute
	newModel   func() M
	flatten    func(object O, m M)
}

func (k *kind[M, O]) lookupClient(access *access, namespace string) (client[O], error) {
	kube, err := access.client()
	if err != nil {
		return nil, err
	}
	return k.client(kube, namespace), nil
}

func (l *lookup[M, O]) dataSource() datasource.DataSource { return &lookupSource[M, O]{lookup: l} }

type lookupSource[M model, O object] struct {
	lookup *lookup[M, O]
	access *access
}

func (s *lookupSource[M, O]) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "kubernetes_" + s.lookup.name
}

func (s *lookupSource[M, O]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	metadata := map[string]schema.Attribute{
		"annotations":      schema.MapAttribute{Optional: true, ElementType: types.StringType},
		"labels":           schema.MapAttribute{Optional: true, ElementType: types.StringType},
		"name":             schema.StringAttribute{Optional: true, Computed: true},
		"generation":       schema.Int64Attribute{Computed: true},
		"resource_version": schema.StringAttribute{Computed: true},
		"uid":              schema.StringAttribute{Computed: true},
	}
	if s.lookup.namespaced {
		metadata["namespace"] = schema.StringAttribute{Optional: true}
	}
	if s.lookup.generated {
		metadata["generate_name"] = schema.StringAttribute{Optional: true}
	}
	attributes := map[string]schema.Attribute{"id": schema.StringAttribute{Optional: true, Computed: true}}
	maps.Copy(attributes, s.lookup.attributes)
	resp.Schema = schema.Schema{Attributes: attributes, Blocks: map[string]schema.Block{
		"metadata": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: metadata}}}}
}

func (s *lookupSource[M, O]) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	s.access, _ = req.ProviderData.(*access)
}

// Read leaves everything but the id null where the object does not exist, as the real provider does.
func (s *lookupSource[M, O]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	m := s.lookup.newModel()
	resp.Diagnostics.Append(req.Config.Get(ctx, m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	name, namespace := m.base().field("name"), s.lookup.namespace(m)
	id := joinID(namespace, name)
	m.base().ID = types.StringValue(id)
	found, err := s.get(ctx, namespace, name)
	switch {
	case err == nil:
		// A data source hides nothing: what Kubernetes and others wrote may be what a stack looks for.
		m.base().observeAll(found, found.GetLabels(), found.GetAnnotations())
		s.lookup.flatten(found, m)
	case !apierrors.IsNotFound(err):
		resp.Diagnostics.AddError("cannot read "+quoted(s.lookup.label, id), err.Error())
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

func (l *lookup[M, O]) namespace(m M) string {
	namespace := m.base().field("namespace")
	if l.namespaced && namespace == "" {
		return "default"
	}
	return namespace
}

func (s *lookupSource[M, O]) get(ctx context.Context, namespace, name string) (found O, err error) {
	client, err := s.lookup.kind.lookupClient(s.access, namespace)
	if err != nil {
		return found, err
	}
	return client.Get(ctx, name, metav1.GetOptions{})
}
