package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"
)

type object struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Metadata   struct {
		Name string `json:"name"`
	} `json:"metadata"`
	source []byte
}

// keptKinds are the kinds that need no node.
var keptKinds = []string{
	"CustomResourceDefinition", "ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding", "ConfigMap", "Secret",
}

// requiredNames is what the components cannot do without; a module that moved them must fail here, not on a hub.
var requiredNames = []string{
	"ConfigMap/argocd-cm", "ConfigMap/argocd-cmd-params-cm", "ConfigMap/argocd-rbac-cm", "Secret/argocd-secret",
	"CustomResourceDefinition/applications.argoproj.io", "CustomResourceDefinition/applicationsets.argoproj.io",
	"CustomResourceDefinition/appprojects.argoproj.io",
}

// absentComponents are not run without nodes: Argo CD does not need them.
var absentComponents = []string{"argocd-dex", "argocd-redis", "argocd-notifications"}

func selectObjects(install []byte) ([]object, error) {
	var selected []object
	var names []string
	for _, document := range bytes.Split(install, []byte("\n---\n")) {
		one := object{source: document}
		if err := yaml.Unmarshal(document, &one); err != nil {
			return nil, fmt.Errorf("install.yaml: %w", err)
		}
		if !slices.Contains(keptKinds, one.Kind) || absent(one.Metadata.Name) {
			continue
		}
		selected = append(selected, one)
		names = append(names, one.Kind+"/"+one.Metadata.Name)
	}
	for _, name := range requiredNames {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("install.yaml has no %s", name)
		}
	}
	return selected, nil
}

func absent(name string) bool {
	return slices.ContainsFunc(absentComponents, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}
