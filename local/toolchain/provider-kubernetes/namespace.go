package main

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/types"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
)

type namespaceModel struct {
	common
	WaitForDefaultServiceAccount types.Bool   `tfsdk:"wait_for_default_service_account"`
	Timeouts                     types.Object `tfsdk:"timeouts"`
}

var namespaceKind = &kind[*namespaceModel, *corev1.Namespace]{
	name: "namespace_v1", label: "namespace",
	attributes: map[string]schema.Attribute{
		"wait_for_default_service_account": schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(false)},
	},
	timeouts:  map[string]time.Duration{"delete": 5 * time.Minute},
	newModel:  func() *namespaceModel { return &namespaceModel{} },
	newObject: func() *corev1.Namespace { return &corev1.Namespace{} },
	client: func(kube kubernetes.Interface, _ string) client[*corev1.Namespace] {
		return kube.CoreV1().Namespaces()
	},
	// A namespace has no body that a user sets.
	fill:    func(change[*namespaceModel], *corev1.Namespace) error { return nil },
	flatten: func(*corev1.Namespace, *namespaceModel) {},
	limits:  func(m *namespaceModel) types.Object { return m.Timeouts },
	settle:  waitForDefaultServiceAccount,
}

func waitForDefaultServiceAccount(ctx context.Context, kube kubernetes.Interface, created *corev1.Namespace, m *namespaceModel) (*corev1.Namespace, error) {
	if !m.WaitForDefaultServiceAccount.ValueBool() {
		return created, nil
	}
	err := wait.PollUntilContextCancel(ctx, 100*time.Millisecond, true, func(ctx context.Context) (bool, error) {
		_, err := kube.CoreV1().ServiceAccounts(created.Name).Get(ctx, "default", metav1.GetOptions{})
		return err == nil, ignoreNotFound(err)
	})
	return created, err
}
