import type { HubSpokeTopology, Spoke } from "../config/topology.js";

/** How a spoke gets a new credential; its cluster Secret is written whole then. */
export function renewalOf({ name }: HubSpokeTopology, { name: spoke, registration }: Spoke): string {
  const up = `then hubspoke up ${name}`;
  if (registration.mode !== "client-certificate" || registration.certificate.issue !== undefined) {
    return `hubspoke rotate ${name} ${spoke}, ${up}`;
  }
  const { certificate, key } = registration.certificate.variables;
  return `have a new one signed, export TF_VAR_${certificate} and TF_VAR_${key}, ${up}`;
}
