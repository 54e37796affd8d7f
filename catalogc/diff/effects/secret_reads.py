"""Which secrets an object reads or lets read, as short texts that can be compared.

Sources: External Secrets Operator (ExternalSecret, SecretStore), Secrets Store CSI driver, Vault
Agent injector (annotations), Kubernetes (RBAC, pods, ServiceAccount), the workload identities of
EKS, GKE and AKS (annotations of ServiceAccounts).
"""

from collections.abc import Callable, Iterator

from catalogc.diff.workloads import COMPONENTS
from catalogc.model.resource import Resource
from catalogc.rules.shared.nodes import Node, entries, mapping, text
from catalogc.rules.shared.pod_references import SECRET, SERVICE_ACCOUNT, references_of
from catalogc.rules.shared.pods import pods_of

_INJECTED = "vault.hashicorp.com/agent-inject-secret-"
_ROLE = "vault.hashicorp.com/role"
_IDENTITIES = (
    "eks.amazonaws.com/role-arn",
    "iam.gke.io/gcp-service-account",
    "azure.workload.identity/client-id",
)
_EXTERNAL = frozenset({"ExternalSecret", "ClusterExternalSecret"})
_STORES = frozenset({"SecretStore", "ClusterSecretStore"})


def secret_reads(resource: Resource | None) -> set[str]:
    """Return what an object reads of secrets, or lets somebody read."""
    if resource is None:
        return set()
    found = set(_of_pods(resource))
    reader = _READERS.get(resource.kind)
    if reader is not None:
        found.update(reader(resource.manifest))
    return found


def _external_secret(manifest: Node) -> Iterator[str]:
    spec = mapping(manifest, "spec")
    spec = mapping(spec, "externalSecretSpec") or spec
    store = text(mapping(spec, "secretStoreRef"), "name") or "no store"
    for _, entry in entries(spec, "data"):
        remote = mapping(entry, "remoteRef")
        own = text(mapping(entry, "sourceRef", "storeRef"), "name")
        yield _remote(own or store, text(remote, "key"), text(remote, "property"))
    for _, entry in entries(spec, "dataFrom"):
        extract, found = mapping(entry, "extract"), mapping(entry, "find")
        if extract:
            yield _remote(store, text(extract, "key"), text(extract, "property") or "all")
        elif found:
            pattern = text(mapping(found, "name"), "regexp") or "anything"
            yield f"what matches {pattern} below {text(found, 'path') or '/'} of {store}"


def _remote(store: str, key: str, part: str) -> str:
    return f"{key}{f' ({part})' if part else ''} of {store}"


def _store(manifest: Node) -> Iterator[str]:
    for name, provider in mapping(manifest, "spec", "provider").items():
        where = provider if isinstance(provider, dict) else {}
        parts = [text(where, key) for key in ("server", "path", "namespace", "region", "role")]
        yield f"store of {name} {' '.join(part for part in parts if part)}".strip()


def _provider_class(manifest: Node) -> Iterator[str]:
    spec = mapping(manifest, "spec")
    objects = mapping(spec, "parameters").get("objects", "")
    for line in str(objects).splitlines():
        if line.strip():
            yield f"{line.strip(' -')} of {text(spec, 'provider')}"


def _role(manifest: Node) -> Iterator[str]:
    for _, rule in entries(manifest, "rules"):
        resources, verbs, groups = (
            {str(item) for item in listed} if isinstance(listed := rule.get(key), list) else set()
            for key in ("resources", "verbs", "apiGroups")
        )
        if groups & {"", "*"} and resources & {"secrets", "*"}:
            names = rule.get("resourceNames")
            which = ", ".join(map(str, names)) if isinstance(names, list) and names else "all"
            for verb in sorted(verbs):
                yield f"Secrets ({which}): {'any verb' if verb == '*' else verb}"
        if groups & {"rbac.authorization.k8s.io", "*"} and verbs & {"bind", "escalate", "*"}:
            yield "rights that it may give to itself"


def _binding(manifest: Node) -> Iterator[str]:
    role = mapping(manifest, "roleRef")
    for _, subject in entries(manifest, "subjects"):
        who = "/".join(filter(None, (text(subject, "namespace"), text(subject, "name"))))
        yield f"rights of {text(role, 'kind')} {text(role, 'name')} for {who}"


def _account(manifest: Node) -> Iterator[str]:
    annotations = mapping(manifest, "metadata", "annotations")
    for name in _IDENTITIES:
        if value := text(annotations, name):
            yield f"what the cloud identity {value} may read"
    if manifest.get("automountServiceAccountToken") is True:
        yield "the token of the ServiceAccount, in every pod"
    for key in ("secrets", "imagePullSecrets"):
        for _, entry in entries(manifest, key):
            yield f"Secret {text(entry, 'name')}"


def _inference_service(manifest: Node) -> Iterator[str]:
    for name in COMPONENTS:
        component = mapping(manifest, "spec", name)
        if account := text(component, "serviceAccountName"):
            yield f"what ServiceAccount {account} may read"


def _of_pods(resource: Resource) -> Iterator[str]:
    for pod in pods_of(resource):
        for reference in references_of(pod):
            if reference.kind == SECRET:
                yield f"Secret {reference.name}"
            elif reference.kind == SERVICE_ACCOUNT:
                yield f"what ServiceAccount {reference.name} may read"
        if pod.spec.get("automountServiceAccountToken") is True:
            yield "the token of its ServiceAccount"
        annotations = mapping(pod.resource.manifest, *pod.path, "metadata", "annotations")
        for name, value in annotations.items():
            if str(name).startswith(_INJECTED):
                yield f"{value} of Vault"
            elif name == _ROLE:
                yield f"what role {value} of Vault may read"


_READERS: dict[str, Callable[[Node], Iterator[str]]] = {
    **dict.fromkeys(_EXTERNAL, _external_secret),
    **dict.fromkeys(_STORES, _store),
    "SecretProviderClass": _provider_class,
    "Role": _role,
    "ClusterRole": _role,
    "RoleBinding": _binding,
    "ClusterRoleBinding": _binding,
    "ServiceAccount": _account,
    "InferenceService": _inference_service,
}
