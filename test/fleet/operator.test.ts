import { chmod, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { ExistingEndpointSpec } from "../../config/cluster/index.js";
import { kubectlFlags, operatorClient } from "../../fleet/operator.js";
import { startFleet, type FakeFleet } from "./fake-fleet.js";
import { base64, temporaryFolder } from "./support.js";

let fleet: FakeFleet;
let spec: ExistingEndpointSpec;
beforeEach(async () => {
  fleet = await startFleet();
  const command = path.join(await temporaryFolder(), "login");
  const credential = '{"kind":"ExecCredential","status":{"token":"\'"$1-$WHO"\'"}}';
  await writeFile(command, `#!/bin/sh\necho '${credential}'\n`);
  await chmod(command, 0o755);
  spec = {
    provider: "existing",
    endpoint: fleet.spoke.url,
    caData: base64(fleet.spoke.ca),
    exec: { command, args: ["token"], env: { WHO: "ops" }, apiVersion: "client.authentication.k8s.io/v1" },
  };
});

/** What the spoke is sent by whoever has an operator's access to it. */
async function authorizationOf(cluster: ExistingEndpointSpec): Promise<string | undefined> {
  const client = await operatorClient(cluster, { env: process.env });
  try {
    await client.get("/version");
    return fleet.spoke.requests.at(-1)?.headers.authorization;
  } finally {
    client.close();
  }
}

describe("an operator of a cluster that is known by its address", () => {
  it("has the credential that the command gives", async () => {
    expect(await authorizationOf(spec)).toBe("Bearer token-ops");
  });

  it("checks the certificate, unless that is not wanted", async () => {
    const caData = base64((await startFleet()).spoke.ca);
    await expect(authorizationOf({ ...spec, caData })).rejects.toThrow(
      `${fleet.spoke.url} does not answer: its certificate is self-signed and not the expected one`,
    );
    expect(await authorizationOf({ ...spec, caData, acceptInsecure: "a lab" })).toBe("Bearer token-ops");
  });

  it("is given a kubeconfig for kubectl", () => {
    const { hub } = fleet.topology;
    expect(kubectlFlags({ ...fleet.topology, hub: { ...hub, cluster: spec } })).toBe(
      '--kubeconfig "$(hubspoke kubeconfig dev)" --context dev-hub',
    );
  });
});
