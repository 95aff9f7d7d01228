import { look, read, whenTagged, whereOurs, write, type Conditions, type Needs } from "./grant.js";
import { patternOf } from "./names.js";
import type { Element } from "./elements.js";

function iam({ partition, account }: Element, resource: string): string {
  return `arn:${partition}:iam::${account}:${resource}`;
}

/** The role that an element is, or is of. */
function roles(element: Element, attribute: "name" | "role"): readonly string[] {
  const { environment, text } = element;
  return [iam(element, `role/${patternOf(environment, text(attribute) ?? `hubspoke-${environment}-`)}`)];
}

/** Services that a role trusts: those that it is passed to; EKS also is who takes the roles of nodes and pods. */
function passedTo({ attributes }: Element): Conditions | undefined {
  const trusted = String(attributes.assume_role_policy).matchAll(/"Service":"([\w.-]+)"/g);
  const services = [...trusted].map(([, service = ""]) => service);
  if (services.length === 0) return undefined;
  const viaEks = services.some((service) => /^(ec2|[\w.]*eks)\./.test(service)) ? ["eks.amazonaws.com"] : [];
  return { StringEquals: { "iam:PassedToService": [...new Set([...services, ...viaEks])] } };
}

const role: Needs = (element) => {
  const own = roles(element, "name");
  const passing = passedTo(element);
  return [
    read(
      own,
      "iam:GetRole",
      "iam:ListAttachedRolePolicies",
      "iam:ListInstanceProfilesForRole",
      "iam:ListRolePolicies",
      "iam:ListRoleTags",
    ),
    write(own, [
      "iam:CreateRole",
      "iam:DeleteRole",
      "iam:TagRole",
      "iam:UntagRole",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole",
      "iam:UpdateRoleDescription",
    ]),
    ...(passing === undefined ? [] : [write(own, ["iam:PassRole"], passing)]),
  ];
};

const rolePolicy: Needs = (element) => {
  const own = roles(element, "role");
  return [read(own, "iam:GetRolePolicy"), write(own, ["iam:PutRolePolicy", "iam:DeleteRolePolicy"])];
};

/** Exactly the policies that are attached: any other would be a way to more rights. */
const rolePolicyAttachment: Needs = (element) => {
  const own = roles(element, "role");
  const { environment, text } = element;
  const policy = text("policy_arn") ?? iam(element, `policy/hubspoke-${environment}-*`);
  return [
    read(own, "iam:ListAttachedRolePolicies"),
    write(own, ["iam:AttachRolePolicy", "iam:DetachRolePolicy"], { ArnLike: { "iam:PolicyARN": [policy] } }),
  ];
};

const policy: Needs = (element) => {
  const { environment, text } = element;
  const own = [iam(element, `policy/${patternOf(environment, text("name") ?? `hubspoke-${environment}-`)}`)];
  return [
    read(own, "iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListPolicyTags", "iam:ListPolicyVersions"),
    write(own, [
      "iam:CreatePolicy",
      "iam:CreatePolicyVersion",
      "iam:DeletePolicy",
      "iam:DeletePolicyVersion",
      "iam:TagPolicy",
      "iam:UntagPolicy",
    ]),
  ];
};

/** Issuers of EKS clusters in the region; the id of a cluster is not known before it is there. */
function issuers(element: Element): readonly string[] {
  const { partition, region } = element;
  const domain = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return [iam(element, `oidc-provider/oidc.eks.${region}.${domain}/id/*`)];
}

const issuer: Needs = (element) => {
  const own = issuers(element);
  return [
    read(own, "iam:GetOpenIDConnectProvider"),
    write(own, ["iam:CreateOpenIDConnectProvider", "iam:TagOpenIDConnectProvider"], whenTagged(element)),
    write(
      own,
      [
        "iam:AddClientIDToOpenIDConnectProvider",
        "iam:DeleteOpenIDConnectProvider",
        "iam:RemoveClientIDFromOpenIDConnectProvider",
        "iam:TagOpenIDConnectProvider",
        "iam:UntagOpenIDConnectProvider",
        "iam:UpdateOpenIDConnectProviderThumbprint",
      ],
      whereOurs(element),
    ),
  ];
};

export const roleNeeds: Readonly<Record<string, Needs>> = {
  aws_iam_role: role,
  aws_iam_role_policy: rolePolicy,
  aws_iam_role_policy_attachment: rolePolicyAttachment,
  aws_iam_policy: policy,
  aws_iam_openid_connect_provider: issuer,
  "data.aws_iam_openid_connect_provider": (element) => [
    look("iam:ListOpenIDConnectProviders"),
    read(issuers(element), "iam:GetOpenIDConnectProvider"),
  ],
  // Everybody may ask who they are.
  "data.aws_caller_identity": () => [],
  "data.aws_iam_session_context": (element) => [read([iam(element, "role/*")], "iam:GetRole")],
};
