{{/* All objects are those of the subcharts. Helm asks of an application chart that it has templates. */}}
