import {
  DescribeAccessEntryCommand,
  DescribeCapabilityCommand,
  DescribePodIdentityAssociationCommand,
  EKSClient,
  paginateListAssociatedAccessPolicies,
  paginateListPodIdentityAssociations,
} from "@aws-sdk/client-eks";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { roleNameOf } from "../../config/cluster/aws.js";
import { capabilityName } from "../../config/names.js";
import type { AwsClientConfig } from "./credentials.js";
import { ask, AwsError } from "./errors.js";
import { collect } from "./pages.js";
import type { TrustStatement } from "./trust.js";

/** What an IAM role is to an EKS cluster. */
export interface AccessEntry {
  readonly groups: readonly string[];
  /** Its policies: the last part of the ARN, with the namespaces that it is limited to, if it is. */
  readonly policies: readonly { readonly name: string; readonly namespaces?: readonly string[] }[];
}

/** The access entry of a role; undefined where there is none. */
export async function readAccessEntry(
  config: AwsClientConfig,
  clusterName: string,
  principalArn: string,
): Promise<AccessEntry | undefined> {
  const eks = new EKSClient(config);
  const input = { clusterName, principalArn };
  try {
    const { accessEntry } = await ask("eks:DescribeAccessEntry", () => eks.send(new DescribeAccessEntryCommand(input)));
    const policies = await ask("eks:ListAssociatedAccessPolicies", () =>
      collect(paginateListAssociatedAccessPolicies({ client: eks }, input), (page) => page.associatedAccessPolicies),
    );
    return {
      groups: accessEntry?.kubernetesGroups ?? [],
      policies: policies.map(({ policyArn = "", accessScope }) => ({
        name: policyArn.slice(policyArn.lastIndexOf("/") + 1),
        ...(accessScope?.type === "namespace" && { namespaces: accessScope.namespaces ?? [] }),
      })),
    };
  } catch (error) {
    return undefinedIfNotFound(error);
  } finally {
    eks.destroy();
  }
}

/** The role that a ServiceAccount has by EKS Pod Identity, by the name of the ServiceAccount. */
export async function readPodIdentities(
  config: AwsClientConfig,
  clusterName: string,
  namespace: string,
): Promise<ReadonlyMap<string, string>> {
  const eks = new EKSClient(config);
  try {
    const list = await ask("eks:ListPodIdentityAssociations", () =>
      collect(
        paginateListPodIdentityAssociations({ client: eks }, { clusterName, namespace }),
        (page) => page.associations,
      ),
    );
    const whole = await Promise.all(
      list.map(({ associationId }) => {
        const command = new DescribePodIdentityAssociationCommand({ clusterName, associationId });
        return ask("eks:DescribePodIdentityAssociation", () => eks.send(command));
      }),
    );
    return new Map(whole.map(({ association }) => [association?.serviceAccount ?? "", association?.roleArn ?? ""]));
  } finally {
    eks.destroy();
  }
}

/** Argo CD as a capability of EKS: its status, and what EKS says is wrong; undefined where there is none. */
export async function readCapability(
  config: AwsClientConfig,
  clusterName: string,
): Promise<{ readonly status: string; readonly issues: readonly string[] } | undefined> {
  const eks = new EKSClient(config);
  try {
    const command = new DescribeCapabilityCommand({ clusterName, capabilityName });
    const { capability } = await ask("eks:DescribeCapability", () => eks.send(command));
    const issues = capability?.health?.issues ?? [];
    return { status: capability?.status ?? "", issues: issues.map(({ code, message }) => `${code}: ${message}`) };
  } catch (error) {
    return undefinedIfNotFound(error);
  } finally {
    eks.destroy();
  }
}

/** Who may assume a role; undefined for a role that is not there. */
export async function readTrust(
  config: AwsClientConfig,
  roleArn: string,
): Promise<readonly TrustStatement[] | undefined> {
  const iam = new IAMClient(config);
  try {
    const command = new GetRoleCommand({ RoleName: roleNameOf(roleArn) });
    const { Role } = await ask("iam:GetRole", () => iam.send(command));
    const { Statement = [] } = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "{}")) as {
      Statement?: TrustStatement | readonly TrustStatement[];
    };
    return [Statement].flat() as TrustStatement[];
  } catch (error) {
    return undefinedIfNotFound(error);
  } finally {
    iam.destroy();
  }
}

function undefinedIfNotFound(error: unknown): undefined {
  if (error instanceof AwsError && error.reason === "not-found") return undefined;
  throw error;
}
