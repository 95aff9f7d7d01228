/** What a preset is short for. */
interface ExecPreset {
  readonly command: string;
  readonly args: readonly string[];
  readonly installHint: string;
}

/** Names of the presets. */
export const presetNames = ["gke", "aks"] as const;

/** Application id of the server of every AKS cluster that takes identities of Microsoft Entra. */
const aksServer = "6dae42f8-4368-4678-94ff-3960e28e3630";

/** Commands of clouds, as Argo CD's pods run them: with the identity that the cloud gives the pod, and no terminal. */
export const execPresets: Readonly<Record<(typeof presetNames)[number], ExecPreset>> = {
  gke: {
    command: "gke-gcloud-auth-plugin",
    // Without it the plugin asks gcloud, which the image has even less.
    args: ["--use_application_default_credentials"],
    installHint: "add gke-gcloud-auth-plugin to Argo CD's image, or use argocd-k8s-auth gcp, which is in it",
  },
  aks: {
    command: "kubelogin",
    args: ["get-token", "--login", "workloadidentity", "--server-id", aksServer],
    installHint: "add kubelogin to Argo CD's image, or use argocd-k8s-auth azure, which is in it",
  },
};
