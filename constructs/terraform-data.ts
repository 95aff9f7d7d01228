import {
  TerraformResource,
  type ITerraformDependable,
  type LocalExecProvisioner,
  type TerraformResourceLifecycle,
} from "cdktf";
import type { Construct } from "constructs";

export interface TerraformDataConfig {
  /**
   * How many there are.
   *
   * @default - one
   */
  readonly count?: number;
  /**
   * What has to be there before it, and goes after it.
   *
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
  /**
   * How it is replaced and removed.
   *
   * @default - as any resource
   */
  readonly lifecycle?: TerraformResourceLifecycle;
  /**
   * What runs when it comes or goes.
   *
   * @default - nothing
   */
  readonly provisioners?: LocalExecProvisioner[];
  /**
   * Another value replaces it.
   *
   * @default - nothing does
   */
  readonly triggersReplace?: Readonly<Record<string, string | number>>;
}

/** Terraform's built-in resource; cdktf's own class for it runs `terraform version` at synth. */
export class TerraformData extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: TerraformDataConfig,
  ) {
    super(scope, id, { ...config, terraformResourceType: "terraform_data" });
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { triggers_replace: this.config.triggersReplace };
  }
}

/** A command that runs where Terraform does. */
export function localExec(settings: Omit<LocalExecProvisioner, "type">): LocalExecProvisioner {
  return { type: "local-exec", ...settings };
}
