// Written by `catalogc schema export --format typescript`. Do not edit.

/** A deployment environment. */
export type Environment =
  | "dev"
  | "prod"
  | "staging";

/** What picks the adapter of a leaf. */
export type WorkloadType =
  | "BASIC_CONTAINER_LOAD"
  | "BASIC_CONTAINER_ROLLOUT"
  | "GPU_CONTAINER_LOAD"
  | "HELM_RELEASE"
  | "INFERENCE_GATEWAY"
  | "INFERENCE_STACK"
  | "ML_INFERENCE_LOAD"
  | "MODEL_SERVING"
  | "OLLAMA_INFERENCE_LOAD"
  | "STATEFUL_CONTAINER_LOAD";

/** Any leaf, told apart by its workloadType. */
export type WorkloadSchema =
  | BasicContainerLoadSchema
  | BasicContainerRolloutSchema
  | GpuContainerLoadSchema
  | HelmReleaseSchema
  | InferenceGatewaySchema
  | InferenceStackSchema
  | MlInferenceLoadSchema
  | ModelServingSchema
  | OllamaInferenceLoadSchema
  | StatefulContainerLoadSchema;

/**
 * Basic container load: A stateless container behind a Service, with optional autoscaling, route
 * and secrets.
 */
export interface BasicContainerLoadSchema {
  workloadType: "BASIC_CONTAINER_LOAD";
  /**
   * Name of the workload and of every object made for it. At most 53 characters, which is Helm's
   * limit for a release.
   * Format: lower case letters, digits and dashes, starting with a letter.
   * @example "checkout"
   */
  serviceName: string;
  /**
   * The catalog, and so the team, that the workload belongs to.
   * Format: lower case letters, digits and dashes.
   * @example "ml-inference"
   * @example "ml-team"
   * @example "platform"
   * @example "web"
   */
  serviceCatalog: string;
  /**
   * Namespace of every object. Empty means the release's namespace.
   * Format: lower case letters, digits and dashes.
   * @default ""
   * @example "shop"
   */
  namespace?: string;
  /** The deployment environment. Variables of the container are container.environment. */
  environment: Environment;
  /**
   * Leaves of the same environment that Argo CD syncs before this one: serviceName, or
   * serviceCatalog/serviceName.
   * @default []
   */
  dependsOn?: string[];
  /**
   * An existing ServiceAccount to run as, such as one with a cloud identity. Empty means one of our
   * own, named after the service.
   * Format: the name of a ServiceAccount.
   * @default ""
   * @example "checkout-identity"
   */
  serviceAccount?: string;
  /** The container and what it needs. */
  container: BasicContainerLoadContainer;
  /** Autoscaler: Sets the number of pods by their load. */
  hpa?: Hpa;
  /** Holds node drains back. */
  podDisruptionBudget?: PodDisruptionBudget;
  /** How the service is reached from outside the cluster. */
  ingress?: Ingress;
  /** Annotations by which Prometheus finds the pods. */
  basicMonitoring?: BasicMonitoring;
}

/**
 * Basic container rollout: A stateless container whose new versions get traffic step by step, and
 * only while Prometheus says that they are well.
 */
export interface BasicContainerRolloutSchema {
  workloadType: "BASIC_CONTAINER_ROLLOUT";
  /**
   * Name of the workload and of every object made for it. At most 53 characters, which is Helm's
   * limit for a release.
   * Format: lower case letters, digits and dashes, starting with a letter.
   * @example "checkout"
   */
  serviceName: string;
  /**
   * The catalog, and so the team, that the workload belongs to.
   * Format: lower case letters, digits and dashes.
   * @example "ml-inference"
   * @example "ml-team"
   * @example "platform"
   * @example "web"
   */
  serviceCatalog: string;
  /**
   * Namespace of every object. Empty means the release's namespace.
   * Format: lower case letters, digits and dashes.
   * @default ""
   * @example "shop"
   */
  namespace?: string;
  /** The deployment environment. Variables of the container are container.environment. */
  environment: Environment;
  /**
   * Leaves of the same environment that Argo CD syncs before this one: serviceName, or
   * serviceCatalog/serviceName.
   * @default []
   */
  dependsOn?: string[];
  /**
   * An existing ServiceAccount to run as, such as one with a cloud identity. Empty means one of our
   * own, named after the service.
   * Format: the name of a ServiceAccount.
   * @default ""
   * @example "checkout-identity"
   */
  serviceAccount?: string;
  /** The container and what it needs. */
  container: BasicContainerRolloutContainer;
  /** How a new version replaces the old one. */
  rollout?: Rollout;
  /**
   * Numbers from Prometheus that the canary is judged by while it runs. A bad one aborts the
   * rollout; no number at all, as without traffic, pauses it.
   */
  analysis?: Analysis;
  /** Autoscaler: Sets the number of pods by their load. */
  hpa?: Hpa;
  /** Holds node drains back. */
  podDisruptionBudget?: PodDisruptionBudget;
  /** How the service is reached from outside the cluster. */
  ingress?: Ingress;
  /** Annotations by which Prometheus finds the pods. */
  basicMonitoring?: BasicMonitoring;
}

/**
 * GPU container load: Any container that needs GPUs, behind a Service: image, command and probes
 * are the leaf's.
 */
export interface GpuContainerLoadSchema {
  workloadType: "GPU_CONTAINER_LOAD";
  /**
   * Name of the workload and of every object made for it. At most 53 characters, which is Helm's
   * limit for a release.
   * Format: lower case letters, digits and dashes, starting with a letter.
   * @example "vllm-qwen"
   */
  serviceName: string;
  /**
   * The catalog, and so the team, that the workload belongs to.
   * Format: lower case letters, digits and dashes.
   * @example "ml-inference"
   * @example "ml-team"
   * @example "platform"
   * @example "web"
   */
  serviceCatalog: string;
  /**
   * Namespace of every object. Empty means the release's namespace.
   * Format: lower case letters, digits and dashes.
   * @default ""
   * @example "ml-inference"
   */
  namespace?: string;
  /** The deployment environment. Variables of the container are container.environment. */
  environment: Environment;
  /**
   * Leaves of the same environment that Argo CD syncs before this one: serviceName, or
   * serviceCatalog/serviceName.
   * @default []
   */
  dependsOn?: string[];
  /**
   * An existing ServiceAccount to run as, such as one with a cloud identity. Empty means one of our
   * own, named after the service.
   * Format: the name of a ServiceAccount.
   * @default ""
   * @example "checkout-identity"
   */
  serviceAccount?: string;
  /** The GPUs of each pod, and the nodes that have them. */
  gpu?: GpuContainerLoadGpu;
  /** Memory at /dev/shm. Processes and GPUs of a pod talk through it. */
  sharedMemory?: SharedMemory;
  /** The container and what it needs. */
  container: GpuContainerLoadContainer;
  /** Where models are kept. */
  storage?: Storage;
  /** Holds node drains back. */
  podDisruptionBudget?: PodDisruptionBudget;
  /** How the service is reached from outside the cluster. */
  ingress?: Ingress;
  /** Annotations by which Prometheus finds the pods. */
  basicMonitoring?: BasicMonitoring;
  /** A ServiceMonitor, by which the Prometheus Operator finds the pods. */
  serviceMonitor?: ServiceMonitor;
}

/** Helm release: A third-party chart, pinned by version and digest, which Argo CD renders. */
export interface HelmReleaseSchema {
  workloadType: "HELM_RELEASE";
  /**
   * Name of the release, and of its Application before the environment. At most 53 characters, which
   * is Helm's limit for a release.
   * Format: lower case letters, digits and dashes, starting with a letter.
   * @example "keda"
   */
  serviceName: string;
  /**
   * The catalog, and so the team, that the workload belongs to.
   * Format: lower case letters, digits and dashes.
   * @example "ml-inference"
   * @example "ml-team"
   * @example "platform"
   * @example "web"
   */
  serviceCatalog: string;
  /**
   * Namespace that the chart is installed into. Empty means the name of the catalog.
   * Format: lower case letters, digits and dashes.
   * @default ""
   * @example "keda"
   */
  namespace?: string;
  /** The deployment environment. */
  environment: Environment;
  /**
   * Leaves of the same environment that Argo CD syncs before this one: serviceName, or
   * serviceCatalog/serviceName.
   * @default []
   */
  dependsOn?: string[];
  /** The chart to install, pinned. */
  chart: Chart;
  /**
   * Name of the Helm release. Unset, it is serviceName.
   * Format: lower case letters, digits and dashes.
   * @example "keda"
   */
  releaseName?: string;
  /**
   * Values of the chart, passed on as they are. They are written in clear to git and to the
   * Application: no secrets. null removes a default of the chart.
   * @default {}
   * @example {"operator": {"replicaCount": 2}}
   */
  values?: Record<string, unknown>;
  /**
   * Order among the Applications of an environment, the lowest first. Workloads have 0.
   * @minimum -100
   * @maximum 100
   * @default -10
   */
  syncWave?: number;
  /**
   * Whether to leave out the CustomResourceDefinitions of the chart's crds folder.
   * @default false
   */
  skipCrds?: boolean;
}

/**
 * Inference gateway: Routing by KV cache: an endpoint picker and an internal Gateway in front of a
 * model's pods.
 */
export interface InferenceGatewaySchema {
  workloadType: "INFERENCE_GATEWAY";
  /**
   * Name of the workload and of every object made for it. At most 36 characters, so that the names
   * made from it fit.
   * Format: lower case letters, digits and dashes, starting with a letter.
   * @example "llama"
   */
  serviceName: string;
  /**
   * The catalog, and so the team, that the workload belongs to.
   * Format: lower case letters, digits and dashes.
   * @example "ml-inference"
   * @example "ml-team"
   * @example "platform"
   * @example "web"
   */
  serviceCatalog: string;
  /**
   * Namespace of every object. Empty means the release's namespace.
   * Format: lower case letters, digits and dashes.
   * @default ""
   * @example "ml-inference"
   */
  namespace?: string;
  /** The deployment environment. Variables of the container are container.environment. */
  environment: Environment;
  /**
   * Leaves of the same environment that Argo CD syncs before this one: serviceName, or
   * serviceCatalog/serviceName.
   * @default []
   */
  dependsOn?: string[];
  /**
   * Infrastructure release: Release name of the chart inference-infrastructure, which names its
   * objects by it.
   * Format: lower case letters, digits and dashes.
   * @default "infra"
   * @example "infra"
   */
  infrastructureReleaseName?: string;
  /**
   * Namespace of the infrastructure. Empty means the workload's own.
   * Format: lower case letters, digits and dashes.
   * @default ""
   * @example "llm-platform"
   */
  infrastructureNamespace?: string;
  /** The internal Gateway that requests arrive at. */
  gateway?: Gateway;
  /** The GatewayClass that gateway.className names. Envoy Gateway's own chart brings none. */
  gatewayClass?: GatewayClass;
  /** Endpoint picker: The endpoint picker (EPP), which chooses the pod that answers a request. */
  epp?: Epp;
  /**
   * An InferencePool of the pods that serve a model. model-serving makes those of its models itself;
   * this one is for other pods.
   */
  inferencePool?: InferencePool;
  /** The route from the Gateway to the pods of the pool. */
  inferencePoolRoute?: InferencePoolRoute;
  /** Wires the endpoint picker into Envoy: an EnvoyExtensionPolicy and a BackendTrafficPolicy. */
  extensionPolicy?: ExtensionPolicy;
  /**
   * A route from the infrastructure's external Gateway to its LiteLLM proxy. Where the proxy is in
   * another namespace, that one needs a ReferenceGrant.
   */
  externalRoute?: ExternalRoute;
  /** Holds node drains back. */
  podDisruptionBudget?: PodDisruptionBudget;
  /** A ServiceMonitor, by which the Prometheus Operator finds the pods. */
  serviceMonitor?: ServiceMonitor;
}

/**
 * Inference stack: The model serving layer of a platform for large language models: serving
 * runtimes, models, and a gateway that routes by the state of their caches.
 */
export interface InferenceStackSchema {
  workloadType: "INFERENCE_STACK";
  /**
   * Name of the workload and of every object made for it. At most 36 characters, so that the names
   * made from it fit.
   * Format: lower case letters, digits and dashes, starting with a letter.
   * @example "stack"
   */
  serviceName: string;
  /**
   * The catalog, and so the team, that the workload belongs to.
   * Format: lower case letters, digits and dashes.
   * @example "ml-inference"
   * @example "ml-team"
   * @example "platform"
   * @example "web"
   */
  serviceCatalog: string;
  /**
   * Namespace of every object. Empty means the release's namespace.
   * Format: lower case letters, digits and dashes.
   * @default ""
   * @example "ml-inference"
   */
  namespace?: string;
  /** The deployment environment. Variables of the container are container.environment. */
  environment: Environment;
  /**
   * Leaves of the same environment that Argo CD syncs before this one: serviceName, or
   * serviceCatalog/serviceName.
   * @default []
   */
  dependsOn?: string[];
  /**
   * Infrastructure release: Release name of the chart inference-infrastructure, which names its
   * objects by it.
   * Format: lower case letters, digits and dashes.
   * @default "infra"
   * @example "infra"
   */
  infrastructureReleaseName?: string;
  /**
   * Namespace of the infrastructure. Empty means the workload's own.
   * Format: lower case letters, digits and dashes.
   * @default ""
   * @example "llm-platform"
   */
  infrastructureNamespace?: string;
  /** Runtimes of vLLM, llama.cpp and Ollama, and the models that they serve. */
  "model-serving"?: ModelServing;
  /** The endpoint picker (EPP) and the internal Gateway in front of it. */
  "inference-gateway"?: InferenceGateway;
}

/**
 * ML inference load: A Hugging Face model served over HTTP by Text Generation Inference on NVIDIA
 * GPUs.
 */
export interface MlInferenceLoadSchema {
  workloadType: "ML_INFERENCE_LOAD";
  /**
   * Name of the workload and of every object made for it. At most 53 characters, which is Helm's
   * limit for a release.
   * Format: lower case letters, digits and dashes, starting with a letter.
   * @example "llama"
   */
  serviceName: string;
  /**
   * The catalog, and so the team, that the workload belongs to.
   * Format: lower case letters, digits and dashes.
   * @example "ml-inference"
   * @example "ml-team"
   * @example "platform"
   * @example "web"
   */
  serviceCatalog: string;
  /**
   * Namespace of every object. Empty means the release's namespace.
   * Format: lower case letters, digits and dashes.
   * @default ""
   * @example "ml-inference"
   */
  namespace?: string;
  /** The deployment environment. Variables of the container are container.environment. */
  environment: Environment;
  /**
   * Leaves of the same environment that Argo CD syncs before this one: serviceName, or
   * serviceCatalog/serviceName.
   * @default []
   */
  dependsOn?: string[];
  /**
   * An existing ServiceAccount to run as, such as one with a cloud identity. Empty means one of our
   * own, named after the service.
   * Format: the name of a ServiceAccount.
   * @default ""
   * @example "checkout-identity"
   */
  serviceAccount?: string;
  /** The Hugging Face model to serve. The id and an exact revision are both to be written. */
  model: MlInferenceLoadModel;
  /** Limits of the inference server. */
  inference?: Inference;
  /** The GPUs of each pod, and the nodes that have them. */
  gpu?: MlInferenceLoadGpu;
  /** Memory at /dev/shm. Only with several GPUs, whose shards talk through it. */
  sharedMemory?: SharedMemory;
  /** Where the Hugging Face token is. */
  vault?: Vault;
  /** The container and what it needs. */
  container?: MlInferenceLoadContainer;
  /** Where models are kept. */
  storage?: Storage;
  /** How the service is reached from outside the cluster. */
  ingress?: Ingress;
  /** Annotations by which Prometheus finds the pods. */
  basicMonitoring?: BasicMonitoring;
  /** A ServiceMonitor, by which the Prometheus Operator finds the pods. */
  serviceMonitor?: ServiceMonitor;
  /**
   * What each pod gets besides GPUs, which are gpu.count.
   * @deprecated resources has moved to container.resources
   */
  resources?: GpuContainerLoadContainerResources;
  /**
   * Timings of the probes.
   * @deprecated healthCheck has moved to container.healthCheck
   */
  healthCheck?: MlInferenceLoadHealthCheck;
  /**
   * The External Secrets store that secrets are read from.
   * @deprecated secretStore has moved to container.secretStore
   */
  secretStore?: SecretStore;
}

/** Model serving: Large language models served by KServe with vLLM, llama.cpp or Ollama. */
export interface ModelServingSchema {
  workloadType: "MODEL_SERVING";
  /**
   * Name of the workload and of every object made for it. At most 53 characters, which is Helm's
   * limit for a release.
   * Format: lower case letters, digits and dashes, starting with a letter.
   * @example "llama-70b"
   */
  serviceName: string;
  /**
   * The catalog, and so the team, that the workload belongs to.
   * Format: lower case letters, digits and dashes.
   * @example "ml-inference"
   * @example "ml-team"
   * @example "platform"
   * @example "web"
   */
  serviceCatalog: string;
  /**
   * Namespace of every object. Empty means the release's namespace.
   * Format: lower case letters, digits and dashes.
   * @default ""
   * @example "ml-inference"
   */
  namespace?: string;
  /** The deployment environment. Variables of the container are container.environment. */
  environment: Environment;
  /**
   * Leaves of the same environment that Argo CD syncs before this one: serviceName, or
   * serviceCatalog/serviceName.
   * @default []
   */
  dependsOn?: string[];
  /**
   * How KServe runs models. Knative can scale them to zero and needs Knative Serving; Standard makes
   * Deployments. A model cannot change its mode: delete it first.
   * @default "Knative"
   */
  deploymentMode?: "Knative" | "Standard";
  /** vLLM runtime: A ClusterServingRuntime of vLLM in KServe's Hugging Face server, for NVIDIA GPUs. */
  servingRuntime?: ServingRuntime;
  /** vLLM model: An InferenceService of vLLM. */
  inferenceService?: InferenceService;
  /**
   * A ClusterServingRuntime of llama.cpp's server, for GGUF models on CPUs, or on GPUs with another
   * image.
   */
  llamacppRuntime?: LlamacppRuntime;
  /** llama.cpp model: An InferenceService of llama.cpp. */
  llamacppInferenceService?: LlamacppInferenceService;
  /** A ClusterServingRuntime of Ollama, on CPUs or NVIDIA GPUs. */
  ollamaRuntime?: OllamaRuntime;
  /** Ollama model: An InferenceService of Ollama. */
  ollamaInferenceService?: OllamaInferenceService;
  /** Credentials of an S3 store: an ExternalSecret, and a ServiceAccount that KServe finds them by. */
  s3Storage?: S3Storage;
  /** The token for gated models, as an ExternalSecret. */
  huggingface?: Huggingface;
  /** PriorityClasses: one for models that must run, one for those that wait for room. */
  priorityClasses?: PriorityClasses;
  /**
   * An InferencePool of inferenceService, by which a gateway picks the pod that has the prompt in
   * its KV cache.
   */
  inferencePool?: ModelServingInferencePool;
  /** Inference pool's route: An HTTPRoute from a gateway to the pods of the InferencePool. */
  inferencePoolRoute?: ModelServingInferencePoolRoute;
  /** The container and what it needs. */
  container?: ModelServingContainer;
}

/**
 * Ollama inference load: Models of the Ollama library served over HTTP, on NVIDIA or AMD GPUs or
 * on CPUs.
 */
export interface OllamaInferenceLoadSchema {
  workloadType: "OLLAMA_INFERENCE_LOAD";
  /**
   * Name of the workload and of every object made for it. At most 53 characters, which is Helm's
   * limit for a release.
   * Format: lower case letters, digits and dashes, starting with a letter.
   * @example "ollama-phi"
   */
  serviceName: string;
  /**
   * The catalog, and so the team, that the workload belongs to.
   * Format: lower case letters, digits and dashes.
   * @example "ml-inference"
   * @example "ml-team"
   * @example "platform"
   * @example "web"
   */
  serviceCatalog: string;
  /**
   * Namespace of every object. Empty means the release's namespace.
   * Format: lower case letters, digits and dashes.
   * @default ""
   * @example "ml-inference"
   */
  namespace?: string;
  /** The deployment environment. Variables of the container are container.environment. */
  environment: Environment;
  /**
   * Leaves of the same environment that Argo CD syncs before this one: serviceName, or
   * serviceCatalog/serviceName.
   * @default []
   */
  dependsOn?: string[];
  /**
   * An existing ServiceAccount to run as, such as one with a cloud identity. Empty means one of our
   * own, named after the service.
   * Format: the name of a ServiceAccount.
   * @default ""
   * @example "checkout-identity"
   */
  serviceAccount?: string;
  /**
   * A model of the Ollama library, or of another registry, with its tag.
   * Format: a model such as phi:latest or hf.co/acme/model:Q4_K_M.
   * @example "phi:latest"
   * @example "llama3.1:8b"
   * @example "qwen3:4b"
   */
  model: string;
  /**
   * Digest that the model must have, as Ollama's /api/tags tells it. Ollama cannot pull by digest:
   * the model is pulled by its tag, and the pod does not start if the digest differs.
   * Format: sha256: and 64 hexadecimal digits.
   * @example "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
   */
  modelDigest?: string;
  /**
   * More models: Models that the same server offers beside the first. They are pulled too, and enter
   * memory with their first request.
   * @default []
   * @example [{"name": "nomic-embed-text:v1.5"}]
   */
  models?: OllamaInferenceLoadModel[];
  /**
   * Instructions of a Modelfile, without FROM, which is the model: a system prompt, parameters, a
   * template. The result is served as a model with the name of the service. Empty means none.
   * Instructions without FROM, which is always the model of the leaf.
   * @default ""
   * @example "PARAMETER temperature 0.2\nSYSTEM You answer in one sentence.\n"
   */
  modelfile?: string;
  /**
   * Whether the model is loaded before a pod is ready, and stays in memory. Otherwise it is loaded
   * by the first request, and leaves memory after settings.keepAlive.
   * @default true
   */
  preload?: boolean;
  /** How models are downloaded before the server starts. */
  modelPull?: ModelPull;
  /** A registry that stands in for the public one: an internal mirror. */
  registry?: Registry;
  /**
   * Settings of Ollama that it would not check itself. Unset, Ollama decides. Others go to
   * container.environment.
   */
  settings?: Settings;
  /** The GPUs of each pod, and the nodes that have them. */
  gpu?: OllamaInferenceLoadGpu;
  /**
   * CPU and memory for models up to 3 (small), 14 (medium) or 70 (large) billion parameters of four
   * bits. What container.resources says wins. Empty means none.
   * @default "small"
   */
  resourcePreset?: "" | "small" | "medium" | "large";
  /** The container and what it needs. */
  container?: OllamaInferenceLoadContainer;
  /** Where models are kept. */
  storage?: Storage;
  /**
   * A KEDA ScaledObject, which sets the number of pods by a Prometheus query. A pod that starts
   * pulls and loads its model first.
   */
  autoscaling?: Autoscaling;
  /** How the service is reached from outside the cluster. */
  ingress?: Ingress;
  /** Annotations by which Prometheus finds the pods. */
  basicMonitoring?: OllamaInferenceLoadBasicMonitoring;
}

/**
 * Stateful container load: A container whose pods keep a name and volumes of their own, such as a
 * database.
 */
export interface StatefulContainerLoadSchema {
  workloadType: "STATEFUL_CONTAINER_LOAD";
  /**
   * Name of the workload and of every object made for it. At most 52 characters, so that the names
   * made from it fit.
   * Format: lower case letters, digits and dashes, starting with a letter.
   * @example "orders-db"
   */
  serviceName: string;
  /**
   * The catalog, and so the team, that the workload belongs to.
   * Format: lower case letters, digits and dashes.
   * @example "ml-inference"
   * @example "ml-team"
   * @example "platform"
   * @example "web"
   */
  serviceCatalog: string;
  /**
   * Namespace of every object. Empty means the release's namespace.
   * Format: lower case letters, digits and dashes.
   * @default ""
   * @example "shop"
   */
  namespace?: string;
  /** The deployment environment. Variables of the container are container.environment. */
  environment: Environment;
  /**
   * Leaves of the same environment that Argo CD syncs before this one: serviceName, or
   * serviceCatalog/serviceName.
   * @default []
   */
  dependsOn?: string[];
  /**
   * An existing ServiceAccount to run as, such as one with a cloud identity. Empty means one of our
   * own, named after the service.
   * Format: the name of a ServiceAccount.
   * @default ""
   * @example "checkout-identity"
   */
  serviceAccount?: string;
  /** The container and what it needs. */
  container: StatefulContainerLoadContainer;
  /** Volumes that outlive pods. */
  storage: StatefulContainerLoadStorage;
  /** How a change reaches the pods: from the highest ordinal to the lowest, one at a time. */
  update?: Update;
  /** Holds node drains back. */
  podDisruptionBudget?: PodDisruptionBudget;
  /** How the service is reached from outside the cluster. */
  ingress?: Ingress;
  /** Annotations by which Prometheus finds the pods. */
  basicMonitoring?: BasicMonitoring;
}

export interface Analysis {
  /**
   * Whether the canary is judged.
   * @default true
   */
  enabled?: boolean;
  /**
   * Address of Prometheus.
   * Format: an address such as http://prometheus.monitoring:9090.
   * @default "http://prometheus.monitoring:9090"
   * @example "http://prometheus.monitoring:9090"
   */
  prometheus?: string;
  /**
   * Time between two measurements.
   * Format: a duration such as 30s or 5m.
   * @default "1m"
   * @example "30s"
   */
  interval?: string;
  /**
   * Time before the first measurement.
   * Format: a duration such as 30s or 5m.
   * @default "2m"
   * @example "1m"
   */
  initialDelay?: string;
  /**
   * Bad measurements that are borne; one more aborts.
   * @minimum 0
   * @maximum 100
   * @default 2
   */
  failureLimit?: number;
  /**
   * Measurements without a number that are borne; one more pauses.
   * @minimum 0
   * @maximum 1000
   * @default 5
   */
  inconclusiveLimit?: number;
  /** Share of answers that are neither client nor server errors. */
  successRate?: SuccessRate;
  /** The 95th percentile of the time that an answer takes. */
  latency?: Latency;
  /** Share of answers that are server errors. */
  errorRate?: ErrorRate;
}

export interface Autoscaling {
  /**
   * Whether KEDA, not container.replicas, sets the number of pods.
   * @default false
   */
  enabled?: boolean;
  /**
   * Fewest pods: Fewest pods. 0 frees the GPUs of an idle service; the gateway must then hold
   * requests, or clients repeat them, until a pod has started.
   * @minimum 0
   * @maximum 1000
   * @default 1
   */
  minReplicas?: number;
  /**
   * Most pods: Most pods.
   * @minimum 1
   * @maximum 1000
   * @default 3
   */
  maxReplicas?: number;
  /**
   * Seconds between two queries.
   * @minimum 1
   * @maximum 86400
   * @default 30
   */
  pollingInterval?: number;
  /**
   * Seconds without load until the last pod goes; only with minReplicas 0.
   * @minimum 0
   * @maximum 86400
   * @default 300
   */
  cooldownPeriod?: number;
  /** The metric that is scaled by, such as the requests that the gateway waits for. */
  prometheus?: Prometheus;
}

export interface BasicContainerLoadContainer {
  /**
   * The image to run: a repository with a tag or a digest.
   * An image needs a tag or a digest.
   */
  image: ContainerImage;
  /**
   * Port that the container listens on.
   * @minimum 1
   * @maximum 65535
   * @default 8080
   */
  port?: number;
  /**
   * Number of pods. The autoscaler decides instead when hpa.enabled.
   * @minimum 0
   * @maximum 1000
   * @default 1
   */
  replicas?: number;
  /** What each pod gets. */
  resources?: BasicContainerLoadContainerResources;
  /**
   * Environment variables: Plain environment variables.
   * @default []
   * @example [{"name": "LOG_LEVEL", "value": "info"}]
   */
  environment?: EnvironmentVariable[];
  /**
   * Environment variables whose values come from Vault.
   * @default []
   * @example [{"name": "DATABASE_PASSWORD", "secretKey": "password", "vaultPath": "/secret/shop/database"}]
   */
  secrets?: SecretVariable[];
  /** The External Secrets store that secrets are read from. */
  secretStore?: SecretStore;
  /** How Kubernetes finds out whether the container works. */
  probes?: Probes;
  /**
   * Termination grace period: Seconds that a pod gets to finish its requests, five of which pass
   * before it is told to stop.
   * @minimum 6
   * @maximum 86400
   * @default 30
   */
  terminationGracePeriodSeconds?: number;
  /** How the container is confined. It never runs as root. */
  securityContext?: SecurityContext;
}

export interface BasicContainerLoadContainerResources {
  /** What each pod is sure to get. */
  requests?: BasicContainerLoadContainerResourcesRequests;
  /** What each pod gets at most. */
  limits?: BasicContainerLoadContainerResourcesLimits;
}

export interface BasicContainerLoadContainerResourcesLimits {
  /**
   * CPU cores that each pod gets at most.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "1"
   * @example "500m"
   * @example "2"
   */
  cpu?: string;
  /**
   * Memory that each pod gets at most.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "256Mi"
   * @example "512Mi"
   * @example "8Gi"
   */
  memory?: string;
  /**
   * Bytes of node disk that each pod gets at most: logs, emptyDir volumes and the writable layer.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "2Gi"
   */
  "ephemeral-storage"?: string;
}

export interface BasicContainerLoadContainerResourcesRequests {
  /**
   * CPU cores that each pod is sure to get.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "100m"
   * @example "500m"
   * @example "2"
   */
  cpu?: string;
  /**
   * Memory that each pod is sure to get.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "128Mi"
   * @example "512Mi"
   * @example "8Gi"
   */
  memory?: string;
  /**
   * Bytes of node disk that each pod is sure to get: logs, emptyDir volumes and the writable layer.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "2Gi"
   */
  "ephemeral-storage"?: string;
}

export interface BasicContainerRolloutContainer {
  /**
   * The image to run: a repository with a tag or a digest.
   * An image needs a tag or a digest.
   */
  image: ContainerImage;
  /**
   * Port that the container listens on.
   * @minimum 1
   * @maximum 65535
   * @default 8080
   */
  port?: number;
  /**
   * Number of pods. The autoscaler decides instead when hpa.enabled.
   * @minimum 0
   * @maximum 1000
   * @default 2
   */
  replicas?: number;
  /** What each pod gets. */
  resources?: BasicContainerLoadContainerResources;
  /**
   * Environment variables: Plain environment variables.
   * @default []
   * @example [{"name": "LOG_LEVEL", "value": "info"}]
   */
  environment?: EnvironmentVariable[];
  /**
   * Environment variables whose values come from Vault.
   * @default []
   * @example [{"name": "DATABASE_PASSWORD", "secretKey": "password", "vaultPath": "/secret/shop/database"}]
   */
  secrets?: SecretVariable[];
  /** The External Secrets store that secrets are read from. */
  secretStore?: SecretStore;
  /** How Kubernetes finds out whether the container works. */
  probes?: Probes;
  /**
   * Termination grace period: Seconds that a pod gets to finish its requests, five of which pass
   * before it is told to stop.
   * @minimum 6
   * @maximum 86400
   * @default 30
   */
  terminationGracePeriodSeconds?: number;
  /** How the container is confined. It never runs as root. */
  securityContext?: SecurityContext;
}

export interface BasicMonitoring {
  /**
   * Whether the pods ask to be scraped by Prometheus.
   * @default false
   */
  enabled?: boolean;
  /**
   * Path of the metrics.
   * Format: a path that starts with a slash.
   * @default "/metrics"
   * @example "/metrics"
   */
  path?: string;
  /**
   * Port of the metrics. Unset, it is container.port.
   * @minimum 1
   * @maximum 65535
   * @example 9090
   */
  port?: number;
}

export interface Chart {
  /**
   * Where the chart is: a Helm repository, or a path of an OCI registry without the chart's name.
   * catalogs.<serviceCatalog>.chartRepositories of catalogc.yaml must allow it.
   * Format: a URL such as https://charts.example.com or oci://ghcr.io/acme/charts.
   * @example "https://kedacore.github.io/charts"
   * @example "oci://quay.io/jetstack/charts"
   */
  repository: string;
  /**
   * Name of the chart in its repository.
   * Format: the name of a chart.
   * @example "keda"
   */
  name: string;
  /**
   * Version of the chart, spelt as its repository spells it, with v or without.
   * Format: an exact version such as 1.2.3, not a range.
   * @example "2.20.2"
   * @example "v1.21.0"
   */
  version: string;
  /**
   * Of an HTTP repository the digest of the chart archive, as index.yaml lists it. Of an OCI
   * registry the digest of the manifest, as helm pull prints it.
   * Format: sha256: and 64 hexadecimal digits.
   * @example "sha256:db60b1fa60f0565fefa4ce2f87e855b6a8854363ee82962fbe28a12a70d64c4c"
   */
  digest: string;
}

interface ContainerImageFields {
  /**
   * Image without tag and digest.
   * Format: an image name without tag and digest, such as ghcr.io/acme/checkout.
   * @example "ghcr.io/acme/checkout"
   */
  repository: string;
  /**
   * Tag of the image; unused when there is a digest.
   * Format: a tag such as 1.4.2.
   * @example "1.4.2"
   */
  tag?: string;
  /**
   * Digest of the image. It names exactly one image, and so wins over the tag.
   * Format: sha256: and 64 hexadecimal digits.
   * @example "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
   */
  digest?: string;
  /**
   * Names of Secrets with registry credentials.
   * @default []
   */
  pullSecrets?: string[];
  /**
   * Credentials for private packages on ghcr.io, copied from Vault. Public packages need none, and
   * stale credentials break even their pull.
   */
  ghcrPullSecret?: GhcrPullSecret;
}

export type ContainerImage = ContainerImageFields & (
  | Required<Pick<ContainerImageFields, "tag">>
  | Required<Pick<ContainerImageFields, "digest">>
);

export interface EnvironmentVariable {
  /**
   * Name of the variable.
   * Format: letters, digits and underscores.
   * @example "LOG_LEVEL"
   */
  name: string;
  /**
   * Its value, always text: quote numbers and booleans.
   * @example "info"
   */
  value: string;
}

export interface Epp {
  /**
   * Number of pods of the endpoint picker. Each keeps its own account of cached prefixes, so more of
   * them find cached prefixes less often.
   * @minimum 0
   * @maximum 100
   * @default 2
   */
  replicas?: number;
  /**
   * The InferencePool to pick from. Empty means the own one of inferencePool, and without that no
   * endpoint picker: it could pick nothing.
   * Format: the name of an InferencePool.
   * @default ""
   * @example "llama-70b"
   */
  poolName?: string;
  /** The image to run. */
  image?: EppImage;
  /** What each pod gets. */
  resources?: EppResources;
  /**
   * Whether one replica answers and the others wait. Those that wait are not ready, which Argo CD
   * shows as an endless rollout.
   * @default false
   */
  leaderElection?: boolean;
  /**
   * What is logged.
   * @default "info"
   */
  logLevel?: "error" | "info" | "debug";
  /** Scheduling configuration: How the endpoint picker weighs pods. */
  schedulingConfig?: SchedulingConfig;
}

export interface EppImage {
  /**
   * Image without tag and digest.
   * Format: an image name without tag and digest, such as ghcr.io/acme/checkout.
   * @default "registry.k8s.io/gateway-api-inference-extension/epp"
   * @example "registry.k8s.io/gateway-api-inference-extension/epp"
   */
  repository?: string;
  /**
   * Tag of the image; unused when there is a digest.
   * Format: a tag such as 1.4.2.
   * @default "v1.3.0"
   * @example "v1.3.0"
   */
  tag?: string;
  /**
   * Digest of the image. It names exactly one image, and so wins over the tag.
   * Format: sha256: and 64 hexadecimal digits.
   * @example "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
   */
  digest?: string;
  /**
   * Names of Secrets with registry credentials.
   * @default []
   */
  pullSecrets?: string[];
}

export interface EppResources {
  /** What each pod is sure to get. */
  requests?: EppResourcesRequests;
  /** What each pod gets at most. */
  limits?: EppResourcesLimits;
}

export interface EppResourcesLimits {
  /**
   * CPU cores that each pod gets at most.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "2"
   * @example "500m"
   * @example "2"
   */
  cpu?: string;
  /**
   * Memory that each pod gets at most.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "2Gi"
   * @example "512Mi"
   * @example "8Gi"
   */
  memory?: string;
  /**
   * Bytes of node disk that each pod gets at most: logs, emptyDir volumes and the writable layer.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "2Gi"
   */
  "ephemeral-storage"?: string;
}

export interface EppResourcesRequests {
  /**
   * CPU cores that each pod is sure to get.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "500m"
   * @example "500m"
   * @example "2"
   */
  cpu?: string;
  /**
   * Memory that each pod is sure to get.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "512Mi"
   * @example "512Mi"
   * @example "8Gi"
   */
  memory?: string;
  /**
   * Bytes of node disk that each pod is sure to get: logs, emptyDir volumes and the writable layer.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "2Gi"
   */
  "ephemeral-storage"?: string;
}

export interface ErrorRate {
  /**
   * Most: Most share, in percent.
   * @minimum 0
   * @maximum 100
   * @default 1
   * @example 5
   */
  maximumPercent?: number;
  /**
   * PromQL that yields one number. {{args.service}} and {{args.namespace}} name the canary's
   * Service. The default reads Istio's metrics.
   * @default "100 * (sum(rate(istio_requests_total{destination_service_name=\"{{args.service}}\",destination_service_namespace=\"{{args.namespace}}\",response_code=~\"5.*\"}[2m])) or on() vector(0)) / sum(rate(istio_requests_total{destination_service_name=\"{{args.service}}\",destination_service_namespace=\"{{args.namespace}}\"}[2m]))"
   */
  query?: string;
}

export interface ExtensionPolicy {
  /**
   * Whether there are these policies. Without them the route leads to the InferencePool itself,
   * which needs a Gateway that knows such pools.
   * @default true
   */
  enabled?: boolean;
  /**
   * Longest time that Envoy waits for the endpoint picker.
   * Format: a duration such as 30s or 5m.
   * @default "300s"
   * @example "300s"
   */
  messageTimeout?: string;
}

export interface ExternalRoute {
  /**
   * Whether there is such a route.
   * @default false
   */
  enabled?: boolean;
  /**
   * Host name of the route.
   * Format: a host name in lower case, without scheme, port and path.
   * @example "llm.example.com"
   */
  host?: string;
  /**
   * Gateway: Name of the external Gateway. Empty means
   * <infrastructureReleaseName>-networking-layer-gateway.
   * Format: the name of a Gateway.
   * @default ""
   * @example "platform-gateway"
   */
  gatewayName?: string;
  /**
   * LiteLLM Service: Name of the LiteLLM proxy's Service. Empty means
   * <infrastructureReleaseName>-litellm-proxy.
   * Format: the name of a Service.
   * @default ""
   * @example "infra-litellm-proxy"
   */
  litellmServiceName?: string;
  /**
   * LiteLLM port: Port of that Service.
   * @minimum 1
   * @maximum 65535
   * @default 4000
   */
  litellmServicePort?: number;
}

export interface Gateway {
  /**
   * Whether there is an own Gateway.
   * @default true
   */
  enabled?: boolean;
  /**
   * Class: GatewayClass of the Gateway, one of Envoy Gateway.
   * Format: the name of a GatewayClass.
   * @default "envoy-gateway"
   * @example "envoy-gateway"
   * @example "llm-gateway"
   */
  className?: string;
  /**
   * An existing Gateway of the namespace for the route, instead of an own one. Empty means
   * <serviceName>-inference-gateway.
   * Format: the name of a Gateway.
   * @default ""
   * @example "llama-stack-inference-gateway"
   */
  name?: string;
  /**
   * Port that the Gateway listens on.
   * @minimum 1
   * @maximum 65535
   * @default 80
   */
  port?: number;
  /**
   * Namespace that Envoy Gateway runs its proxies in. Empty means the Gateway's own, which is Envoy
   * Gateway's mode GatewayNamespace.
   * Format: lower case letters, digits and dashes.
   * @default ""
   * @example "envoy-gateway-system"
   */
  proxyNamespace?: string;
}

export interface GatewayClass {
  /**
   * Whether this release makes the GatewayClass. Only one release of a cluster can.
   * @default false
   */
  enabled?: boolean;
  /**
   * Controller: The controller that runs Gateways of this class.
   * Format: a domain and a path, such as gateway.envoyproxy.io/gatewayclass-controller.
   * @default "gateway.envoyproxy.io/gatewayclass-controller"
   * @example "gateway.envoyproxy.io/gatewayclass-controller"
   */
  controllerName?: string;
}

export interface GhcrPullSecret {
  /**
   * Whether there is such a Secret.
   * @default false
   */
  enabled?: boolean;
  /**
   * Vault path of the credentials, in its properties "username" and "token".
   * @example "/secret/shared/ghcr"
   */
  vaultPath?: string;
}

export interface GpuContainerLoadContainer {
  /**
   * The image to run: a repository with a tag or a digest.
   * An image needs a tag or a digest.
   */
  image: GpuContainerLoadContainerImage;
  /**
   * Program to run, instead of the image's entry point. Empty means the image's.
   * @default []
   * @example ["python3", "-m", "vllm.entrypoints.openai.api_server"]
   */
  command?: string[];
  /**
   * Arguments: Arguments of the program. Empty means the image's, unless there is a command.
   * @default []
   * @example ["--model", "Qwen/Qwen2.5-7B-Instruct", "--port", "8080"]
   */
  args?: string[];
  /**
   * Port that the container listens on.
   * @minimum 1
   * @maximum 65535
   * @default 8080
   */
  port?: number;
  /**
   * Number of pods, each with its own GPUs.
   * @minimum 0
   * @maximum 1000
   * @default 1
   */
  replicas?: number;
  /** What each pod gets besides GPUs, which are gpu.count. */
  resources?: GpuContainerLoadContainerResources;
  /**
   * Environment variables: Plain environment variables.
   * @default []
   * @example [{"name": "LOG_LEVEL", "value": "info"}]
   */
  environment?: EnvironmentVariable[];
  /**
   * Environment variables whose values come from Vault.
   * @default []
   * @example [{"name": "DATABASE_PASSWORD", "secretKey": "password", "vaultPath": "/secret/shop/database"}]
   */
  secrets?: SecretVariable[];
  /** The External Secrets store that secrets are read from. */
  secretStore?: SecretStore;
  /** How Kubernetes finds out whether the container works. */
  probes?: GpuContainerLoadProbes;
  /**
   * Termination grace period: Seconds that a pod gets to finish its requests, five of which pass
   * before it is told to stop.
   * @minimum 6
   * @maximum 86400
   * @default 60
   */
  terminationGracePeriodSeconds?: number;
  /** How the container is confined. */
  securityContext?: GpuContainerLoadSecurityContext;
}

interface GpuContainerLoadContainerImageFields {
  /**
   * Image without tag and digest.
   * Format: an image name without tag and digest, such as ghcr.io/acme/checkout.
   * @example "docker.io/vllm/vllm-openai"
   */
  repository: string;
  /**
   * Tag of the image; unused when there is a digest.
   * Format: a tag such as 1.4.2.
   * @example "1.4.2"
   */
  tag?: string;
  /**
   * Digest of the image. It names exactly one image, and so wins over the tag.
   * Format: sha256: and 64 hexadecimal digits.
   * @example "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
   */
  digest?: string;
  /**
   * Names of Secrets with registry credentials.
   * @default []
   */
  pullSecrets?: string[];
  /**
   * Credentials for private packages on ghcr.io, copied from Vault. Public packages need none, and
   * stale credentials break even their pull.
   */
  ghcrPullSecret?: GhcrPullSecret;
}

export type GpuContainerLoadContainerImage = GpuContainerLoadContainerImageFields & (
  | Required<Pick<GpuContainerLoadContainerImageFields, "tag">>
  | Required<Pick<GpuContainerLoadContainerImageFields, "digest">>
);

export interface GpuContainerLoadContainerResources {
  /** What each pod is sure to get. */
  requests?: GpuContainerLoadContainerResourcesRequests;
  /** What each pod gets at most. */
  limits?: GpuContainerLoadContainerResourcesLimits;
}

export interface GpuContainerLoadContainerResourcesLimits {
  /**
   * CPU cores that each pod gets at most.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "4"
   * @example "500m"
   * @example "2"
   */
  cpu?: string;
  /**
   * Memory that each pod gets at most.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "16Gi"
   * @example "512Mi"
   * @example "8Gi"
   */
  memory?: string;
  /**
   * Bytes of node disk that each pod gets at most: logs, emptyDir volumes and the writable layer.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "2Gi"
   */
  "ephemeral-storage"?: string;
}

export interface GpuContainerLoadContainerResourcesRequests {
  /**
   * CPU cores that each pod is sure to get.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "2"
   * @example "500m"
   * @example "2"
   */
  cpu?: string;
  /**
   * Memory that each pod is sure to get.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "8Gi"
   * @example "512Mi"
   * @example "8Gi"
   */
  memory?: string;
  /**
   * Bytes of node disk that each pod is sure to get: logs, emptyDir volumes and the writable layer.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "2Gi"
   */
  "ephemeral-storage"?: string;
}

export interface GpuContainerLoadGpu {
  /**
   * Vendor of the GPUs: pods ask for nvidia.com/gpu or amd.com/gpu. On AMD's, the runtime class
   * nvidia and labels that start with nvidia.com/ do not apply, and the taint nvidia.com/gpu becomes
   * amd.com/gpu.
   * @default "nvidia"
   */
  type?: "nvidia" | "amd";
  /**
   * GPUs of each pod, all on one node.
   * @minimum 1
   * @maximum 64
   * @default 1
   * @example 1
   * @example 4
   */
  count?: number;
  /**
   * Runtime class: RuntimeClass of the NVIDIA container runtime. Empty means the cluster's default.
   * Format: the name of a RuntimeClass.
   * @default "nvidia"
   * @example "nvidia"
   */
  runtimeClassName?: string;
  /**
   * Labels that a GPU node has. A leaf adds to the defaults.
   * @default {"nvidia.com/gpu.present": "true"}
   * @example {"nvidia.com/gpu.product": "NVIDIA-L4"}
   */
  nodeSelector?: Record<string, string>;
  /**
   * Taints that a GPU node may have. A leaf replaces the list.
   * @default [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}]
   */
  tolerations?: Toleration[];
}

export interface GpuContainerLoadProbes {
  /** Startup probe: The other probes wait for this one; for containers that start slowly. */
  startup?: GpuContainerLoadStartup;
  /** Readiness probe: A pod gets traffic only while this succeeds. */
  readiness?: Readiness;
  /** Liveness probe: A container is restarted when this fails. */
  liveness?: Liveness;
}

export interface GpuContainerLoadSecurityContext {
  /**
   * User: Number of the user to run as. 0 is root, which the restricted Pod Security Standard
   * refuses.
   * @minimum 0
   * @maximum 2147483647
   * @default 1000
   */
  runAsUser?: number;
  /**
   * File system group: Number of the group that owns the volumes, so that the container may write to
   * them.
   * @minimum 1
   * @maximum 2147483647
   * @default 1000
   */
  fsGroup?: number;
  /**
   * Further groups: Numbers of further groups of the user, such as a node's group render, which may
   * own the devices of AMD's GPUs.
   * @default []
   * @example [992]
   */
  supplementalGroups?: number[];
  /**
   * Whether only /tmp, /dev/shm and the model cache can be written to.
   * @default true
   */
  readOnlyRootFilesystem?: boolean;
}

export interface GpuContainerLoadStartup {
  /**
   * Whether there is such a probe.
   * @default true
   */
  enabled?: boolean;
  /**
   * http asks for a path, tcp opens the port, exec runs a command in the container.
   * @default "tcp"
   */
  type?: "http" | "tcp" | "exec";
  /**
   * Path of an http probe.
   * Format: a path that starts with a slash.
   * @default "/"
   * @example "/healthz"
   */
  path?: string;
  /**
   * Port of an http or tcp probe. Unset, it is container.port.
   * @minimum 1
   * @maximum 65535
   * @example 8081
   */
  port?: number;
  /**
   * Program and arguments of an exec probe; it succeeds by ending with 0.
   * @example ["/app/healthcheck", "--ready"]
   */
  command?: string[];
  /**
   * Initial delay: Seconds before the first try.
   * @minimum 0
   * @maximum 86400
   * @default 0
   */
  initialDelaySeconds?: number;
  /**
   * Period: Seconds between tries.
   * @minimum 1
   * @maximum 86400
   * @default 10
   */
  periodSeconds?: number;
  /**
   * Timeout: Seconds that a try may take.
   * @minimum 1
   * @maximum 86400
   * @default 5
   */
  timeoutSeconds?: number;
  /**
   * Failures in a row that count as one.
   * @minimum 1
   * @maximum 1000
   * @default 180
   */
  failureThreshold?: number;
}

export interface High {
  /**
   * Name of the PriorityClass.
   * Format: the name of a PriorityClass.
   * @default "model-serving-high"
   * @example "model-serving-high"
   */
  name?: string;
  /**
   * Priority; more is more important.
   * @minimum 0
   * @maximum 1000000000
   * @default 100000
   */
  value?: number;
}

export interface Hpa {
  /**
   * Whether an autoscaler sets the number of pods.
   * @default false
   */
  enabled?: boolean;
  /**
   * Fewest pods: Fewest pods.
   * @minimum 1
   * @maximum 1000
   * @default 2
   */
  minReplicas?: number;
  /**
   * Most pods: Most pods.
   * @minimum 1
   * @maximum 1000
   * @default 5
   */
  maxReplicas?: number;
  /**
   * CPU target: Average CPU use to aim for, in percent of the request.
   * @minimum 1
   * @maximum 1000
   * @default 80
   */
  targetCpuUtilization?: number;
  /**
   * Memory target: Average memory use to aim for, in percent of the request. Unset, memory does not
   * count.
   * @minimum 1
   * @maximum 1000
   * @example 75
   */
  targetMemoryUtilization?: number;
}

export interface Huggingface {
  /**
   * Enabled: Whether there is an ExternalSecret.
   * @default false
   */
  secretEnabled?: boolean;
  /**
   * Secret: Name of the Secret.
   * Format: the name of a Secret.
   * @default "hf-secret"
   * @example "hf-secret"
   */
  secretName?: string;
  /**
   * Vault path of the token, in its property "value". Needed when secretEnabled.
   * @default ""
   * @example "/secret/shared/huggingface/token"
   */
  vaultPath?: string;
  /**
   * Always empty: a repository is no place for a secret. An ExternalSecret copies it from
   * huggingface.vaultPath.
   * Empty: put the secret into Vault and its path into huggingface.vaultPath, from where an
   * ExternalSecret copies it.
   * @default ""
   */
  token?: "";
}

export interface Inference {
  /**
   * Longest input: Most tokens of a prompt. Unset, the server chooses what fits the GPU.
   * @minimum 1
   * @maximum 10000000
   * @example 2048
   */
  maxInputLength?: number;
  /**
   * Longest exchange: Most tokens of a prompt and its answer together; more than maxInputLength.
   * Unset, the server chooses what fits the GPU.
   * @minimum 2
   * @maximum 10000000
   * @example 4096
   */
  maxTotalTokens?: number;
  /**
   * The image to run.
   * @deprecated inference.image has moved to container.image
   */
  image?: MlInferenceLoadContainerImage;
  /**
   * Port that the server is told to listen on.
   * @minimum 1
   * @maximum 65535
   * @default 8080
   * @deprecated inference.port has moved to container.port
   */
  port?: number;
}

export interface InferenceGateway {
  /**
   * Whether the stack has this part.
   * @default true
   */
  enabled?: boolean;
  /** The internal Gateway that requests arrive at. */
  gateway?: Gateway;
  /** The GatewayClass that gateway.className names. Envoy Gateway's own chart brings none. */
  gatewayClass?: GatewayClass;
  /** Endpoint picker: The endpoint picker (EPP), which chooses the pod that answers a request. */
  epp?: Epp;
  /**
   * An InferencePool of the pods that serve a model. model-serving makes those of its models itself;
   * this one is for other pods.
   */
  inferencePool?: InferencePool;
  /** The route from the Gateway to the pods of the pool. */
  inferencePoolRoute?: InferencePoolRoute;
  /** Wires the endpoint picker into Envoy: an EnvoyExtensionPolicy and a BackendTrafficPolicy. */
  extensionPolicy?: ExtensionPolicy;
  /**
   * A route from the infrastructure's external Gateway to its LiteLLM proxy. Where the proxy is in
   * another namespace, that one needs a ReferenceGrant.
   */
  externalRoute?: ExternalRoute;
  /** Holds node drains back. */
  podDisruptionBudget?: PodDisruptionBudget;
  /** A ServiceMonitor, by which the Prometheus Operator finds the pods. */
  serviceMonitor?: ServiceMonitor;
}

export interface InferencePool {
  /**
   * Whether there is an InferencePool.
   * @default false
   */
  enabled?: boolean;
  /**
   * Port that the pods serve on.
   * @minimum 1
   * @maximum 65535
   * @default 8080
   */
  targetPort?: number;
  /**
   * Labels of the pods. None means those of the KServe InferenceService that is named like the pool.
   * @default {}
   * @example {"app.kubernetes.io/name": "vllm-qwen"}
   */
  matchLabels?: Record<string, string>;
  /**
   * What a Gateway with InferencePools of its own does without endpoint picker: refuse requests, or
   * send them to any pod.
   * @default "FailClose"
   */
  failureMode?: "FailClose" | "FailOpen";
}

export interface InferencePoolRoute {
  /**
   * Whether there is an HTTPRoute.
   * @default false
   */
  enabled?: boolean;
  /**
   * What a request's path starts with, which the pods do not see: for a Gateway of several models.
   * Format: a path that starts with a slash.
   * @default "/"
   * @example "/qwen"
   */
  pathPrefix?: string;
  /**
   * Longest time that an answer may take.
   * Format: a duration such as 30s or 5m.
   * @default "300s"
   * @example "300s"
   */
  requestTimeout?: string;
}

export interface InferenceService {
  /**
   * Whether vLLM serves a model.
   * @default false
   */
  enabled?: boolean;
  /**
   * Name of the InferenceService, and of the model for clients.
   * Format: lower case letters, digits and dashes, starting with a letter.
   * @default "qwen25-1-5b"
   * @example "qwen25-1-5b"
   */
  name?: string;
  /**
   * Where the model is. A revision of Hugging Face follows a colon.
   * Format: a URI such as hf://acme/model:revision, s3://bucket/model.gguf or pvc://claim/model.
   * @default "hf://Qwen/Qwen2.5-1.5B-Instruct"
   * @example "hf://meta-llama/Llama-3.3-70B-Instruct"
   * @example "hf://Qwen/Qwen2.5-7B-Instruct:a09a354"
   */
  storageUri?: string;
  /**
   * GPUs: GPUs of each pod.
   * @minimum 1
   * @maximum 4
   * @default 1
   * @example 4
   */
  gpu?: number;
  /**
   * GPUs that a model is divided over; must equal gpu.
   * @minimum 1
   * @maximum 4
   * @default 1
   * @example 4
   */
  tensorParallelSize?: number;
  /**
   * Secret with the token for gated models, in its key HF_TOKEN. Empty means none.
   * Format: the name of a Secret.
   * @default ""
   * @example "hf-secret"
   */
  huggingfaceSecret?: string;
  /**
   * Service account: ServiceAccount with the credentials of the storage. Empty means that of
   * s3Storage when it is enabled, else the namespace's.
   * Format: the name of a ServiceAccount.
   * @default ""
   * @example "s3-model-sa"
   */
  serviceAccountName?: string;
  /**
   * Fewest pods: Fewest pods; 0 means that an idle model has none.
   * @minimum 0
   * @maximum 1000
   * @default 0
   */
  minReplicas?: number;
  /**
   * Most pods: Most pods.
   * @minimum 1
   * @maximum 1000
   * @default 3
   */
  maxReplicas?: number;
  /**
   * Metric: What the number of pods follows: requests at once or per second with the autoscaler kpa,
   * use of CPU or memory with hpa.
   * @default "concurrency"
   */
  scaleMetric?: "concurrency" | "rps" | "cpu" | "memory";
  /**
   * Target: What one pod is meant to have of it: requests, or percent of what it requests.
   * @minimum 1
   * @maximum 1000000
   * @default 10
   */
  scaleTarget?: number;
  /** What sets the number of pods. */
  autoscaling?: InferenceServiceAutoscaling;
  /**
   * Timeout: Seconds that an answer may take.
   * @minimum 1
   * @maximum 86400
   * @default 300
   */
  timeoutSeconds?: number;
  /**
   * Progress deadline: Seconds that Knative gives a new pod to download its model and to become
   * ready.
   * @minimum 30
   * @maximum 86400
   * @default 3600
   */
  progressDeadlineSeconds?: number;
  /** What each pod gets besides GPUs, which are gpu. */
  resources?: InferenceServiceResources;
  /**
   * Labels of the nodes to run on.
   * @default {}
   * @example {"nvidia.com/gpu.product": "NVIDIA-L4"}
   */
  nodeSelector?: Record<string, string>;
  /**
   * Taints that the nodes may have. A leaf replaces the list.
   * @default [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}]
   * @example [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}]
   */
  tolerations?: Toleration[];
  /**
   * Priority class: PriorityClass of the pods. Empty means the cluster's default.
   * Format: the name of a PriorityClass.
   * @default ""
   * @example "model-serving-high"
   */
  priorityClassName?: string;
}

export interface InferenceServiceAutoscaling {
  /**
   * The autoscaler: kpa is Knative's own, hpa Kubernetes', keda follows a query to Prometheus, none
   * leaves minReplicas. Empty means kpa with Knative and hpa with Standard.
   * @default ""
   */
  class?: "" | "kpa" | "hpa" | "keda" | "none";
  /**
   * Time without load until pods go, at most an hour; for Knative's autoscaler.
   * Format: a duration such as 30s or 5m.
   * @default "5m"
   * @example "10m"
   */
  scaleDownDelay?: string;
  /** The metric that is scaled by, such as the requests that the gateway waits for. */
  prometheus?: Prometheus;
}

export interface InferenceServiceResources {
  /** What each pod is sure to get. */
  requests?: InferenceServiceResourcesRequests;
  /** What each pod gets at most. */
  limits?: InferenceServiceResourcesLimits;
}

export interface InferenceServiceResourcesLimits {
  /**
   * CPU cores that each pod gets at most.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "8"
   * @example "500m"
   * @example "2"
   */
  cpu?: string;
  /**
   * Memory that each pod gets at most.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "32Gi"
   * @example "512Mi"
   * @example "8Gi"
   */
  memory?: string;
  /**
   * Bytes of node disk that each pod gets at most: logs, emptyDir volumes and the writable layer.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "2Gi"
   */
  "ephemeral-storage"?: string;
}

export interface InferenceServiceResourcesRequests {
  /**
   * CPU cores that each pod is sure to get.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "4"
   * @example "500m"
   * @example "2"
   */
  cpu?: string;
  /**
   * Memory that each pod is sure to get.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "16Gi"
   * @example "512Mi"
   * @example "8Gi"
   */
  memory?: string;
  /**
   * Bytes of node disk that each pod is sure to get: logs, emptyDir volumes and the writable layer.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "2Gi"
   */
  "ephemeral-storage"?: string;
}

export interface Ingress {
  /**
   * Whether the service gets a route; needs a host.
   * @default false
   */
  enabled?: boolean;
  /**
   * Host name of the route.
   * Format: a host name in lower case, without scheme, port and path.
   * @example "checkout.example.com"
   */
  host?: string;
  /**
   * Longest time that a request may take; 0s means no limit. Unset, the Gateway decides.
   * Format: a duration such as 30s or 5m.
   * @example "300s"
   */
  requestTimeout?: string;
  /** The shared Gateway that the route attaches to, unless ownGateway.enabled. */
  gateway?: IngressGateway;
  /** A Gateway of the workload's own, which serves the host over HTTPS with a certificate of its own. */
  ownGateway?: OwnGateway;
}

export interface IngressGateway {
  /**
   * Name of the Gateway.
   * Format: the name of a Gateway.
   * @default "platform-gateway"
   * @example "platform-gateway"
   */
  name?: string;
  /**
   * Namespace of the Gateway. Empty means the workload's own.
   * Format: lower case letters, digits and dashes.
   * @default "gateway-system"
   * @example "gateway-system"
   */
  namespace?: string;
  /**
   * Listener of the Gateway to attach to. Empty means all of them.
   * Format: the name of a listener.
   * @default ""
   * @example "https"
   */
  sectionName?: string;
}

export interface Issuer {
  /**
   * Kind of the issuer.
   * @default "ClusterIssuer"
   */
  kind?: "ClusterIssuer" | "Issuer";
  /**
   * Name of the issuer.
   * Format: the name of an issuer.
   * @default "letsencrypt"
   * @example "letsencrypt"
   */
  name?: string;
}

export interface Latency {
  /**
   * Most: Most milliseconds.
   * @minimum 1
   * @maximum 600000
   * @default 500
   * @example 250
   */
  maximumMilliseconds?: number;
  /**
   * PromQL that yields one number. {{args.service}} and {{args.namespace}} name the canary's
   * Service. The default reads Istio's metrics.
   * @default "histogram_quantile(0.95, sum(rate(istio_request_duration_milliseconds_bucket{destination_service_name=\"{{args.service}}\",destination_service_namespace=\"{{args.namespace}}\"}[2m])) by (le))"
   */
  query?: string;
}

export interface Liveness {
  /**
   * Whether there is such a probe.
   * @default true
   */
  enabled?: boolean;
  /**
   * http asks for a path, tcp opens the port, exec runs a command in the container.
   * @default "tcp"
   */
  type?: "http" | "tcp" | "exec";
  /**
   * Path of an http probe.
   * Format: a path that starts with a slash.
   * @default "/"
   * @example "/healthz"
   */
  path?: string;
  /**
   * Port of an http or tcp probe. Unset, it is container.port.
   * @minimum 1
   * @maximum 65535
   * @example 8081
   */
  port?: number;
  /**
   * Program and arguments of an exec probe; it succeeds by ending with 0.
   * @example ["/app/healthcheck", "--ready"]
   */
  command?: string[];
  /**
   * Initial delay: Seconds before the first try.
   * @minimum 0
   * @maximum 86400
   * @default 10
   */
  initialDelaySeconds?: number;
  /**
   * Period: Seconds between tries.
   * @minimum 1
   * @maximum 86400
   * @default 20
   */
  periodSeconds?: number;
  /**
   * Timeout: Seconds that a try may take.
   * @minimum 1
   * @maximum 86400
   * @default 5
   */
  timeoutSeconds?: number;
  /**
   * Failures in a row that count as one.
   * @minimum 1
   * @maximum 1000
   * @default 3
   */
  failureThreshold?: number;
}

export interface LlamacppInferenceService {
  /**
   * Whether llama.cpp serves a model.
   * @default false
   */
  enabled?: boolean;
  /**
   * Name of the InferenceService, and of the model for clients.
   * Format: lower case letters, digits and dashes, starting with a letter.
   * @default "qwen25-7b-gguf"
   * @example "qwen25-7b-gguf"
   */
  name?: string;
  /**
   * Where the GGUF file is, or a folder of it. S3 is best for files of this size.
   * Format: a URI such as hf://acme/model:revision, s3://bucket/model.gguf or pvc://claim/model.
   * @default "s3://models/qwen2.5-7b-instruct-q4_k_m.gguf"
   * @example "s3://models/qwen2.5-7b-instruct-q4_k_m.gguf"
   */
  storageUri?: string;
  /**
   * The GGUF file below storageUri, for a folder. Empty means the last part of storageUri.
   * Format: a relative path such as model-q4_k_m.gguf.
   * @default ""
   * @example "qwen2.5-7b-instruct-q4_k_m.gguf"
   */
  modelFile?: string;
  /**
   * GPUs: GPUs of each pod. More than 0 needs an image of llamacppRuntime that is built for them.
   * @minimum 0
   * @maximum 4
   * @default 0
   * @example 1
   */
  gpu?: number;
  /**
   * Service account: ServiceAccount with the credentials of the storage. Empty means that of
   * s3Storage when it is enabled, else the namespace's.
   * Format: the name of a ServiceAccount.
   * @default ""
   * @example "s3-model-sa"
   */
  serviceAccountName?: string;
  /**
   * Fewest pods: Fewest pods; 0 means that an idle model has none.
   * @minimum 0
   * @maximum 1000
   * @default 0
   */
  minReplicas?: number;
  /**
   * Most pods: Most pods.
   * @minimum 1
   * @maximum 1000
   * @default 3
   */
  maxReplicas?: number;
  /**
   * Metric: What the number of pods follows: requests at once or per second with the autoscaler kpa,
   * use of CPU or memory with hpa.
   * @default "concurrency"
   */
  scaleMetric?: "concurrency" | "rps" | "cpu" | "memory";
  /**
   * Target: What one pod is meant to have of it: requests, or percent of what it requests.
   * @minimum 1
   * @maximum 1000000
   * @default 10
   */
  scaleTarget?: number;
  /** What sets the number of pods. */
  autoscaling?: InferenceServiceAutoscaling;
  /**
   * Timeout: Seconds that an answer may take.
   * @minimum 1
   * @maximum 86400
   * @default 300
   */
  timeoutSeconds?: number;
  /**
   * Progress deadline: Seconds that Knative gives a new pod to download its model and to become
   * ready.
   * @minimum 30
   * @maximum 86400
   * @default 3600
   */
  progressDeadlineSeconds?: number;
  /** What each pod gets besides GPUs, which are gpu. */
  resources?: LlamacppInferenceServiceResources;
  /**
   * Labels of the nodes to run on.
   * @default {}
   * @example {"nvidia.com/gpu.product": "NVIDIA-L4"}
   */
  nodeSelector?: Record<string, string>;
  /**
   * Taints that the nodes may have. A leaf replaces the list.
   * @default []
   * @example [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}]
   */
  tolerations?: Toleration[];
  /**
   * Priority class: PriorityClass of the pods. Empty means the cluster's default.
   * Format: the name of a PriorityClass.
   * @default ""
   * @example "model-serving-high"
   */
  priorityClassName?: string;
}

export interface LlamacppInferenceServiceResources {
  /** What each pod is sure to get. */
  requests?: LlamacppInferenceServiceResourcesRequests;
  /** What each pod gets at most. */
  limits?: LlamacppInferenceServiceResourcesLimits;
}

export interface LlamacppInferenceServiceResourcesLimits {
  /**
   * CPU cores that each pod gets at most.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "16"
   * @example "500m"
   * @example "2"
   */
  cpu?: string;
  /**
   * Memory that each pod gets at most.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "16Gi"
   * @example "512Mi"
   * @example "8Gi"
   */
  memory?: string;
  /**
   * Bytes of node disk that each pod gets at most: logs, emptyDir volumes and the writable layer.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "2Gi"
   */
  "ephemeral-storage"?: string;
}

export interface LlamacppInferenceServiceResourcesRequests {
  /**
   * CPU cores that each pod is sure to get.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "8"
   * @example "500m"
   * @example "2"
   */
  cpu?: string;
  /**
   * Memory that each pod is sure to get.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "12Gi"
   * @example "512Mi"
   * @example "8Gi"
   */
  memory?: string;
  /**
   * Bytes of node disk that each pod is sure to get: logs, emptyDir volumes and the writable layer.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "2Gi"
   */
  "ephemeral-storage"?: string;
}

export interface LlamacppRuntime {
  /**
   * Whether there is a ClusterServingRuntime of llama.cpp. Without, a model uses the one called
   * name, which another release shares.
   * @default true
   */
  enabled?: boolean;
  /**
   * Name of the ClusterServingRuntime, after the service's and a dash unless shared.
   * Format: the name of a ClusterServingRuntime.
   * @default "kserve-llamacpp"
   * @example "kserve-llamacpp"
   */
  name?: string;
  /**
   * Whether other releases use the ClusterServingRuntime, which then has just its name. Only one
   * release of a cluster can share a name.
   * @default false
   */
  shared?: boolean;
  /**
   * Image without tag and digest.
   * Format: an image name without tag and digest, such as ghcr.io/acme/checkout.
   * @default "ghcr.io/ggml-org/llama.cpp"
   * @example "ghcr.io/ggml-org/llama.cpp"
   */
  image?: string;
  /**
   * Tag of the image; unused when there is a digest.
   * Format: a tag such as 1.4.2.
   * @default "server-b7850"
   * @example "server-b7850"
   */
  tag?: string;
  /**
   * Digest of the image. It names exactly one image, and so wins over the tag. Empty means none.
   * Format: sha256: and 64 hexadecimal digits.
   * @default ""
   * @example "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
   */
  digest?: string;
  /**
   * Startup timeout: Seconds that a server may take until its model answers.
   * @minimum 30
   * @maximum 86400
   * @default 1800
   */
  startupTimeoutSeconds?: number;
  /**
   * CPU threads that compute.
   * @minimum 1
   * @maximum 512
   * @default 16
   * @example 16
   */
  threads?: number;
  /**
   * Tokens of a prompt and its answer, per slot. The server is given the product with parallelSlots,
   * which it divides again.
   * @minimum 256
   * @maximum 10000000
   * @default 16384
   * @example 32768
   */
  contextWindow?: number;
  /**
   * Slots: Requests that are answered at once.
   * @minimum 1
   * @maximum 256
   * @default 4
   * @example 4
   */
  parallelSlots?: number;
}

export interface Low {
  /**
   * Name of the PriorityClass.
   * Format: the name of a PriorityClass.
   * @default "model-serving-low"
   * @example "model-serving-low"
   */
  name?: string;
  /**
   * Priority; more is more important.
   * @minimum 0
   * @maximum 1000000000
   * @default 1000
   */
  value?: number;
}

export interface MlInferenceLoadContainer {
  /** The image to run. */
  image?: MlInferenceLoadContainerImage;
  /**
   * Port that the server is told to listen on.
   * @minimum 1
   * @maximum 65535
   * @default 8080
   */
  port?: number;
  /**
   * Number of pods, each with its own GPUs.
   * @minimum 0
   * @maximum 1000
   * @default 1
   */
  replicas?: number;
  /** What each pod gets besides GPUs, which are gpu.count. */
  resources?: GpuContainerLoadContainerResources;
  /**
   * Environment variables: Plain environment variables.
   * @default []
   * @example [{"name": "LOG_LEVEL", "value": "info"}]
   */
  environment?: MlInferenceLoadEnvironmentVariable[];
  /**
   * Environment variables whose values come from Vault.
   * @default []
   * @example [{"name": "DATABASE_PASSWORD", "secretKey": "password", "vaultPath": "/secret/shop/database"}]
   */
  secrets?: MlInferenceLoadSecretVariable[];
  /** The External Secrets store that secrets are read from. */
  secretStore?: SecretStore;
  /** Timings of the probes. */
  healthCheck?: MlInferenceLoadHealthCheck;
  /**
   * Termination grace period: Seconds that a pod gets to finish its requests, five of which pass
   * before it is told to stop.
   * @minimum 6
   * @maximum 86400
   * @default 60
   */
  terminationGracePeriodSeconds?: number;
  /** How the container is confined. */
  securityContext?: MlInferenceLoadSecurityContext;
}

export interface MlInferenceLoadContainerImage {
  /**
   * Image without tag and digest.
   * Format: an image name without tag and digest, such as ghcr.io/acme/checkout.
   * @default "ghcr.io/huggingface/text-generation-inference"
   * @example "ghcr.io/huggingface/text-generation-inference"
   */
  repository?: string;
  /**
   * Tag of the image; unused when there is a digest.
   * Format: a tag such as 1.4.2.
   * @default "3.1.0"
   * @example "3.1.0"
   */
  tag?: string;
  /**
   * Digest of the image. It names exactly one image, and so wins over the tag.
   * Format: sha256: and 64 hexadecimal digits.
   * @example "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
   */
  digest?: string;
  /**
   * Names of Secrets with registry credentials.
   * @default []
   */
  pullSecrets?: string[];
  /**
   * Credentials for private packages on ghcr.io, copied from Vault. Public packages need none, and
   * stale credentials break even their pull.
   */
  ghcrPullSecret?: GhcrPullSecret;
}

export interface MlInferenceLoadEnvironmentVariable {
  /**
   * Name of the variable.
   * Format: letters, digits and underscores, and none of the names that the chart sets itself: PORT,
   * HOME, USER, HF_HOME, HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE, MODEL_ID, REVISION, QUANTIZE,
   * MAX_INPUT_TOKENS, MAX_INPUT_LENGTH, MAX_TOTAL_TOKENS, NUM_SHARD, HF_TOKEN and
   * HUGGING_FACE_HUB_TOKEN.
   * @example "LOG_LEVEL"
   */
  name: string;
  /**
   * Its value, always text: quote numbers and booleans.
   * @example "info"
   */
  value: string;
}

export interface MlInferenceLoadGpu {
  /**
   * GPUs of each pod. The model is sharded over them.
   * @minimum 1
   * @maximum 64
   * @default 1
   * @example 1
   * @example 4
   */
  count?: number;
  /**
   * Runtime class: RuntimeClass of the NVIDIA container runtime. Empty means the cluster's default.
   * Format: the name of a RuntimeClass.
   * @default "nvidia"
   * @example "nvidia"
   */
  runtimeClassName?: string;
  /**
   * Labels that a GPU node has. A leaf adds to the defaults.
   * @default {"nvidia.com/gpu.present": "true"}
   * @example {"nvidia.com/gpu.product": "NVIDIA-L4"}
   */
  nodeSelector?: Record<string, string>;
  /**
   * Taints that a GPU node may have. A leaf replaces the list.
   * @default [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}]
   */
  tolerations?: Toleration[];
}

export interface MlInferenceLoadHealthCheck {
  /**
   * Initial delay: Seconds before the startup probe's first try.
   * @minimum 0
   * @maximum 86400
   * @default 0
   */
  initialDelaySeconds?: number;
  /**
   * Startup timeout: Seconds that downloading and loading the model may take.
   * @minimum 1
   * @maximum 86400
   * @default 1800
   */
  startupTimeoutSeconds?: number;
  /**
   * Period: Seconds between tries.
   * @minimum 1
   * @maximum 86400
   * @default 30
   */
  periodSeconds?: number;
  /**
   * Timeout: Seconds that a try may take.
   * @minimum 1
   * @maximum 86400
   * @default 10
   */
  timeoutSeconds?: number;
  /**
   * Failures in a row until traffic stops and the container is restarted.
   * @minimum 1
   * @maximum 1000
   * @default 3
   */
  failureThreshold?: number;
}

export interface MlInferenceLoadModel {
  /**
   * Organisation and name of the model on Hugging Face.
   * @example "meta-llama/Llama-3.2-1B"
   */
  id: string;
  /**
   * Exact revision of the model: a commit, which always names the same weights.
   * @example "4e20de362430cd3b72f300e6b0f18e50e7166e08"
   */
  revision?: string;
  /**
   * How weights are shortened to need less GPU memory. awq, gptq, exl2, marlin and
   * compressed-tensors need a model that was published so; exl2 works on one GPU only. Unset means
   * as the model was published.
   * @example "awq"
   */
  quantization?: "awq" | "bitsandbytes" | "bitsandbytes-fp4" | "bitsandbytes-nf4" | "compressed-tensors" | "eetq" | "exl2" | "fp8" | "gptq" | "marlin";
}

export interface MlInferenceLoadSecretVariable {
  /**
   * Name of the variable.
   * Format: letters, digits and underscores, and none of the names that the chart sets itself: PORT,
   * HOME, USER, HF_HOME, HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE, MODEL_ID, REVISION, QUANTIZE,
   * MAX_INPUT_TOKENS, MAX_INPUT_LENGTH, MAX_TOTAL_TOKENS, NUM_SHARD, HF_TOKEN and
   * HUGGING_FACE_HUB_TOKEN.
   * @example "LOG_LEVEL"
   */
  name: string;
  /**
   * Key: The property to read at the Vault path.
   * @example "password"
   */
  secretKey: string;
  /**
   * Path of the secret in Vault.
   * @example "/secret/shop/database"
   */
  vaultPath: string;
}

export interface MlInferenceLoadSecurityContext {
  /**
   * User: Number of the user to run as. 0 is root, which images from 3.1.1 on need and the
   * restricted Pod Security Standard refuses.
   * @minimum 0
   * @maximum 2147483647
   * @default 1000
   */
  runAsUser?: number;
}

export interface ModelCache {
  /**
   * Whether models outlive pods, in a claim; otherwise each pod downloads them again.
   * @default false
   */
  enabled?: boolean;
  /**
   * Room for models, in either case.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "50Gi"
   * @example "200Gi"
   */
  size?: string;
  /**
   * StorageClass of the claim. Empty means the cluster's default.
   * Format: the name of a StorageClass.
   * @default ""
   * @example "nfs"
   */
  storageClass?: string;
  /**
   * Access mode of the claim. Several pods need ReadWriteMany.
   * @default "ReadWriteOnce"
   */
  accessMode?: "ReadWriteOnce" | "ReadWriteOncePod" | "ReadWriteMany";
  /**
   * Where the server finds its models.
   * Format: an absolute path without a slash at its end.
   * @default "/data"
   * @example "/data"
   */
  mountPath?: string;
}

export interface ModelPull {
  /**
   * Timeout: Seconds that downloading may take.
   * @minimum 1
   * @maximum 86400
   * @default 3600
   */
  timeoutSeconds?: number;
}

export interface ModelServing {
  /**
   * Whether the stack has this part.
   * @default true
   */
  enabled?: boolean;
  /**
   * How KServe runs models. Knative can scale them to zero and needs Knative Serving; Standard makes
   * Deployments. A model cannot change its mode: delete it first.
   * @default "Knative"
   */
  deploymentMode?: "Knative" | "Standard";
  /** vLLM runtime: A ClusterServingRuntime of vLLM in KServe's Hugging Face server, for NVIDIA GPUs. */
  servingRuntime?: ServingRuntime;
  /** vLLM model: An InferenceService of vLLM. */
  inferenceService?: InferenceService;
  /**
   * A ClusterServingRuntime of llama.cpp's server, for GGUF models on CPUs, or on GPUs with another
   * image.
   */
  llamacppRuntime?: LlamacppRuntime;
  /** llama.cpp model: An InferenceService of llama.cpp. */
  llamacppInferenceService?: LlamacppInferenceService;
  /** A ClusterServingRuntime of Ollama, on CPUs or NVIDIA GPUs. */
  ollamaRuntime?: OllamaRuntime;
  /** Ollama model: An InferenceService of Ollama. */
  ollamaInferenceService?: OllamaInferenceService;
  /** Credentials of an S3 store: an ExternalSecret, and a ServiceAccount that KServe finds them by. */
  s3Storage?: S3Storage;
  /** The token for gated models, as an ExternalSecret. */
  huggingface?: Huggingface;
  /** PriorityClasses: one for models that must run, one for those that wait for room. */
  priorityClasses?: PriorityClasses;
  /**
   * An InferencePool of inferenceService, by which a gateway picks the pod that has the prompt in
   * its KV cache.
   */
  inferencePool?: ModelServingInferencePool;
  /** Inference pool's route: An HTTPRoute from a gateway to the pods of the InferencePool. */
  inferencePoolRoute?: ModelServingInferencePoolRoute;
  /** The container and what it needs. */
  container?: ModelServingContainer;
}

export interface ModelServingContainer {
  /** The External Secrets store that secrets are read from. */
  secretStore?: SecretStore;
}

export interface ModelServingInferencePool {
  /**
   * Whether there is an InferencePool.
   * @default false
   */
  enabled?: boolean;
  /**
   * Port of the model's pods.
   * @minimum 1
   * @maximum 65535
   * @default 8080
   */
  targetPort?: number;
  /**
   * Endpoint picker: Service of the endpoint picker. Empty means
   * <serviceName>-inference-gateway-epp.
   * Format: the name of a Service.
   * @default ""
   * @example "stack-inference-gateway-epp"
   */
  eppServiceName?: string;
  /**
   * Endpoint picker's port: Port of the endpoint picker, for gRPC.
   * @minimum 1
   * @maximum 65535
   * @default 9002
   */
  eppServicePort?: number;
  /**
   * What a gateway does with requests while the endpoint picker does not answer: FailOpen sends them
   * to any pod, FailClose refuses them.
   * @default "FailClose"
   */
  failureMode?: "FailOpen" | "FailClose";
}

export interface ModelServingInferencePoolRoute {
  /**
   * Whether there is an HTTPRoute.
   * @default false
   */
  enabled?: boolean;
  /**
   * Gateway: Gateway in the model's namespace. Empty means <serviceName>-inference-gateway.
   * Format: the name of a Gateway.
   * @default ""
   * @example "inference-gateway"
   */
  gatewayName?: string;
  /**
   * What the route leads to: the InferencePool, which the Gateway must know, or KServe's Service of
   * the model, where policies ask the endpoint picker.
   * @default "InferencePool"
   */
  backend?: "InferencePool" | "Service";
}

export interface OllamaInferenceLoadBasicMonitoring {
  /**
   * Whether the pods ask to be scraped by Prometheus. Ollama itself has no metrics, some images add
   * them.
   * @default false
   */
  enabled?: boolean;
  /**
   * Path of the metrics.
   * Format: a path that starts with a slash.
   * @default "/metrics"
   * @example "/metrics"
   */
  path?: string;
  /**
   * Port of the metrics. Unset, it is container.port.
   * @minimum 1
   * @maximum 65535
   * @example 9090
   */
  port?: number;
}

export interface OllamaInferenceLoadContainer {
  /** The image to run. */
  image?: OllamaInferenceLoadContainerImage;
  /**
   * Port that the server is told to listen on.
   * @minimum 1
   * @maximum 65535
   * @default 11434
   */
  port?: number;
  /**
   * Number of pods, each with its own GPUs.
   * @minimum 0
   * @maximum 1000
   * @default 1
   */
  replicas?: number;
  /** What each pod gets besides GPUs, which are gpu.count. */
  resources?: OllamaInferenceLoadContainerResources;
  /**
   * Environment variables: Plain environment variables.
   * @default []
   * @example [{"name": "LOG_LEVEL", "value": "info"}]
   */
  environment?: OllamaInferenceLoadEnvironmentVariable[];
  /**
   * Environment variables whose values come from Vault.
   * @default []
   * @example [{"name": "DATABASE_PASSWORD", "secretKey": "password", "vaultPath": "/secret/shop/database"}]
   */
  secrets?: OllamaInferenceLoadSecretVariable[];
  /** The External Secrets store that secrets are read from. */
  secretStore?: SecretStore;
  /** Timings of the probes. */
  healthCheck?: OllamaInferenceLoadHealthCheck;
  /**
   * Termination grace period: Seconds that a pod gets to finish its requests, five of which pass
   * before it is told to stop.
   * @minimum 6
   * @maximum 86400
   * @default 60
   */
  terminationGracePeriodSeconds?: number;
  /** How the container is confined. */
  securityContext?: OllamaInferenceLoadSecurityContext;
}

export interface OllamaInferenceLoadContainerImage {
  /**
   * Image without tag and digest.
   * Format: an image name without tag and digest, such as ghcr.io/acme/checkout.
   * @default "ollama/ollama"
   * @example "ollama/ollama"
   */
  repository?: string;
  /**
   * Tag of the image; unused when there is a digest.
   * Format: a tag such as 1.4.2.
   * @default "0.15.2"
   * @example "0.15.2"
   */
  tag?: string;
  /**
   * Digest of the image. It names exactly one image, and so wins over the tag.
   * Format: sha256: and 64 hexadecimal digits.
   * @example "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
   */
  digest?: string;
  /**
   * Names of Secrets with registry credentials.
   * @default []
   */
  pullSecrets?: string[];
  /**
   * Credentials for private packages on ghcr.io, copied from Vault. Public packages need none, and
   * stale credentials break even their pull.
   */
  ghcrPullSecret?: GhcrPullSecret;
}

export interface OllamaInferenceLoadContainerResources {
  /** What each pod is sure to get. */
  requests?: OllamaInferenceLoadContainerResourcesRequests;
  /** What each pod gets at most. */
  limits?: OllamaInferenceLoadContainerResourcesLimits;
}

export interface OllamaInferenceLoadContainerResourcesLimits {
  /**
   * CPU cores that each pod gets at most.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "500m"
   * @example "2"
   */
  cpu?: string;
  /**
   * Memory that each pod gets at most.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "512Mi"
   * @example "8Gi"
   */
  memory?: string;
  /**
   * Bytes of node disk that each pod gets at most: logs, emptyDir volumes and the writable layer.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "2Gi"
   */
  "ephemeral-storage"?: string;
}

export interface OllamaInferenceLoadContainerResourcesRequests {
  /**
   * CPU cores that each pod is sure to get.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "500m"
   * @example "2"
   */
  cpu?: string;
  /**
   * Memory that each pod is sure to get.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "512Mi"
   * @example "8Gi"
   */
  memory?: string;
  /**
   * Bytes of node disk that each pod is sure to get: logs, emptyDir volumes and the writable layer.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "2Gi"
   */
  "ephemeral-storage"?: string;
}

export interface OllamaInferenceLoadEnvironmentVariable {
  /**
   * Name of the variable.
   * Format: letters, digits and underscores, and none of the names that the chart sets itself: HOME,
   * MODEL, MODELS, MODELFILE, REGISTRY, REGISTRY_INSECURE, PULL_TIMEOUT_SECONDS, PRELOAD,
   * PERIOD_SECONDS, FAILURE_THRESHOLD, OLLAMA_HOST, OLLAMA_MODELS, OLLAMA_NOPRUNE,
   * OLLAMA_KEEP_ALIVE, OLLAMA_NUM_PARALLEL, OLLAMA_MAX_LOADED_MODELS, OLLAMA_MAX_QUEUE,
   * OLLAMA_CONTEXT_LENGTH, OLLAMA_FLASH_ATTENTION, OLLAMA_KV_CACHE_TYPE and NVIDIA_VISIBLE_DEVICES.
   * @example "LOG_LEVEL"
   */
  name: string;
  /**
   * Its value, always text: quote numbers and booleans.
   * @example "info"
   */
  value: string;
}

export interface OllamaInferenceLoadGpu {
  /**
   * Vendor of the GPUs: pods ask for nvidia.com/gpu or amd.com/gpu. On AMD's, the runtime class
   * nvidia and labels that start with nvidia.com/ do not apply, and the taint nvidia.com/gpu becomes
   * amd.com/gpu. With none, no field of gpu applies.
   * @default "nvidia"
   */
  type?: "nvidia" | "amd" | "none";
  /**
   * GPUs of each pod. 0 means CPUs only, and no GPU node is asked for.
   * @minimum 0
   * @maximum 64
   * @default 1
   * @example 1
   * @example 4
   */
  count?: number;
  /**
   * Runtime class: RuntimeClass of the NVIDIA container runtime. Empty means the cluster's default.
   * Format: the name of a RuntimeClass.
   * @default "nvidia"
   * @example "nvidia"
   */
  runtimeClassName?: string;
  /**
   * Labels that a GPU node has. A leaf adds to the defaults.
   * @default {"nvidia.com/gpu.present": "true"}
   * @example {"nvidia.com/gpu.product": "NVIDIA-L4"}
   */
  nodeSelector?: Record<string, string>;
  /**
   * Taints that a GPU node may have. A leaf replaces the list.
   * @default [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}]
   */
  tolerations?: Toleration[];
}

export interface OllamaInferenceLoadHealthCheck {
  /**
   * Initial delay: Seconds before the startup probe's first try.
   * @minimum 0
   * @maximum 86400
   * @default 0
   */
  initialDelaySeconds?: number;
  /**
   * Startup timeout: Seconds that the server may take to start and, with preload, to load the model.
   * Models are pulled before.
   * @minimum 1
   * @maximum 86400
   * @default 600
   */
  startupTimeoutSeconds?: number;
  /**
   * Period: Seconds between tries.
   * @minimum 1
   * @maximum 86400
   * @default 10
   */
  periodSeconds?: number;
  /**
   * Timeout: Seconds that a try may take.
   * @minimum 1
   * @maximum 86400
   * @default 10
   */
  timeoutSeconds?: number;
  /**
   * Failures in a row until traffic stops and the container is restarted.
   * @minimum 1
   * @maximum 1000
   * @default 3
   */
  failureThreshold?: number;
}

export interface OllamaInferenceLoadModel {
  /**
   * Name of the model, with its tag.
   * Format: a model such as phi:latest or hf.co/acme/model:Q4_K_M.
   * @example "phi:latest"
   * @example "llama3.1:8b"
   * @example "qwen3:4b"
   */
  name: string;
  /**
   * Digest that the model must have, as Ollama's /api/tags tells it. Ollama cannot pull by digest:
   * the model is pulled by its tag, and the pod does not start if the digest differs.
   * Format: sha256: and 64 hexadecimal digits.
   * @example "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
   */
  digest?: string;
}

export interface OllamaInferenceLoadSecretVariable {
  /**
   * Name of the variable.
   * Format: letters, digits and underscores, and none of the names that the chart sets itself: HOME,
   * MODEL, MODELS, MODELFILE, REGISTRY, REGISTRY_INSECURE, PULL_TIMEOUT_SECONDS, PRELOAD,
   * PERIOD_SECONDS, FAILURE_THRESHOLD, OLLAMA_HOST, OLLAMA_MODELS, OLLAMA_NOPRUNE,
   * OLLAMA_KEEP_ALIVE, OLLAMA_NUM_PARALLEL, OLLAMA_MAX_LOADED_MODELS, OLLAMA_MAX_QUEUE,
   * OLLAMA_CONTEXT_LENGTH, OLLAMA_FLASH_ATTENTION, OLLAMA_KV_CACHE_TYPE and NVIDIA_VISIBLE_DEVICES.
   * @example "LOG_LEVEL"
   */
  name: string;
  /**
   * Key: The property to read at the Vault path.
   * @example "password"
   */
  secretKey: string;
  /**
   * Path of the secret in Vault.
   * @example "/secret/shop/database"
   */
  vaultPath: string;
}

export interface OllamaInferenceLoadSecurityContext {
  /**
   * User: Number of the user to run as; never 0, which is root.
   * @minimum 1
   * @maximum 2147483647
   * @default 1000
   */
  runAsUser?: number;
}

export interface OllamaInferenceService {
  /**
   * Whether Ollama serves a model.
   * @default false
   */
  enabled?: boolean;
  /**
   * Name of the InferenceService, and of the model for clients.
   * Format: lower case letters, digits and dashes, starting with a letter.
   * @default "qwen3-4b-ollama"
   * @example "qwen3-4b-ollama"
   */
  name?: string;
  /**
   * Model: A model of the Ollama library, or of another registry, with its tag.
   * Format: a model such as phi:latest or hf.co/acme/model:Q4_K_M.
   * @default "qwen3:4b"
   * @example "llama3.1:8b"
   */
  modelTag?: string;
  /**
   * GPUs: GPUs of each pod. 0 means CPUs only.
   * @minimum 0
   * @maximum 4
   * @default 0
   * @example 1
   */
  gpu?: number;
  /**
   * Fewest pods: Fewest pods; 0 means that an idle model has none.
   * @minimum 0
   * @maximum 1000
   * @default 0
   */
  minReplicas?: number;
  /**
   * Most pods: Most pods.
   * @minimum 1
   * @maximum 1000
   * @default 3
   */
  maxReplicas?: number;
  /**
   * Metric: What the number of pods follows: requests at once or per second with the autoscaler kpa,
   * use of CPU or memory with hpa.
   * @default "concurrency"
   */
  scaleMetric?: "concurrency" | "rps" | "cpu" | "memory";
  /**
   * Target: What one pod is meant to have of it: requests, or percent of what it requests.
   * @minimum 1
   * @maximum 1000000
   * @default 10
   */
  scaleTarget?: number;
  /** What sets the number of pods. */
  autoscaling?: InferenceServiceAutoscaling;
  /**
   * Timeout: Seconds that an answer may take.
   * @minimum 1
   * @maximum 86400
   * @default 300
   */
  timeoutSeconds?: number;
  /**
   * Progress deadline: Seconds that Knative gives a new pod to download its model and to become
   * ready.
   * @minimum 30
   * @maximum 86400
   * @default 3600
   */
  progressDeadlineSeconds?: number;
  /** What each pod gets besides GPUs, which are gpu. */
  resources?: OllamaInferenceServiceResources;
  /**
   * Labels of the nodes to run on.
   * @default {}
   * @example {"nvidia.com/gpu.product": "NVIDIA-L4"}
   */
  nodeSelector?: Record<string, string>;
  /**
   * Taints that the nodes may have. A leaf replaces the list.
   * @default []
   * @example [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}]
   */
  tolerations?: Toleration[];
  /**
   * Priority class: PriorityClass of the pods. Empty means the cluster's default.
   * Format: the name of a PriorityClass.
   * @default ""
   * @example "model-serving-high"
   */
  priorityClassName?: string;
}

export interface OllamaInferenceServiceResources {
  /** What each pod is sure to get. */
  requests?: OllamaInferenceServiceResourcesRequests;
  /** What each pod gets at most. */
  limits?: OllamaInferenceServiceResourcesLimits;
}

export interface OllamaInferenceServiceResourcesLimits {
  /**
   * CPU cores that each pod gets at most.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "8"
   * @example "500m"
   * @example "2"
   */
  cpu?: string;
  /**
   * Memory that each pod gets at most.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "16Gi"
   * @example "512Mi"
   * @example "8Gi"
   */
  memory?: string;
  /**
   * Bytes of node disk that each pod gets at most: logs, emptyDir volumes and the writable layer.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "2Gi"
   */
  "ephemeral-storage"?: string;
}

export interface OllamaInferenceServiceResourcesRequests {
  /**
   * CPU cores that each pod is sure to get.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "4"
   * @example "500m"
   * @example "2"
   */
  cpu?: string;
  /**
   * Memory that each pod is sure to get.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "8Gi"
   * @example "512Mi"
   * @example "8Gi"
   */
  memory?: string;
  /**
   * Bytes of node disk that each pod is sure to get: logs, emptyDir volumes and the writable layer.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "2Gi"
   */
  "ephemeral-storage"?: string;
}

export interface OllamaRuntime {
  /**
   * Whether there is a ClusterServingRuntime of Ollama. Without, a model uses the one called name,
   * which another release shares.
   * @default true
   */
  enabled?: boolean;
  /**
   * Name of the ClusterServingRuntime, after the service's and a dash unless shared.
   * Format: the name of a ClusterServingRuntime.
   * @default "kserve-ollama"
   * @example "kserve-ollama"
   */
  name?: string;
  /**
   * Whether other releases use the ClusterServingRuntime, which then has just its name. Only one
   * release of a cluster can share a name.
   * @default false
   */
  shared?: boolean;
  /**
   * Image without tag and digest.
   * Format: an image name without tag and digest, such as ghcr.io/acme/checkout.
   * @default "ollama/ollama"
   * @example "ollama/ollama"
   */
  image?: string;
  /**
   * Tag of the image; unused when there is a digest.
   * Format: a tag such as 1.4.2.
   * @default "0.15.2"
   * @example "0.15.2"
   */
  tag?: string;
  /**
   * Digest of the image. It names exactly one image, and so wins over the tag. Empty means none.
   * Format: sha256: and 64 hexadecimal digits.
   * @default ""
   * @example "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
   */
  digest?: string;
  /**
   * Startup timeout: Seconds that a server may take until its model answers.
   * @minimum 30
   * @maximum 86400
   * @default 1800
   */
  startupTimeoutSeconds?: number;
  /**
   * Parallel requests: Requests that a model answers at once; each needs a context of its own.
   * @minimum 1
   * @maximum 256
   * @default 4
   * @example 4
   */
  numParallel?: number;
  /**
   * Tokens of a prompt and its answer.
   * @minimum 256
   * @maximum 10000000
   * @default 16384
   * @example 32768
   */
  contextLength?: number;
  /**
   * Whether attention needs less memory.
   * @default true
   */
  flashAttention?: boolean;
  /**
   * Model cache: Room on the node's disk for models, which every pod that starts downloads.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "50Gi"
   * @example "100Gi"
   */
  modelCacheSize?: string;
}

export interface OwnGateway {
  /**
   * Whether the route has a Gateway of its own.
   * @default false
   */
  enabled?: boolean;
  /**
   * Class: GatewayClass of the Gateway.
   * Format: the name of a GatewayClass.
   * @default "istio"
   * @example "istio"
   * @example "envoy-gateway"
   */
  className?: string;
  /** The cert-manager issuer of the certificate for the host. */
  issuer?: Issuer;
}

export interface PodDisruptionBudget {
  /**
   * Whether node drains are held back.
   * @default true
   */
  enabled?: boolean;
  /**
   * Most unavailable pods: Pods that a drain may take away at once: a number or a percentage.
   * Format: a number such as 1, or a percentage such as 25%.
   * @minimum 1
   * @default 1
   * @example 1
   * @example "25%"
   */
  maxUnavailable?: number | string;
}

export interface PriorityClasses {
  /**
   * Whether there are PriorityClasses.
   * @default false
   */
  enabled?: boolean;
  /**
   * Whether they have just their names, so that other releases use them; otherwise the service's
   * name and a dash come first. Only one release of a cluster can share a name.
   * @default false
   */
  shared?: boolean;
  /** The class of models that may evict pods of lower priority. */
  high?: High;
  /** The class of models that wait until there is room. */
  low?: Low;
}

export interface Probes {
  /** Startup probe: The other probes wait for this one; for containers that start slowly. */
  startup?: Startup;
  /** Readiness probe: A pod gets traffic only while this succeeds. */
  readiness?: Readiness;
  /** Liveness probe: A container is restarted when this fails. */
  liveness?: Liveness;
}

export interface Prometheus {
  /**
   * URL of the Prometheus server; needed for autoscaling.
   * Format: a URL such as http://prometheus.monitoring:9090.
   * @example "http://prometheus-operated.monitoring.svc:9090"
   */
  serverAddress?: string;
  /**
   * PromQL query with one number as its answer: the load of all pods together; needed for
   * autoscaling.
   * @example "sum(envoy_cluster_upstream_rq_active{envoy_cluster_name=\"httproute/ml-workloads/ollama-qwen3-http-route/rule/0\"})"
   */
  query?: string;
  /**
   * Load that one pod is meant to have.
   * @minimum 1
   * @maximum 1000000
   * @default 4
   * @example 4
   */
  threshold?: number;
}

export interface Readiness {
  /**
   * Whether there is such a probe.
   * @default true
   */
  enabled?: boolean;
  /**
   * http asks for a path, tcp opens the port, exec runs a command in the container.
   * @default "tcp"
   */
  type?: "http" | "tcp" | "exec";
  /**
   * Path of an http probe.
   * Format: a path that starts with a slash.
   * @default "/"
   * @example "/healthz"
   */
  path?: string;
  /**
   * Port of an http or tcp probe. Unset, it is container.port.
   * @minimum 1
   * @maximum 65535
   * @example 8081
   */
  port?: number;
  /**
   * Program and arguments of an exec probe; it succeeds by ending with 0.
   * @example ["/app/healthcheck", "--ready"]
   */
  command?: string[];
  /**
   * Initial delay: Seconds before the first try.
   * @minimum 0
   * @maximum 86400
   * @default 0
   */
  initialDelaySeconds?: number;
  /**
   * Period: Seconds between tries.
   * @minimum 1
   * @maximum 86400
   * @default 10
   */
  periodSeconds?: number;
  /**
   * Timeout: Seconds that a try may take.
   * @minimum 1
   * @maximum 86400
   * @default 5
   */
  timeoutSeconds?: number;
  /**
   * Failures in a row that count as one.
   * @minimum 1
   * @maximum 1000
   * @default 3
   */
  failureThreshold?: number;
  /**
   * Successes in a row until traffic starts again.
   * @minimum 1
   * @maximum 1000
   * @default 1
   */
  successThreshold?: number;
}

export interface Registry {
  /**
   * Host and port of the registry. Models without a host of their own are pulled from it, and keep
   * the name that the leaf gives them. Empty means registry.ollama.ai.
   * Format: a host name, with a port if need be, without scheme and path.
   * @default ""
   * @example "ollama-registry.example.com:5000"
   */
  host?: string;
  /**
   * Whether that registry speaks HTTP without TLS.
   * @default false
   */
  insecure?: boolean;
}

export interface Rollout {
  /**
   * What the canary gets before the new version takes over. A leaf replaces the list.
   * @default [{"weight": 10, "pause": "5m"}, {"weight": 50, "pause": "10m"}]
   */
  steps?: Step[];
  /**
   * Progress deadline: Seconds without progress after which the rollout is aborted.
   * @minimum 1
   * @maximum 86400
   * @default 600
   */
  progressDeadlineSeconds?: number;
  /**
   * Scale-down delay: Seconds that the old pods stay after the new version took over, or the new
   * ones after an abort.
   * @minimum 0
   * @maximum 86400
   * @default 30
   */
  scaleDownDelaySeconds?: number;
}

export interface S3Storage {
  /**
   * Whether there are such objects.
   * @default false
   */
  enabled?: boolean;
  /**
   * Secret: Name of the Secret.
   * Format: the name of a Secret.
   * @default "s3-model-creds"
   * @example "s3-model-creds"
   */
  secretName?: string;
  /**
   * Service account: Name of the ServiceAccount.
   * Format: the name of a ServiceAccount.
   * @default "s3-model-sa"
   * @example "s3-model-sa"
   */
  serviceAccountName?: string;
  /**
   * Host of the S3 store, with a port if need be.
   * Format: a host name, with a port if need be, without scheme and path.
   * @default "s3.amazonaws.com"
   * @example "s3.us-east-1.amazonaws.com"
   */
  endpoint?: string;
  /**
   * Region of the S3 store.
   * Format: a region such as us-east-1.
   * @default "us-east-1"
   * @example "eu-central-1"
   */
  region?: string;
  /**
   * HTTPS: Whether the store speaks HTTPS.
   * @default true
   */
  useHttps?: boolean;
  /**
   * Vault path of the credentials, in its properties "accessKeyId" and "secretAccessKey". Needed
   * when enabled.
   * @default ""
   * @example "/secret/shared/s3-models"
   */
  vaultPath?: string;
  /**
   * Access key: Always empty: a repository is no place for a secret. An ExternalSecret copies it
   * from s3Storage.vaultPath.
   * Empty: put the secret into Vault and its path into s3Storage.vaultPath, from where an
   * ExternalSecret copies it.
   * @default ""
   */
  accessKeyId?: "";
  /**
   * Secret key: Always empty: a repository is no place for a secret. An ExternalSecret copies it
   * from s3Storage.vaultPath.
   * Empty: put the secret into Vault and its path into s3Storage.vaultPath, from where an
   * ExternalSecret copies it.
   * @default ""
   */
  secretAccessKey?: "";
}

export interface SchedulingConfig {
  /** Weights of what speaks for a pod. */
  scorers?: Scorers;
}

export interface Scorers {
  /**
   * Prefix cache: Weight of a cache that knows the prompt's beginning. 0 leaves it out.
   * @minimum 0
   * @maximum 1000
   * @default 60
   */
  prefixCacheScorer?: number;
  /**
   * KV cache utilization: Weight of free memory for keys and values. 0 leaves it out.
   * @minimum 0
   * @maximum 1000
   * @default 30
   */
  kvCacheUtilizationScorer?: number;
  /**
   * Queue: Weight of a short queue. 0 leaves it out.
   * @minimum 0
   * @maximum 1000
   * @default 10
   */
  queueScorer?: number;
}

export interface SecretStore {
  /**
   * Kind of the store.
   * @default "ClusterSecretStore"
   */
  kind?: "ClusterSecretStore" | "SecretStore";
  /**
   * Name of the store.
   * Format: the name of a store.
   * @default "vault-backend"
   * @example "vault-backend"
   */
  name?: string;
  /**
   * How often secrets are read again.
   * Format: a duration such as 30s or 5m.
   * @default "1h0m0s"
   * @example "15m"
   */
  refreshInterval?: string;
}

export interface SecretVariable {
  /**
   * Name of the variable.
   * Format: letters, digits and underscores.
   * @example "LOG_LEVEL"
   */
  name: string;
  /**
   * Key: The property to read at the Vault path.
   * @example "password"
   */
  secretKey: string;
  /**
   * Path of the secret in Vault.
   * @example "/secret/shop/database"
   */
  vaultPath: string;
}

export interface SecurityContext {
  /**
   * User: Number of the user to run as. Unset, the image decides, which then must name a number
   * other than 0.
   * @minimum 1
   * @maximum 2147483647
   * @example 65532
   */
  runAsUser?: number;
  /**
   * Whether only /tmp and mounted volumes can be written to.
   * @default true
   */
  readOnlyRootFilesystem?: boolean;
}

export interface ServiceMonitor {
  /**
   * Whether there is a ServiceMonitor.
   * @default false
   */
  enabled?: boolean;
  /**
   * Path of the metrics.
   * Format: a path that starts with a slash.
   * @default "/metrics"
   * @example "/metrics"
   */
  path?: string;
  /**
   * Time between two scrapes.
   * Format: a duration such as 30s or 5m.
   * @default "30s"
   * @example "15s"
   */
  interval?: string;
  /**
   * Time that a scrape may take, at most the interval.
   * Format: a duration such as 30s or 5m.
   * @default "10s"
   * @example "10s"
   */
  scrapeTimeout?: string;
  /**
   * Labels by which a Prometheus selects its ServiceMonitors.
   * @default {}
   * @example {"release": "prometheus"}
   */
  labels?: Record<string, string>;
}

export interface ServingRuntime {
  /**
   * Whether there is a ClusterServingRuntime of vLLM. Without, a model uses the one called name,
   * which another release shares.
   * @default true
   */
  enabled?: boolean;
  /**
   * Name of the ClusterServingRuntime, after the service's and a dash unless shared.
   * Format: the name of a ClusterServingRuntime.
   * @default "kserve-vllm"
   * @example "kserve-vllm"
   */
  name?: string;
  /**
   * Whether other releases use the ClusterServingRuntime, which then has just its name. Only one
   * release of a cluster can share a name.
   * @default false
   */
  shared?: boolean;
  /**
   * Image without tag and digest.
   * Format: an image name without tag and digest, such as ghcr.io/acme/checkout.
   * @default "kserve/huggingfaceserver"
   * @example "kserve/huggingfaceserver"
   */
  image?: string;
  /**
   * Tag of the image; unused when there is a digest.
   * Format: a tag such as 1.4.2.
   * @default "v0.16.0-gpu"
   * @example "v0.16.0-gpu"
   */
  tag?: string;
  /**
   * Digest of the image. It names exactly one image, and so wins over the tag. Empty means none.
   * Format: sha256: and 64 hexadecimal digits.
   * @default ""
   * @example "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
   */
  digest?: string;
  /**
   * Startup timeout: Seconds that a server may take until its model answers.
   * @minimum 30
   * @maximum 86400
   * @default 1800
   */
  startupTimeoutSeconds?: number;
  /**
   * GPU memory: Part of each GPU's memory that vLLM takes, for weights and KV cache.
   * @minimum 0.05
   * @maximum 1
   * @default 0.85
   * @example 0.9
   */
  gpuMemoryUtilization?: number;
  /**
   * Context length: Tokens of a prompt and its answer.
   * @minimum 256
   * @maximum 10000000
   * @default 16384
   * @example 32768
   */
  maxModelLen?: number;
  /**
   * Prefix caching: Whether equal beginnings of prompts are computed once.
   * @default true
   */
  enablePrefixCaching?: boolean;
  /**
   * Most memory at /dev/shm, through which GPUs of a pod talk; what is taken counts towards the
   * memory limit.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "2Gi"
   * @example "8Gi"
   */
  sharedMemory?: string;
}

export interface Settings {
  /**
   * Time that an idle model stays in memory; a negative one means forever, as preload does.
   * Format: a duration such as 30m or -1, or a number of seconds.
   * @example "30m"
   */
  keepAlive?: string;
  /**
   * Parallel requests: Requests that a model answers at once; each needs a context of its own.
   * @minimum 1
   * @maximum 1024
   * @example 4
   */
  numParallel?: number;
  /**
   * Loaded models: Models that may be in memory at once.
   * @minimum 1
   * @maximum 64
   * @example 2
   */
  maxLoadedModels?: number;
  /**
   * Queue: Requests that may wait; further ones get status 503.
   * @minimum 1
   * @maximum 100000
   * @example 64
   */
  maxQueue?: number;
  /**
   * Tokens of a model's context.
   * @minimum 256
   * @maximum 10000000
   * @example 16384
   */
  contextLength?: number;
  /** Whether attention needs less memory. */
  flashAttention?: boolean;
  /** Cache type: Precision of the key and value cache. Less than f16 needs flashAttention. */
  kvCacheType?: "f16" | "q8_0" | "q4_0";
}

export interface SharedMemory {
  /**
   * Most memory that files there may take; what they take counts towards the memory limit.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "1Gi"
   * @example "8Gi"
   */
  size?: string;
}

export interface Startup {
  /**
   * Whether there is such a probe.
   * @default false
   */
  enabled?: boolean;
  /**
   * http asks for a path, tcp opens the port, exec runs a command in the container.
   * @default "tcp"
   */
  type?: "http" | "tcp" | "exec";
  /**
   * Path of an http probe.
   * Format: a path that starts with a slash.
   * @default "/"
   * @example "/healthz"
   */
  path?: string;
  /**
   * Port of an http or tcp probe. Unset, it is container.port.
   * @minimum 1
   * @maximum 65535
   * @example 8081
   */
  port?: number;
  /**
   * Program and arguments of an exec probe; it succeeds by ending with 0.
   * @example ["/app/healthcheck", "--ready"]
   */
  command?: string[];
  /**
   * Initial delay: Seconds before the first try.
   * @minimum 0
   * @maximum 86400
   * @default 0
   */
  initialDelaySeconds?: number;
  /**
   * Period: Seconds between tries.
   * @minimum 1
   * @maximum 86400
   * @default 10
   */
  periodSeconds?: number;
  /**
   * Timeout: Seconds that a try may take.
   * @minimum 1
   * @maximum 86400
   * @default 5
   */
  timeoutSeconds?: number;
  /**
   * Failures in a row that count as one.
   * @minimum 1
   * @maximum 1000
   * @default 30
   */
  failureThreshold?: number;
}

export interface StatefulContainerLoadContainer {
  /**
   * The image to run: a repository with a tag or a digest.
   * An image needs a tag or a digest.
   */
  image: StatefulContainerLoadContainerImage;
  /**
   * Port that the container listens on.
   * @minimum 1
   * @maximum 65535
   * @default 8080
   */
  port?: number;
  /**
   * What is spoken on the port. The Service has port 80 for http, and the container's own port for
   * tcp. A route needs http.
   * @default "tcp"
   */
  protocol?: "tcp" | "http";
  /**
   * Number of pods.
   * @minimum 0
   * @maximum 1000
   * @default 1
   */
  replicas?: number;
  /** What each pod gets. */
  resources?: StatefulContainerLoadContainerResources;
  /**
   * Environment variables: Plain environment variables.
   * @default []
   * @example [{"name": "LOG_LEVEL", "value": "info"}]
   */
  environment?: EnvironmentVariable[];
  /**
   * Environment variables whose values come from Vault.
   * @default []
   * @example [{"name": "DATABASE_PASSWORD", "secretKey": "password", "vaultPath": "/secret/shop/database"}]
   */
  secrets?: SecretVariable[];
  /** The External Secrets store that secrets are read from. */
  secretStore?: SecretStore;
  /** How Kubernetes finds out whether the container works. */
  probes?: Probes;
  /**
   * Termination grace period: Seconds that a pod gets to finish its requests, five of which pass
   * before it is told to stop.
   * @minimum 6
   * @maximum 86400
   * @default 60
   */
  terminationGracePeriodSeconds?: number;
  /** How the container is confined. It never runs as root. */
  securityContext?: StatefulContainerLoadSecurityContext;
}

interface StatefulContainerLoadContainerImageFields {
  /**
   * Image without tag and digest.
   * Format: an image name without tag and digest, such as ghcr.io/acme/checkout.
   * @example "docker.io/library/postgres"
   */
  repository: string;
  /**
   * Tag of the image; unused when there is a digest.
   * Format: a tag such as 1.4.2.
   * @example "17.4"
   */
  tag?: string;
  /**
   * Digest of the image. It names exactly one image, and so wins over the tag.
   * Format: sha256: and 64 hexadecimal digits.
   * @example "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
   */
  digest?: string;
  /**
   * Names of Secrets with registry credentials.
   * @default []
   */
  pullSecrets?: string[];
  /**
   * Credentials for private packages on ghcr.io, copied from Vault. Public packages need none, and
   * stale credentials break even their pull.
   */
  ghcrPullSecret?: GhcrPullSecret;
}

export type StatefulContainerLoadContainerImage = StatefulContainerLoadContainerImageFields & (
  | Required<Pick<StatefulContainerLoadContainerImageFields, "tag">>
  | Required<Pick<StatefulContainerLoadContainerImageFields, "digest">>
);

export interface StatefulContainerLoadContainerResources {
  /** What each pod is sure to get. */
  requests?: StatefulContainerLoadContainerResourcesRequests;
  /** What each pod gets at most. */
  limits?: StatefulContainerLoadContainerResourcesLimits;
}

export interface StatefulContainerLoadContainerResourcesLimits {
  /**
   * CPU cores that each pod gets at most.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "1"
   * @example "500m"
   * @example "2"
   */
  cpu?: string;
  /**
   * Memory that each pod gets at most.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "512Mi"
   * @example "512Mi"
   * @example "8Gi"
   */
  memory?: string;
  /**
   * Bytes of node disk that each pod gets at most: logs, emptyDir volumes and the writable layer.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "2Gi"
   */
  "ephemeral-storage"?: string;
}

export interface StatefulContainerLoadContainerResourcesRequests {
  /**
   * CPU cores that each pod is sure to get.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "100m"
   * @example "500m"
   * @example "2"
   */
  cpu?: string;
  /**
   * Memory that each pod is sure to get.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @default "256Mi"
   * @example "512Mi"
   * @example "8Gi"
   */
  memory?: string;
  /**
   * Bytes of node disk that each pod is sure to get: logs, emptyDir volumes and the writable layer.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "2Gi"
   */
  "ephemeral-storage"?: string;
}

export interface StatefulContainerLoadSecurityContext {
  /**
   * User: Number of the user to run as. Unset, the image decides, which then must name a number
   * other than 0.
   * @minimum 1
   * @maximum 2147483647
   * @example 65532
   */
  runAsUser?: number;
  /**
   * Whether only /tmp and mounted volumes can be written to.
   * @default true
   */
  readOnlyRootFilesystem?: boolean;
  /**
   * File system group: Number of the group that owns the volumes, so that the container may write to
   * them.
   * @minimum 1
   * @maximum 2147483647
   * @default 1000
   * @example 999
   */
  fsGroup?: number;
}

export interface StatefulContainerLoadStorage {
  /**
   * Volumes that each pod has of its own.
   * @example [{"name": "data", "mountPath": "/var/lib/postgresql", "size": "20Gi"}]
   */
  volumes: Volume[];
  /**
   * What becomes of the claims when the StatefulSet is deleted.
   * @default "Retain"
   */
  whenDeleted?: "Retain" | "Delete";
  /**
   * What becomes of the claims of pods that are scaled away.
   * @default "Retain"
   */
  whenScaled?: "Retain" | "Delete";
}

export interface Step {
  /**
   * Share of the traffic, in percent.
   * @minimum 1
   * @maximum 100
   * @example 10
   */
  weight: number;
  /**
   * How long to stay. Unset, until a person promotes it.
   * Format: a duration such as 30s or 5m.
   * @example "5m"
   */
  pause?: string;
}

export interface Storage {
  /** The directory of downloaded models. */
  modelCache?: ModelCache;
}

export interface SuccessRate {
  /**
   * Least: Least share, in percent.
   * @minimum 0
   * @maximum 100
   * @default 95
   * @example 99
   */
  minimumPercent?: number;
  /**
   * PromQL that yields one number. {{args.service}} and {{args.namespace}} name the canary's
   * Service. The default reads Istio's metrics.
   * @default "100 * (sum(rate(istio_requests_total{destination_service_name=\"{{args.service}}\",destination_service_namespace=\"{{args.namespace}}\",response_code=~\"[123].*\"}[2m])) or on() vector(0)) / sum(rate(istio_requests_total{destination_service_name=\"{{args.service}}\",destination_service_namespace=\"{{args.namespace}}\"}[2m]))"
   */
  query?: string;
}

export interface Toleration {
  /**
   * Key of the taint.
   * Format: a taint key such as nvidia.com/gpu.
   * @example "nvidia.com/gpu"
   */
  key?: string;
  /**
   * Exists ignores the value, Equal compares it.
   * @default "Equal"
   */
  operator?: "Exists" | "Equal";
  /**
   * Value of the taint.
   * Format: a taint value.
   * @example "present"
   */
  value?: string;
  /** Effect of the taint. */
  effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
  /**
   * Seconds: Seconds until a pod is evicted all the same; only with NoExecute.
   * @minimum 0
   * @maximum 31536000
   */
  tolerationSeconds?: number;
}

export interface Update {
  /**
   * Whether pods are also made and scaled one after the other. It can never be changed.
   * @default "OrderedReady"
   */
  podManagement?: "OrderedReady" | "Parallel";
  /**
   * Pods with a lower ordinal keep the old version: a canary for stateful services.
   * @minimum 0
   * @maximum 1000
   * @default 0
   */
  partition?: number;
  /**
   * Settling time: Seconds that a pod must be ready before the next one.
   * @minimum 0
   * @maximum 3600
   * @default 10
   */
  minReadySeconds?: number;
}

export interface Vault {
  /**
   * Token path: Vault path of a Hugging Face token, in its property "value"; needed for gated
   * models. Empty means no token.
   * @default ""
   * @example "/secret/shared/huggingface/token"
   */
  hfTokenPath?: string;
}

export interface Volume {
  /**
   * Name of the volume, and the start of its claims' names. It can never be changed.
   * Format: lower case letters, digits and dashes.
   * @example "data"
   */
  name: string;
  /**
   * Where the container finds it.
   * Format: an absolute path without a slash at its end.
   * @example "/var/lib/postgresql"
   */
  mountPath: string;
  /**
   * Room in the volume. It can never be changed here.
   * Format: a quantity such as "500m", "2" or "4Gi".
   * @example "20Gi"
   */
  size: string;
  /**
   * StorageClass of the claims. Unset means the cluster's default.
   * Format: the name of a StorageClass.
   * @example "fast-ssd"
   */
  storageClass?: string;
  /**
   * Access mode of the claims. Unset means ReadWriteOnce.
   * @example "ReadWriteOncePod"
   */
  accessMode?: "ReadWriteOnce" | "ReadWriteOncePod" | "ReadWriteMany";
}
