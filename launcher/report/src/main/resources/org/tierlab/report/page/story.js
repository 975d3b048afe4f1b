// What a result says in words and tables.
"use strict";
const Story = (() => {
  const {element, number} = Charts;
  const percent = x => (100 * x).toFixed(1) + " %";
  const seconds = s => s >= 1 ? s.toFixed(3) + " s" : s >= 1e-3 ? (1e3 * s).toFixed(3) + " ms" : (1e6 * s).toFixed(1) + " µs";
  const size = b => b >= 2 ** 30 ? +(b / 2 ** 30).toPrecision(4) + " GiB" : +(b / 2 ** 20).toPrecision(4) + " MiB";

  // The result document has a mean, a run of several its own.
  const runtimeS = r => typeof r.runtime_s === "object" ? r.runtime_s.mean : r.runtime_s;

  // CPU time of all but the tasks' own work and idling.
  function kernelS(result) {
    let sum = 0;
    for (const [payer, s] of Object.entries(result.cpu_s)) if (payer !== "idle" && payer !== "task:user") sum += s;
    return sum;
  }

  function distance(result) {
    const bound = result.oracle_s;
    return bound ? percent(runtimeS(result) / bound - 1) : null;
  }

  function sentences(run) {
    const r = run.result, first = r.nodes[0], text = [];
    text.push(`${run.name}: ${number(r.accesses)} ${r.access_unit} in ${seconds(runtimeS(r))} of simulated time` +
      (r.partial ? ` (the run ended early: ${r.stopped})` : "") + ".");
    text.push(`${run.nodes[0]} served ${percent(first.access_share)} of them; ${number(r.promotions)} pages were promoted and ` +
      `${number(r.demotions)} demoted, which with scanning, faults and other kernel work cost ${seconds(kernelS(r))} of CPU time.`);
    const far = distance(r);
    text.push(far ? `The run took ${far} longer than the oracle bound of ${seconds(r.oracle_s)}, which no placement of pages beats; `
      : "An oracle bound was not told; ");
    text.push(`with all accesses on the fastest node it would be ${seconds(r.all_fast_s)}, on the slowest ${seconds(r.all_slow_s)}.`);
    if (run.marks.length) text.push("Changed on the way: " + run.marks.map(m => `${m.label} at ${m.at_s.toFixed(3)} s`).join(", ") + ".");
    if (r.unattainable && r.unattainable.length) text.push(`No kernel could do what ${r.unattainable.join(", ")} does: it is a bound.`);
    for (const q of r.quarantined) text.push(`The run went on without ${q.kind} '${q.name}': ${q.why}.`);
    return text.join(" ");
  }

  const TILES = [
    ["run time", r => seconds(runtimeS(r))],
    ["of accesses on node 0", r => percent(r.nodes[0].access_share)],
    ["above the oracle bound", r => distance(r) || "not told"],
    ["kernel work", r => seconds(kernelS(r))],
    ["pages promoted", r => number(r.promotions)],
    ["pages demoted", r => number(r.demotions)],
    ["invariants", r => r.invariants]
  ];

  const tiles = run => TILES.map(([label, value]) => element("div", {class: "tile"}, element("b", {}, value(run.result)),
    element("span", {}, label)));

  function table(head, rows, id) {
    const t = element("table", id ? {id} : {});
    const cell = (tag, v) => {
      const numeric = typeof v === "number" || /^[\d.,–-]+( [%a-zA-Zµ/]+)?$/.test(String(v));
      return element(tag, numeric ? {class: "n"} : {}, typeof v === "number" ? v.toLocaleString("en-US") : String(v));
    };
    t.append(element("thead", {}, element("tr", {}, ...head.map(h => element("th", {}, h)))));
    const body = element("tbody", {});
    for (const row of rows) body.append(element("tr", {}, ...row.map(v => cell("td", v))));
    t.append(body);
    return element("div", {class: "scroll"}, t);
  }

  function nodes(run, id) {
    const t = table(["node", "tier", "capacity", "resident", "accesses", "share", "bandwidth"], run.result.nodes.map(n =>
      [run.nodes[n.id], n.tier, size(n.capacity_bytes), size(n.resident_bytes), n.accesses, percent(n.access_share),
        n.bandwidth_gbps.toFixed(3) + " GB/s"]), id);
    t.querySelectorAll("tbody tr").forEach((tr, i) => {
      tr.dataset.resident = run.result.nodes[i].resident_bytes;
      tr.dataset.accesses = run.result.nodes[i].accesses;
    });
    return t;
  }

  const changes = run => table(["at", "what", "asked for by", "outcome"], run.result.swaps.map(s =>
    [s.at_s.toFixed(6) + " s", `${s.action} ${s.kind} ${s.old || ""}${s.old && s.new ? " → " : ""}${s.new || ""}`, s.origin, s.outcome]),
    "swaps");

  const phases = run => table(["from", "to", "sources", "policies", "engine", "share of node 0", "promotions", "demotions"],
    run.result.phases.map(p => [seconds(p.from_s), seconds(p.to_s), p.sources.join(", ") || "none", p.policies.join(", ") || "none",
      p.engine, percent(p.access_share[0]), p.promotions, p.demotions]));

  const plugins = run => table(["kind", "name", "bundle", "version", "sha256", "knobs"], run.result.plugins.map(p =>
    [p.kind, p.name, p.bundle, p.version, (p.sha256 || "").slice(0, 16), Object.entries(p.knobs).map(([k, v]) => `${k}=${v}`).join(" ")]));

  function block(title, open, ...children) {
    const d = element("details", open ? {open: ""} : {}, element("summary", {}, title), ...children);
    return d;
  }

  return {sentences, tiles, TILES, table, nodes, changes, phases, plugins, block, seconds, percent, size};
})();
