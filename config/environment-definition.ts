// Made by `npm run generate` from the schema of an environment file.

export interface EnvironmentDefinition {
  /**
   * Version of this format.
   */
  readonly apiVersion?: "hubspoke/v1";
  /**
   * Files that this one is merged over, each over the ones before it; a relative name starts beside this file. Maps are merged deep, lists replaced, spokes and clusters merged by name. Default: none.
   * @example "base/acme.yaml"
   */
  readonly extends?: string | readonly string[];
  /**
   * Name of the environment: prefix of every stack id, so it is for life.
   * @example "prod"
   */
  readonly name?: string;
  /**
   * With hub-spoke, the hub's Argo CD delivers to all spokes; with standalone, every cluster runs its own.
   * @default "hub-spoke"
   */
  readonly model?: "hub-spoke" | "standalone";
  /**
   * Where Terraform keeps state; exactly one kind.
   * @default {"local":{}}
   */
  readonly backend?: {
    /**
     * State in files on this machine.
     */
    readonly local?: {
      /**
       * Folder of the state files; a relative one starts at the project, the parent of environments/. May hold `${NAME}` or `${NAME:-default}` of the process environment.
       * @default ".hubspoke/state"
       */
      readonly path?: string;
    };
    /**
     * State in an S3 bucket: encrypted, and locked by a file beside it.
     */
    readonly s3?: {
      /**
       * Bucket, which is there already, with versioning on.
       * @example "acme-terraform-state"
       */
      readonly bucket?: string;
      /**
       * Region of the bucket.
       * @example "eu-west-1"
       */
      readonly region?: string;
      /**
       * Folder of the state objects. Default: none, they are at the top.
       * @example "hubspoke/prod"
       */
      readonly prefix?: string;
      /**
       * Whether the store encrypts the state; false is for stores that cannot.
       * @default true
       */
      readonly encrypt?: boolean;
      /**
       * KMS key that encrypts the state. Default: the bucket's.
       * @example "alias/terraform-state"
       */
      readonly kmsKeyId?: string;
      /**
       * Role that is assumed to reach the bucket. Default: none.
       * @example "arn:aws:iam::111122223333:role/terraform-state"
       */
      readonly roleArn?: string;
      /**
       * URL of a store that speaks S3's protocol, such as MinIO. Default: Amazon S3.
       * @example "https://minio.example.com:9000"
       */
      readonly endpoint?: string;
    };
    /**
     * State in a Google Cloud Storage bucket, encrypted and locked.
     */
    readonly gcs?: {
      /**
       * Bucket, which is there already, with versioning on.
       * @example "acme-terraform-state"
       */
      readonly bucket?: string;
      /**
       * Folder of the state objects. Default: none, they are at the top.
       * @example "hubspoke/prod"
       */
      readonly prefix?: string;
      /**
       * Cloud KMS key that encrypts the state. Default: Google's own.
       * @example "projects/acme/locations/europe-west1/keyRings/terraform/cryptoKeys/state"
       */
      readonly kmsEncryptionKey?: string;
      /**
       * Service account that is impersonated to reach the bucket. Default: none.
       * @example "terraform@acme.iam.gserviceaccount.com"
       */
      readonly impersonateServiceAccount?: string;
    };
    /**
     * State in an Azure storage account, encrypted and locked.
     */
    readonly azurerm?: {
      /**
       * Storage account, which is there already.
       * @example "acmeterraform"
       */
      readonly storageAccountName?: string;
      /**
       * Container of the storage account.
       * @example "state"
       */
      readonly containerName?: string;
      /**
       * Folder of the state objects. Default: none, they are at the top.
       * @example "hubspoke/prod"
       */
      readonly prefix?: string;
      /**
       * Resource group of the storage account, where its access key is looked up. Default: none.
       */
      readonly resourceGroupName?: string;
      /**
       * Subscription of the storage account. Default: ARM_SUBSCRIPTION_ID.
       */
      readonly subscriptionId?: string;
      /**
       * Tenant to log in to. Default: ARM_TENANT_ID.
       */
      readonly tenantId?: string;
      /**
       * Application or managed identity to log in as. Default: ARM_CLIENT_ID.
       */
      readonly clientId?: string;
      /**
       * Azure cloud. Default: public.
       */
      readonly environment?: "public" | "usgovernment" | "china";
      /**
       * Whether blobs are reached by the login itself, without an access key. Default: false.
       */
      readonly useAzureadAuth?: boolean;
      /**
       * Whether the login is by OIDC, as in CI. Default: false.
       */
      readonly useOidc?: boolean;
      /**
       * Whether the login is by the machine's managed identity. Default: false.
       */
      readonly useMsi?: boolean;
      /**
       * Whether the login of the az command is used. Default: true.
       */
      readonly useCli?: boolean;
    };
    /**
     * State at an HTTP server of one's own.
     */
    readonly http?: {
      /**
       * Address of the states: a stack's is <address>/<stack id>, or the address with {stack} replaced.
       * @example "https://gitlab.example.com/api/v4/projects/42/terraform/state/{stack}"
       */
      readonly address?: string;
      /**
       * Method that writes a state.
       * @default "POST"
       */
      readonly updateMethod?: "POST" | "PUT";
      /**
       * Address of the locks, made into one for each stack as `address` is. Default: none, nothing is locked.
       * @example "https://gitlab.example.com/api/v4/projects/42/terraform/state/{stack}/lock"
       */
      readonly lockAddress?: string;
      /**
       * Address that unlocks. Default: lockAddress.
       */
      readonly unlockAddress?: string;
      /**
       * Method that locks; GitLab's is POST.
       * @default "LOCK"
       */
      readonly lockMethod?: string;
      /**
       * Method that unlocks; GitLab's is DELETE.
       * @default "UNLOCK"
       */
      readonly unlockMethod?: string;
    };
    /**
     * State in Secrets of a Kubernetes cluster, locked by Leases.
     */
    readonly kubernetes?: {
      /**
       * Namespace of the Secrets, which is there already.
       * @example "terraform"
       */
      readonly namespace?: string;
      /**
       * Path of the kubeconfig; a relative one starts at the project. Default: none, with inClusterConfig.
       * @example "~/.kube/config"
       */
      readonly configPath?: string;
      /**
       * Context of the kubeconfig. Default: its current one.
       */
      readonly configContext?: string;
      /**
       * Whether Terraform runs in a pod of that cluster. Default: false.
       */
      readonly inClusterConfig?: boolean;
      /**
       * Labels of the Secrets. Default: none but Terraform's own.
       */
      readonly labels?: LabelsDefinition;
    };
    /**
     * State in a PostgreSQL database, locked. Its address comes from PG_CONN_STR of the process environment.
     */
    readonly pg?: {
      /**
       * Prefix of the schemas: a stack's is <prefix><stack id>.
       * @default ""
       * @example "terraform_"
       */
      readonly schemaPrefix?: string;
    };
    /**
     * State in workspaces of HCP Terraform or Terraform Enterprise, by the remote backend.
     */
    readonly remote?: {
      /**
       * Host of Terraform Enterprise. Default: app.terraform.io.
       * @example "terraform.example.com"
       */
      readonly hostname?: string;
      /**
       * Organization of the workspaces.
       * @example "acme"
       */
      readonly organization?: string;
      /**
       * Prefix of the workspaces: a stack's is <prefix><stack id>; it must run Terraform locally.
       * @default ""
       * @example "hubspoke-"
       */
      readonly workspacePrefix?: string;
    };
    /**
     * State in workspaces of HCP Terraform or Terraform Enterprise, by the cloud block.
     */
    readonly cloud?: {
      /**
       * Host of Terraform Enterprise. Default: app.terraform.io.
       * @example "terraform.example.com"
       */
      readonly hostname?: string;
      /**
       * Organization of the workspaces.
       * @example "acme"
       */
      readonly organization?: string;
      /**
       * Prefix of the workspaces: a stack's is <prefix><stack id>; it must run Terraform locally.
       * @default ""
       * @example "hubspoke-"
       */
      readonly workspacePrefix?: string;
      /**
       * Project of new workspaces. Default: the organization's.
       */
      readonly project?: string;
    };
  };
  /**
   * True makes destroying a cluster or Argo CD an error.
   * @default false
   */
  readonly deletionProtection?: boolean;
  /**
   * What the root Application syncs.
   * @default {}
   */
  readonly gitops?: {
    /**
     * Git repository, without credentials. Default, for a local hub only: a repository seeded from gitops/. May hold `${NAME}` or `${NAME:-default}` of the process environment.
     * @example "https://github.com/acme/gitops.git"
     * @example "git@github.com:acme/gitops.git"
     */
    readonly repoURL?: string;
    /**
     * Branch, tag, commit, or range of tags such as v1.*. May hold `${NAME}` or `${NAME:-default}` of the process environment.
     * @default "main"
     */
    readonly revision?: string;
    /**
     * Folder in the repository. Default: environments/<name>. May hold `${NAME}` or `${NAME:-default}` of the process environment.
     * @example "environments/prod"
     */
    readonly path?: string;
  };
  /**
   * The cluster that runs Argo CD. Required, unless `model` is standalone.
   */
  readonly hub?: {
    /**
     * Name of the hub.
     * @example "hub"
     */
    readonly name?: string;
    /**
     * How the cluster comes to be.
     */
    readonly cluster?: ClusterDefinition;
    /**
     * The cluster Secret that an Argo CD of somebody else's has of the hub: the first deploy takes it over. Default: none.
     */
    readonly adopt?: {
      /**
       * Name of the cluster Secret that is there, in Argo CD's namespace. It keeps it.
       * @example "cluster-payments.example.com-1234567890"
       */
      readonly secret?: string;
      /**
       * Cluster name that Argo CD shows, where it is another one. Default: in-cluster.
       * @example "hub"
       */
      readonly name?: string;
    };
    /**
     * Labels of the cluster Secret: what ApplicationSets select clusters by.
     * @default {}
     * @example {"tier":"gold"}
     */
    readonly labels?: LabelsDefinition;
    /**
     * Annotations of the cluster Secret: what ApplicationSets read, of any length.
     * @default {}
     * @example {"example.com/owner":"Platform team"}
     */
    readonly annotations?: AnnotationsDefinition;
    /**
     * Argo CD on the hub.
     * @default {}
     */
    readonly argocd?: ArgoCdDefinition;
  };
  /**
   * The clusters that Argo CD delivers to.
   * @default []
   */
  readonly spokes?: readonly ({
    /**
     * Name of the spoke in Argo CD: unique in the environment, not "in-cluster".
     * @example "payments"
     */
    readonly name: string;
    /**
     * How the cluster comes to be.
     */
    readonly cluster?: ClusterDefinition;
    /**
     * How the spoke is made known to Argo CD. Default: `mode: aws-iam` for provider eks, else `mode: bearer-token`.
     */
    readonly registration?: RegistrationDefinition;
    /**
     * Labels of the cluster Secret: what ApplicationSets select clusters by.
     * @default {}
     * @example {"tier":"gold"}
     */
    readonly labels?: LabelsDefinition;
    /**
     * Annotations of the cluster Secret: what ApplicationSets read, of any length.
     * @default {}
     * @example {"example.com/owner":"Platform team"}
     */
    readonly annotations?: AnnotationsDefinition;
    /**
     * A cluster Secret that Argo CD has already: the first deploy takes it over, and nothing is made anew. It stays in the file, for the names in it are for life. Default: none, the spoke is registered anew.
     */
    readonly adopt?: {
      /**
       * Name of the cluster Secret that is there, in Argo CD's namespace. It keeps it.
       * @example "cluster-payments.example.com-1234567890"
       */
      readonly secret?: string;
      /**
       * Cluster name that Argo CD shows, where it is another one. Default: the spoke's name.
       * @example "admin@payments"
       */
      readonly name?: string;
      /**
       * True: the spoke has ServiceAccount argocd-manager, its role and binding, as `argocd cluster add` made them, and they are taken over too.
       * @default false
       */
      readonly manager?: boolean;
    };
    /**
     * True: the next deploy removes all it had, in order, unless Applications are still delivered to it; a map says what becomes of these. Then delete the entry.
     * @default false
     * @example {"applications":"orphan"}
     */
    readonly retired?: boolean | {
      /**
       * What becomes of the Applications that are delivered to it. With refuse, the deploy stops while there are any, and lists them; with orphan, they are removed and what they delivered stays; with delete, that goes too. Default: refuse, with unreachable orphan.
       */
      readonly applications?: "refuse" | "orphan" | "delete";
      /**
       * True: its cluster is gone for good. It is asked nothing, and its Terraform state is emptied.
       * @default false
       */
      readonly unreachable?: boolean;
    };
  })[];
  /**
   * Clusters that each run an Argo CD of their own. Required with `model: standalone`, and refused without it.
   */
  readonly clusters?: readonly ({
    /**
     * Name of the cluster: unique in the environment.
     * @example "frankfurt"
     */
    readonly name: string;
    /**
     * How the cluster comes to be.
     */
    readonly cluster?: ClusterDefinition;
    /**
     * Labels of the cluster Secret: what ApplicationSets select clusters by.
     * @default {}
     * @example {"tier":"gold"}
     */
    readonly labels?: LabelsDefinition;
    /**
     * Annotations of the cluster Secret: what ApplicationSets read, of any length.
     * @default {}
     * @example {"example.com/owner":"Platform team"}
     */
    readonly annotations?: AnnotationsDefinition;
    /**
     * Argo CD on the hub.
     * @default {}
     */
    readonly argocd?: ArgoCdDefinition;
    /**
     * What differs from the environment's `gitops` for this cluster. Default: nothing.
     */
    readonly gitops?: {
      /**
       * Git repository. Default: the environment's. May hold `${NAME}` or `${NAME:-default}` of the process environment.
       */
      readonly repoURL?: string;
      /**
       * Branch, tag or commit. Default: the environment's. May hold `${NAME}` or `${NAME:-default}` of the process environment.
       */
      readonly revision?: string;
      /**
       * Folder in the repository. Default: the environment's. May hold `${NAME}` or `${NAME:-default}` of the process environment.
       */
      readonly path?: string;
    };
  })[];
  /**
   * Merged under the hub and every spoke: maps deep, lists replaced. Default: none.
   */
  readonly defaults?: {
    /**
     * How the cluster comes to be.
     */
    readonly cluster?: ClusterDefinition;
    /**
     * How the spoke is made known to Argo CD. Default: `mode: aws-iam` for provider eks, else `mode: bearer-token`.
     */
    readonly registration?: RegistrationDefinition;
    /**
     * Labels of every cluster Secret.
     * @example {"tier":"gold"}
     */
    readonly labels?: LabelsDefinition;
    /**
     * Annotations of every cluster Secret.
     * @example {"example.com/owner":"Platform team"}
     */
    readonly annotations?: AnnotationsDefinition;
    /**
     * Argo CD of the hub, or of every standalone cluster.
     */
    readonly argocd?: ArgoCdDefinition;
  };
}

export type LabelsDefinition = Readonly<Record<string, string>>;

/**
 * A control plane as processes on this machine; it runs no pods.
 */
export interface LocalClusterDefinition {
  /**
   * A control plane as processes on this machine; it runs no pods.
   */
  readonly provider?: "local";
  /**
   * API server port; the next two are etcd's, and on the hub the next nine are taken. Default: 16443 + 10 x position, the hub being at position 0.
   */
  readonly port?: number;
  /**
   * Kubernetes version.
   * @default "1.34.4"
   */
  readonly version?: "1.34.4";
}

/**
 * A cluster that is already there, by kubeconfig and context, or endpoint, caData and exec.
 */
export interface ExistingClusterDefinition {
  /**
   * A cluster that is already there, by kubeconfig and context, or endpoint, caData and exec.
   */
  readonly provider?: "existing";
  /**
   * Path of the operator's kubeconfig; `~/` and paths relative to the project work. Required with context. May hold `${NAME}` or `${NAME:-default}` of the process environment.
   * @example "~/.kube/config"
   */
  readonly kubeconfig?: string;
  /**
   * Context of the kubeconfig. Required, unless endpoint is there. May hold `${NAME}` or `${NAME:-default}` of the process environment.
   * @example "payments"
   */
  readonly context?: string;
  /**
   * API server URL as the operator reaches it. Required, unless kubeconfig and context are there.
   * @example "https://api.payments.example.com:6443"
   */
  readonly endpoint?: string;
  /**
   * Base64 of the PEM of the API server's CA; it is no secret. Required with endpoint, unless insecure.
   */
  readonly caData?: string;
  /**
   * Command that gives the operator a credential: a name on the PATH, or a path as of kubeconfig. Required with endpoint.
   */
  readonly exec?: {
    /**
     * Command that prints an ExecCredential.
     * @example "argocd-k8s-auth"
     */
    readonly command?: string;
    /**
     * Arguments of the command. Default: none.
     * @example ["gcp"]
     */
    readonly args?: readonly string[];
    /**
     * Variables of the command's environment; never a secret. Default: none.
     */
    readonly env?: Readonly<Record<string, string>>;
    /**
     * Version of the ExecCredential that it prints.
     * @default "client.authentication.k8s.io/v1beta1"
     */
    readonly apiVersion?: "client.authentication.k8s.io/v1beta1" | "client.authentication.k8s.io/v1";
  };
  /**
   * API server URL as the hub reaches it. Default: the one that the operator reaches.
   * @example "https://10.1.2.3:6443"
   */
  readonly hubEndpoint?: string;
  /**
   * Proxy through which the API server is reached: http, https or socks5. Default: none.
   * @example "http://proxy.example.com:3128"
   */
  readonly proxyUrl?: string;
  /**
   * True: nobody checks the API server's certificate. Refused without `acceptInsecure`.
   * @default false
   */
  readonly insecure?: boolean;
  /**
   * Why `insecure: true` is acceptable here; the reason is printed at each run. Default: none.
   * @example "lab without certificates, isolated network"
   */
  readonly acceptInsecure?: string;
}

/**
 * A kind cluster on this machine; it needs Docker.
 */
export interface KindClusterDefinition {
  /**
   * A kind cluster on this machine; it needs Docker.
   */
  readonly provider?: "kind";
  /**
   * How many nodes; the first is the control plane. Default: 1.
   * @example 3
   */
  readonly nodes?: number;
  /**
   * Image of the nodes: it decides the Kubernetes version. Default: that of the installed kind.
   * @example "kindest/node:v1.34.0"
   */
  readonly image?: string;
  /**
   * Path of kind's own configuration file, in place of `nodes`; a relative one starts at the project. Default: none.
   * @example "kind.yaml"
   */
  readonly config?: string;
  /**
   * API server URL as the hub reaches it; required of a spoke whose hub is neither of provider kind nor local. Default: in the containers' network for a kind hub, on this machine for a local one.
   * @example "https://dev-payments-control-plane:6443"
   */
  readonly hubEndpoint?: string;
}

/**
 * An EKS cluster: created, or with `existing` one that is there.
 * @example {"region":"eu-west-1","account":"111122223333","version":"1.35","network":{"create":{"cidr":"10.20.0.0/16"}}}
 */
export interface EksClusterDefinition {
  /**
   * An EKS cluster: created, or with `existing` one that is there.
   */
  readonly provider?: "eks";
  /**
   * AWS region.
   * @example "eu-west-1"
   */
  readonly region?: string;
  /**
   * Id of the AWS account, in quotes: nothing is done with the credentials of another. Default: that of `assumeRole`; required without it.
   * @example "111122223333"
   */
  readonly account?: string;
  /**
   * ARN of the role through which the operator reaches the account. Default: none.
   * @example "arn:aws:iam::111122223333:role/hubspoke"
   */
  readonly assumeRole?: string;
  /**
   * Name of an EKS cluster that is there: nothing of it is changed. Default: none, one is created.
   * @example "payments-prod"
   */
  readonly existing?: string;
  /**
   * Where the API server is reached from: its VPC alone, or `publicCidrs` too.
   * @default "private"
   */
  readonly endpoint?: "private" | "public";
  /**
   * Networks that reach a public endpoint. Default: none.
   * @example ["203.0.113.0/24"]
   */
  readonly publicCidrs?: readonly string[];
  /**
   * Why 0.0.0.0/0 in `publicCidrs` is acceptable here. Default: none, and it is refused.
   * @example "demo without data, removed on Friday"
   */
  readonly acceptPublic?: string;
  /**
   * VPC of the cluster: one that is made for it, or one that is there. Required, unless `existing` is there.
   */
  readonly network?: {
    /**
     * Makes a VPC for the cluster. Required, unless vpcId is there.
     */
    readonly create?: {
      /**
       * IPv4 network of the VPC, from /16 to /24; networks that route to each other must not overlap.
       * @example "10.20.0.0/16"
       */
      readonly cidr?: string;
      /**
       * Two or three availability zones, for the cluster's life: EKS moves it to no other. Default: the first three of the region.
       * @example ["eu-west-1a","eu-west-1b"]
       */
      readonly azs?: readonly string[];
      /**
       * One NAT gateway, or one in each zone: dearer, and a zone that fails takes no other with it.
       * @default "single"
       */
      readonly nat?: "single" | "per-zone";
    };
    /**
     * Id of a VPC that is there. Required, unless create is there.
     * @example "vpc-0123456789abcdef0"
     */
    readonly vpcId?: string;
    /**
     * Ids of its subnets for the cluster, in at least two zones. Required with vpcId.
     * @example ["subnet-0123456789abcdef0","subnet-0123456789abcdef1"]
     */
    readonly subnetIds?: readonly string[];
    /**
     * IPv4 network of that VPC; needed where the hub routes to it. Default: not known.
     * @example "10.20.0.0/16"
     */
    readonly cidr?: string;
  };
  /**
   * How the hub reaches this spoke: its public endpoint, `proxyUrl`, a route that is there (routed), VPC peering, or a transit gateway. Default: proxy where there is a `proxyUrl`, public where the endpoint is; a private endpoint needs one.
   */
  readonly reach?: "public" | "proxy" | "routed" | "peering" | {
    /**
     * Attaches the VPC to a transit gateway and routes to the hub through it.
     */
    readonly transitGateway?: {
      /**
       * Id of the transit gateway.
       * @example "tgw-0123456789abcdef0"
       */
      readonly id?: string;
    };
  };
  /**
   * Proxy through which the API server is reached: http, https or socks5. Default: none.
   * @example "http://proxy.example.com:3128"
   */
  readonly proxyUrl?: string;
  /**
   * Tags of everything that is created for the cluster. Default: none.
   * @example {"team":"platform"}
   */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Kubernetes version to create it with, in quotes. Required, unless `existing` is there.
   * @example "1.35"
   */
  readonly version?: string;
  /**
   * At the end of standard support: STANDARD is upgraded by EKS, EXTENDED costs extra. Default: EXTENDED.
   */
  readonly supportType?: "STANDARD" | "EXTENDED";
  /**
   * Nodes: `auto: true` for EKS Auto Mode, or managed node groups. Default: auto.
   */
  readonly nodes?: {
    /**
     * True: EKS Auto Mode, which looks after nodes, storage and load balancers. Default: true, without groups.
     */
    readonly auto?: true;
    /**
     * With auto: the built-in node pools. Default: general-purpose, system.
     */
    readonly nodePools?: readonly ("general-purpose" | "system")[];
    /**
     * Managed node groups, in place of auto. Default: none.
     */
    readonly groups?: readonly ({
      /**
       * Name of the group, unique in the cluster.
       * @example "workers"
       */
      readonly name: string;
      /**
       * EC2 instance types of its nodes.
       * @example ["m7i.large"]
       */
      readonly instanceTypes: readonly string[];
      /**
       * Fewest nodes.
       * @default 2
       */
      readonly minSize?: number;
      /**
       * Most nodes.
       * @default 4
       */
      readonly maxSize?: number;
      /**
       * How many nodes it starts with. Default: `minSize`.
       */
      readonly desiredSize?: number;
      /**
       * How its instances are bought.
       * @default "ON_DEMAND"
       */
      readonly capacityType?: "ON_DEMAND" | "SPOT";
      /**
       * Kind of its machine image.
       * @default "AL2023_x86_64_STANDARD"
       */
      readonly amiType?: "AL2023_x86_64_STANDARD" | "AL2023_ARM_64_STANDARD" | "AL2023_x86_64_NEURON" | "AL2023_x86_64_NVIDIA" | "AL2023_ARM_64_NVIDIA" | "BOTTLEROCKET_x86_64" | "BOTTLEROCKET_ARM_64" | "BOTTLEROCKET_x86_64_NVIDIA" | "BOTTLEROCKET_ARM_64_NVIDIA";
      /**
       * GiB of each node's disk.
       * @default 50
       */
      readonly diskSize?: number;
      /**
       * Labels of its nodes.
       * @default {}
       */
      readonly labels?: LabelsDefinition;
      /**
       * Taints of its nodes.
       * @default []
       */
      readonly taints?: readonly ({
        /**
         * Key of the taint.
         * @example "dedicated"
         */
        readonly key: string;
        /**
         * Value of the taint. Default: none.
         */
        readonly value?: string;
        /**
         * Effect of the taint.
         */
        readonly effect: "NO_SCHEDULE" | "NO_EXECUTE" | "PREFER_NO_SCHEDULE";
      })[];
      /**
       * How many nodes at once an update takes away. Default: 33 percent of them.
       * @example {"maxUnavailable":1}
       */
      readonly updateConfig?: {
        /**
         * So many nodes. Default: none, a share of them.
         */
        readonly maxUnavailable?: number;
        /**
         * That share, in percent. Default: 33.
         */
        readonly maxUnavailablePercentage?: number;
      };
    })[];
  };
  /**
   * EKS add-ons by name, each with a version or `default`. Default: those that the nodes need.
   * @example {"vpc-cni":"default","coredns":"v1.12.4-eksbuild.1"}
   */
  readonly addons?: Readonly<Record<string, string>>;
  /**
   * KMS key that encrypts Secrets. Default: one made for the cluster.
   */
  readonly kmsKeyArn?: string;
  /**
   * Control plane logs that CloudWatch keeps. Default: all five.
   */
  readonly logTypes?: readonly ("api" | "audit" | "authenticator" | "controllerManager" | "scheduler")[];
  /**
   * How many days CloudWatch keeps them, and flow logs. Default: 365.
   */
  readonly logRetentionDays?: 1 | 3 | 5 | 7 | 14 | 30 | 60 | 90 | 120 | 150 | 180 | 365 | 400 | 545 | 731 | 1096 | 1827 | 2192 | 2557 | 2922 | 3288 | 3653;
  /**
   * Roles that administer the cluster, beside the one that creates it. Default: none.
   * @example ["arn:aws:iam::111122223333:role/platform-admin"]
   */
  readonly admins?: readonly string[];
}

export type ClusterDefinition = LocalClusterDefinition | ExistingClusterDefinition | KindClusterDefinition | EksClusterDefinition;

export type AnnotationsDefinition = Readonly<Record<string, string>>;

export interface ArgoCdDefinition {
  /**
   * True: the hub has an Argo CD that somebody else installed. Spokes are registered at it, and it is left alone.
   * @default false
   */
  readonly existing?: boolean;
  /**
   * The argo-cd Helm chart. Default: the tested release, or on a local hub the one made for it.
   */
  readonly chart?: {
    /**
     * Helm repository of the chart, by https or oci.
     * @default "https://argoproj.github.io/argo-helm"
     * @example "oci://ghcr.io/argoproj/argo-helm"
     */
    readonly repository?: string;
    /**
     * Version of the chart, which is not Argo CD's own.
     * @example "9.5.22"
     */
    readonly version?: string;
  } | {
    /**
     * Folder or archive of the chart; a relative one starts at the project.
     * @example "charts/argo-cd"
     */
    readonly path?: string;
  };
  /**
   * Namespace of Argo CD on the hub.
   * @default "argocd"
   */
  readonly namespace?: string;
  /**
   * Whether Argo CD survives the loss of a node; it needs three of them. Not implemented yet.
   * @default false
   */
  readonly highAvailability?: boolean;
  /**
   * Replicas, shards, memory and rates; auto goes by the number of spokes. Not implemented yet.
   * @default "auto"
   */
  readonly size?: "S" | "M" | "L" | "XL" | "auto";
  /**
   * Host name that people reach Argo CD by. Default: none, through a port-forward only. Not implemented yet.
   * @example "argocd.example.com"
   */
  readonly domain?: string;
  /**
   * How people reach Argo CD; it needs a domain. Default: from inside the cluster only. Not implemented yet.
   */
  readonly ingress?: {
    /**
     * Whether there is an Ingress.
     * @default true
     */
    readonly enabled?: boolean;
    /**
     * Ingress class. Default: the cluster's default class.
     * @example "nginx"
     */
    readonly className?: string;
    /**
     * Annotations of the Ingress, for its controller. Default: none.
     * @default {}
     */
    readonly annotations?: AnnotationsDefinition;
    /**
     * Certificate of the domain. Default: none, plain HTTP.
     */
    readonly tls?: {
      /**
       * Issuer of cert-manager that the certificate comes from. Default: none.
       * @example "letsencrypt"
       */
      readonly issuer?: string;
      /**
       * Kind of the issuer; an Issuer is one of Argo CD's namespace. Default: ClusterIssuer.
       */
      readonly issuerKind?: "ClusterIssuer" | "Issuer";
      /**
       * TLS Secret in Argo CD's namespace that has the certificate. Default: none.
       * @example "argocd-tls"
       */
      readonly secretName?: string;
    };
    /**
     * Whether the argocd command has an Ingress of its own, at grpc.<domain>: for controllers that need one.
     * @default false
     */
    readonly grpc?: boolean;
  };
  /**
   * How people log in; it needs a domain. Default: the admin user only. Not implemented yet.
   */
  readonly sso?: {
    /**
     * Who logs people in; `oidc` is any other provider.
     */
    readonly provider?: "oidc" | "entra" | "okta" | "keycloak";
    /**
     * Issuer URL, as the provider's tokens name it.
     * @example "https://login.microsoftonline.com/<tenant id>/v2.0"
     */
    readonly issuer?: string;
    /**
     * Name on the login button. Default: the provider's.
     */
    readonly name?: string;
    /**
     * Id of the client that is registered with the provider.
     * @example "argocd"
     */
    readonly clientId?: string;
    /**
     * Its secret. Default: none, a public client with PKCE.
     */
    readonly clientSecret?: ClientSecretDefinition;
    /**
     * Scopes that are asked for; some providers refuse `groups`.
     * @default ["openid","profile","email","groups"]
     */
    readonly scopes?: readonly string[];
    /**
     * Claim that lists a person's groups, which rbac refers to.
     * @default "groups"
     */
    readonly groupsClaim?: string;
  } | {
    /**
     * Google Workspace or Google Cloud Identity.
     */
    readonly provider?: "google";
    /**
     * Issuer URL, as the provider's tokens name it.
     * @default "https://accounts.google.com"
     */
    readonly issuer?: string;
    /**
     * Name on the login button. Default: the provider's.
     */
    readonly name?: string;
    /**
     * Id of the client that is registered with the provider.
     * @example "argocd"
     */
    readonly clientId?: string;
    /**
     * Its secret. Default: none, a public client with PKCE.
     */
    readonly clientSecret?: ClientSecretDefinition;
    /**
     * Scopes that are asked for.
     * @default ["openid","profile","email"]
     */
    readonly scopes?: readonly string[];
    /**
     * Claim that lists a person's groups, which rbac refers to.
     * @default "groups"
     */
    readonly groupsClaim?: string;
  } | {
    /**
     * Dex, for LDAP, SAML, GitHub and others.
     */
    readonly provider?: "dex";
    /**
     * Where Dex logs people in.
     */
    readonly connectors?: readonly ({
      /**
       * Dex's type of the connector.
       */
      readonly type: "atlassian-crowd" | "authproxy" | "bitbucket-cloud" | "gitea" | "github" | "gitlab" | "google" | "keystone" | "ldap" | "linkedin" | "microsoft" | "oauth" | "oidc" | "openshift" | "saml";
      /**
       * Id of the connector: unique, and for life.
       * @example "github"
       */
      readonly id: string;
      /**
       * Name on the login button.
       * @example "GitHub"
       */
      readonly name: string;
      /**
       * Passed to Dex as it is; a secret in it is a reference: $<Secret>:<key>.
       * @default {}
       * @example {"clientID":"argocd","clientSecret":"$dex-github:clientSecret","orgs":[{"name":"acme"}]}
       */
      readonly config?: Readonly<Record<string, unknown>>;
    })[];
    /**
     * Claim that lists a person's groups, which rbac refers to.
     * @default "groups"
     */
    readonly groupsClaim?: string;
  };
  /**
   * Who may do what in Argo CD. Default: only what Argo CD's own roles give, and those to nobody. Not implemented yet.
   */
  readonly rbac?: {
    /**
     * Lines of Argo CD's policy.csv, as a list or as text. Default: none.
     * @default []
     * @example ["p, role:dev, applications, sync, team-a/*, allow","g, acme:developers, role:dev"]
     */
    readonly policy?: readonly string[] | string;
    /**
     * Role of everybody who is logged in. Default: none, they see nothing.
     * @example "role:readonly"
     */
    readonly default?: string;
  };
  /**
   * Argo CD's own user. Not implemented yet.
   * @default {}
   */
  readonly admin?: {
    /**
     * Whether the user admin can log in. Default: true, with sso false.
     */
    readonly enabled?: boolean;
  };
  /**
   * On a hub of provider eks: how Argo CD's pods get to be the IAM role that spokes trust.
   * @default "pod-identity"
   */
  readonly identity?: "pod-identity" | "irsa";
  /**
   * Argo CD as a capability of EKS, which AWS runs outside of the cluster: on a hub of provider eks. Default: none, its chart is installed.
   */
  readonly capability?: {
    /**
     * AWS IAM Identity Center, where people log in.
     */
    readonly identityCenter?: {
      /**
       * ARN of the instance. Another one makes a new capability.
       * @example "arn:aws:sso:::instance/ssoins-1234567890abcdef"
       */
      readonly instanceArn?: string;
      /**
       * AWS region of the instance. Default: the hub's.
       */
      readonly region?: string;
    };
    /**
     * Groups and users that may do everything in Argo CD. Default: none.
     * @default []
     */
    readonly admins?: AdminsDefinition;
    /**
     * Groups and users that may change projects, and what the roles of projects allow. Default: none.
     * @default []
     */
    readonly editors?: AdminsDefinition;
    /**
     * Groups and users that may see projects, and what the roles of projects allow. Default: none.
     * @default []
     */
    readonly viewers?: AdminsDefinition;
    /**
     * From where Argo CD's page and API are reached. Default: from the Internet.
     */
    readonly networkAccess?: {
      /**
       * Ids of interface endpoints for the service eks-capabilities.
       * @example ["vpce-0123456789abcdef0"]
       */
      readonly vpcEndpoints?: readonly string[];
    };
    /**
     * Settings of argocd-cm, by Argo CD's own keys; an EKS capability takes a few of them. Default: none.
     * @default {}
     * @example {"kustomize.buildOptions":"--enable-helm"}
     */
    readonly settings?: Readonly<Record<string, string>>;
  };
  /**
   * Repositories that Argo CD reads. Default: only public ones. Not implemented yet.
   * @default []
   */
  readonly repositories?: readonly ({
    /**
     * Name of the repository: unique, part of its Secret's name.
     * @example "gitops"
     */
    readonly name: string;
    /**
     * URL of the repository, by https, ssh or oci, without credentials.
     * @example "https://github.com/acme/gitops.git"
     * @example "git@github.com:acme/gitops.git"
     */
    readonly url: string;
    /**
     * What the repository holds.
     * @default "git"
     */
    readonly type?: "git" | "helm" | "oci";
    /**
     * Project that may use it. Default: every project.
     */
    readonly project?: string;
    /**
     * Whether the credentials serve every repository whose URL begins with this one.
     * @default false
     */
    readonly prefix?: boolean;
    /**
     * Where username and password are, or sshPrivateKey, or githubAppPrivateKey. Default: none, it is public.
     */
    readonly credentials?: {
      /**
       * Secret in Argo CD's namespace that has them.
       * @example "github-credentials"
       */
      readonly secretName: string;
    } | {
      /**
       * An ExternalSecret that brings them.
       */
      readonly externalSecret: {
        /**
         * Store of the External Secrets Operator.
         * @example "vault"
         */
        readonly store: string;
        /**
         * Kind of the store.
         * @default "ClusterSecretStore"
         */
        readonly storeKind?: "ClusterSecretStore" | "SecretStore";
        /**
         * Key in the store.
         * @example "argocd/github"
         */
        readonly key: string;
      };
    };
    /**
     * GitHub App that reads the repository. Default: none.
     */
    readonly githubApp?: {
      /**
       * Id of the GitHub App.
       * @example 123456
       */
      readonly appId: number;
      /**
       * Id of its installation.
       * @example 12345678
       */
      readonly installationId: number;
      /**
       * API of GitHub Enterprise. Default: github.com.
       */
      readonly enterpriseUrl?: string;
    };
  })[];
  /**
   * Values of the argo-cd chart, merged last. Never a secret: they end up in state. Default: none.
   * @default {}
   * @example {"controller":{"replicas":2}}
   */
  readonly values?: Readonly<Record<string, unknown>>;
  /**
   * AppProjects. Default: "platform" alone, which the root Application belongs to.
   * @default []
   */
  readonly projects?: readonly ({
    /**
     * Name of the AppProject.
     * @example "team-a"
     */
    readonly name: string;
    /**
     * Labels of the AppProject. Default: none.
     * @default {}
     */
    readonly labels?: LabelsDefinition;
    /**
     * Annotations of the AppProject. Default: none.
     * @default {}
     */
    readonly annotations?: AnnotationsDefinition;
    /**
     * Spec of the AppProject, passed to Argo CD as it is.
     * @example {"sourceRepos":["https://github.com/acme/team-a.git"],"destinations":[{"server":"*","namespace":"team-a-*"}]}
     */
    readonly spec: Readonly<Record<string, unknown>>;
  })[];
  /**
   * ApplicationSets. Default: those that the GitOps repository has.
   * @default []
   */
  readonly applicationSets?: readonly ({
    /**
     * Name of the ApplicationSet.
     * @example "podinfo"
     */
    readonly name: string;
    /**
     * Labels of the ApplicationSet. Default: none.
     * @default {}
     */
    readonly labels?: LabelsDefinition;
    /**
     * Annotations of the ApplicationSet. Default: none.
     * @default {}
     */
    readonly annotations?: AnnotationsDefinition;
    /**
     * Spec of the ApplicationSet, passed to Argo CD as it is.
     * @example {"goTemplate":true,"generators":[{"clusters":{"selector":{"matchLabels":{"tier":"gold"}}}}],"template":{"metadata":{"name":"podinfo-{{ .name }}"},"spec":{"project":"team-a","source":{"repoURL":"https://github.com/acme/team-a.git","path":"podinfo","targetRevision":"main"},"destination":{"name":"{{ .name }}","namespace":"team-a-podinfo"}}}}
     */
    readonly spec: Readonly<Record<string, unknown>>;
  })[];
  /**
   * Whether Argo CD keeps its own release from Git, once Terraform has installed it. Not implemented yet.
   * @default false
   */
  readonly selfManage?: boolean;
}

export interface NameKeyClientSecretDefinition {
  /**
   * Name of a Secret in Argo CD's namespace, with the label app.kubernetes.io/part-of: argocd.
   * @example "argocd-oidc"
   */
  readonly name?: string;
  /**
   * Key in the Secret.
   * @example "clientSecret"
   */
  readonly key?: string;
}

export interface ExternalSecretClientSecretDefinition {
  /**
   * An ExternalSecret that brings it.
   */
  readonly externalSecret?: {
    /**
     * Store of the External Secrets Operator.
     * @example "vault"
     */
    readonly store?: string;
    /**
     * Kind of the store.
     * @default "ClusterSecretStore"
     */
    readonly storeKind?: "ClusterSecretStore" | "SecretStore";
    /**
     * Key in the store.
     * @example "argocd/github"
     */
    readonly key?: string;
  };
}

export type ClientSecretDefinition = NameKeyClientSecretDefinition | ExternalSecretClientSecretDefinition;

export type AdminsDefinition = readonly ({
  /**
   * Id of a group. Default: none, it is a user.
   * @example "686103e0-f051-7068-b225-e6392b959d9e"
   */
  readonly group?: string;
  /**
   * Id of a user. Default: none, it is a group.
   * @example "686103e0-f051-7068-b225-e6392b959d9e"
   */
  readonly user?: string;
})[];

/**
 * A ServiceAccount token that expires, never in Terraform state.
 */
export interface BearerTokenRegistrationDefinition {
  /**
   * A ServiceAccount token that expires, never in Terraform state.
   */
  readonly mode?: "bearer-token";
  /**
   * How long a token is valid, as a Go duration; at least 10m. Default: 8760h, on EKS 24h.
   * @example "720h"
   */
  readonly lifetime?: string;
  /**
   * Raise it to have a new token made.
   * @default 1
   */
  readonly revision?: number;
  /**
   * What Argo CD may do on the spoke.
   * @default "admin"
   */
  readonly access?: AccessDefinition;
  /**
   * Namespaces that Argo CD manages. Default: all, or those of access.
   * @example ["shop","search"]
   */
  readonly namespaces?: readonly string[];
  /**
   * With namespaces: whether cluster-scoped objects are managed too. Default: false.
   */
  readonly clusterResources?: boolean;
  /**
   * Argo CD project that the cluster belongs to. Default: none, every project may use it.
   * @example "team-a"
   */
  readonly project?: string;
  /**
   * Application controller shard that handles the cluster. Default: chosen by Argo CD.
   */
  readonly shard?: number;
  /**
   * Proxy between the hub and the spoke. Default: the cluster's.
   * @example "http://proxy.example.com:3128"
   */
  readonly proxyUrl?: string;
  /**
   * Name that the API server's certificate is checked against. Default: the host of its URL.
   * @example "api.payments.example.com"
   */
  readonly serverName?: string;
  /**
   * Turns off response compression between the hub and the spoke. Default: false.
   */
  readonly disableCompression?: boolean;
  /**
   * Makes Argo CD leave every Application of the spoke alone. Default: false.
   */
  readonly quarantine?: boolean;
}

/**
 * An IAM role that Argo CD assumes: there is no secret.
 */
export interface AwsIamRegistrationDefinition {
  /**
   * An IAM role that Argo CD assumes: there is no secret.
   */
  readonly mode?: "aws-iam";
  /**
   * ARN of a role that is there, trusts the hub's role and has an access entry. Default: one is made in the spoke's account.
   * @example "arn:aws:iam::111122223333:role/argocd-payments"
   */
  readonly roleArn?: string;
  /**
   * AWS profile, in the configuration of Argo CD's pods, that the role is assumed from. Default: none.
   * @example "spokes"
   */
  readonly profile?: string;
  /**
   * What Argo CD may do on the spoke.
   * @default "admin"
   */
  readonly access?: AccessDefinition;
  /**
   * Namespaces that Argo CD manages. Default: all, or those of access.
   * @example ["shop","search"]
   */
  readonly namespaces?: readonly string[];
  /**
   * With namespaces: whether cluster-scoped objects are managed too. Default: false.
   */
  readonly clusterResources?: boolean;
  /**
   * Argo CD project that the cluster belongs to. Default: none, every project may use it.
   * @example "team-a"
   */
  readonly project?: string;
  /**
   * Application controller shard that handles the cluster. Default: chosen by Argo CD.
   */
  readonly shard?: number;
  /**
   * Proxy between the hub and the spoke. Default: the cluster's.
   * @example "http://proxy.example.com:3128"
   */
  readonly proxyUrl?: string;
  /**
   * Name that the API server's certificate is checked against. Default: the host of its URL.
   * @example "api.payments.example.com"
   */
  readonly serverName?: string;
  /**
   * Turns off response compression between the hub and the spoke. Default: false.
   */
  readonly disableCompression?: boolean;
  /**
   * Makes Argo CD leave every Application of the spoke alone. Default: false.
   */
  readonly quarantine?: boolean;
}

/**
 * A command that Argo CD runs for a credential; it has to be in Argo CD's image.
 */
export interface ExecRegistrationDefinition {
  /**
   * A command that Argo CD runs for a credential; it has to be in Argo CD's image.
   */
  readonly mode?: "exec";
  /**
   * A cloud whose command it is: `gke` is `gke-gcloud-auth-plugin` and `aks` is `kubelogin`, each with the workload identity of Argo CD's pods. Default: none, a command is named.
   */
  readonly preset?: "gke" | "aks";
  /**
   * Command that prints an ExecCredential. Required without preset.
   * @example "argocd-k8s-auth"
   */
  readonly command?: string;
  /**
   * Arguments of the command. Default: those of the preset, else none.
   * @example ["gcp"]
   */
  readonly args?: readonly string[];
  /**
   * Variables of the command's environment; never a secret. Default: none.
   */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Version of the ExecCredential that it prints.
   * @default "client.authentication.k8s.io/v1beta1"
   */
  readonly apiVersion?: "client.authentication.k8s.io/v1beta1" | "client.authentication.k8s.io/v1";
  /**
   * What is said where the command is not there. Default: that of the preset, else nothing.
   */
  readonly installHint?: string;
  /**
   * Whom the spoke takes the credential for; `access` is granted to it. Default: none, nothing is granted and it keeps the rights that it has.
   */
  readonly subject?: SubjectDefinition;
  /**
   * What Argo CD may do on the spoke.
   * @default "admin"
   */
  readonly access?: AccessDefinition;
  /**
   * Namespaces that Argo CD manages. Default: all, or those of access.
   * @example ["shop","search"]
   */
  readonly namespaces?: readonly string[];
  /**
   * With namespaces: whether cluster-scoped objects are managed too. Default: false.
   */
  readonly clusterResources?: boolean;
  /**
   * Argo CD project that the cluster belongs to. Default: none, every project may use it.
   * @example "team-a"
   */
  readonly project?: string;
  /**
   * Application controller shard that handles the cluster. Default: chosen by Argo CD.
   */
  readonly shard?: number;
  /**
   * Proxy between the hub and the spoke. Default: the cluster's.
   * @example "http://proxy.example.com:3128"
   */
  readonly proxyUrl?: string;
  /**
   * Name that the API server's certificate is checked against. Default: the host of its URL.
   * @example "api.payments.example.com"
   */
  readonly serverName?: string;
  /**
   * Turns off response compression between the hub and the spoke. Default: false.
   */
  readonly disableCompression?: boolean;
  /**
   * Makes Argo CD leave every Application of the spoke alone. Default: false.
   */
  readonly quarantine?: boolean;
}

/**
 * A client certificate, never in Terraform state.
 * @example {"variables":{"certificate":"payments_certificate","key":"payments_key"}}
 */
export interface ClientCertificateRegistrationDefinition {
  /**
   * A client certificate, never in Terraform state.
   */
  readonly mode?: "client-certificate";
  /**
   * Has the spoke's own signer issue it, at deploy. Default: `{}`, unless there are `variables`.
   */
  readonly issue?: {
    /**
     * How long it is valid, as a Go duration; at least 10m, and the spoke may shorten it.
     * @default "8760h"
     */
    readonly lifetime?: string;
    /**
     * Raise it to have a new certificate issued.
     * @default 1
     */
    readonly revision?: number;
  };
  /**
   * Takes it from Terraform variables: export TF_VAR_<name>. Default: none, it is issued.
   */
  readonly variables?: {
    /**
     * Name of the Terraform variable with the certificate, as PEM.
     * @example "payments_certificate"
     */
    readonly certificate?: string;
    /**
     * Name of the Terraform variable with its private key, as PEM.
     * @example "payments_key"
     */
    readonly key?: string;
  };
  /**
   * Whom the spoke takes the credential for; `access` is granted to it. Default: none, nothing is granted and it keeps the rights that it has.
   */
  readonly subject?: SubjectDefinition;
  /**
   * What Argo CD may do on the spoke.
   * @default "admin"
   */
  readonly access?: AccessDefinition;
  /**
   * Namespaces that Argo CD manages. Default: all, or those of access.
   * @example ["shop","search"]
   */
  readonly namespaces?: readonly string[];
  /**
   * With namespaces: whether cluster-scoped objects are managed too. Default: false.
   */
  readonly clusterResources?: boolean;
  /**
   * Argo CD project that the cluster belongs to. Default: none, every project may use it.
   * @example "team-a"
   */
  readonly project?: string;
  /**
   * Application controller shard that handles the cluster. Default: chosen by Argo CD.
   */
  readonly shard?: number;
  /**
   * Proxy between the hub and the spoke. Default: the cluster's.
   * @example "http://proxy.example.com:3128"
   */
  readonly proxyUrl?: string;
  /**
   * Name that the API server's certificate is checked against. Default: the host of its URL.
   * @example "api.payments.example.com"
   */
  readonly serverName?: string;
  /**
   * Turns off response compression between the hub and the spoke. Default: false.
   */
  readonly disableCompression?: boolean;
  /**
   * Makes Argo CD leave every Application of the spoke alone. Default: false.
   */
  readonly quarantine?: boolean;
}

export type RegistrationDefinition = BearerTokenRegistrationDefinition | AwsIamRegistrationDefinition | ExecRegistrationDefinition | ClientCertificateRegistrationDefinition;

export interface NamespacesAccessDefinition {
  /**
   * Everything, in these namespaces only.
   * @example ["payments","payments-jobs"]
   */
  readonly namespaces: readonly string[];
}

export interface RulesAccessDefinition {
  /**
   * Exactly these rules, cluster-wide.
   */
  readonly rules: readonly PartDefinition[];
}

export interface FromAccessDefinition {
  /**
   * What Git delivers to the spoke, and nothing wider: the rules that `hubspoke access` computed, in a file beside this one.
   */
  readonly from: "gitops";
  /**
   * Rules beside the computed ones: what is never given by itself, such as `bind` for a role.
   * @default []
   */
  readonly rules?: readonly PartDefinition[];
}

export type AccessDefinition = "admin" | "read-only" | NamespacesAccessDefinition | RulesAccessDefinition | FromAccessDefinition;

export interface PartDefinition {
  /**
   * API groups; "" is the core group. Required with resources.
   * @example ["","apps"]
   */
  readonly apiGroups?: readonly string[];
  /**
   * Resources of these groups. Required, unless nonResourceURLs is there.
   * @example ["deployments","services"]
   */
  readonly resources?: readonly string[];
  /**
   * Names of single objects. Default: all objects.
   * @example ["web"]
   */
  readonly resourceNames?: readonly string[];
  /**
   * Paths of the API server that are no resources. Required, unless resources is there.
   * @example ["/healthz"]
   */
  readonly nonResourceURLs?: readonly string[];
  /**
   * What may be done with them.
   * @example ["get","list","watch"]
   */
  readonly verbs: readonly string[];
}

export interface SubjectDefinition {
  /**
   * Kind of a Kubernetes RBAC subject.
   */
  readonly kind?: "User" | "Group";
  /**
   * Name of the user or group, as the spoke sees it.
   * @example "argocd@example.com"
   */
  readonly name?: string;
}

