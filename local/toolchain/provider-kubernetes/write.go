package main

import (
	"context"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/util/retry"
)

func (r *kindResource[M, O]) create(ctx context.Context, c change[M]) (created O, err error) {
	base := c.plan.base()
	wanted := r.kind.newObject()
	wanted.SetName(base.field("name"))
	wanted.SetGenerateName(base.field("generate_name"))
	wanted.SetNamespace(base.field("namespace"))
	base.stamp(wanted, &common{})
	if err := r.kind.fill(c, wanted); err != nil {
		return created, err
	}
	client, err := r.client(base.field("namespace"))
	if err != nil {
		return created, err
	}
	created, err = client.Create(ctx, wanted, metav1.CreateOptions{FieldManager: fieldManager})
	if apierrors.IsAlreadyExists(err) {
		return created, fmt.Errorf("%w; to manage it from here, import it: terraform import <address> %s", err,
			joinID(wanted.GetNamespace(), wanted.GetName()))
	}
	return created, err
}

func (r *kindResource[M, O]) settle(ctx context.Context, created O, plan M) (O, error) {
	if r.kind.settle == nil {
		return created, nil
	}
	limit, err := r.kind.timeout(plan, "create")
	if err != nil {
		return created, err
	}
	kube, err := r.access.client()
	if err != nil {
		return created, err
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return r.kind.settle(ctx, kube, created, plan)
}

// update writes onto the live object, so that fields of other writers stay.
func (r *kindResource[M, O]) update(ctx context.Context, c change[M]) (updated O, err error) {
	namespace, _, err := r.kind.splitID(c.prior.base().ID.ValueString())
	if err != nil {
		return updated, err
	}
	client, err := r.client(namespace)
	if err != nil {
		return updated, err
	}
	err = retry.RetryOnConflict(retry.DefaultBackoff, func() error {
		live, err := r.get(ctx, c.prior)
		if err != nil {
			return err
		}
		c.plan.base().stamp(live, c.prior.base())
		if err := r.kind.fill(c, live); err != nil {
			return err
		}
		updated, err = client.Update(ctx, live, metav1.UpdateOptions{FieldManager: fieldManager})
		return err
	})
	return updated, err
}

// remove returns when the object is gone: a replacement of the same name follows at once.
func (r *kindResource[M, O]) remove(ctx context.Context, state M) error {
	limit, err := r.kind.timeout(state, "delete")
	if err != nil {
		return err
	}
	namespace, name, err := r.kind.splitID(state.base().ID.ValueString())
	if err != nil {
		return err
	}
	client, err := r.client(namespace)
	if err != nil {
		return err
	}
	if err := client.Delete(ctx, name, metav1.DeleteOptions{}); err != nil {
		return ignoreNotFound(err)
	}
	err = wait.PollUntilContextTimeout(ctx, 100*time.Millisecond, limit, true, func(ctx context.Context) (bool, error) {
		_, err := client.Get(ctx, name, metav1.GetOptions{})
		return apierrors.IsNotFound(err), ignoreNotFound(err)
	})
	if wait.Interrupted(err) {
		return fmt.Errorf("deleted, but still there after %s: a finalizer may hold it", limit)
	}
	return err
}
