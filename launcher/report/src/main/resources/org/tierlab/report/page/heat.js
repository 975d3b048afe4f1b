// The heat map: address by time. The hue says which node held a range, the strength how often it was accessed.
"use strict";
const Heat = (() => {
  const {element, css} = Charts;
  const rgb = hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));

  function image(heat, run) {
    const columns = heat.accesses.length, rows = heat.rows.length;
    const canvas = element("canvas", {width: Math.max(1, columns), height: Math.max(1, rows)});
    const c = canvas.getContext("2d");
    const pixels = c.createImageData(canvas.width, canvas.height);
    const paper = rgb(css("--panel"));
    const hues = run.nodes.map((_, i) => rgb(Charts.colour(i)));
    let most = 1;
    for (const column of heat.accesses) for (const v of column) if (v > most) most = v;
    const scale = Math.log1p(most);
    for (let x = 0; x < columns; x++) {
      for (let y = 0; y < rows; y++) {
        const node = heat.held[x].charCodeAt(y) - 48;
        const count = heat.accesses[x][y] || 0;
        const strength = node < 0 || node > 7 ? 0 : 0.1 + 0.9 * Math.log1p(count) / scale;
        const hue = hues[node] || paper;
        const at = 4 * ((rows - 1 - y) * columns + x);
        for (let k = 0; k < 3; k++) pixels.data[at + k] = paper[k] + (hue[k] - paper[k]) * strength;
        pixels.data[at + 3] = 255;
      }
    }
    c.putImageData(pixels, 0, 0);
    return canvas;
  }

  const hex = n => "0x" + n.toString(16);

  function label(heat, y) {
    const row = heat.rows[Math.max(0, Math.min(heat.rows.length - 1, Math.floor(y)))];
    return row ? hex(row.address) : "";
  }

  function describe(heat, run, x, y) {
    const column = Math.floor(x / heat.column_s), r = Math.floor(y), row = heat.rows[r];
    if (!row || column < 0 || column >= heat.accesses.length) return "";
    const node = run.nodes[heat.held[column].charCodeAt(r) - 48];
    return `${x.toFixed(3)} s · ${row.process} ${hex(row.address)} + ${row.pages} pages · ` +
      `${Charts.number(heat.accesses[column][r] || 0)} accesses · ${node ? "mostly on " + node : "not resident"}`;
  }

  function bounds(u, heat) {
    const c = u.ctx;
    c.save();
    c.font = 11 * devicePixelRatio + "px system-ui, sans-serif";
    c.textAlign = "left";
    c.fillStyle = css("--ink");
    c.strokeStyle = css("--soft");
    heat.rows.forEach((row, i) => {
      if (i && row.process === heat.rows[i - 1].process) return;
      const y = Math.round(u.valToPos(i, "y", true));
      if (i) { c.beginPath(); c.moveTo(u.bbox.left, y); c.lineTo(u.bbox.left + u.bbox.width, y); c.stroke(); }
      c.fillText(row.process, u.bbox.left + 6 * devicePixelRatio, y - 5 * devicePixelRatio);
    });
    c.restore();
  }

  function draw(host, run, endS, height) {
    const heat = run.heat, picture = image(heat, run), tip = element("div", {class: "tip"});
    const covered = heat.column_s * heat.accesses.length;
    const paint = u => {
      const c = u.ctx, left = u.valToPos(0, "x", true), right = u.valToPos(covered, "x", true);
      const topY = u.valToPos(heat.rows.length, "y", true), bottom = u.valToPos(0, "y", true);
      c.save();
      c.beginPath();
      c.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
      c.clip();
      c.imageSmoothingEnabled = false;
      c.drawImage(picture, left, topY, right - left, bottom - topY);
      c.restore();
      bounds(u, heat);
    };
    const u = new uPlot({
      width: 600, height: height || 380, legend: {show: false}, series: [{}, {points: {show: false}}],
      scales: {x: {time: false, range: (p, a, b) => p.tierZoomed || a > 0 || b < endS ? [a, b] : [0, endS]},
        y: {range: [0, Math.max(1, heat.rows.length)]}},
      axes: [{...Charts.axis(), values: (p, v) => v.map(x => +x.toPrecision(6) + " s")},
        {...Charts.axis((p, v) => v.map(y => label(heat, y))), size: 104, grid: {show: false}}],
      cursor: {sync: {key: "time", scales: ["x", null]}, drag: {x: true, y: false}, points: {show: false}},
      hooks: {drawAxes: [paint], setCursor: [p => {
        tip.textContent = p.cursor.left < 0 ? "" :
          describe(heat, run, p.posToVal(p.cursor.left, "x"), p.posToVal(p.cursor.top, "y"));
      }]},
      plugins: [Charts.marksPlugin({run})]
    }, [[0, endS], [null, null]], host);
    host.append(tip);
    u.tierTime = true;
    return Charts.watch(u, host);
  }

  function key(run) {
    return run.nodes.map((name, i) => {
      const box = element("span", {class: "key"});
      box.style.background = Charts.colour(i);
      return element("span", {}, box, name);
    });
  }

  return {draw, key};
})();
