/**
 * Characters of a policy inside of a role, and of one beside it; IAM does not count spaces.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const inlineLength = 10_240;
const managedLength = 6_144;

/** Policies that an account lets a role have beside its own, unless its quota was raised. */
export const maxManagedPolicies = 10;

/** What a policy has around its list of roles. */
const overhead = 200;

/**
 * Splits the ARNs of roles over as few policies as they fit in, in their order: the first inside of the role, the
 * others beside it. None for no roles.
 */
export function splitRoles(roleArns: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [];
  let room = 0;
  for (const arn of roleArns) {
    // With its quotes and its comma.
    const length = arn.length + 3;
    if (length > room) {
      room = (parts.length === 0 ? inlineLength : managedLength) - overhead;
      parts.push([]);
    }
    parts.at(-1)?.push(arn);
    room -= length;
  }
  return parts;
}
