/* Judges entities one by one, as the Backstage catalog does.
 * usage: node verdicts.cjs <folder with node_modules> < JSON list of entities
 * prints a JSON list: for each entity the reason that it is refused with, or "" */
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const from = require('node:module').createRequire(path.resolve(process.argv[2], 'main.js'));
const model = from('@backstage/catalog-model');
const scaffolder = from('@backstage/plugin-scaffolder-common');

// In the order of the catalog backend: the shape, the formats, then the kind.
const policy = model.EntityPolicies.allOf([
  new model.SchemaValidEntityPolicy(),
  new model.DefaultNamespaceEntityPolicy(),
  new model.NoForeignRootFieldsEntityPolicy(),
  new model.FieldFormatEntityPolicy(),
]);
const kinds = [
  model.apiEntityV1alpha1Validator,
  model.aiResourceEntityV1alpha1Validator,
  model.componentEntityV1alpha1Validator,
  model.domainEntityV1alpha1Validator,
  model.groupEntityV1alpha1Validator,
  model.locationEntityV1alpha1Validator,
  model.resourceEntityV1alpha1Validator,
  model.systemEntityV1alpha1Validator,
  model.userEntityV1alpha1Validator,
  scaffolder.templateEntityV1beta3Validator,
].filter(Boolean);

// Fields with references, and the kind of a reference without one.
const REFERENCES = {
  owner: 'Group', system: 'System', domain: 'Domain', subdomainOf: 'Domain',
  subcomponentOf: 'Component', providesApis: 'API', consumesApis: 'API', dependsOn: undefined,
  parent: 'Group', children: 'Group', members: 'User', memberOf: 'Group',
};

async function judge(entity) {
  const judged = await policy.enforce(entity);
  let known = false;
  for (const kind of kinds) known = known || (await kind.check(judged));
  if (!known) throw new Error(`no validator knows ${entity.apiVersion} ${entity.kind}`);
  for (const [field, defaultKind] of Object.entries(REFERENCES)) {
    for (const text of [].concat(judged.spec[field] ?? [])) {
      model.parseEntityRef(text, { defaultKind, defaultNamespace: 'default' });
    }
  }
}

(async () => {
  const verdicts = [];
  for (const entity of JSON.parse(fs.readFileSync(0, 'utf8'))) {
    verdicts.push(await judge(entity).then(() => '', (error) => String(error.message)));
  }
  console.log(JSON.stringify(verdicts));
})();
