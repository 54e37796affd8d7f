// Open pages of catalogc graph in a DOM and use them: JSON list of pages on stdin.
// usage: NODE_MODULES=folder/of/the/set node page.mjs < pages.json
import { createRequire } from "node:module";

const require = createRequire(`${process.env.NODE_MODULES}/package.json`);
const { JSDOM, ResourceLoader } = require("jsdom");

class Recorder extends ResourceLoader {
  requests = [];
  fetch(url) {
    this.requests.push(url);
    return null;
  }
}

function use(text) {
  const resources = new Recorder();
  const { window } = new JSDOM(text, { runScripts: "dangerously", resources, pretendToBeVisual: true,
    beforeParse(view) { view.Element.prototype.scrollIntoView = () => {}; } });
  const { document } = window;
  const entries = [...document.querySelectorAll(".entry")];
  const title = (entry) => entry.querySelector("h3 a").textContent;
  const search = document.getElementById("search");
  search.value = "checkout rollout";
  search.dispatchEvent(new window.Event("input"));
  const found = entries.filter((entry) => !entry.hidden && entry.matches(".leaf")).map(title);
  search.value = "";
  search.dispatchEvent(new window.Event("input"));
  const chosen = entries.find((entry) => entry.querySelector(".links"));
  window.location.hash = chosen.id;
  window.dispatchEvent(new window.Event("hashchange"));
  const drawing = document.querySelector("#around svg");
  return {
    entries: entries.length,
    scripts: document.scripts.length,
    headings: entries.map(title),
    found,
    links: chosen.querySelectorAll(".links > li").length,
    drawn: { boxes: drawing.querySelectorAll("rect").length, arrows: drawing.querySelectorAll("path").length },
    broken: [...document.querySelectorAll("a[href^='#']")].map((link) => link.getAttribute("href"))
      .filter((href) => !document.getElementById(href.slice(1))),
    unlabelled: [...document.querySelectorAll("input, nav, section")].filter((part) =>
      !part.labels?.length && !part.hasAttribute("aria-label") && !part.hasAttribute("aria-labelledby")).length,
    requests: resources.requests,
  };
}

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
process.stdout.write(JSON.stringify(JSON.parse(Buffer.concat(chunks).toString()).map(use)));
