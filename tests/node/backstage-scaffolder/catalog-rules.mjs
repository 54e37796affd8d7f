/* Asks Backstage's own catalog rules which kinds an app-config.yaml allows.
 * usage: node catalog-rules.mjs <folder with node_modules>; reads {config, locations, kinds} from
 * standard input, and writes the kinds that each location may hold */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const modules = path.resolve(process.argv[2]);
const require = createRequire(path.join(modules, 'main.js'));
const backend = path.join(modules, 'node_modules/@backstage/plugin-catalog-backend/dist');
const { DefaultCatalogRulesEnforcer } = require(path.join(backend, 'ingestion/CatalogRules.cjs.js'));
const { ConfigReader } = require('@backstage/config');

const { config, locations, kinds } = JSON.parse(readFileSync(0, 'utf8'));
const rules = DefaultCatalogRulesEnforcer.fromConfig(new ConfigReader(config));
const entity = kind => ({ apiVersion: 'backstage.io/v1alpha1', kind, metadata: { name: 'x' } });
const allowed = location => kinds.filter(kind => rules.isAllowed(entity(kind), location));
console.log(JSON.stringify(locations.map(allowed)));
