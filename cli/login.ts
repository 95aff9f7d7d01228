import type { HubSpokeTopology } from "../config/topology.js";
import { loginArguments, performLogin, readAdminPassword } from "../fleet/login.js";
import { shellQuote } from "../constructs/shell.js";
import { openEnvironment } from "./environment.js";
import { fleetOptions } from "./fleet-options.js";
import { EXIT, UsageError, writeData, writeStatus } from "./output.js";
import { describeBuild, openLocalToolchain } from "./toolchain.js";

interface LoginOptions {
  readonly perform?: boolean;
  readonly password?: boolean;
}

/** `hubspoke login`: shows the way in, or takes it. The password is read from the hub each time and kept nowhere. */
export async function login(environment: string, options: LoginOptions): Promise<number> {
  const topology = openEnvironment(environment);
  if (options.password) {
    writeData(await readAdminPassword(topology));
    return EXIT.fine;
  }
  const argocdServer = requireServer(topology);
  if (!options.perform) {
    writeData(["argocd", ...loginArguments(topology, argocdServer)].map(shellQuote).join(" "));
    writeStatus(`password: hubspoke login ${environment} --password`);
    return EXIT.fine;
  }
  const toolchain = await openLocalToolchain({
    programs: ["argocd"],
    onProgress: (state) => writeStatus(`toolchain: ${describeBuild(state)}`),
  });
  writeStatus(await performLogin(topology, { argocdServer, argocd: await toolchain.program("argocd") }));
  return EXIT.fine;
}

function requireServer(topology: HubSpokeTopology): string {
  const { argocdServer } = fleetOptions(topology);
  if (argocdServer === undefined) {
    const { namespace } = topology.hub.argocd;
    throw new UsageError(
      `the address of argocd-server is not known: the hub "${topology.hub.name}" runs it as a pod\n` +
        `  fix: kubectl -n ${namespace} port-forward svc/argocd-server 8443:443, then argocd login 127.0.0.1:8443\n` +
        `  password: hubspoke login ${topology.name} --password`,
    );
  }
  return argocdServer;
}
