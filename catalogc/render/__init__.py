"""Stage 5: releases in, Kubernetes objects out, by the real Helm engine."""
