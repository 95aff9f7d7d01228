package main

import (
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

//go:embed chart
var skeleton embed.FS

// chartFiles are the files of the chart by path. The objects are not templates: their texts have braces of their own,
// so templates/objects.yaml reads them as files.
func chartFiles(objects []object, appVersion string) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, one := range objects {
		name := strings.ToLower(one.Kind) + "-" + one.Metadata.Name + ".yaml"
		files["files/"+name] = one.source
	}
	err := fs.WalkDir(skeleton, "chart", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := skeleton.ReadFile(path)
		files[strings.TrimPrefix(path, "chart/")] = content
		return err
	})
	files["Chart.yaml"] = chartYAML(files, appVersion)
	return files, err
}

// chartYAML puts a hash of the content into the version: Terraform compares the version of a local chart, nothing else.
func chartYAML(files map[string][]byte, appVersion string) []byte {
	hash := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(hash, "%s %d\n%s", name, len(files[name]), files[name])
	}
	return fmt.Appendf(nil, `apiVersion: v2
name: argo-cd
description: Argo CD for a hub without nodes, from the manifests of its Go module
type: application
version: 0.0.0-%s+%x
appVersion: %s
`, strings.TrimPrefix(appVersion, "v"), hash.Sum(nil)[:6], appVersion)
}
