/* Judges entities as the Backstage catalog does.
 * usage: node check.cjs <folder with node_modules> <file>...
 * prints {entities: [ref], problems: [[file, message]], unresolved: [[file, ref]]} as JSON */
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const [modules, ...files] = process.argv.slice(2);
const from = require('node:module').createRequire(path.resolve(modules, 'main.js'));
const model = from('@backstage/catalog-model');
const scaffolder = from('@backstage/plugin-scaffolder-common');
const yaml = from('js-yaml');
const Ajv = from('ajv').default;

// In the order of the catalog backend: the shape, then the kind.
const policy = model.EntityPolicies.allOf([
  new model.SchemaValidEntityPolicy(),
  new model.DefaultNamespaceEntityPolicy(),
  new model.NoForeignRootFieldsEntityPolicy(),
  new model.FieldFormatEntityPolicy(),
]);
const kinds = [
  model.componentEntityV1alpha1Validator,
  model.groupEntityV1alpha1Validator,
  model.locationEntityV1alpha1Validator,
  model.systemEntityV1alpha1Validator,
  scaffolder.templateEntityV1beta3Validator,
];
const REFERENCES = { owner: 'Group', system: 'System', dependsOn: 'Component' };

const problems = [];
const wanted = [];
const seen = new Map();

async function judge(file, document) {
  const entity = await policy.enforce(document);
  let known = false;
  for (const kind of kinds) known = known || (await kind.check(entity));
  if (!known) throw new Error(`no validator knows ${entity.apiVersion} ${entity.kind}`);
  const ref = model.stringifyEntityRef(entity);
  if (seen.has(ref)) throw new Error(`${ref} is already in ${seen.get(ref)}`);
  seen.set(ref, file);
  for (const [field, defaultKind] of Object.entries(REFERENCES)) {
    for (const text of [].concat(entity.spec[field] ?? [])) {
      const parsed = model.parseEntityRef(text, { defaultKind, defaultNamespace: 'default' });
      wanted.push([file, model.stringifyEntityRef(parsed)]);
    }
  }
  if (entity.kind === 'Template') judgeForm(entity);
}

function judgeForm(entity) {
  for (const page of entity.spec.parameters) {
    new Ajv({ strict: false, validateFormats: false }).compile({ type: 'object', ...page });
    if (JSON.stringify(page).includes('"$ref"')) throw new Error('a page has a $ref');
  }
}

(async () => {
  for (const file of files) {
    for (const document of yaml.loadAll(fs.readFileSync(file, 'utf8'))) {
      try {
        await judge(file, document);
      } catch (error) {
        problems.push([file, error.message]);
      }
    }
  }
  const unresolved = wanted.filter(([, ref]) => !seen.has(ref));
  console.log(JSON.stringify({ entities: [...seen.keys()].sort(), problems, unresolved }));
})();
