package main

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
)

// wire gives the framework's server the two traits of the real provider, which is written with Terraform's older SDK:
// blocks with a number of items, and defaults on attributes that are not computed. The framework knows neither, so
// they are added where its answers leave the process.
type wire struct{ tfprotov5.ProviderServer }

type items struct{ min, max int64 }

// blockItems is keyed by block, or by type and block where the types differ.
var blockItems = map[string]items{
	"metadata":                {1, 1},
	"role_ref":                {1, 1},
	"subject":                 {1, 0},
	"aggregation_rule":        {0, 1},
	"kubernetes_role_v1.rule": {1, 0},
}

// defaulted attributes are computed for the framework, which otherwise allows no default, but not for Terraform.
var defaulted = []string{
	"namespace", "type", "automount_service_account_token",
	"wait_for_service_account_token", "wait_for_default_service_account",
}

func (w wire) GetProviderSchema(ctx context.Context, req *tfprotov5.GetProviderSchemaRequest) (*tfprotov5.GetProviderSchemaResponse, error) {
	resp, err := w.ProviderServer.GetProviderSchema(ctx, req)
	if err != nil {
		return nil, err
	}
	for name, schema := range resp.ResourceSchemas {
		limitItems(name, schema.Block)
		uncompute(schema.Block)
	}
	for name, schema := range resp.DataSourceSchemas {
		limitItems(name, schema.Block)
	}
	return resp, nil
}

func (w wire) PlanResourceChange(ctx context.Context, req *tfprotov5.PlanResourceChangeRequest) (*tfprotov5.PlanResourceChangeResponse, error) {
	resp, err := w.ProviderServer.PlanResourceChange(ctx, req)
	if resp != nil {
		// A default on an attribute that is not computed is an error without this.
		resp.UnsafeToUseLegacyTypeSystem = true
	}
	return resp, err
}

func (w wire) ApplyResourceChange(ctx context.Context, req *tfprotov5.ApplyResourceChangeRequest) (*tfprotov5.ApplyResourceChangeResponse, error) {
	resp, err := w.ProviderServer.ApplyResourceChange(ctx, req)
	if resp != nil {
		resp.UnsafeToUseLegacyTypeSystem = true
	}
	return resp, err
}

func limitItems(typeName string, block *tfprotov5.SchemaBlock) {
	for _, nested := range block.BlockTypes {
		limit, ok := blockItems[typeName+"."+nested.TypeName]
		if !ok {
			limit = blockItems[nested.TypeName]
		}
		nested.MinItems, nested.MaxItems = limit.min, limit.max
	}
}

func uncompute(block *tfprotov5.SchemaBlock) {
	for _, attribute := range block.Attributes {
		if slices.Contains(defaulted, attribute.Name) {
			attribute.Computed = false
		}
	}
	for _, nested := range block.BlockTypes {
		uncompute(nested.Block)
	}
}
