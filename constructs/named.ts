import type { TerraformElement } from "cdktf";

/** Gives an element its name in Terraform, which is for life. */
export function named<Element extends TerraformElement>(element: Element, logicalId: string): Element {
  element.overrideLogicalId(logicalId);
  return element;
}
