/** What the page does with JavaScript: filters, cells of the table of threats, links into what is folded. It holds no text of the cluster. */
export const script: string = `"use strict";
const d = document, all = (s, r) => [...(r || d).querySelectorAll(s)], one = (id) => d.getElementById(id);
d.documentElement.classList.add("js");
const texts = new WeakMap();
const textOf = (e) => { let t = texts.get(e); if (t === undefined) texts.set(e, (t = e.textContent.toLowerCase())); return t; };
const wanted = new Map();
const state = {};
function apply(list, rows, query, out, noun, also) {
  const q = query.trim().toLowerCase();
  let shown = 0;
  for (const row of rows) {
    const ok = (!q || textOf(row).includes(q)) && (!also || also(row));
    row.hidden = !ok;
    if (ok && row.getClientRects().length > 0) shown++;
  }
  if (out) out.textContent = q || also ? shown + " " + (shown === 1 ? noun : noun + "s") : "";
  for (const group of all(".tg", list)) group.classList.toggle("none", !all("details", group).some((row) => row.getClientRects().length > 0));
}
const lists = [["tq", "tl", "details.t", "threat"], ["gq", "gl", "li.g", "recommendation"], ["fq", "fl", "details.o", "object"]].flatMap(([q, l, rows, noun]) => {
  const input = one(q), list = one(l);
  return input && list ? [{ input, list, rows: all(rows, list), noun, out: one(q + "-n"), cell: null }] : [];
});
const boxes = (entry) => all("input[type=checkbox]", entry.input.closest("fieldset"));
function refresh(entry) {
  const cell = entry.cell;
  for (const group of all(".tg", entry.list)) group.classList.remove("none");
  apply(entry.list, entry.rows, entry.input.value, entry.out, entry.noun, cell && ((row) => row.dataset.c.split("|").includes(cell.dataset.c) && row.dataset.k === cell.dataset.k));
  if (cell) {
    const button = d.createElement("button");
    button.type = "button";
    button.textContent = "show all";
    button.addEventListener("click", () => choose(entry, null));
    entry.out.append(": " + cell.dataset.c + " ", button);
  }
}
function choose(entry, cell) {
  if (entry.cell) entry.cell.removeAttribute("aria-current");
  if (!entry.saved) entry.saved = boxes(entry).map((box) => box.checked);
  boxes(entry).forEach((box, i) => { box.checked = cell ? true : entry.saved[i]; });
  if (!cell) entry.saved = null;
  entry.cell = cell;
  if (cell) cell.setAttribute("aria-current", "true");
  refresh(entry);
}
for (const entry of lists) {
  entry.input.addEventListener("input", () => refresh(entry));
  for (const box of boxes(entry)) box.addEventListener("change", () => refresh(entry));
}
const threats = lists.find((entry) => entry.input.id === "tq");
for (const cell of all(".heat a")) cell.addEventListener("click", (event) => {
  event.preventDefault();
  choose(threats, threats.cell === cell ? null : cell);
});
function reveal() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id && one(id);
  if (!target) return;
  for (let e = target; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
  for (const entry of lists) {
    const row = entry.rows.find((each) => each.contains(target));
    if (!row) continue;
    if (row.hidden) { entry.input.value = ""; if (entry.cell) choose(entry, null); else refresh(entry); }
    if (row.getClientRects().length === 0) {
      for (const box of boxes(entry)) if (row.classList.contains(box.id.slice(box.id.indexOf("-") + 1))) box.checked = true;
      refresh(entry);
    }
  }
  target.scrollIntoView();
}
addEventListener("hashchange", reveal);
reveal();
for (const entry of lists) if (entry === threats) refresh(entry);
let folded = [];
addEventListener("beforeprint", () => { folded = all("details:is(.more,.critical,.high):not([open])"); for (const e of folded) e.open = true; });
addEventListener("afterprint", () => { for (const e of folded) e.open = false; folded = []; });
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || /^(?:INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
  event.preventDefault();
  const [near] = lists.map(({ input }) => input).sort((a, b) => Math.abs(a.getBoundingClientRect().top) - Math.abs(b.getBoundingClientRect().top));
  if (near) near.focus();
});
const nav = new Map(all(".top nav a").map((a) => [a.hash.slice(1), a]));
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    const link = nav.get(target.id);
    if (!isIntersecting || !link) continue;
    for (const a of nav.values()) a.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
  }
}, { rootMargin: "-30% 0px -65% 0px" });
for (const section of all("main > section")) seen.observe(section);
`;
