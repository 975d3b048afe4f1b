// A report of one run, or of several side by side.
"use strict";
(() => {
  const {element} = Charts;
  const report = JSON.parse(document.getElementById("data").textContent);
  const runs = report.runs;
  runs.forEach((run, i) => { if (runs.some((r, j) => j < i && r.name === run.name)) run.name += ` (${i + 1})`; });
  const endS = Math.max(...runs.map(r => r.end_s));
  const at = id => document.getElementById(id);

  function theme(name) {
    document.documentElement.dataset.theme = name;
    at("theme").textContent = name === "dark" ? "light" : "dark";
  }

  function head() {
    const first = runs[0].result.experiment || {};
    at("title").textContent = runs.length === 1 ? runs[0].name : report.title;
    const workload = [].concat(first.workload || []).map(w => w.name || w).join(", ");
    const machine = first.machine && (first.machine.name || "");
    at("subtitle").textContent = runs.length === 1
      ? `workload ${workload} on machine ${machine}, seed ${runs[0].result.seed ?? ""} · hash ${(runs[0].result.hash || "none").slice(0, 16)}`
      : `${runs.length} runs side by side, aligned in time`;
    for (const run of runs) at("story").append(element("p", {class: "story"}, Story.sentences(run)));
    if (runs.length === 1) at("tiles").append(...Story.tiles(runs[0]));
    else {
      at("tiles").className = "";
      at("tiles").append(Story.table(["", ...runs.map(r => r.name)],
        Story.TILES.map(([label, value]) => [label, ...runs.map(r => value(r.result))]), "comparison"));
    }
  }

  function frame(id, title, small, wide, canvases) {
    const f = element("figure", {id: "figure-" + id});
    if (wide) f.classList.add("wide");
    const save = element("button", {title: "save as PNG"}, "PNG");
    save.onclick = () => canvases().forEach((canvas, i) => Charts.save(canvas, id + (i ? "-" + (i + 1) : "")));
    f.append(element("figcaption", {}, title, element("small", {}, ...small), save));
    at("charts").append(f);
    return f;
  }

  function cells(f) {
    const grid = element("div", {class: "runs"});
    f.append(grid);
    return runs.map(run => {
      const cell = element("div", {});
      if (runs.length > 1) cell.append(element("h3", {}, run.name));
      grid.append(cell);
      return cell;
    });
  }

  function figure(id) {
    const present = runs.map(r => r.figures.find(f => f.id === id));
    const some = present.find(f => f);
    const f = frame(id, some.title, [some.unit], runs.length > 1, () => [...f.querySelectorAll("canvas")]);
    const yMax = Math.max(...present.filter(x => x).map(Charts.top));
    cells(f).forEach((cell, i) => {
      if (present[i]) Charts.draw(cell, present[i], runs[i], {endS, yMax});
      else cell.append("none");
    });
  }

  // One counter at a time, chosen by name.
  function counters() {
    const names = [...new Set(runs.flatMap(r => (r.figures.find(f => f.id === "vmstat") || {series: []}).series.map(s => s.name)))];
    if (!names.length) return;
    const choice = element("select", {id: "counter"}, ...names.map(n => element("option", {}, n)));
    const f = frame("vmstat", "Counter", [choice], runs.length > 1, () => [...f.querySelectorAll("canvas")]);
    const hosts = cells(f);
    let drawn = [];
    const show = () => {
      drawn.forEach(Charts.remove);
      const present = runs.map(r => {
        const whole = r.figures.find(x => x.id === "vmstat");
        return whole && {...whole, series: whole.series.filter(s => s.name === choice.value)};
      });
      const yMax = Math.max(...present.filter(x => x).map(Charts.top));
      drawn = hosts.flatMap((h, i) => present[i] && present[i].series.length ? [Charts.draw(h, present[i], runs[i], {endS, yMax})] : []);
    };
    choice.value = names.includes("pgpromote_success") ? "pgpromote_success" : names[0];
    choice.onchange = show;
    show();
  }

  function heat() {
    if (!runs.some(r => r.heat.accesses.length)) return;
    const f = frame("heat", "Accesses by address and time", ["hue: node that holds the range; strength: accesses, logarithmic",
      ...Heat.key(runs[0])], true, () => [...f.querySelectorAll("canvas")]);
    cells(f).forEach((cell, i) => runs[i].heat.accesses.length && Heat.draw(cell, runs[i], endS));
  }

  function details() {
    for (const run of runs) {
      const s = element("section", {});
      s.append(element("h2", {}, runs.length === 1 ? "Figures" : run.name));
      s.append(Story.nodes(run, runs.length === 1 ? "nodes" : undefined));
      s.append(Story.block("Changes", run.marks.length > 0, Story.changes(run)));
      s.append(Story.block("Phases", false, Story.phases(run)));
      s.append(Story.block("CPU time by payer", false, Story.table(["payer", "seconds"],
        Object.entries(run.result.cpu_s).map(([k, v]) => [k, v]))));
      s.append(Story.block("Counters (vmstat)", false, Story.table(["counter", "value"],
        Object.entries(run.result.vmstat).map(([k, v]) => [k, v]))));
      s.append(Story.block("Plug-ins and where they came from", false, Story.plugins(run)));
      s.append(Story.block("Experiment with every default", false,
        element("pre", {}, JSON.stringify(run.result.experiment, null, 2))));
      s.append(Story.block("Provenance", false, Story.table(["", ""], [["tierlab", report.version], ["hash", run.result.hash || "none"],
        ["invariants", run.result.invariants], ["seed", String(run.result.seed)]])));
      at("details").append(s);
    }
  }

  function drawAll() {
    [...Charts.all].forEach(Charts.remove);
    at("charts").replaceChildren();
    at("charts").classList.toggle("several", runs.length > 1);
    const ids = [...new Set(runs.flatMap(r => r.figures.map(f => f.id)))].filter(id => id !== "vmstat");
    ids.slice(0, 2).forEach(figure);
    heat();
    ids.slice(2).forEach(figure);
    counters();
  }

  theme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  at("theme").onclick = () => { theme(Charts.dark() ? "light" : "dark"); drawAll(); };
  head();
  drawAll();
  details();
  // Printed pages are light, and as wide as a sheet.
  let before = null;
  addEventListener("beforeprint", () => {
    before = document.documentElement.dataset.theme;
    document.body.classList.add("print");
    theme("light");
    drawAll();
    Charts.fit();
  });
  addEventListener("afterprint", () => {
    document.body.classList.remove("print");
    theme(before);
    drawAll();
  });
  Charts.shown(() => {
    performance.mark("drawn");
    document.documentElement.dataset.ready = "true";
  });
})();
