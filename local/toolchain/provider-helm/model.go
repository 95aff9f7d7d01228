package main

import (
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

type releaseModel struct {
	ID                       types.String   `tfsdk:"id"`
	Name                     types.String   `tfsdk:"name"`
	Namespace                types.String   `tfsdk:"namespace"`
	Chart                    types.String   `tfsdk:"chart"`
	Version                  types.String   `tfsdk:"version"`
	Repository               types.String   `tfsdk:"repository"`
	RepositoryCAFile         types.String   `tfsdk:"repository_ca_file"`
	RepositoryCertFile       types.String   `tfsdk:"repository_cert_file"`
	RepositoryKeyFile        types.String   `tfsdk:"repository_key_file"`
	RepositoryUsername       types.String   `tfsdk:"repository_username"`
	RepositoryPassword       types.String   `tfsdk:"repository_password"`
	PassCredentials          types.Bool     `tfsdk:"pass_credentials"`
	Keyring                  types.String   `tfsdk:"keyring"`
	Verify                   types.Bool     `tfsdk:"verify"`
	Devel                    types.Bool     `tfsdk:"devel"`
	DependencyUpdate         types.Bool     `tfsdk:"dependency_update"`
	Values                   types.List     `tfsdk:"values"`
	Set                      types.List     `tfsdk:"set"`
	SetList                  types.List     `tfsdk:"set_list"`
	SetSensitive             types.List     `tfsdk:"set_sensitive"`
	SetWO                    types.List     `tfsdk:"set_wo"`
	SetWORevision            types.Int64    `tfsdk:"set_wo_revision"`
	Description              types.String   `tfsdk:"description"`
	Atomic                   types.Bool     `tfsdk:"atomic"`
	CleanupOnFail            types.Bool     `tfsdk:"cleanup_on_fail"`
	CreateNamespace          types.Bool     `tfsdk:"create_namespace"`
	DisableCRDHooks          types.Bool     `tfsdk:"disable_crd_hooks"`
	DisableOpenAPIValidation types.Bool     `tfsdk:"disable_openapi_validation"`
	DisableWebhooks          types.Bool     `tfsdk:"disable_webhooks"`
	ForceUpdate              types.Bool     `tfsdk:"force_update"`
	Lint                     types.Bool     `tfsdk:"lint"`
	MaxHistory               types.Int64    `tfsdk:"max_history"`
	PostRender               types.Object   `tfsdk:"postrender"`
	RecreatePods             types.Bool     `tfsdk:"recreate_pods"`
	RenderSubchartNotes      types.Bool     `tfsdk:"render_subchart_notes"`
	Replace                  types.Bool     `tfsdk:"replace"`
	ResetValues              types.Bool     `tfsdk:"reset_values"`
	ReuseValues              types.Bool     `tfsdk:"reuse_values"`
	SkipCRDs                 types.Bool     `tfsdk:"skip_crds"`
	TakeOwnership            types.Bool     `tfsdk:"take_ownership"`
	UpgradeInstall           types.Bool     `tfsdk:"upgrade_install"`
	Wait                     types.Bool     `tfsdk:"wait"`
	WaitForJobs              types.Bool     `tfsdk:"wait_for_jobs"`
	Timeout                  types.Int64    `tfsdk:"timeout"`
	Timeouts                 *timeoutsModel `tfsdk:"timeouts"`
	Manifest                 types.String   `tfsdk:"manifest"`
	Metadata                 types.Object   `tfsdk:"metadata"`
	Resources                types.Map      `tfsdk:"resources"`
	Status                   types.String   `tfsdk:"status"`
}

type timeoutsModel struct {
	Create types.String `tfsdk:"create"`
	Read   types.String `tfsdk:"read"`
	Update types.String `tfsdk:"update"`
	Delete types.String `tfsdk:"delete"`
}

type setModel struct {
	Name  types.String `tfsdk:"name"`
	Type  types.String `tfsdk:"type"`
	Value types.String `tfsdk:"value"`
}

type setListModel struct {
	Name  types.String `tfsdk:"name"`
	Value types.List   `tfsdk:"value"`
}

// operationLimit bounds a whole operation; `timeout` bounds each wait of Helm within it.
const operationLimit = 20 * time.Minute

func (t *timeoutsModel) limit(pick func(*timeoutsModel) types.String) (time.Duration, error) {
	if t == nil || pick(t).ValueString() == "" {
		return operationLimit, nil
	}
	limit, err := time.ParseDuration(pick(t).ValueString())
	if err != nil {
		return 0, fmt.Errorf("timeouts has %q, expected a duration such as \"10m\"", pick(t).ValueString())
	}
	return limit, nil
}

func (m *releaseModel) waitLimit() time.Duration {
	return time.Duration(m.Timeout.ValueInt64()) * time.Second
}

// quoted names the release in messages.
func (m *releaseModel) quoted() string {
	return fmt.Sprintf("Helm release %q in namespace %q", m.Name.ValueString(), m.Namespace.ValueString())
}
