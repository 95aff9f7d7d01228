// Command provider-helm stands in for Terraform's hashicorp/helm where no registry can be reached.
//
// It serves the real provider's schema of helm_release and runs Helm's own SDK.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
)

func main() {
	err := providerserver.Serve(context.Background(), func() provider.Provider { return helmProvider{} },
		providerserver.ServeOpts{Address: "registry.terraform.io/hashicorp/helm", ProtocolVersion: 6})
	if err != nil {
		log.Fatal(err)
	}
}
