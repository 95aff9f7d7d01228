//go:build tools

// Package opentofu pins the Terraform of machines that have none. It is a module of its own: it is seldom needed, and it
// replaces a library (HCL) that other programs may use as it is.
package opentofu

import _ "github.com/opentofu/opentofu/cmd/tofu"
