namespace PrefixConsole.Benchmarks.ConsoleView;

/// <summary>What is measured inside the page, by the page's own clock; the app runs on the same machine.</summary>
internal static class BrowserScripts
{
    /// <summary>Longest time since the page was opened in which it did one thing only, ms.</summary>
    public const string LongestTask = """
        () => new Promise(known => new PerformanceObserver(tasks => known(Math.max(...tasks.getEntries().map(t => t.duration)))).observe({ type: 'longtask', buffered: true }))
        """;

    /// <summary>Notes for each row that appears how old its decision is then, ms; the row shows its time of day to the millisecond.</summary>
    public const string WatchRows = """
        () => {
          const known = new Set([...document.querySelectorAll('[data-testid=decision-row]')].map(r => r.dataset.id));
          window.rowAges = [];
          const look = () => {
            const now = Date.now();
            for (const row of document.querySelectorAll('[data-testid=decision-row]')) {
              if (known.has(row.dataset.id)) { continue; }
              known.add(row.dataset.id);
              const [h, m, s] = row.cells[0].textContent.trim().split(':').map(Number);
              const midnight = Math.floor(now / 86400000) * 86400000;
              window.rowAges.push(now - (midnight + ((h * 60 + m) * 60 + s) * 1000));
            }
          };
          new MutationObserver(() => requestAnimationFrame(look)).observe(document.querySelector('main'), { childList: true, subtree: true, characterData: true });
        }
        """;

    /// <summary>From a click on a page's link to the frame in which something of it stands there, ms.</summary>
    public const string OpenPage = """
        async ([href, selector]) => {
          const from = performance.now();
          document.querySelector(`nav.side a[href='${href}']`).click();
          while (!document.querySelector(selector) || !location.pathname.endsWith(href)) { await new Promise(requestAnimationFrame); }
          await new Promise(requestAnimationFrame);
          return performance.now() - from;
        }
        """;

    /// <summary>From a click on the link to the prefix map to the frame in which its boxes stand there, and to the one in which they are the chart library's, ms.</summary>
    public const string OpenMap = """
        async () => {
          const from = performance.now();
          document.querySelector(`nav.side a[href='prefixes']`).click();
          const stands = async selector => {
            while (!document.querySelector(selector)) { await new Promise(requestAnimationFrame); }
            await new Promise(requestAnimationFrame);
            return performance.now() - from;
          };
          const drawn = '.js-plotly-plot .slice, .js-plotly-plot g.trace path';
          return [await stands(`[data-testid=map-sketch] i, ${drawn}`), await stands(drawn)];
        }
        """;

    /// <summary>From a jump of the table's scroll bar to the frame in which rows of that place stand in view, ms.</summary>
    public const string Scroll = """
        async share => {
          const box = document.querySelector('[data-testid=decision-table]');
          const before = document.querySelector('[data-testid=decision-row]').dataset.id;
          const from = performance.now();
          box.scrollTop = box.scrollHeight * share;
          const inView = () => [...document.querySelectorAll('[data-testid=decision-row]')].some(r => {
            const place = r.getBoundingClientRect(), frame = box.getBoundingClientRect();
            return r.dataset.id !== before && place.top >= frame.top && place.bottom <= frame.bottom;
          });
          while (!inView()) { await new Promise(requestAnimationFrame); }
          return performance.now() - from;
        }
        """;

    /// <summary>From a click on the first closed prefix to the frame in which what follows it stands there, ms.</summary>
    public const string OpenNode = """
        async () => {
          const rows = () => document.querySelectorAll('[data-testid=prefix-row]').length;
          const before = rows();
          const from = performance.now();
          document.querySelector('[data-testid=prefix-toggle][aria-expanded=false]').click();
          while (rows() <= before) { await new Promise(requestAnimationFrame); }
          return performance.now() - from;
        }
        """;
}
