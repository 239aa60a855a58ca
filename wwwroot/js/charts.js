// The chart library draws by the id of an element, step after step. A page that was left meanwhile has no such element, or one that is about to go
// and whose chart was purged: then nothing is drawn or the drawing breaks off, and nothing is wrong.
(() => {
  const byId = new Set(['newPlot', 'react', 'restyle', 'relayout', 'update', 'extendTraces', 'purge']);
  const purges = new WeakMap();
  const guarded = (name, draw) => async (target, ...rest) => {
    const element = typeof target === 'string' ? document.getElementById(target) : target;
    if (!element) { return; }
    if (name === 'purge') { purges.set(element, (purges.get(element) ?? 0) + 1); }
    const before = purges.get(element);
    try {
      return await draw(element, ...rest);
    } catch (error) {
      if (element.isConnected && purges.get(element) === before) { throw error; }
    }
  };
  let library;
  Object.defineProperty(window, 'Plotly', {
    configurable: true,
    get: () => library,
    set: value => {
      const calls = Object.fromEntries([...byId].map(name => [name, guarded(name, value[name])]));
      library = new Proxy(value, { get: (target, name) => calls[name] ?? target[name] });
    }
  });
  // Through the module and under the id that the chart component uses: it then finds the library there.
  window.chartLibrary = {
    prepare: (module, script) => new Promise(prepared => {
      const load = async () => (await import(new URL(module, document.baseURI).href)).importScript('plotly-import', script);
      // what fails here the first chart asks for again, and tells
      (window.requestIdleCallback ?? setTimeout)(() => load().then(() => prepared(true), () => prepared(false)), { timeout: 3000 });
    })
  };
  // MapPatch.cs tells the form. False: the map to change is not here.
  window.prefixMap = {
    patch: async (id, boxes, outside) => {
      const chart = document.getElementById(id);
      const old = chart?.data?.[0];
      if (!old || !library || boxes.some(box => typeof box === 'number' && box >= old.ids.length)) { return false; }
      const now = boxes.map(box => typeof box === 'number'
        ? [old.ids[box], old.parents[box], old.labels[box], old.values[box], old.text[box], old.marker.colors[box]]
        : box);
      const [ids, parents, labels, values, text, colors] = [0, 1, 2, 3, 4, 5].map(part => now.map(box => box[part]));
      await window.Plotly.react(chart, [{
        ...old, ids, parents, labels, values, text,
        marker: { ...old.marker, colors },
        outsidetextfont: { ...old.outsidetextfont, color: outside }
      }], chart.layout);
      return true;
    }
  };
})();
