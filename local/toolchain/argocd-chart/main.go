// Command argocd-chart assembles a Helm chart of Argo CD for a hub without nodes: what `install.yaml` of the pinned
// module has, without its workloads. Their processes run outside of the cluster.
//
// It takes the values keys of argo-helm's argo-cd chart for what it has, so that one environment file fits both.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	manifests := flag.String("manifests", "", "`folder` manifests/ of the argo-cd module")
	appVersion := flag.String("app-version", "", "Argo CD's `version`, such as v3.2.11")
	out := flag.String("out", "", "`folder` to write the chart to; must not exist")
	flag.Parse()
	if *manifests == "" || *appVersion == "" || *out == "" {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*manifests, *appVersion, *out); err != nil {
		fmt.Fprintln(os.Stderr, "argocd-chart:", err)
		os.Exit(1)
	}
}

func run(manifests, appVersion, out string) error {
	install, err := os.ReadFile(filepath.Join(manifests, "install.yaml"))
	if err != nil {
		return err
	}
	objects, err := selectObjects(install)
	if err != nil {
		return err
	}
	files, err := chartFiles(objects, appVersion)
	if err != nil {
		return err
	}
	if err := os.Mkdir(out, 0o755); err != nil {
		return err
	}
	for name, content := range files {
		path := filepath.Join(out, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
