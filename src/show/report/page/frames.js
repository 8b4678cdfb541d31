'use strict';

// The frames of a replay: a network's outputs on a grid after some epochs.
const frames = (() => {
  const fine = 64;  // cells along an axis; coarser grids are interpolated

  const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

  // The sweep point whose frames are shown for `point`: itself, or the first with frames.
  const pointOf = (chart, point) => (point in chart.frames.points ? point : Number(Object.keys(chart.frames.points)[0]));

  const of = (chart, point) => chart.frames.points[pointOf(chart, point)];

  // The rectangle around grid point i, x fastest. Neighbours overlap slightly, because their edges would be visible
  // otherwise.
  function cell({x, y}, i) {
    const width = (x.high - x.low) / (x.count - 1);
    const height = (y.high - y.low) / (y.count - 1);
    const left = x.low + (i % x.count - 0.5) * width;
    const low = y.low + (Math.floor(i / x.count) - 0.5) * height;
    return {x: left, x2: left + 1.15 * width, y: low, y2: low + 1.15 * height};
  }

  // Refines a grid of bytes by the factor `times` along each axis, with linear interpolation of probabilities.
  function refined(grid, codes, {levels}, classes, times) {
    const {x, y} = grid;
    const to = {x: {...x, count: (x.count - 1) * times + 1}, y: {...y, count: (y.count - 1) * times + 1}};
    const made = new Uint8Array(to.x.count * to.y.count);
    const scores = new Float64Array(classes);
    const add = (code, weight) => {
      const share = code % levels / (levels - 1);
      scores.forEach((_, k) => {
        scores[k] += weight * (k === Math.floor(code / levels) ? share : (1 - share) / (classes - 1));
      });
    };
    for (let i = 0; i < made.length; ++i) {
      const column = (i % to.x.count) / times;
      const row = Math.floor(i / to.x.count) / times;
      const [left, low] = [Math.min(x.count - 2, Math.floor(column)), Math.min(y.count - 2, Math.floor(row))];
      const [right, up] = [column - left, row - low];
      const corner = low * x.count + left;
      const corners = [corner, corner + 1, corner + x.count, corner + x.count + 1].map((place) => codes[place]);
      if (corners.includes(255)) {
        made[i] = codes[Math.round(row) * x.count + Math.round(column)];
        continue;
      }
      scores.fill(0);
      [(1 - right) * (1 - up), right * (1 - up), (1 - right) * up, right * up].forEach((w, k) => add(corners[k], w));
      const winner = scores.indexOf(Math.max(...scores));
      made[i] = winner * levels + Math.round(scores[winner] * (levels - 1));
    }
    return [to, made];
  }

  // Class and probability of each cell. A byte is class * levels + level, or 255 for NaN.
  function cells(chart, frame, index, theme) {
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
    const times = Math.max(1, Math.round((fine - 1) / (chart.frames.x.count - 1)));
    const kept = [chart.frames, bytes(frame.cells[index])];
    const [grid, codes] = times === 1 ? kept : refined(...kept, chart.frames, chart.classes.length, times);
    return Array.from(codes, (byte, i) => (byte === 255 ? null : {
      ...cell(grid, i), class: chart.classes[Math.floor(byte / levels)],
      probability: byte % levels / (levels - 1), fill: fill(byte),
    })).filter((rectangle) => rectangle);
  }

  // The value of each cell.
  function heights(chart, frame, index) {
    return frame.values[index].map((value, i) => ({...cell(chart.frames, i), value}));
  }

  const along = ({x}, i) => x.low + (i * (x.high - x.low)) / (x.count - 1);

  // The prediction along one input.
  function line(chart, frame, index) {
    return frame.values[index].map((value, i) => ({x: along(chart.frames, i), value}));
  }

  // The probability of each class along one input.
  function probabilities(chart, frame, index) {
    return frame.values[index].flatMap((values, k) => values.map(
        (value, i) => ({x: along(chart.frames, i), value, class: chart.classes[k]})));
  }

  // The points of a frame, with a flag for misclassified ones.
  function points(chart, frame, index) {
    const all = charts.objects(chart.data.points);
    if (!frame.wrong) return all;
    const wrong = new Set(frame.wrong[index]);
    all.forEach((point, i) => { point.wrong = wrong.has(i); });
    return all;
  }

  // The chart's data sets for frame `index` at a sweep point.
  function data(chart, point, index, theme) {
    const of_kind = {boundary: cells, surface: heights, fit: line, probability: probabilities}[chart.spec];
    const frame = of(chart, point);
    return {grid: of_kind(chart, frame, index, theme), points: points(chart, frame, index)};
  }

  return {data, of, pointOf};
})();
