'use strict';
// Draws the charts of a run from the JSON that the page holds. Says in the body's attributes how many were drawn, or what went wrong, for whoever tests the page.
const PHASES = {
  BASELINE: [125, 135, 150], PROBING: [232, 178, 0], BACKOFF: [217, 72, 60],
  SETTLING: [150, 100, 210], STEADY: [90, 170, 110], CONVERGED: [20, 140, 70],
};
const MICRO = 1e3, MILLI = 1e6, SECOND = 1e9;
const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
const band = (phase, alpha) => `rgba(${(PHASES[phase] || [125, 135, 150]).join(',')},${alpha})`;
const short = value => value >= 1e6 ? +(value / 1e6).toFixed(2) + 'M' : value >= 1e4 ? +(value / 1e3).toFixed(1) + 'k' : String(+value.toFixed(1));
const time = nanos => nanos >= SECOND ? +(nanos / SECOND).toFixed(2) + ' s' : nanos >= MILLI ? +(nanos / MILLI).toFixed(2) + ' ms'
  : nanos >= MICRO ? +(nanos / MICRO).toFixed(1) + ' µs' : Math.round(nanos) + ' ns';
const percent = x => +(100 * (1 - 1 / x)).toPrecision(7) + ' %';

/** Marks in the background which phase the controller was in. */
const phaseBands = job => ({
  id: 'phases',
  beforeDatasetsDraw(chart) {
    const { ctx, chartArea: area, scales: { x } } = chart;
    job.phases.forEach((entry, i) => {
      const from = Math.max(area.left, x.getPixelForValue(entry.t));
      const to = Math.min(area.right, i + 1 < job.phases.length ? x.getPixelForValue(job.phases[i + 1].t) : area.right);
      ctx.fillStyle = band(entry.phase, 0.16);
      if (to > from) ctx.fillRect(from, area.top, to - from, area.bottom - area.top);
    });
  },
});

const line = (label, data, name, more) => ({
  label, data, borderColor: colour(name), backgroundColor: colour(name), borderWidth: 1.8, pointRadius: 0, pointHitRadius: 8, ...more,
});

function axis(title, more) {
  return {
    title: { display: true, text: title, color: colour('soft') }, grid: { color: colour('grid') }, border: { color: colour('line') }, ...more,
    ticks: { color: colour('soft'), maxRotation: 0, ...(more || {}).ticks },
  };
}

function draw(id, datasets, x, y, plugins, title) {
  return new Chart(document.getElementById(id), {
    type: 'line', data: { datasets }, plugins,
    options: {
      animation: false, parsing: false, maintainAspectRatio: false, interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: { x, y },
      plugins: {
        legend: { display: datasets.length > 1, labels: { color: colour('ink'), boxWidth: 14, boxHeight: 2 } },
        tooltip: { callbacks: { title, label: item => `${item.dataset.label}: ${(y.show || short)(item.parsed.y)}` } },
      },
    },
  });
}

function overTime(job, id, datasets, show) {
  const x = axis('seconds', { type: 'linear', min: 0, max: job.seconds });
  const y = axis('', { beginAtZero: true, grace: '5%', title: { display: false }, ticks: { callback: show || short }, show });
  const title = items => items.length ? `${items[0].parsed.x.toFixed(2)} s` : '';
  return draw(id, datasets, x, y, [phaseBands(job)], title);
}

function byPercentile(job, id) {
  const x = axis('percentile', {
    type: 'logarithmic', min: 1,
    afterBuildTicks: scale => { scale.ticks = [1, 2, 10, 100, 1e3, 1e4, 1e5, 1e6].filter(value => value <= scale.max).map(value => ({ value })); },
    ticks: { callback: percent, autoSkip: false },
  });
  const y = axis('', { type: 'logarithmic', title: { display: false }, ticks: { callback: time, maxTicksLimit: 7 }, show: time });
  return draw(id, directions(job, 'percentiles'), x, y, [], items => items.length ? percent(items[0].parsed.x) : '');
}

/** A line for each direction in which anything was done. */
function directions(job, key, more) {
  return ['read', 'write'].filter(name => job[name]).map(name => line(name, job[name][key], name, more));
}

function drawAll() {
  const run = JSON.parse(document.getElementById('run').textContent);
  const charts = [];
  run.jobs.forEach((job, i) => {
    if (job.seconds > 0) {
      charts.push(overTime(job, `depth-${i}`, [
        line('in flight', job.inFlight, 'quiet', { borderWidth: 1 }),
        line('limit', job.limit, 'depth', { stepped: 'before' }),
      ]));
      charts.push(overTime(job, `iops-${i}`, directions(job, 'iops')));
      charts.push(overTime(job, `bandwidth-${i}`, directions(job, 'bandwidth'), value => short(value) + ' MiB/s'));
      charts.push(overTime(job, `p99-${i}`, [line('P99', job.p99, 'read')].concat(
        job.target ? [line('target', [{ x: 0, y: job.target }, { x: job.seconds, y: job.target }], 'bad', { borderDash: [6, 4], borderWidth: 1.2 })] : []), time));
    }
    if (job.read || job.write) charts.push(byPercentile(job, `percentiles-${i}`));
  });
  document.querySelectorAll('[data-phase]').forEach(mark => { mark.style.background = band(mark.dataset.phase, 0.55); });
  document.body.dataset.charts = charts.length;
  return charts;
}

window.addEventListener('error', event => { document.body.dataset.error = event.message; });
let charts = drawAll();
const redraw = () => { charts.forEach(chart => chart.destroy()); charts = drawAll(); };
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
