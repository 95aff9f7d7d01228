package main

import (
	"fmt"
	"io"
	"net/url"
	"os"
	"path"
	"strings"

	"helm.sh/helm/v3/pkg/action"
	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/downloader"
	"helm.sh/helm/v3/pkg/getter"
	"helm.sh/helm/v3/pkg/registry"
)

// chart finds and loads a release's chart: from a repository, an OCI registry, a URL or a folder. A relative folder
// counts from Terraform's working directory.
func (h *helm) chart(m *releaseModel, configuration *action.Configuration) (*chart.Chart, error) {
	h.charts.Lock()
	defer h.charts.Unlock()
	name, options, err := chartOptions(m, configuration)
	if err != nil {
		return nil, err
	}
	location, err := options.LocateChart(name, h.settings)
	if err != nil {
		return nil, fmt.Errorf("cannot find chart %q: %w", name, err)
	}
	loaded, err := loader.Load(location)
	if err != nil {
		return nil, fmt.Errorf("cannot load chart %q: %w", location, err)
	}
	if kind := loaded.Metadata.Type; kind != "" && kind != "application" {
		return nil, fmt.Errorf("chart %q is of type %q, expected application", name, kind)
	}
	return h.withDependencies(m, loaded, location)
}

func chartOptions(m *releaseModel, configuration *action.Configuration) (string, action.ChartPathOptions, error) {
	// The action brings the registry client with it.
	options := action.NewInstall(configuration).ChartPathOptions
	options.CaFile = m.RepositoryCAFile.ValueString()
	options.CertFile = m.RepositoryCertFile.ValueString()
	options.KeyFile = m.RepositoryKeyFile.ValueString()
	options.Keyring = m.Keyring.ValueString()
	options.Verify = m.Verify.ValueBool()
	options.Username = m.RepositoryUsername.ValueString()
	options.Password = m.RepositoryPassword.ValueString()
	options.PassCredentialsAll = m.PassCredentials.ValueBool()

	name, repository := strings.TrimSpace(m.Chart.ValueString()), m.Repository.ValueString()
	parsed, err := url.Parse(repository)
	switch {
	case err != nil:
		return "", options, fmt.Errorf("repository is %q, expected a URL or a name: %w", repository, err)
	case registry.IsOCI(repository):
		// Helm wants the whole path of a chart in a registry as its name.
		parsed.Path = path.Join(parsed.Path, name)
		name = parsed.String()
	case parsed.Scheme != "":
		options.RepoURL = repository
	case repository != "" && !strings.Contains(name, "/"):
		name = repository + "/" + name
	}
	if !hasOwnVersion(name) {
		options.Version = wantedVersion(m)
	}
	return name, options, nil
}

// hasOwnVersion tells a chart whose place decides its version: a folder, an archive, a URL.
func hasOwnVersion(name string) bool {
	if _, err := os.Stat(name); err == nil {
		return true
	}
	parsed, err := url.Parse(name)
	return err == nil && parsed.Scheme != "" && !registry.IsOCI(name)
}

func wantedVersion(m *releaseModel) string {
	// An unknown version is one that this plan is about to decide.
	version := strings.TrimSpace(m.Version.ValueString())
	if version == "" && m.Devel.ValueBool() {
		return ">0.0.0-0"
	}
	return version
}

func (h *helm) withDependencies(m *releaseModel, loaded *chart.Chart, location string) (*chart.Chart, error) {
	missing := action.CheckDependencies(loaded, loaded.Metadata.Dependencies)
	if missing == nil {
		return loaded, nil
	}
	if !m.DependencyUpdate.ValueBool() {
		return nil, fmt.Errorf("chart %q lacks dependencies (dependency_update = true fetches them): %w", location, missing)
	}
	manager := &downloader.Manager{Out: io.Discard, ChartPath: location, Keyring: m.Keyring.ValueString(),
		Getters: getter.All(h.settings), RepositoryConfig: h.settings.RepositoryConfig, RepositoryCache: h.settings.RepositoryCache}
	if err := manager.Update(); err != nil {
		return nil, fmt.Errorf("cannot fetch the dependencies of chart %q: %w", location, err)
	}
	return loader.Load(location)
}
