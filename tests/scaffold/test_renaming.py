"""Values that name an environment are rewritten, and no others."""

import pytest

from catalogc.scaffold.renaming import Kind, Renaming

VAULT = ("/secret/web/",)
PLAIN = Renaming("dev", "prod", frozenset(), VAULT)
SHORT = Renaming("dev", "prod", frozenset({Kind.HOST}), VAULT)

CASES = [
    # field, value, renamed, with names dropped from hosts
    ("environment", "dev", "prod", "prod"),
    ("ingress.host", "shop.dev.example.com", "shop.prod.example.com", "shop.example.com"),
    ("ingress.host", "dev.example.com", "prod.example.com", "example.com"),
    ("ingress.host", "shop-dev.example.com", "shop-prod.example.com", "shop.example.com"),
    ("ingress.host", "developers.example.com", None, None),
    ("namespace", "web-dev", "web-prod", "web-prod"),
    ("ingress.gateway.namespace", "dev", "prod", "prod"),
    ("targetNamespace", "dev-tools", "prod-tools", "prod-tools"),
    ("vault.hfTokenPath", "/secret/dev/token", "/secret/prod/token", "/secret/prod/token"),
    ("secrets.path", "/secret/web/dev/x", "/secret/web/prod/x", "/secret/web/prod/x"),
    ("api.url", "https://api.dev.svc/v1", "https://api.prod.svc/v1", "https://api.svc/v1"),
    ("container.image.tag", "1.2-dev", None, None),
    ("volume.mountPath", "/dev/shm", None, None),
    ("serviceName", "dev-portal", None, None),
    ("message", "hello from dev", None, None),
    ("port", 80, None, None),
]


@pytest.mark.parametrize(("field", "value", "renamed", "dropped"), CASES)
def test_values(field, value, renamed, dropped):
    path = tuple(field.split("."))
    assert PLAIN.of(path, value) == (value if renamed is None else renamed)
    assert SHORT.of(path, value) == (value if dropped is None else dropped)
