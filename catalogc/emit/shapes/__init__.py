"""What makes an environment's Applications: one module a shape, each as files by path."""
