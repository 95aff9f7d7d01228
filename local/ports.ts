/** Ports of a local control plane: its base port and the two after it. */
export function controlPlanePorts(base: number) {
  return { apiServer: base, etcd: base + 1, etcdPeer: base + 2 } as const;
}

/** Ports of Argo CD's components beside the hub with this base port. */
export function argocdPorts(base: number) {
  return {
    server: base + 3,
    serverMetrics: base + 4,
    repoServer: base + 5,
    repoServerMetrics: base + 6,
    controllerMetrics: base + 7,
    applicationSetProbe: base + 8,
    redis: base + 9,
  } as const;
}
