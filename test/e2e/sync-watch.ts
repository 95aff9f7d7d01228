import { eventually, onCluster } from "./fleet.js";
import type { Project } from "./project.js";

interface Application {
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly message: string }[];
    readonly operationState?: {
      readonly phase: string;
      readonly message?: string;
      readonly startedAt: string;
      readonly finishedAt?: string;
    };
  };
  readonly operation?: object;
}

/** An Application that is synced again and again, as long as somebody looks. */
export interface SyncWatch {
  /** Waits until so many more syncs have ended. */
  more(count: number): Promise<void>;
  /** Ends it; everything that went wrong in the meantime. */
  end(): Promise<readonly string[]>;
}

const interval = 500;

/** Has Argo CD compare an Application afresh and sync it, over and over, and writes down whatever fails. */
export function watchSyncs(project: Project, name: string): SyncWatch {
  const path = `/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/${name}`;
  const failures = new Set<string>();
  const finished = new Set<string>();
  let ended = false;
  const look = () =>
    onCluster(project, "hub", async (api) => {
      const application = await api.get<Application>(path);
      problemsOf(application).forEach((problem) => failures.add(problem));
      const operation = application?.status?.operationState;
      if (operation?.phase === "Succeeded") finished.add(operation.startedAt);
      if (application?.operation !== undefined || operation?.phase === "Running") return;
      await api.patch(path, {
        metadata: { annotations: { "argocd.argoproj.io/refresh": "hard" } },
        operation: { initiatedBy: { username: "test" }, sync: {} },
      });
    });
  const running = (async () => {
    while (!ended) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, interval));
    }
  })();
  // Whoever ends it is told why it ended early.
  running.catch(() => undefined);
  return {
    async more(count) {
      const before = finished.size;
      await eventually(`${count} more syncs of ${name}`, async () =>
        finished.size >= before + count || failures.size > 0 ? true : undefined,
      );
    },
    async end() {
      ended = true;
      await running;
      return [...failures];
    },
  };
}

/** Errors that Argo CD has of an Application now: of comparing it, and of the last sync. */
function problemsOf(application: Application | undefined): string[] {
  const { conditions = [], operationState } = application?.status ?? {};
  const errors = conditions.filter(({ type }) => type.endsWith("Error"));
  const failed = operationState !== undefined && ["Failed", "Error"].includes(operationState.phase);
  return [
    ...errors.map(({ type, message }) => `${type}: ${message}`),
    ...(failed ? [`${operationState.phase}: ${operationState.message}`] : []),
  ];
}
