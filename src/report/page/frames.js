'use strict';

// The frames of a replayed chart: what a network gave on a grid, at each of a few epochs.
const frames = (() => {
  const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

  // The rectangle around grid point i of a chart, x running fastest. Neighbours overlap a little, or their edges would
  // show as lines.
  function cell({x, y}, i) {
    const width = (x.high - x.low) / (x.count - 1);
    const height = (y.high - y.low) / (y.count - 1);
    const left = x.low + (i % x.count - 0.5) * width;
    const low = y.low + (Math.floor(i / x.count) - 0.5) * height;
    return {x: left, x2: left + 1.15 * width, y: low, y2: low + 1.15 * height};
  }

  // Class and how sure at each cell: a byte of chart.frames.cells is class * levels + level, 255 where there is neither.
  function cells(chart, index, theme) {
    const {levels} = chart.frames;
    const colours = charts.palette(theme.classes, chart.classes.length);
    const guess = 1 / chart.classes.length;
    const fills = new Map();
    const fill = (byte) => {
      if (!fills.has(byte)) {
        const sure = Math.max(0, (byte % levels / (levels - 1) - guess) / (1 - guess));
        fills.set(byte, charts.mix(theme.paper, colours[Math.floor(byte / levels)], 0.12 + 0.5 * sure));
      }
      return fills.get(byte);
    };
    return Array.from(bytes(chart.frames.cells[index]), (byte, i) => (byte === 255 ? null : {
      ...cell(chart.frames, i), class: chart.classes[Math.floor(byte / levels)],
      probability: byte % levels / (levels - 1), fill: fill(byte),
    })).filter((rectangle) => rectangle);
  }

  // The value at each cell.
  function heights(chart, index) {
    return chart.frames.values[index].map((value, i) => ({...cell(chart.frames, i), value}));
  }

  // The prediction along one input.
  function line(chart, index) {
    const {x, values} = chart.frames;
    return values[index].map((value, i) => ({x: x.low + (i * (x.high - x.low)) / (x.count - 1), value}));
  }

  // What the points of a frame are: which of them the network has wrong.
  function points(chart, index) {
    const all = charts.objects(chart.data.points);
    if (!chart.frames.wrong) return all;
    const wrong = new Set(chart.frames.wrong[index]);
    all.forEach((point, i) => { point.wrong = wrong.has(i); });
    return all;
  }

  // The chart's data sets at a frame.
  function data(chart, index, theme) {
    const of_kind = {boundary: cells, surface: heights, fit: line}[chart.spec];
    return {grid: of_kind(chart, index, theme), points: points(chart, index)};
  }

  return {data};
})();
