import type { TerraformElement } from "cdktf";

/**
 * Says, in a resource, why what checkov finds in it is meant so: by the id of the check.
 *
 * Terraform takes what is under "//" as a comment. checkov itself reads no such thing in JSON, so what runs it has to.
 *
 * @see https://github.com/bridgecrewio/checkov/issues/4634
 */
export function acceptFindings(resource: TerraformElement, reasons: Readonly<Record<string, string>>): void {
  const skip = Object.entries(reasons).map(([id, comment]) => ({ id, comment }));
  resource.addOverride("//.checkov", { skip });
}
