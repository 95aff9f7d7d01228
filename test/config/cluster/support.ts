import type { ClusterPlace } from "../../../config/cluster/index.js";

/** A cluster "shop" of environment dev, at position 1 of a project in /project. */
export const place: ClusterPlace = {
  environment: "dev",
  name: "shop",
  position: 1,
  projectDirectory: "/project",
  home: "/home/ada",
};
