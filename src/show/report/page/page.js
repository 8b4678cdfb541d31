'use strict';

// Builds the page from its data. Names from the config are inserted as text only.
(() => {
  const page = JSON.parse(document.getElementById('data').textContent);
  const specs = JSON.parse(document.getElementById('specs').textContent);
  const drawn = [];  // {chart, place, caption, absent, view}
  const chosen = {sample: page.samples[0], point: page.point, hidden: []};
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  let themeName = prefersDark.matches ? 'dark' : 'light';
  const theme = () => charts.themes[themeName];

  function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  // --- charts ---------------------------------------------------------------------------------------------------

  // True if a chart has data at the selected sweep point.
  function hasPoint({data}) {
    const tables = Object.values(data).filter(({columns}) => columns.includes('point'));
    return !tables.length || tables.some(({columns, rows}) => {
      const at = columns.indexOf('point');
      return rows.some((row) => row[at] === chosen.point);
    });
  }

  async function draw(entry) {
    entry.view?.finalize();
    entry.view = null;
    entry.place.hidden = !hasPoint(entry.chart);
    entry.absent.hidden = !entry.place.hidden;
    if (entry.place.hidden) return;
    const spec = charts.specOf(entry.chart, page, specs, theme(), entry.place.clientWidth, chosen.point);
    for (const param of spec.params ?? []) {
      if (param.name in chosen) param.value = chosen[param.name];
    }
    spec.config.legend.disable = true;  // the page has a shared legend
    spec.config.aria = false;  // slow, and without effect on a canvas
    const {view} = await vegaEmbed(entry.place, spec, {
      ast: true, actions: false, defaultStyle: false, renderer: 'canvas', mode: 'vega-lite',
      tooltip: {disableDefaultStyle: true},
      loader: {load: () => Promise.reject(new Error('this page loads no files'))},
    });
    entry.view = view;
    entry.place.parentElement.view = view;
    if (entry.chart.frames) await replay.show(entry);
  }

  // Only the latest call continues, because the theme can change before all charts are drawn.
  let drawing = 0;

  async function drawAll() {
    const mine = ++drawing;
    document.body.dataset.drawn = 'no';
    for (const entry of drawn) {
      if (mine !== drawing) return;
      try {
        await draw(entry);
      } catch (error) {
        entry.place.classList.add('broken');
        entry.place.textContent = 'This chart could not be drawn: ' + error.message;
        console.error(error);
      }
      await new Promise((next) => setTimeout(next));  // let the browser render it
    }
    document.body.dataset.drawn = 'yes';
  }

  function figure(chart) {
    const place = element('div', {className: 'chart'});
    const made = element('figure', {});
    made.dataset.chart = chart.name;
    if (chart.title) made.append(element('h3', {textContent: chart.title}));
    const caption = element('figcaption', {textContent: chart.caption ?? ''});
    if (chart.caption || chart.frames) made.append(caption);
    const absent = element('p', {className: 'text', textContent: 'No data at the selected sweep point.', hidden: true});
    made.append(place, absent);
    drawn.push({chart, place, caption, absent, view: null});
    return made;
  }

  function choose(name, value) {
    chosen[name] = value;
    for (const {view, chart} of drawn) {
      if (view && (specs[chart.spec].params ?? []).some((param) => param.name === name)) view.signal(name, value).run();
    }
  }

  async function choosePoint(point) {
    choose('point', point);
    replay.restart();
    for (const entry of drawn) if (hasPoint(entry.chart) === entry.place.hidden) await draw(entry);
  }

  // --- replay ---------------------------------------------------------------------------------------------------

  const replay = (() => {
    let index = null;
    let epoch = Infinity;
    let timer = null;
    let restart = () => {};
    const epochsOf = (chart) => frames.of(chart, chosen.point).epochs;
    // The last frame up to the epoch. A network that diverged has no later ones.
    const at = (chart) => Math.max(0, epochsOf(chart).findLastIndex((of_frame) => of_frame <= epoch));

    async function show({chart, view, caption}) {
      const data = frames.data(chart, chosen.point, at(chart), theme());
      for (const [name, rows] of Object.entries(data)) view.data(name, rows);
      await view.runAsync();
      const shown = frames.pointOf(chart, chosen.point);
      const {caption: network, captions} = frames.of(chart, shown);
      caption.textContent = (shown === chosen.point ? '' : `at ${page.points[shown]}: `) + network +
          (captions ? `, ${captions[at(chart)]}` : '');
    }

    // The slider and the play button for all charts, with the epochs of the longest.
    function controls(all) {
      let epochs;
      let last;
      const slider = element('input', {type: 'range', min: 0, step: 1});
      slider.setAttribute('aria-label', 'epoch');
      const label = element('output');
      const button = element('button', {className: 'play', textContent: '▶ Play'});
      const busy = {now: false};
      let moves = 0;

      async function move(to) {
        ++moves;
        index = to;
        slider.value = to;
        epoch = epochs[to];
        label.textContent = epoch === 0 ? 'before training' : `after epoch ${epoch}`;
        if (busy.now) return;
        busy.now = true;
        let shown;
        do {
          shown = moves;
          for (const entry of drawn) if (entry.chart.frames && entry.view) await show(entry);
        } while (shown !== moves);
        busy.now = false;
      }
      function stop() {
        clearInterval(timer);
        timer = null;
        button.textContent = '▶ Play';
      }
      button.addEventListener('click', () => {
        if (timer !== null) return stop();
        move(index >= last ? 0 : index);
        button.textContent = '❚❚ Pause';
        timer = setInterval(() => {
          if (busy.now) return;
          if (index >= last) stop();
          else move(index + 1);
        }, 350);
      });
      slider.addEventListener('input', () => { stop(); move(Number(slider.value)); });
      restart = () => {
        stop();
        epochs = all.map(epochsOf).reduce((a, b) => (b.length > a.length ? b : a));
        last = epochs.length - 1;
        slider.max = last;
        move(last);
      };
      restart();
      return element('div', {className: 'replay'}, button, slider, label);
    }

    return {controls, show, restart: () => restart()};
  })();

  // --- the bar at the top: selection of models, sample and sweep point --------------------------------------------

  function swatch(colour) {
    const space = 'http://www.w3.org/2000/svg';
    const svg = document.createElementNS(space, 'svg');
    svg.setAttribute('width', 14);
    svg.setAttribute('height', 14);
    svg.setAttribute('aria-hidden', 'true');
    const circle = document.createElementNS(space, 'circle');
    for (const [name, value] of Object.entries({cx: 7, cy: 7, r: 6.5, fill: colour})) circle.setAttribute(name, value);
    svg.append(circle);
    return svg;
  }

  function modelButton(name, index) {
    const colour = charts.palette(theme().models, page.models.length)[index];
    const button = element('button', {className: 'model', title: 'hide or show'}, swatch(colour), name);
    button.setAttribute('aria-pressed', String(!chosen.hidden.includes(name)));
    button.addEventListener('click', () => {
      const hide = !chosen.hidden.includes(name);
      button.setAttribute('aria-pressed', String(!hide));
      choose('hidden', hide ? [...chosen.hidden, name] : chosen.hidden.filter((other) => other !== name));
      for (const {chart, place} of drawn) {
        if (chart.model === name) place.parentElement.hidden = hide;
      }
    });
    return button;
  }

  function sampleButtons() {
    const buttons = page.samples.map((name) => element('button', {className: 'choice', textContent: name}));
    const press = (pressed) => buttons.forEach((b) => b.setAttribute('aria-pressed', String(b === pressed)));
    buttons.forEach((button) => button.addEventListener('click', () => {
      press(button);
      choose('sample', button.textContent);
    }));
    press(buttons[page.samples.indexOf(chosen.sample)]);
    const group = element('span', {className: 'group'}, ...buttons);
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', 'sample');
    return group;
  }

  function pointSelect() {
    const select = element('select');
    select.setAttribute('aria-label', 'sweep point');
    page.points.forEach((name, i) => select.append(element('option', {value: i, textContent: name})));
    select.value = chosen.point;
    select.addEventListener('change', () => choosePoint(Number(select.value)));
    return select;
  }

  function bar() {
    const models = element('span', {className: 'group legend'}, ...page.models.map(modelButton));
    const made = element('nav', {className: 'bar'}, models);
    made.setAttribute('aria-label', 'displayed data');
    if (page.samples.length > 1) made.append(sampleButtons());
    if (page.points.length > 1) made.append(pointSelect());
    return made;
  }

  // --- sections --------------------------------------------------------------------------------------------------

  async function copy(text, button) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = element('textarea', {value: text});
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  }

  function facts(pairs) {
    const list = element('dl');
    for (const [name, value] of pairs) {
      list.append(element('dt', {textContent: name.replaceAll('_', ' ')}), element('dd', {textContent: value}));
    }
    return list;
  }

  // A large table scrolls in its own element, which must be reachable by keyboard.
  const scrolling = (table) => element('div', {className: 'scroll', tabIndex: 0}, table);

  const bodies = {
    provenance(section) {
      const parts = [];
      if (section.command) {
        const button = element('button', {className: 'copy', textContent: 'Copy'});
        button.addEventListener('click', () => copy(section.command, button));
        parts.push(element('div', {className: 'command'}, element('pre', {textContent: section.command}), button));
      }
      section.sessions.forEach((pairs) => parts.push(facts(pairs)));
      section.configs.forEach(({run, text}) => parts.push(element(
        'details', {}, element('summary', {textContent: 'Config of ' + run}), element('pre', {textContent: text}))));
      parts.push(element('details', {}, element('summary', {textContent: 'Licences of the libraries in this page'}),
                         element('pre', {textContent: document.getElementById('licences').textContent})));
      return parts;
    },
  };

  function sectionOf(data) {
    const made = element('section', {id: data.id}, element('h2', {textContent: data.title}));
    if (data.text) made.append(element('p', {className: 'text', textContent: data.text}));
    if (data.terms) made.append(facts(data.terms));
    if (data.charts) {
      const framed = data.charts.filter((chart) => chart.frames);
      if (framed.some((chart) => Object.values(chart.frames.points).some(({epochs}) => epochs.length > 1))) made.append(replay.controls(framed));
      const grid = element('div', {className: 'charts'}, ...data.charts.map(figure));
      if (data.charts.length === 1 && !framed.length) grid.classList.add('single');
      if (data.layout) grid.classList.add(data.layout);
      made.append(grid);
    }
    if (data.columns) made.append(scrolling(sortableTable(data.columns, data.rows)));
    if (bodies[data.id]) made.append(...bodies[data.id](data));
    return made;
  }

  function themeButton() {
    const button = element('button', {className: 'theme'});
    const name = () => { button.textContent = themeName === 'dark' ? '☀ Light' : '☾ Dark'; };
    button.addEventListener('click', () => setTheme(themeName === 'dark' ? 'light' : 'dark').then(name));
    name();
    return button;
  }

  async function setTheme(name) {
    themeName = name;
    document.documentElement.dataset.theme = name;
    document.querySelectorAll('.legend .model').forEach((button, i) => {
      button.replaceChildren(swatch(charts.palette(theme().models, page.models.length)[i]), page.models[i]);
    });
    await drawAll();
  }

  document.documentElement.dataset.theme = themeName;
  const main = document.getElementById('page');
  main.replaceChildren(
      element('header', {}, element('h1', {textContent: page.title}), themeButton()),
      element('p', {className: 'answer', textContent: page.answer}),
      ...(page.notes.length
              ? [element('ul', {className: 'notes'}, ...page.notes.map((note) => element('li', {textContent: note})))]
              : []),
      bar(), ...page.sections.map(sectionOf));
  prefersDark.addEventListener('change', () => setTheme(prefersDark.matches ? 'dark' : 'light'));
  drawAll();
})();
