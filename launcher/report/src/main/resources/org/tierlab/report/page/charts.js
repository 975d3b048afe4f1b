// Draws the figures of runs with uPlot. Pages of reports and of the dashboard share it.
"use strict";
const Charts = (() => {
  const DASHES = [[], [8, 3], [2, 2], [9, 3, 2, 3]];
  const PERCENTILES = [0, 50, 90, 99, 99.9, 99.99];
  const LIGHT = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#8a7d00", "#5c6673"];
  const DARK = ["#4aa8e8", "#f0b429", "#2fc29b", "#ff7f3f", "#e39cc4", "#8fd0f5", "#f0e442", "#aab4bf"];
  const all = new Set();

  const dark = () => document.documentElement.dataset.theme === "dark";
  const colour = i => (dark() ? DARK : LIGHT)[i % LIGHT.length];
  // Neighbours differ in colour and dash, and no two of 32 lines have the same of both.
  const dash = i => DASHES[(i + Math.floor(i / LIGHT.length)) % DASHES.length];
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function number(v) {
    if (v == null || Number.isNaN(v)) return "–";
    const a = Math.abs(v);
    if (a >= 1e9) return (v / 1e9).toPrecision(4) + " G";
    if (a >= 1e6) return (v / 1e6).toPrecision(4) + " M";
    if (a >= 1e4) return Math.round(v).toLocaleString("en-US");
    return String(+v.toPrecision(4));
  }

  function element(name, attributes, ...children) {
    const e = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) e.setAttribute(key, value);
    e.append(...children);
    return e;
  }

  const axis = values => ({
    stroke: () => css("--soft"), grid: {stroke: () => css("--grid"), width: 1}, ticks: {show: false},
    font: "11px system-ui, sans-serif", size: values ? 62 : 34, values
  });

  // Stacked areas are drawn as sums, from the highest to the lowest.
  function stacked(series) {
    const sums = [];
    series.forEach((s, i) => sums.push(s.values.map((v, j) => v + (i ? sums[i - 1][j] : 0))));
    return sums;
  }

  // Percentiles are spread so that each further nine takes the same room.
  const spread = p => -Math.log10(1 - Math.min(p, 99.9999) / 100);
  const percentile = x => +(100 * (1 - 10 ** -x)).toPrecision(6) + " %";

  // Marks belong to the view that a chart shows, which grows while a run goes on.
  function marksPlugin(view) {
    const place = u => {
      u.over.querySelectorAll(".mark").forEach(m => m.remove());
      for (const mark of view.run.marks) {
        const left = u.valToPos(mark.at_s, "x");
        if (left < 0 || left > u.over.clientWidth) continue;
        const e = element("div", {class: "mark", title: mark.label + " at " + mark.at_s.toFixed(3) + " s"});
        e.dataset.at = mark.at_s;
        e.style.left = left + "px";
        u.over.append(e);
      }
    };
    const draw = u => {
      const c = u.ctx;
      c.save();
      c.strokeStyle = c.fillStyle = css("--mark");
      c.lineWidth = devicePixelRatio;
      c.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
      c.font = 10 * devicePixelRatio + "px system-ui, sans-serif";
      let last = -1e9;
      const label = (text, x, y) => {
        c.save();
        c.setLineDash([]);
        c.lineJoin = "round";
        c.strokeStyle = css("--panel");
        c.lineWidth = 4 * devicePixelRatio;
        c.strokeText(text, x, y);
        c.fillText(text, x, y);
        c.restore();
      };
      for (const mark of view.run.marks) {
        const x = Math.round(u.valToPos(mark.at_s, "x", true));
        if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) continue;
        c.beginPath();
        c.moveTo(x, u.bbox.top);
        c.lineTo(x, u.bbox.top + u.bbox.height);
        c.stroke();
        if (x - last > 60 * devicePixelRatio) {
          const right = x > u.bbox.left + u.bbox.width * 0.7;
          c.textAlign = right ? "right" : "left";
          label(mark.label, x + (right ? -4 : 4) * devicePixelRatio, u.bbox.top + 11 * devicePixelRatio);
          last = x;
        }
      }
      c.restore();
    };
    return {hooks: {draw: [draw], setScale: [place], setSize: [place], ready: [place]}};
  }

  // Whether dark words are read better on a colour than light ones.
  function isLight(hex) {
    const [r, g, b] = [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
    return 0.299 * r + 0.587 * g + 0.114 * b > 140;
  }

  // Where a band has room for its name: the place at which the words' whole width has the most height.
  function roomFor(u, lower, upper, width) {
    const {left, top, width: across} = u.bbox, x = u.data[0];
    const y = v => u.valToPos(v, "y", true);
    let best = null;
    for (let at = left + width / 2; at < left + across - width / 2; at += across / 48) {
      let ceiling = top, floor = Infinity;
      for (const px of [at - width / 2, at, at + width / 2]) {
        const i = nearest(x, u.posToVal(px, "x", true));
        ceiling = Math.max(ceiling, y(upper[i]));
        floor = Math.min(floor, lower ? y(lower[i]) : u.bbox.top + u.bbox.height);
      }
      if (!best || floor - ceiling > best.height) best = {at, middle: (floor + ceiling) / 2, height: floor - ceiling};
    }
    return best;
  }

  function nearest(sorted, value) {
    let low = 0, high = sorted.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < value) low = middle + 1; else high = middle;
    }
    return low;
  }

  // Areas bear their names where they are high enough.
  function namesPlugin(view) {
    const draw = u => {
      const sums = stacked(view.figure.series), c = u.ctx;
      c.save();
      c.font = 11 * devicePixelRatio + "px system-ui, sans-serif";
      c.textAlign = "center";
      c.textBaseline = "middle";
      view.figure.series.forEach((s, i) => {
        const room = roomFor(u, sums[i - 1], sums[i], c.measureText(s.name).width);
        if (!room || room.height < 15 * devicePixelRatio) return;
        c.fillStyle = isLight(colour(i)) ? "#111" : "#fff";
        c.fillText(s.name, room.at, room.middle);
      });
      c.restore();
    };
    return {hooks: {draw: [draw]}};
  }

  // Zooming one chart over time zooms all.
  let zooming = false;
  function zoom(u, key) {
    if (key !== "x" || zooming || !u.tierTime) return;
    zooming = true;
    const {min, max} = u.scales.x;
    for (const other of all) if (other !== u && other.tierTime && other.status) other.setScale("x", {min, max});
    zooming = false;
  }

  // A piece of a dashed line, as the background of a legend's marker.
  function stroke(paint, pattern) {
    if (!pattern.length) return `linear-gradient(${paint}, ${paint}) center / 100% 2px no-repeat`;
    let x = 0;
    const stops = pattern.map((length, i) => `${i % 2 ? "transparent" : paint} ${x}px ${x += length}px`);
    return `repeating-linear-gradient(90deg, ${stops.join(", ")}) center / 100% 2px no-repeat`;
  }

  function options(view) {
    const {figure, shared} = view;
    const time = figure.kind !== "percentiles";
    const area = figure.kind === "area";
    const lines = figure.series.map((s, i) => ({
      label: s.name, stroke: () => colour(i), width: 1.6, dash: area ? [] : dash(i),
      fill: area ? () => colour(i) : undefined, points: {show: false},
      value: (u, v, si, j) => j == null ? "–" : number(view.figure.series[i].values[j]) + " " + figure.unit
    }));
    if (area) lines.reverse();
    const place = i => area ? figure.series.length - i : i - 1;
    return {
      width: 600, height: shared.height || 230, series: [{label: time ? "time" : "percentile",
        value: (u, v) => v == null ? "–" : time ? v.toFixed(3) + " s" : percentile(v)}, ...lines],
      scales: {x: {time: false, range: time ? (u, a, b) => zooming || u.tierZoomed ? [a, b] : [0, shared.endS] : undefined},
        y: figure.kind === "percentiles" ? {distr: 3} : {range: () => [0, shared.yMax > 0 ? shared.yMax * 1.06 : 1]}},
      axes: [{...axis(), values: (u, v) => v.map(x => time ? +x.toPrecision(6) + " s" : percentile(x)),
        splits: time ? undefined : u => PERCENTILES.map(spread).filter(x => x >= u.scales.x.min && x <= u.scales.x.max)},
        axis((u, v) => v.map(number))],
      legend: {markers: {width: 0, fill: (u, i) => area ? colour(place(i)) : stroke(colour(place(i)), dash(place(i)))}},
      cursor: {sync: {key: time ? "time" : "percentiles"}, drag: {x: true, y: false}, focus: {prox: 24}},
      focus: {alpha: 0.35},
      hooks: {setScale: [zoom], setSelect: [u => { u.tierZoomed = true; }]},
      plugins: time ? (area ? [namesPlugin(view), marksPlugin(view)] : [marksPlugin(view)]) : []
    };
  }

  function data(figure) {
    const x = figure.kind === "percentiles" ? figure.places.map(spread) : figure.places;
    const y = figure.kind === "area" ? stacked(figure.series).reverse() : figure.series.map(s => s.values);
    return [x, ...y];
  }

  function top(figure) {
    let most = 0;
    for (const column of data(figure).slice(1)) for (const v of column) if (v > most) most = v;
    return most;
  }

  function watch(u, host) {
    u.tierTime = u.tierTime !== false;
    all.add(u);
    u.tierFit = () => host.clientWidth && u.setSize({width: host.clientWidth, height: u.height});
    u.tierObserver = new ResizeObserver(u.tierFit);
    u.tierObserver.observe(host);
    u.tierFit();
    return u;
  }

  // At once, where nobody waits for observers: before a page is printed.
  const fit = () => all.forEach(u => u.tierFit());

  // Calls back when what has been drawn is on the screen.
  const shown = then => requestAnimationFrame(() => requestAnimationFrame(then));

  // Draws one figure of one run into an element; gives the chart.
  function draw(host, figure, run, shared) {
    const view = {figure, run, shared};
    const u = new uPlot(options(view), data(figure), host);
    u.tierView = view;
    u.tierTime = figure.kind !== "percentiles";
    u.over.addEventListener("dblclick", () => {
      for (const other of all) { other.tierZoomed = false; if (other.tierTime) other.setScale("x", {min: 0, max: shared.endS}); }
    });
    return watch(u, host);
  }

  // Shows a later state of the same figure; false if its lines are others.
  function update(u, figure, run, shared) {
    const names = f => f.series.map(s => s.name).join("\n");
    if (names(figure) !== names(u.tierView.figure)) return false;
    Object.assign(u.tierView, {figure, run});
    Object.assign(u.tierView.shared, shared);
    u.setData(data(figure), !u.tierZoomed);
    if (u.tierZoomed) u.redraw();
    return true;
  }

  function remove(u) {
    u.tierObserver.disconnect();
    all.delete(u);
    u.destroy();
  }

  function save(canvas, name) {
    const out = document.createElement("canvas");
    out.width = canvas.width;
    out.height = canvas.height;
    const c = out.getContext("2d");
    c.fillStyle = css("--paper");
    c.fillRect(0, 0, out.width, out.height);
    c.drawImage(canvas, 0, 0);
    const link = element("a", {href: out.toDataURL("image/png"), download: name + ".png"});
    link.click();
  }

  return {draw, update, remove, watch, fit, shown, save, top, number, element, colour, css, axis, all, marksPlugin, dark};
})();
