package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// kindResource is the work on one kind: create, read, update, delete, import.
type kindResource[M model, O object] struct {
	kind   *kind[M, O]
	access *access
}

func (r *kindResource[M, O]) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "kubernetes_" + r.kind.name
}

func (r *kindResource[M, O]) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.kind.schema()
}

func (r *kindResource[M, O]) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.access, _ = req.ProviderData.(*access)
}

func (r *kindResource[M, O]) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	if r.kind.validate != nil {
		r.kind.validate(ctx, req, resp)
	}
}

func (r *kindResource[M, O]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	destroying := req.Plan.Raw.IsNull()
	if r.kind.plan != nil && !destroying {
		r.kind.plan(ctx, req, resp)
	}
}

func (r *kindResource[M, O]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughID(ctx, path.Root("id"), req, resp)
}

func (r *kindResource[M, O]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	plan, config := r.kind.newModel(), r.kind.newModel()
	resp.Diagnostics.Append(req.Plan.Get(ctx, plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// An interrupt must not leave an object behind that the state does not know: the call runs to its end.
	created, err := r.create(context.WithoutCancel(ctx), change[M]{config: config, plan: plan})
	if err != nil {
		resp.Diagnostics.AddError("cannot create "+r.named(plan), err.Error())
		return
	}
	record := func(created O) {
		r.record(created, plan)
		resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	}
	// Recorded before the wait: what exists must be in the state even if the wait fails or is interrupted.
	record(created)
	if settled, err := r.settle(ctx, created, plan); err != nil {
		resp.Diagnostics.AddError("created, but not ready: "+r.named(plan), err.Error())
	} else {
		record(settled)
	}
}

// record sets what the plan left open.
func (r *kindResource[M, O]) record(object O, m M) {
	m.base().identify(object)
	if r.kind.decide != nil {
		r.kind.decide(object, m)
	}
}

func (r *kindResource[M, O]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	state := r.kind.newModel()
	resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	live, err := r.get(ctx, state)
	if apierrors.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err == nil {
		err = r.observe(live, state)
	}
	if err != nil {
		resp.Diagnostics.AddError("cannot read "+r.named(state), err.Error())
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// observe takes the live body into the state only where it differs from what the state says: so null stays null and
// an order that means nothing stays as it was written.
func (r *kindResource[M, O]) observe(live O, state M) error {
	importing := state.base().Metadata.IsNull()
	expected := live.DeepCopyObject().(O)
	if err := r.kind.fill(change[M]{plan: state}, expected); err != nil {
		return err
	}
	if importing || !equality.Semantic.DeepEqual(expected, live) {
		r.kind.flatten(live, state)
	}
	state.base().observe(live, r.access)
	r.record(live, state)
	return nil
}

func (r *kindResource[M, O]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	c := change[M]{config: r.kind.newModel(), plan: r.kind.newModel(), prior: r.kind.newModel()}
	resp.Diagnostics.Append(req.Config.Get(ctx, c.config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, c.plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, c.prior)...)
	if resp.Diagnostics.HasError() {
		return
	}
	updated, err := r.update(context.WithoutCancel(ctx), c)
	if err != nil {
		resp.Diagnostics.AddError("cannot update "+r.named(c.prior), err.Error())
		return
	}
	r.record(updated, c.plan)
	resp.Diagnostics.Append(resp.State.Set(ctx, c.plan)...)
}

func (r *kindResource[M, O]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	state := r.kind.newModel()
	resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.remove(ctx, state); err != nil {
		resp.Diagnostics.AddError("cannot delete "+r.named(state), err.Error())
	}
}

func ignoreNotFound(err error) error {
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}

func (r *kindResource[M, O]) get(ctx context.Context, state M) (found O, err error) {
	namespace, name, err := r.kind.splitID(state.base().ID.ValueString())
	if err != nil {
		return found, err
	}
	client, err := r.client(namespace)
	if err != nil {
		return found, err
	}
	return client.Get(ctx, name, metav1.GetOptions{})
}

func (r *kindResource[M, O]) client(namespace string) (client[O], error) {
	kube, err := r.access.client()
	if err != nil {
		return nil, err
	}
	return r.kind.client(kube, namespace), nil
}

func (r *kindResource[M, O]) named(m M) string {
	base := m.base()
	id := base.ID.ValueString()
	if id == "" {
		id = joinID(base.field("namespace"), base.field("name")+base.field("generate_name"))
	}
	return quoted(r.kind.label, id)
}
