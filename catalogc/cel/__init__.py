"""CEL as Kubernetes has it: policies of expressions evaluated offline, plain data in and out."""
