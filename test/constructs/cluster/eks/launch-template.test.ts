import { expect, test } from "vitest";
import { eksSpec, eksStack, groups, resource } from "./support.js";

const launched = (group: Record<string, unknown>, fields = {}) =>
  resource(eksStack(eksSpec({ ...groups(group), ...fields })), "aws_launch_template.workers");

test("an instance asks for its role by IMDSv2, and no pod reaches that", () => {
  expect(launched({})).toMatchObject({
    name: "dev-shop-workers",
    update_default_version: true,
    metadata_options: { http_endpoint: "enabled", http_tokens: "required", http_put_response_hop_limit: 1 },
  });
});

test("its disk is encrypted and as large as the file says", () => {
  expect(launched({ diskSize: 80 }).block_device_mappings).toEqual([
    {
      device_name: "/dev/xvda",
      ebs: { volume_type: "gp3", encrypted: "true", delete_on_termination: "true", volume_size: 80 },
    },
  ]);
});

test("that of Bottlerocket's data is, and its system is encrypted too", () => {
  expect(launched({ amiType: "BOTTLEROCKET_x86_64", diskSize: 80 }).block_device_mappings).toEqual([
    { device_name: "/dev/xvda", ebs: { volume_type: "gp3", encrypted: "true", delete_on_termination: "true" } },
    {
      device_name: "/dev/xvdb",
      ebs: { volume_type: "gp3", encrypted: "true", delete_on_termination: "true", volume_size: 80 },
    },
  ]);
});

test("what comes with an instance has the cluster's tags, taken literally", () => {
  const tags = { Name: "dev-shop-workers", team: "shop", "hubspoke:environment": "dev", "hubspoke:cluster": "shop" };
  expect(launched({}, { tags: { team: "shop" } }).tag_specifications).toEqual([
    { resource_type: "instance", tags },
    { resource_type: "volume", tags },
    { resource_type: "network-interface", tags },
  ]);
});
