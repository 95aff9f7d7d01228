import { expect, test } from "vitest";
import type { Hub, Leaving, RegistrationSpec, Spoke } from "../../config/topology.js";
import {
  argocdIdentity,
  eksCluster,
  existingCluster,
  spoke,
  synthesized,
  topology,
  type TerraformJson,
} from "./support.js";

function registrationOf(over: Partial<Spoke>, hub: Partial<Hub> = {}): TerraformJson {
  const fleet = topology({ hub: { ...topology().hub, ...hub }, spokes: [spoke("alpha", over)] });
  const stack = synthesized(fleet).stacks["ref-spoke-alpha-registration"];
  if (stack === undefined) throw new Error("there is no registration");
  return stack;
}

const gone: Leaving = { applications: "orphan", unreachable: true };

/** Addresses that Terraform forgets. */
function forgotten(registration: RegistrationSpec, over: Partial<Spoke> = {}, hub?: Partial<Hub>): readonly string[] {
  const stack = registrationOf({ registration, retired: true, leaving: gone, ...over }, hub) as unknown as {
    readonly removed: readonly { readonly from: string; readonly lifecycle: object }[];
  };
  expect(stack.removed.map(({ lifecycle }) => lifecycle)).toEqual(stack.removed.map(() => ({ destroy: false })));
  return stack.removed.map(({ from }) => from).sort();
}

test("the gate goes before the cluster Secret, and runs nothing when it comes", () => {
  expect(registrationOf({}).resource?.terraform_data?.applications).toEqual({
    "//": expect.anything(),
    depends_on: ["kubernetes_secret_v1.cluster"],
    provisioner: [
      {
        "local-exec": {
          command: "hubspoke-cli spoke drain '/projects/reference/environments/ref.yaml' --spoke 'alpha'",
          when: "destroy",
        },
      },
    ],
  });
});

test("of a retired spoke it is still there, so that its end is run", () => {
  const leaving: Leaving = { applications: "refuse", unreachable: false };
  const stack = registrationOf({ retired: true, leaving });
  expect(stack.resource?.terraform_data?.applications).toMatchObject({ count: 0, provisioner: [{}] });
  expect(stack).not.toHaveProperty("removed");
});

const clusterWide = [
  "kubernetes_cluster_role_binding_v1.argocd_manager",
  "kubernetes_cluster_role_v1.argocd_manager",
  "kubernetes_service_account_v1.argocd_manager",
];

test("what a spoke that is gone for good has on itself is forgotten", () => {
  const access = { namespaces: ["apps", "web"] };
  const common = { access: "admin", lifetime: "1h", revision: 1 } as const;
  expect(forgotten({ mode: "bearer-token", ...common })).toEqual(clusterWide);
  expect(forgotten({ mode: "bearer-token", ...common, access })).toEqual([
    ...clusterWide.slice(0, 2),
    "kubernetes_role_binding_v1.argocd_manager_apps",
    "kubernetes_role_binding_v1.argocd_manager_web",
    "kubernetes_role_v1.argocd_manager_apps",
    "kubernetes_role_v1.argocd_manager_web",
    ...clusterWide.slice(2),
  ]);
});

test("what it has in AWS is not: that is still there to be removed", () => {
  const rules = [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }];
  const roleArn = "arn:aws:iam::444455556666:role/hubspoke-ref-alpha-argocd";
  const registration: RegistrationSpec = {
    mode: "aws-iam",
    access: { rules },
    role: "created",
    roleArn,
    clusterName: "ref-alpha",
  };
  const hub = { cluster: eksCluster("hub"), identity: argocdIdentity };
  expect(forgotten(registration, { cluster: eksCluster("alpha") }, hub)).toEqual(clusterWide);
});

test("its provider needs nothing of it", () => {
  const { provider } = registrationOf({ cluster: existingCluster("alpha"), retired: true, leaving: gone });
  expect(provider?.kubernetes?.find(({ alias }) => alias === "spoke")).toMatchObject({
    host: "https://unreachable.invalid",
  });
  expect(JSON.stringify(provider)).not.toContain("/home/me/.kube/config");
});
