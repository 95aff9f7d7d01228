/** What a project of one's own imports: `import { synthesize } from "hubspoke"`, or the parts to build other stacks from. */
export * from "./config/index.js";
export { ArgoCd } from "./constructs/argocd/argocd.js";
export { GitOpsRoot } from "./constructs/argocd/gitops-root.js";
export { ExistingCluster, LocalCluster, viewCluster, type ICluster } from "./constructs/cluster/index.js";
export {
  HubClusterSecret,
  SpokeClusterSecret,
  defineRegistration,
  type Credential,
} from "./constructs/registration/index.js";
export * from "./stacks/index.js";
export { synthesize, synthesizeEnvironments, type Synthesis, type SynthesizeOptions } from "./stacks/synthesize.js";
