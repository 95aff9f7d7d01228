// The same spoke in every region: a loop says it once, where a YAML file would say it four times.
//
// Everything that a YAML file may hold may be here, and is checked alike: `npx hubspoke validate regions`.
import { defineEnvironment } from "hubspoke";

const regions = ["eu-west-1", "eu-central-1", "us-east-1", "ap-south-1"];

/** Still deployed to by hand: Argo CD shows what differs from Git there, and may change nothing. */
const byHand = new Set(["us-east-1"]);

export default defineEnvironment({
  apiVersion: "hubspoke/v1",
  name: "regions",
  gitops: { repoURL: "https://github.com/acme/gitops.git", revision: "main" },
  defaults: {
    cluster: { provider: "existing", kubeconfig: "~/.kube/config" },
    labels: { team: "platform" },
  },
  hub: { name: "hub", cluster: { context: "regions-hub" } },
  spokes: regions.map((region) => ({
    name: region,
    cluster: { context: `regions-${region}` },
    labels: { region, continent: region.slice(0, 2) },
    registration: { access: byHand.has(region) ? "read-only" : "admin" },
  })),
});
