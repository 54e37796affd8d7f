"""Templates of example charts that make pods."""

_DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      containers:
        - name: app
          image: ghcr.io/acme/shop:1.4.2
"""


def deployment(container: str = "", pod: str = "", *, labels: str = "app: shop") -> str:
    """Return the template of a Deployment.

    Args:
        container: lines that its container has beside a name and an image.
        pod: lines that the spec of its pods has beside the container.
        labels: of its pods.
    """
    text = _DEPLOYMENT.replace("labels: {app: shop}", f"labels: {{{labels}}}")
    return text + _indented(container, 10) + _indented(pod, 6)


def service(spec: str, *, name: str = "shop") -> str:
    """Return the template of a Service, which follows another one."""
    head = f"---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec:\n"
    return head + _indented(spec, 2)


def _indented(text: str, width: int) -> str:
    return "".join(f"{' ' * width}{line}\n" for line in text.splitlines())
