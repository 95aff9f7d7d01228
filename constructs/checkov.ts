import { TerraformDataSource, TerraformStack, type TerraformResource } from "cdktf";

/**
 * Says, in a resource or data source, why what checkov finds in it is meant so: by the id of the check.
 *
 * Terraform takes what is under "//" as a comment. checkov itself reads no such thing in JSON, so what runs it has to.
 * In the stack, since cdktf writes its own comment over that of a data source.
 *
 * @see https://github.com/bridgecrewio/checkov/issues/4634
 */
export function acceptFindings(
  element: TerraformResource | TerraformDataSource,
  reasons: Readonly<Record<string, string>>,
): void {
  const kind = element instanceof TerraformDataSource ? "data" : "resource";
  const skip = Object.entries(reasons).map(([id, comment]) => ({ id, comment }));
  const address = `${kind}.${element.terraformResourceType}.${element.friendlyUniqueId}`;
  TerraformStack.of(element).addOverride(`${address}.//.checkov`, { skip });
}
