import { type Moto, type MotoSession, askSts, element } from "./moto.js";
import { type Policy, allows } from "./policy.js";
import { type AwsRequest, type Signature, signatureFor, signatureOf, signedAt } from "./signature.js";

/** A role of IAM, with its policies as Terraform writes them. */
export interface Role {
  readonly trust: Policy;
  readonly permissions?: Policy;
}

/** Credentials of a role for a while. */
export interface Session extends MotoSession {
  readonly roleArn: string;
  /** They stay with the sessions that are made with this one. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What STS was asked, by which role, and how it ended: `200`, or the code of the error. */
export interface Call {
  readonly action: string;
  readonly by: string;
  readonly result: string;
}

export interface AwsAnswer {
  readonly status: number;
  readonly body: string;
}

class AwsError extends Error {}

const lifetime = 15 * 60_000;

/**
 * AWS's Security Token Service: moto, which hands out credentials, behind checks that moto does not make.
 *
 * A request must bear the signature of credentials that were handed out here, and a role is assumed only where its
 * trust policy, and the policy of whoever asks, allow it.
 */
export class SecurityTokenService {
  readonly calls: Call[] = [];
  private readonly sessions = new Map<string, Session>();

  constructor(
    private readonly moto: Moto,
    private readonly roles: Readonly<Record<string, Role>>,
  ) {}

  /** Whether the trust policy of a role lets somebody in who brings these tags. */
  trusts(roleArn: string, principal: string, context: Readonly<Record<string, string>>): boolean {
    const trust = this.roles[roleArn]?.trust;
    return trust !== undefined && allows(trust, { actions: ["sts:AssumeRole", "sts:TagSession"], principal, context });
  }

  /** A session of a role, with no policy asked. */
  async issue(roleArn: string, name: string, tags: Readonly<Record<string, string>> = {}): Promise<Session> {
    return (await this.handOut(roleArn, name, tags)).session;
  }

  async answer(request: AwsRequest): Promise<AwsAnswer> {
    const fields = new URLSearchParams(request.method === "POST" ? request.body : request.url.search);
    const action = fields.get("Action") ?? "";
    const signer = this.sessions.get(signatureOf(request).accessKeyId);
    const called = (result: string) => this.calls.push({ action, by: signer?.roleArn ?? "", result });
    try {
      const body = await this.perform(action, fields, signedBy(request, signer));
      called("200");
      return { status: 200, body };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      called(error.message);
      return { status: 403, body: `<ErrorResponse><Error><Code>${error.message}</Code></Error></ErrorResponse>` };
    }
  }

  private async perform(action: string, fields: URLSearchParams, signer: Session): Promise<string> {
    if (action === "GetCallerIdentity") return askSts(this.moto, { Action: action }, signer.accessKeyId);
    if (action !== "AssumeRole") throw new AwsError("InvalidAction");
    const roleArn = fields.get("RoleArn") ?? "";
    if (!this.mayAssume(signer, roleArn)) throw new AwsError("AccessDenied");
    return (await this.handOut(roleArn, fields.get("RoleSessionName") ?? "", signer.tags)).xml;
  }

  private mayAssume(signer: Session, roleArn: string): boolean {
    const tags = Object.entries(signer.tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]);
    const context = Object.fromEntries(tags) as Record<string, string>;
    const actions = ["sts:AssumeRole", "sts:TagSession"];
    const { permissions } = this.roles[signer.roleArn] ?? {};
    return (
      permissions !== undefined &&
      allows(permissions, { actions, resource: roleArn, context }) &&
      this.trusts(roleArn, signer.roleArn, context)
    );
  }

  private async handOut(roleArn: string, name: string, tags: Session["tags"]) {
    const xml = await askSts(this.moto, { Action: "AssumeRole", RoleArn: roleArn, RoleSessionName: name });
    const session = {
      roleArn,
      tags,
      accessKeyId: element(xml, "AccessKeyId"),
      secretAccessKey: element(xml, "SecretAccessKey"),
      sessionToken: element(xml, "SessionToken"),
      expiration: element(xml, "Expiration"),
    };
    this.sessions.set(session.accessKeyId, session);
    return { session, xml };
  }
}

/** The session that a request is signed by; throws unless it is, and was of late. */
function signedBy(request: AwsRequest, session: Session | undefined): Session {
  const signature = signatureOf(request);
  if (session === undefined || session.sessionToken !== signature.sessionToken)
    throw new AwsError("InvalidClientTokenId");
  if (!isFresh(signature)) throw new AwsError("ExpiredToken");
  if (signatureFor(request, session.secretAccessKey) !== signature.value) throw new AwsError("SignatureDoesNotMatch");
  return session;
}

function isFresh(signature: Signature): boolean {
  return Math.abs(Date.now() - signedAt(signature)) < lifetime;
}
