// The live page of a run. The server sends whole states: a reload or a second page loses nothing.
"use strict";
(() => {
  const {element} = Charts;
  const at = id => document.getElementById(id);
  const token = location.hash.slice(1) || sessionStorage.getItem("token") || "";
  if (token) sessionStorage.setItem("token", token);
  else document.body.classList.add("view");
  const charts = new Map();
  let heat = null, heatAt = 0, state = null, placedShown = "";

  function say(text, refused) {
    at("told").textContent = text;
    at("told").className = refused ? "refused" : "";
  }

  async function post(what, body) {
    const reply = await fetch("/api/" + what, {method: "POST", headers: {"X-Tierlab-Token": token},
      body: body instanceof Blob ? body : JSON.stringify(body || {})});
    say(await reply.text(), !reply.ok);
    return reply.ok;
  }

  function theme(name) {
    document.documentElement.dataset.theme = name;
    at("theme").textContent = name === "dark" ? "light" : "dark";
    charts.forEach(c => Charts.remove(c.chart));
    charts.clear();
    if (heat) Charts.remove(heat);
    heat = null;
    at("charts").replaceChildren();
    if (state && state.figures) draw();
  }

  // In the order of a page that is opened later.
  function sort() {
    const ids = state.figures.figures.map(f => f.id), first = ids.slice(0, 2);
    for (const id of [...first, "heat", ...ids.slice(2)]) {
      const f = at("figure-" + id);
      if (f) at("charts").append(f);
    }
  }

  function frame(id, title, small, wide) {
    const f = element("figure", {id: "figure-" + id});
    if (wide) f.classList.add("wide");
    const save = element("button", {title: "save as PNG"}, "PNG");
    save.onclick = () => Charts.save(f.querySelector("canvas"), id);
    const host = element("div", {});
    f.append(element("figcaption", {}, title, element("small", {}, ...small), save), host);
    at("charts").append(f);
    return host;
  }

  function draw() {
    const run = state.figures, endS = Math.max(run.end_s, 1e-6), shown = at("charts").children.length;
    for (const figure of run.figures) {
      if (figure.id === "vmstat") continue;
      const shared = {endS, yMax: Charts.top(figure), height: 190};
      const known = charts.get(figure.id);
      if (known && Charts.update(known.chart, figure, run, shared)) continue;
      const host = known ? known.host : frame(figure.id, figure.title, [figure.unit]);
      if (known) Charts.remove(known.chart);
      charts.set(figure.id, {host, chart: Charts.draw(host, figure, run, shared)});
    }
    drawHeat(run, endS);
    if (at("charts").children.length !== shown) sort();
  }

  function drawHeat(run, endS) {
    if (!run.heat.accesses.length || Date.now() - heatAt < 1900 && state.state === "running") return;
    heatAt = Date.now();
    const old = document.querySelector("#figure-heat > div");
    const host = old || frame("heat", "Accesses by address and time", ["hue: node; strength: accesses, logarithmic", ...Heat.key(run)], true);
    if (heat) Charts.remove(heat);
    host.replaceChildren();
    heat = Heat.draw(host, run, endS, 300);
  }

  // Plug-ins are drawn anew only when they have changed, so that what somebody types stays.
  function drawPlaced() {
    const now = JSON.stringify([state.placed, state.catalogue]);
    if (now === placedShown) return;
    placedShown = now;
    at("placed").replaceChildren(...state.placed.map(plugin), ...["source", "policy"].map(adder));
  }

  function choice(label, names, act) {
    const select = element("select", {"aria-label": label}, element("option", {value: ""}, label), ...names.map(n => element("option", {}, n)));
    select.onchange = async () => { await act(select.value); select.value = ""; };
    return select;
  }

  function plugin(p) {
    const box = element("div", {class: "plugin", "data-kind": p.kind, "data-name": p.name});
    const head = element("header", {}, element("b", {}, p.name), element("small", {}, `${p.kind} ${p.version}`));
    if (p.kind !== "engine") {
      const remove = element("button", {title: "remove"}, "×");
      remove.onclick = () => post("remove", {kind: p.kind, old: p.name});
      head.append(remove);
    }
    const swap = choice("swap for …", state.catalogue[p.kind].filter(n => n !== p.name),
      name => post("swap", {kind: p.kind, old: p.name, new: name}));
    swap.className = "swap";
    box.append(head, swap);
    const knobs = p.knobs.filter(k => k.runtime);
    if (knobs.length) box.append(element("details", {}, element("summary", {}, "knobs"), ...knobs.map(knob)));
    return box;
  }

  function knob(k) {
    const input = element("input", {value: k.value, title: k.about, "data-knob": k.name});
    input.onchange = () => post("knob", {knob: k.full, value: input.value});
    return element("label", {title: k.kernel}, k.name, input);
  }

  const adder = kind => choice(`add a ${kind} …`, state.catalogue[kind], name => post("add", {kind, new: name}));

  function drawWords() {
    const r = state.result, done = state.state === "over";
    at("title").textContent = state.figures.name;
    at("subtitle").textContent = done ? state.epilogue : `${state.state}, seed ${r.seed}`;
    at("subtitle").dataset.state = state.state;
    at("pause").textContent = state.state === "paused" ? "resume" : "pause";
    at("speed").value = String(state.pace);
    const speed = state.running_s ? r.simulated_s / state.running_s : 0;
    const left = state.share > 0.001 && !done ? `, ${Story.seconds(state.running_s * (1 / state.share - 1))} left` : "";
    at("time").textContent = `${r.simulated_s.toFixed(3)} s simulated, ${Charts.number(speed)} × real time${left}`;
    at("time").dataset.simulated = r.simulated_s;
    if (state.share >= 0) at("progress").value = state.share;
    else at("progress").removeAttribute("value");
    at("tiles").replaceChildren(...Story.tiles({result: r}).slice(0, 6));
    at("nodes-table").replaceChildren(Story.nodes({...state.figures, result: r}, "nodes"));
    at("changes").replaceChildren(...r.swaps.map(s => element("div", {class: "change", "data-at": s.at_s},
      `${s.at_s.toFixed(3)} s: ${s.action} ${s.kind} ${[s.old, s.new].filter(Boolean).join(" → ")} (${s.origin}, ${s.outcome})`)).reverse());
  }

  function show(next) {
    state = next;
    if (state.problem) say(state.problem, true);
    if (!state.result) return;
    drawWords();
    drawPlaced();
    draw();
    if (!document.documentElement.dataset.ready) Charts.shown(() => {
      if (!document.documentElement.dataset.ready) performance.mark("drawn");
      document.documentElement.dataset.ready = "true";
    });
  }

  at("pause").onclick = () => post(state && state.state === "paused" ? "resume" : "pause");
  at("step").onclick = () => post("step", {ms: at("step-ms").value});
  at("speed").onchange = () => post("speed", {factor: at("speed").value});
  at("end").onclick = () => confirm("End the run here, with a partial result?") && post("end");
  at("run").onclick = () => post("run", {file: at("file").value});
  at("jar").onchange = async () => { if (at("jar").files[0]) await post("install", at("jar").files[0]); at("jar").value = ""; };
  at("theme").onclick = () => theme(Charts.dark() ? "light" : "dark");
  theme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  if (!token) say("to look only: the address that was printed at the start has the token that changes need");
  const events = new EventSource("/events");
  events.addEventListener("state", e => show(JSON.parse(e.data)));
  events.onerror = () => say("the program has ended, or the connection is lost", true);
  events.onopen = () => { if (at("told").textContent.startsWith("the program")) say(""); };
})();
