import {
  hubArgoCdStackId,
  hubClusterStackId,
  hubIdentityStackId,
  spokeClusterStackId,
  spokeRegistrationStackId,
} from "./names.js";
import type { Topology } from "./topology.js";

/** Every stack id that an environment may use, whether its providers need the stack or not. */
export function stackIds(topology: Topology): readonly string[] {
  const { name, spokes } = topology;
  return [
    hubClusterStackId(name),
    hubIdentityStackId(name),
    hubArgoCdStackId(name),
    ...spokes.flatMap((spoke) => [spokeClusterStackId(name, spoke.name), spokeRegistrationStackId(name, spoke.name)]),
  ];
}
