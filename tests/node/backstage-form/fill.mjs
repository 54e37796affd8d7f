/* Fills in the form of a Template with the form library that Backstage ships.
 * usage: node fill.mjs <folder with node_modules> < cases.json
 * cases: [{template: path, data: {...}, click: [element id], typed: {element id: text}}]
 * prints for each case a list of pages:
 *   {title, fields: [id:kind, with * where required], offered: {id: [text]}, errors: [text], data}
 * fields are those after the page's data is in and its clicks are made. */
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(path.resolve(process.argv[2], 'main.js'));
const { JSDOM } = require('jsdom');
const dom = new JSDOM('<!doctype html>', { pretendToBeVisual: true });
globalThis.window = dom.window;
for (const name of ['document', 'navigator', 'HTMLElement', 'Element', 'Node', 'Event', 'File', 'Blob',
  'FileReader', 'HTMLInputElement', 'HTMLSelectElement', 'HTMLFormElement', 'CustomEvent']) {
  if (!(name in globalThis)) globalThis[name] = dom.window[name];
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true;
const React = require('react');
const { createRoot } = require('react-dom/client');
const Form = require('@rjsf/core').default;
const validator = require('@rjsf/validator-ajv8').default;
const yaml = require('js-yaml');
const act = React.act;

const isMapping = value => value !== null && typeof value === 'object' && !Array.isArray(value);

/* Takes the ui: keywords out of a schema, where and as Backstage looks for them. */
function takeUi(schema, ui) {
  if (!isMapping(schema)) return;
  for (const key of Object.keys(schema).filter(name => name.startsWith('ui:'))) {
    ui[key] = schema[key];
    delete schema[key];
  }
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    if (isMapping(child)) takeUi(child, (ui[name] = isMapping(ui[name]) ? ui[name] : {}));
  }
  if (isMapping(schema.items)) takeUi(schema.items, (ui.items = {}));
  for (const key of ['anyOf', 'oneOf', 'allOf']) (schema[key] ?? []).forEach(child => takeUi(child, ui));
  Object.values(schema.dependencies ?? {}).forEach(child => takeUi(child, ui));
  takeUi(schema.then, ui);
  takeUi(schema.else, ui);
}

// What only Backstage has is a text box here.
const RepoUrlPicker = props =>
  React.createElement('input', { id: props.idSchema.$id, 'data-field': 'RepoUrlPicker' });

function controls(host) {
  const found = new Map();
  for (const element of host.querySelectorAll('input,select,textarea')) {
    const name = element.type === 'radio' ? element.name : element.id;
    const kind = element.tagName === 'INPUT' ? element.type : element.tagName.toLowerCase();
    found.set(name.replace(/^root_/, ''), kind + (element.required ? '*' : ''));
  }
  return [...found].map(([name, kind]) => `${name}:${kind}`);
}

function offered(host) {
  return Object.fromEntries([...host.querySelectorAll('datalist')].map(list =>
    [list.id.replace(/^root_|__examples$/g, ''), [...list.children].map(item => item.value)]));
}

function merge(base, extra) {
  if (!isMapping(base) || !isMapping(extra)) return extra;
  const result = { ...base };
  for (const [key, value] of Object.entries(extra)) result[key] = key in base ? merge(base[key], value) : value;
  return result;
}

/* The data that belongs to a page: keys that its schema names anywhere. */
function own(schema, data) {
  const names = new Set();
  const walk = node => {
    if (!isMapping(node)) return;
    Object.keys(node.properties ?? {}).forEach(name => names.add(name));
    (node.allOf ?? []).forEach(walk);
    walk(node.then);
    walk(node.else);
  };
  walk(schema);
  return Object.fromEntries(Object.entries(data).filter(([name]) => names.has(name)));
}

function type(element, text) {
  const prototype = element.tagName === 'SELECT' ? dom.window.HTMLSelectElement : dom.window.HTMLInputElement;
  Object.getOwnPropertyDescriptor(prototype.prototype, 'value').set.call(element, text);
  element.dispatchEvent(new dom.window.Event(element.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
}

async function fill(page, state, scenario) {
  const schema = { type: 'object', ...structuredClone(page) };
  const uiSchema = {};
  takeUi(schema, uiSchema);
  const host = document.body.appendChild(document.createElement('div'));
  const root = createRoot(host);
  let errors = [];
  // Every page is given the data of all pages, as Backstage's stepper does.
  const show = formData => act(async () => root.render(React.createElement(Form, {
    schema, uiSchema, validator, formData, fields: { RepoUrlPicker },
    noHtml5Validate: true, showErrorList: false,
    experimental_defaultFormStateBehavior: { allOf: 'populateDefaults' },
    onChange: event => { state = { ...state, ...event.formData }; },
    onSubmit: event => { state = { ...state, ...event.formData }; errors = []; },
    onError: found => { errors = found.map(error => error.stack); },
  })));
  await show(state);
  state = merge(state, own(page, scenario.data ?? {}));
  await show(state);
  for (const id of scenario.click ?? []) {
    const element = document.getElementById(`root_${id}`);
    if (element) await act(async () => element.click());
    await show(state);
  }
  for (const [id, text] of Object.entries(scenario.typed ?? {})) {
    const element = document.getElementById(`root_${id}`);
    if (element) await act(async () => type(element, text));
    await show(state);
  }
  const result = { title: page.title, fields: controls(host), offered: offered(host) };
  const unsupported = host.querySelectorAll('.unsupported-field').length;
  await act(async () => host.querySelector('form').requestSubmit());
  if (unsupported) errors.push(`${unsupported} fields are not supported`);
  await act(async () => root.unmount());
  host.remove();
  return { result: { ...result, errors, data: state }, state };
}

const results = [];
for (const scenario of JSON.parse(fs.readFileSync(0, 'utf8'))) {
  const template = yaml.load(fs.readFileSync(scenario.template, 'utf8'));
  const pages = [];
  let state = {};
  for (const page of template.spec.parameters) {
    const filled = await fill(page, state, scenario);
    state = filled.state;
    pages.push(filled.result);
  }
  results.push(pages);
}
process.stdout.write(JSON.stringify(results), () => process.exit(0));
