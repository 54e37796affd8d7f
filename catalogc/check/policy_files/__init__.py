"""``policies/``: coded rules, CEL expressions and Kubernetes' own policies, read from files."""
