"""Leaves of the inference platform for examples of rules."""

MODEL_LEAF = """\
workloadType: MODEL_SERVING
serviceName: qwen
serviceCatalog: ml-inference
namespace: ml-workloads
environment: dev
inferenceService:
  enabled: true
  name: qwen-7b
  storageUri: hf://Qwen/Qwen2.5-7B-Instruct:a09a35458c702b33eeacc393d103063234e8bc28
  minReplicas: 1
inferencePool: {enabled: true, eppServiceName: gateway-inference-gateway-epp}
"""

GATEWAY_LEAF = """\
workloadType: INFERENCE_GATEWAY
serviceName: gateway
serviceCatalog: ml-inference
namespace: ml-workloads
environment: dev
epp:
  poolName: qwen-7b
"""
