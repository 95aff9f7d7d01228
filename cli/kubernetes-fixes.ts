/** What Terraform, or a program that it runs, says when something outside of the file is wrong, and what to do. */
export interface Cause {
  readonly says: RegExp;
  /** `$1` and so on are what the expression found. */
  readonly fix: string;
}

const again = "then run this again: it adds what is missing";

/** What an API server says through Terraform's provider, or why it says nothing. */
export const kubernetesCauses: readonly Cause[] = [
  {
    says: /secrets "([^"]+)" already exists/,
    fix:
      "Secret $1 is not of this state: take it over (adopt: { secret: $1 }, and hubspoke up), or retire the spoke in the environment " +
      "that made it; what an interrupted run left, delete",
  },
  {
    says: /(\w+)(?:\.rbac\.authorization\.k8s\.io)? "([^"]+)" already exists/,
    fix:
      "$2 is not of this state: retire the spoke in the environment that registers this cluster, or take over what " +
      "`argocd cluster add` made (adopt); what an interrupted run left, delete (kubectl delete $1 $2)",
  },
  {
    says: /user "([^"]+)".* is attempting to grant RBAC permissions not currently held/,
    fix:
      'nobody may give rights that he has not: deploy as an administrator of the cluster, or let "$1" bind and escalate ' +
      "roles, or narrow registration.access",
  },
  {
    says: /User "([^"]+)" cannot (\w+) resource "([^"]+)" in API group "([^"]*)" (in the namespace "[^"]+"|at the cluster scope)/,
    fix: 'let "$1" $2 $3 $5 (API group "$4"), or deploy as somebody who may',
  },
  { says: /too many requests/i, fix: `the API server is busy: wait a while, ${again}` },
  {
    says: /an error on the server|InternalError|etcdserver: |currently unable to handle the request/,
    fix: `the API server has a trouble of its own: see its log, ${again}`,
  },
  {
    says: /x509: certificate is valid for ([^"]+?), not ([^\s"]+)/,
    fix: "reach the API server as $1, or give its certificate the name $2",
  },
  {
    says: /x509: certificate has expired or is not yet valid/,
    fix: "renew the API server's certificate, or set the clock of this machine: the message has both times",
  },
  {
    says: /x509: certificate signed by unknown authority/,
    fix: "get a kubeconfig with the CA that the API server has now",
  },
  {
    says: /\bError: Unauthorized\b|asked for the client to provide credentials/,
    fix: "log in again: the cluster refuses the credential of the kubeconfig",
  },
  {
    says: /connection refused|connection reset|\bEOF\b|TLS handshake timeout|client connection lost|context deadline exceeded/,
    fix: `the API server went away or does not answer: see that it does, ${again}`,
  },
];
