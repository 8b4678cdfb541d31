'use strict';

// Writes each chart of the page as an SVG file to `folder`. Runs in node.
async function figures(page, specs, folder) {
  const {writeFileSync} = node.require('fs');
  const {join} = node.require('path');
  const {vega, vegaLite} = globalThis;
  const width = 640;
  // The data are in the page. A spec may come from someone else, and may not read files or addresses.
  const refuse = async uri => { throw new Error(`a chart may not load ${uri}`); };
  const nothing = {load: refuse, sanitize: refuse, http: refuse, file: refuse};
  for (const section of page.sections) {
    for (const chart of section.charts ?? []) {
      const spec = charts.specOf(chart, page, specs, charts.themes.light, width);
      const is_square = chart.spec === 'boundary' || chart.spec === 'surface';
      if (is_square) spec.width = spec.height;
      if (spec.width === 'container') spec.width = width;
      spec.autosize = {type: 'pad'};
      if (chart.title) spec.title = {text: chart.title};
      const view = new vega.View(vega.parse(vegaLite.compile(spec).spec),
                                 {renderer: 'none', logLevel: vega.Error, loader: nothing});
      writeFileSync(join(folder, chart.file), await view.toSVG());
      view.finalize();
    }
  }
}
