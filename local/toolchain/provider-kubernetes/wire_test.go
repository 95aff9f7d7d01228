package main

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
)

func schemas(t *testing.T) *tfprotov5.GetProviderSchemaResponse {
	t.Helper()
	server := wire{providerserver.NewProtocol5(newProvider())()}
	resp, err := server.GetProviderSchema(background, &tfprotov5.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, diagnostic := range resp.Diagnostics {
		t.Errorf("%s: %s", diagnostic.Summary, diagnostic.Detail)
	}
	return resp
}

func blockOf(t *testing.T, block *tfprotov5.SchemaBlock, name string) *tfprotov5.SchemaNestedBlock {
	t.Helper()
	for _, nested := range block.BlockTypes {
		if nested.TypeName == name {
			return nested
		}
	}
	t.Fatalf("no block %s", name)
	return nil
}

func TestBlocksHaveTheRealNumberOfItems(t *testing.T) {
	resources := schemas(t).ResourceSchemas
	for _, c := range []struct {
		resource, block string
		want            items
	}{
		{"kubernetes_namespace_v1", "metadata", items{1, 1}},
		{"kubernetes_role_v1", "rule", items{1, 0}},
		{"kubernetes_cluster_role_v1", "rule", items{0, 0}},
		{"kubernetes_cluster_role_v1", "aggregation_rule", items{0, 1}},
		{"kubernetes_cluster_role_binding_v1", "subject", items{1, 0}},
	} {
		block := blockOf(t, resources[c.resource].Block, c.block)
		if got := (items{block.MinItems, block.MaxItems}); got != c.want {
			t.Errorf("%s.%s has items %v, want %v", c.resource, c.block, got, c.want)
		}
	}
}

func TestDefaultsAreNotComputedForTerraform(t *testing.T) {
	for name, schema := range schemas(t).ResourceSchemas {
		blocks := []*tfprotov5.SchemaBlock{schema.Block, blockOf(t, schema.Block, "metadata").Block}
		for _, block := range blocks {
			for _, attribute := range block.Attributes {
				if attribute.Name == "namespace" || attribute.Name == "type" {
					if attribute.Computed || !attribute.Optional {
						t.Errorf("%s: %s is computed or not optional", name, attribute.Name)
					}
				}
			}
		}
	}
}
