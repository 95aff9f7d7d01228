// Command provider-kubernetes stands in for Terraform's hashicorp/kubernetes where no registry can be reached.
//
// It serves the real provider's schemas for the resource types that hubspoke's stacks use, and does the real work
// against the API server.
package main

import (
	"log"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
)

const address = "registry.terraform.io/hashicorp/kubernetes"

func main() {
	newServer := providerserver.NewProtocol5(newProvider())
	err := tf5server.Serve(address, func() tfprotov5.ProviderServer { return wire{newServer()} })
	if err != nil {
		log.Fatal(err)
	}
}
