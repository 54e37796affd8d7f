/* Runs Templates dry in a real Backstage backend, which has also read the catalog.
 * usage: node --no-node-snapshot dry-run.mjs <folder with node_modules> <work folder>
 * reads <work>/cases.json: {location, entities, runs: [{template, values}]}:
 *   absolute paths of the root Location and of each Template's folder, number of entities to wait for
 * writes <work>/results.json: {entities: [ref], runs: [{status, files: {path: text}, message}]} */
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { createRequire } from 'node:module';

const [modules, work] = process.argv.slice(2).map(name => path.resolve(name));
const require = createRequire(path.resolve(modules, 'main.js'));
const cases = JSON.parse(fs.readFileSync(path.join(work, 'cases.json'), 'utf8'));

const port = await new Promise(resolve => {
  const probe = net.createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = probe.address();
    probe.close(() => resolve(free));
  });
});
const base = `http://127.0.0.1:${port}`;
const config = {
  app: { baseUrl: base },
  backend: {
    baseUrl: base,
    listen: { host: '127.0.0.1', port },
    database: { client: 'better-sqlite3', connection: ':memory:' },
    auth: { dangerouslyDisableDefaultAuthPolicy: true },
    workingDirectory: work,
  },
  catalog: {
    rules: [{ allow: ['Component', 'System', 'Location', 'Group', 'Template'] }],
    processingInterval: { seconds: 1 },
    locations: [{ type: 'file', target: cases.location }],
  },
  integrations: { github: [{ host: 'github.com', token: 'none' }] },
};
fs.writeFileSync(path.join(work, 'app-config.json'), JSON.stringify(config));
process.chdir(modules); // the backend looks for a package.json above the working folder
process.argv.push('--config', path.join(work, 'app-config.json'));

const { createBackend } = require('@backstage/backend-defaults');
const backend = createBackend();
backend.add(require('@backstage/plugin-catalog-backend'));
backend.add(require('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'));
backend.add(require('@backstage/plugin-scaffolder-backend'));
backend.add(require('@backstage/plugin-scaffolder-backend-module-github'));
await backend.start();

const yaml = require('yaml');

function content(folder, inside = '') {
  return fs.readdirSync(path.join(folder, inside), { withFileTypes: true }).flatMap(entry => {
    const name = path.posix.join(inside, entry.name);
    if (entry.isDirectory()) return content(folder, name);
    return [{ path: name, base64Content: fs.readFileSync(path.join(folder, name)).toString('base64') }];
  });
}

async function dryRun({ template, values }) {
  const body = {
    template: yaml.parse(fs.readFileSync(path.join(template, 'template.yaml'), 'utf8')),
    values,
    secrets: {},
    directoryContents: content(template),
  };
  const response = await fetch(`${base}/api/scaffolder/v2/dry-run`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const answer = response.ok ? JSON.parse(text) : { directoryContents: [] };
  const files = answer.directoryContents.map(file =>
    [file.path, Buffer.from(file.base64Content, 'base64').toString('utf8')]);
  return { status: response.status, files: Object.fromEntries(files), message: response.ok ? '' : text };
}

/* The catalog reads Locations step by step; wait until it has what is expected, or for long enough. */
async function entities() {
  let refs = [];
  for (let attempt = 0; attempt < 60 && refs.length < cases.entities; attempt++) {
    const response = await fetch(`${base}/api/catalog/entities?fields=kind,metadata.name`);
    const found = response.ok ? await response.json() : [];
    refs = found.map(entity => `${entity.kind}:${entity.metadata.name}`.toLowerCase()).sort();
    if (refs.length < cases.entities) await new Promise(resolve => setTimeout(resolve, 250));
  }
  return refs;
}

const runs = [];
for (const run of cases.runs) runs.push(await dryRun(run));
fs.writeFileSync(path.join(work, 'results.json'), JSON.stringify({ entities: await entities(), runs }));
process.exit(0);
