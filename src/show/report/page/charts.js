'use strict';

// Creates Vega-Lite specs from a chart's data and its file of charts/. Used by the page, and by `runner figures` in
// node.
const charts = (() => {
  // Palettes for colour-blind people. Models: Okabe and Ito's, lighter on dark. Classes: Paul Tol's high-contrast ones,
  // which also differ in lightness.
  const themes = {
    light: {
      paper: '#ffffff', ink: '#1c2127', muted: '#5a6470', grid: '#e6e9ed', accent: '#5b4a9e',
      models: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b8860b', '#56b4e9', '#6b6b6b', '#7a4b12'],
      classes: ['#bb5566', '#004488', '#ddaa33', '#44aa99', '#882255', '#88ccee', '#999933', '#555555'],
    },
    dark: {
      paper: '#14181d', ink: '#eef1f4', muted: '#a3adb8', grid: '#2b323a', accent: '#b3a5f0',
      models: ['#5cb8f0', '#ff8c42', '#35cfa5', '#eba9cd', '#f0c75e', '#a9d8f7', '#b9b9b9', '#d8b365'],
      classes: ['#ee8899', '#66a3ff', '#eecc66', '#77ddcc', '#dd77bb', '#aaddee', '#cccc77', '#bbbbbb'],
    },
  };

  // `count` colours of a theme, repeating after the eighth.
  const palette = (colours, count) => Array.from({length: count}, (_, i) => colours[i % colours.length]);

  // {"columns": ["model", "loss"], "texts": {"model": ["A", "B"]}, "rows": [[0, 0.5]]} as [{model: "A", loss: 0.5}].
  function objects(table) {
    const texts = table.columns.map((name) => table.texts[name]);
    return table.rows.map((row) => {
      const object = {};
      row.forEach((value, i) => { object[table.columns[i]] = texts[i] ? texts[i][value] : value; });
      return object;
    });
  }

  // A copy of `value` with each string "$name" replaced by values.name.
  function fill(value, values) {
    if (typeof value === 'string' && /^\$[a-z]+$/.test(value) && value.slice(1) in values) return values[value.slice(1)];
    if (Array.isArray(value)) return value.map((entry) => fill(entry, values));
    if (value === null || typeof value !== 'object') return value;
    const filled = Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fill(entry, values)]));
    if (filled.type === 'log') delete filled.zero;  // a logarithmic scale has none
    return filled;
  }

  function mix(from, to, share) {
    const channel = (colour, i) => parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);
    const mixed = [0, 1, 2].map((i) => Math.round(channel(from, i) + share * (channel(to, i) - channel(from, i))));
    return '#' + mixed.map((value) => value.toString(16).padStart(2, '0')).join('');
  }

  const config = (theme) => ({
    background: theme.paper,
    font: 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif',
    view: {stroke: null},
    axis: {
      labelFontSize: 13, titleFontSize: 13, titleFontWeight: 500, labelColor: theme.muted, titleColor: theme.muted,
      gridColor: theme.grid, domainColor: theme.muted, tickColor: theme.muted, labelLimit: 260, titlePadding: 8,
    },
    axisX: {grid: false, tickCount: 6, labelOverlap: true},
    axisY: {tickCount: 5},
    legend: {labelFontSize: 13, titleFontSize: 13, titleFontWeight: 500, labelColor: theme.muted,
             titleColor: theme.muted, orient: 'top', labelLimit: 260, symbolOpacity: 1},
    title: {fontSize: 15, color: theme.ink, anchor: 'start', subtitleColor: theme.muted},
    area: {line: false},
  });

  // The Vega-Lite spec of `chart`, `width` pixels wide. `page` is the page's data, `specs` has the files of charts/ by
  // name, and `point` is the sweep point to show.
  function specOf(chart, page, specs, theme, width, point = page.point) {
    const values = {
      ink: theme.ink, muted: theme.muted, paper: theme.paper, accent: theme.accent,
      models: page.models, palette: palette(theme.models, page.models.length),
      own: palette(theme.models, page.models.length)[Math.max(0, page.models.indexOf(chart.model))],
      sample: page.samples[0], point, labels: width < 500 ? 120 : 330,
      columns: Math.max(2, Math.floor(width / 140)),  // of a legend of classes
      square: Math.max(220, Math.min(width, 540) - 60),
      ...chart.values,
    };
    // The range of the grid, so that axes stay fixed.
    for (const axis of ['x', 'y']) {
      const grid = chart.frames?.[axis];
      if (grid) values[axis + 'domain'] = [grid.low, grid.high];
    }
    if (chart.classes) values.classpalette = palette(theme.classes, chart.classes.length);
    const spec = fill(specs[chart.spec], values);
    spec.datasets = Object.fromEntries(Object.entries(chart.data).map(([name, table]) => [name, objects(table)]));
    if (chart.frames) {
      const last = frames.of(chart, point).epochs.length - 1;
      Object.assign(spec.datasets, frames.data(chart, point, last, theme));
    }
    // Removes layers without data, which have no range for their scales.
    const hasData = ({data}) => !data?.name || spec.datasets[data.name].length > 0;
    if (spec.layer) spec.layer = spec.layer.filter(hasData);
    spec.config = config(theme);
    return spec;
  }

  return {themes, palette, objects, fill, mix, specOf};
})();
