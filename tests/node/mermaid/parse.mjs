// Parse diagrams with Mermaid: JSON list of texts on stdin; for each one what its flowchart holds.
// usage: NODE_MODULES=folder/of/the/set node parse.mjs < texts.json
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.env.NODE_MODULES}/package.json`);
const { JSDOM } = require("jsdom");
const { window } = new JSDOM("");
global.window = window;
global.document = window.document;
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { default: mermaid } = await load("mermaid");
mermaid.initialize({ startOnLoad: false });

// What Mermaid draws for a label: it keeps "#35;" as a mark of its own until then.
const shown = (label) =>
  (label ?? "").replace(/\uFB02\u00B0\u00B0(\d+)\u00B6\u00DF/g, (_, code) => String.fromCodePoint(code));

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const answers = [];
for (const text of JSON.parse(Buffer.concat(chunks).toString())) {
  try {
    const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
    const { db } = diagram;
    answers.push({
      type: diagram.type,
      nodes: [...db.getVertices().values()].map(({ id, text: label }) => [id, shown(label)]),
      edges: db.getEdges().map(({ start, end, text: label }) => [start, end, shown(label)]),
      groups: db.getSubGraphs().map(({ id, title }) => [id, shown(title)]),
    });
  } catch (error) {
    answers.push({ error: String(error) });
  }
}
process.stdout.write(JSON.stringify(answers));
