package main

import (
	"context"
	"errors"

	"helm.sh/helm/v3/pkg/action"
	"helm.sh/helm/v3/pkg/chart"
	helmrelease "helm.sh/helm/v3/pkg/release"
	"helm.sh/helm/v3/pkg/storage/driver"
)

// current is the release's newest revision, nil where there is none (or only the history of an uninstalled one).
func current(configuration *action.Configuration, name string) (*helmrelease.Release, error) {
	found, err := action.NewGet(configuration).Run(name)
	switch {
	case errors.Is(err, driver.ErrReleaseNotFound):
		return nil, nil
	case err != nil:
		return nil, err
	case found.Info.Status == helmrelease.StatusUninstalled:
		return nil, nil
	}
	return found, nil
}

func install(ctx context.Context, configuration *action.Configuration, m *releaseModel, loaded *chart.Chart, values map[string]any) (*helmrelease.Release, error) {
	client := action.NewInstall(configuration)
	client.ReleaseName = m.Name.ValueString()
	client.Namespace = m.Namespace.ValueString()
	client.CreateNamespace = m.CreateNamespace.ValueBool()
	client.Atomic = m.Atomic.ValueBool()
	client.Wait = m.Wait.ValueBool()
	client.WaitForJobs = m.WaitForJobs.ValueBool()
	client.Timeout = m.waitLimit()
	client.Devel = m.Devel.ValueBool()
	client.Description = m.Description.ValueString()
	client.DisableHooks = m.DisableWebhooks.ValueBool()
	client.DisableOpenAPIValidation = m.DisableOpenAPIValidation.ValueBool()
	client.Replace = m.Replace.ValueBool()
	client.SkipCRDs = m.SkipCRDs.ValueBool()
	client.SubNotes = m.RenderSubchartNotes.ValueBool()
	client.TakeOwnership = m.TakeOwnership.ValueBool()
	return client.RunWithContext(ctx, loaded, values)
}

func upgrade(ctx context.Context, configuration *action.Configuration, m *releaseModel, loaded *chart.Chart, values map[string]any) (*helmrelease.Release, error) {
	client := action.NewUpgrade(configuration)
	client.Namespace = m.Namespace.ValueString()
	client.Atomic = m.Atomic.ValueBool()
	client.CleanupOnFail = m.CleanupOnFail.ValueBool()
	client.Wait = m.Wait.ValueBool()
	client.WaitForJobs = m.WaitForJobs.ValueBool()
	client.Timeout = m.waitLimit()
	client.Devel = m.Devel.ValueBool()
	client.Description = m.Description.ValueString()
	client.DisableHooks = m.DisableWebhooks.ValueBool()
	client.DisableOpenAPIValidation = m.DisableOpenAPIValidation.ValueBool()
	client.Force = m.ForceUpdate.ValueBool()
	client.MaxHistory = int(m.MaxHistory.ValueInt64())
	client.Recreate = m.RecreatePods.ValueBool()
	client.ResetValues = m.ResetValues.ValueBool()
	client.ReuseValues = m.ReuseValues.ValueBool()
	client.SkipCRDs = m.SkipCRDs.ValueBool()
	client.SubNotes = m.RenderSubchartNotes.ValueBool()
	client.TakeOwnership = m.TakeOwnership.ValueBool()
	return client.RunWithContext(ctx, m.Name.ValueString(), loaded, values)
}

func uninstall(configuration *action.Configuration, m *releaseModel) error {
	client := action.NewUninstall(configuration)
	client.IgnoreNotFound = true
	client.Wait = m.Wait.ValueBool()
	client.DisableHooks = m.DisableWebhooks.ValueBool()
	client.Timeout = m.waitLimit()
	_, err := client.Run(m.Name.ValueString())
	return err
}
