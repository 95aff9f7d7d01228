import { expect, test } from "vitest";
import type { AwsIamSpec } from "../../config/registration/index.js";
import { addresses } from "../stacks/support.js";
import { registered } from "./registration-support.js";

const roleArn = "arn:aws:iam::111122223333:role/hubspoke-ref-hub-argocd";
const spec: AwsIamSpec = { mode: "aws-iam", access: "admin", clusterName: "ref-alpha", roleArn, role: "argocd" };

test("the role of an EKS capability gets an access entry, and no role is made for it to become", () => {
  const { json, credential, data } = registered(spec);
  expect(addresses(json)).toEqual([
    "aws_eks_access_entry.argocd",
    "aws_eks_access_policy_association.argocd",
    "kubernetes_secret_v1.cluster",
  ]);
  expect(json.resource?.aws_eks_access_entry?.argocd).toMatchObject({ principal_arn: roleArn });
  expect(credential).toMatchObject({ secret: false, config: {} });
  expect(data).toEqual({
    name: '${"alpha"}',
    server: '${"arn:aws:eks:eu-west-1:444455556666:cluster/ref-alpha"}',
  });
});

test("a cluster that knows no access entries has no other way to be registered at it", () => {
  const { lifecycle } = registered(spec).json.resource?.aws_eks_access_entry?.argocd ?? {};
  expect(lifecycle).toEqual({
    precondition: [
      {
        condition: '${data.aws_eks_cluster.spoke.access_config[0].authentication_mode != "CONFIG_MAP"}',
        error_message:
          'EKS cluster "ref-alpha" is in authentication mode "CONFIG_MAP", expected "API" or "API_AND_CONFIG_MAP": run ' +
          '"aws eks update-cluster-config --name ref-alpha --region eu-west-1 --access-config ' +
          "authenticationMode=API_AND_CONFIG_MAP\", which cannot be undone, or use Argo CD's chart on the hub",
      },
    ],
  });
});
