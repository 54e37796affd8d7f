
"use strict";
// The list is complete without this script; it adds the search and the picture of a neighbourhood.
const entries = [...document.querySelectorAll(".entry")];
const texts = new Map(entries.map((entry) => {
  const parts = [...entry.querySelectorAll("h3, code")];
  return [entry, parts.map((part) => part.textContent.toLowerCase()).join(" ")];
}));
const count = document.getElementById("count");
const around = document.getElementById("around");

function search(wanted) {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const entry of entries) {
    entry.hidden = !words.every((word) => texts.get(entry).includes(word));
    shown += entry.hidden ? 0 : 1;
  }
  for (const group of document.querySelectorAll(".group, .environment")) {
    group.hidden = !group.querySelector(".entry:not([hidden])");
  }
  if (words.length) {
    for (const group of document.querySelectorAll("details.group")) group.open = true;
  }
  count.textContent = words.length ? `${shown} of ${entries.length}` : "";
}

function element(name, attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

const cut = (text) => (text.length > 30 ? `${text.slice(0, 29)}…` : text);

function box(drawing, x, y, name, anchor) {
  const link = element("a", anchor ? { href: `#${anchor}` } : {});
  link.append(element("title", {}, name), element("rect", { x, y, width: 230, height: 30, rx: 6 }),
    element("text", { x: x + 10, y: y + 20 }, cut(name)));
  drawing.append(link);
}

function side(drawing, links, left, middle, top) {
  links.forEach((link, index) => {
    const y = top + index * 44;
    const target = link.querySelector("a");
    const [from, to] = left ? [240, 360] : [590, 710];
    box(drawing, left ? 10 : 710, y, target.textContent, target.hash.slice(1));
    const ends = left ? [y + 15, middle] : [middle, y + 15];
    drawing.append(
      element("path", { d: `M${from} ${ends[0]} C${from + 60} ${ends[0]} ${to - 60} ${ends[1]} ${to} ${ends[1]}` }),
      element("text", { class: "words", x: left ? 15 : 715, y: y + 41 }, link.firstChild.textContent.trim()));
  });
}

function draw(entry) {
  const links = [...entry.querySelectorAll(".links > li")];
  around.hidden = !links.length;
  if (!links.length) return;
  const into = links.filter((link) => link.classList.contains("back"));
  const out = links.filter((link) => !link.classList.contains("back"));
  const rows = Math.max(into.length, out.length, 1);
  const height = rows * 44 + 16;
  const name = entry.querySelector("h3 a").textContent.trim();
  const drawing = element("svg", { width: 950, height, role: "img", "aria-label": `What is around ${name}: ${links.length} connections, listed below` });
  side(drawing, into, true, height / 2, 8 + (rows - into.length) * 22);
  side(drawing, out, false, height / 2, 8 + (rows - out.length) * 22);
  box(drawing, 360, height / 2 - 15, name);
  around.replaceChildren(drawing);
}

function show() {
  const entry = document.getElementById(location.hash.slice(1));
  if (!entry || !entry.classList.contains("entry")) return;
  const field = document.getElementById("search");
  if (entry.hidden) {
    field.value = "";
    search("");
  }
  entry.closest("details").open = true;
  draw(entry);
  entry.focus({ preventScroll: true });
  entry.scrollIntoView({ block: "center" });
}

document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
document.getElementById("search").addEventListener("input", (event) => search(event.target.value));
addEventListener("hashchange", show);
show();
