"""The schema of each chart, by folder."""

from scripts.chartgen.charts import basic_container_load, ml_inference_load, ollama_inference_load

SCHEMAS = {
    "basic-container-load": basic_container_load.SCHEMA,
    "ml-inference-load": ml_inference_load.SCHEMA,
    "ollama-inference-load": ollama_inference_load.SCHEMA,
}
