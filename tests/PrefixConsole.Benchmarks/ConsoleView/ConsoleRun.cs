using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using PrefixConsole.Benchmarks.GatewayLoad;
using PrefixConsole.Benchmarks.GatewayLoad.Contenders;
using PrefixConsole.Benchmarks.GatewayLoad.Generators;
using PrefixConsole.Benchmarks.Measuring;
using PrefixConsole.Benchmarks.Output;

namespace PrefixConsole.Benchmarks.ConsoleView;

/// <summary>One run of `console`, part after part, in one app and one browser.</summary>
internal sealed class ConsoleRun(double rate, TimeSpan length, int decisions, int tabs, TextWriter output, TextWriter error)
{
    private const int Connections = 32;
    private const int Repeats = 24;

    private readonly TextTable _table = new("figure", "first", "median", "p95", "max", "target");

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var dll = Installed.BuiltApp() ?? throw new UsageException("PrefixConsole.dll was not found beside this checkout; build src/PrefixConsole");
        var (echo, workers) = await Starter.EchoAsync(cancellationToken);
        using var backend = echo;
        using var app = await Starter.AppAsync(Contender.Gateway, dll, workers, cancellationToken, "--Gateway:DecisionsKept", decisions.ToString(CultureInfo.InvariantCulture));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Installed.Find("chromium", "chromium-browser", "google-chrome"),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = app.Console!.ToString(), ViewportSize = new ViewportSize { Width = 1280, Height = 720 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync((await app.NewLoginLink!(cancellationToken)).ToString());

        error.WriteLine($"an idle tab, {length.TotalSeconds} s");
        await BytesAsync(context, page, "idle, overview", cancellationToken);
        error.WriteLine($"live tail at {rate} decisions/s");
        await LiveAsync(app, page, context, cancellationToken);
        error.WriteLine($"{decisions} prompts that share a beginning");
        await FillAsync(app, cancellationToken);
        await PaintAsync(page);
        await MemoryAsync(browser, app, context, cancellationToken);
        _table.Write(output);
    }

    private async Task LiveAsync(Contender app, IPage page, IBrowserContext context, CancellationToken cancellationToken)
    {
        var bodies = BodySet.Of(PromptBodies.Create(2, stream: false));
        await PacedLoop.RunAsync(app.Address, bodies, Connections, rate, TimeSpan.FromSeconds(3), cancellationToken);
        await page.GotoAsync("/decisions");
        await page.GetByTestId("decision-row").First.WaitForAsync();

        // A tab takes the chart library in once, and does nothing else meanwhile: told by itself.
        await page.WaitForFunctionAsync("() => window.Plotly");
        Row("longest task of a tab that was just opened, ms", [await page.EvaluateAsync<double>(BrowserScripts.LongestTask)], "");
        await page.EvaluateAsync(BrowserScripts.WatchRows);
        var load = PacedLoop.RunAsync(app.Address, bodies, Connections, rate, length, cancellationToken);
        await BytesAsync(context, page, Invariant($"live tail at {rate:N0}/s"), cancellationToken);
        await load;
        var seen = await page.EvaluateAsync<double[]>("() => window.rowAges");
        Row(Invariant($"decision to visible row, {seen.Length} rows, ms"), seen, "p95 ≤ 500");
    }

    /// <summary>Bytes that the page's web socket received.</summary>
    private async Task BytesAsync(IBrowserContext context, IPage page, string what, CancellationToken cancellationToken)
    {
        var session = await context.NewCDPSessionAsync(page);
        await session.SendAsync("Network.enable");
        long bytes = 0;
        session.Event("Network.webSocketFrameReceived").OnEvent += (_, e) =>
            Interlocked.Add(ref bytes, e!.Value.GetProperty("response").GetProperty("payloadData").GetString()!.Length * 3L / 4);
        await Task.Delay(length, cancellationToken);
        var rateOf = Interlocked.Read(ref bytes) / 1024.0 / length.TotalSeconds;
        _table.Add($"KB/s of a tab: {what}", "", Text(rateOf), "", "", what.StartsWith("idle", StringComparison.Ordinal) ? "≤ 50" : "");
        await session.DetachAsync();
    }

    private async Task FillAsync(Contender app, CancellationToken cancellationToken)
    {
        // Each prompt has a run of its own behind one of eight beginnings.
        var random = new Random(1);
        var beginnings = Enumerable.Range(0, 8).Select(_ => Words(random, 512)).ToArray();
        var bodies = new byte[decisions][];
        for (var i = 0; i < bodies.Length; i++)
        {
            bodies[i] = Encoding.UTF8.GetBytes(
                $$"""{"model":"{{PromptBodies.Model}}","stream":false,"max_tokens":5,"messages":[{"role":"system","content":"{{beginnings[i % 8]}}"},{"role":"user","content":"{{i}} {{Words(random, 560)}}"}]}""");
        }

        var set = BodySet.Of(bodies);
        await PacedLoop.RunAsync(app.Address, set, Connections, rate, TimeSpan.FromSeconds(decisions / rate), cancellationToken);
    }

    private async Task PaintAsync(IPage page)
    {
        await page.GotoAsync("/help");
        await page.GetByTestId("guide").WaitForAsync();
        var table = new List<double>();
        var scroll = new List<double>();
        var tree = new List<double>();
        var library = new List<double>();
        var open = new List<double>();
        for (var i = 0; i < Repeats; i++)
        {
            table.Add(await OpenAsync(page, "decisions", "[data-testid=decision-row]"));
            scroll.Add(await page.EvaluateAsync<double>(BrowserScripts.Scroll, 0.1 + (0.8 * i / Repeats)));
            var painted = await page.EvaluateAsync<double[]>(BrowserScripts.OpenMap);
            tree.Add(painted[0]);
            library.Add(painted[1]);
            await OpenAsync(page, "workers", "[data-testid=worker-row]");
            await page.GetByTestId("worker-row").First.GetByRole(AriaRole.Link).First.ClickAsync();
            await page.Locator("[data-testid=prefix-toggle][aria-expanded=false]").First.WaitForAsync();
            open.Add(await page.EvaluateAsync<double>(BrowserScripts.OpenNode));
            await OpenAsync(page, "help", "[data-testid=guide]");
        }

        Row(Invariant($"first paint of the decision table, {decisions:N0} rows, ms"), table, "≤ 500");
        Row("scroll to another part of it, ms", scroll, "≤ 150");
        Row(Invariant($"first paint of the prefix map, {decisions:N0} prompts, ms"), tree, "≤ 1,000");
        Row("the same, drawn by the chart library: boxes can be clicked, ms", library, "");
        Row("open a node, ms", open, "≤ 150");
    }

    private static Task<double> OpenAsync(IPage page, string href, string selector) => page.EvaluateAsync<double>(BrowserScripts.OpenPage, new[] { href, selector });

    /// <summary>Managed memory in use of the app, with and without the tabs; nothing is sent meanwhile.</summary>
    private async Task MemoryAsync(IBrowser browser, Contender app, IBrowserContext session, CancellationToken cancellationToken)
    {
        var state = await session.StorageStateAsync();
        var before = await HeapAsync(app, cancellationToken);
        await using var many = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = app.Console!.ToString(), StorageState = state });
        for (var i = 0; i < tabs; i++)
        {
            var tab = await many.NewPageAsync();
            await tab.GotoAsync("/decisions");
            await tab.GetByTestId("decision-row").First.WaitForAsync();
        }

        var after = await HeapAsync(app, cancellationToken);
        _table.Add(Invariant($"managed memory of a circuit, {tabs} tabs on the decisions page, MB"), "", Text((after - before) / 1048576.0 / tabs), "", "", "≤ 2");
    }

    private static async Task<double> HeapAsync(Contender app, CancellationToken cancellationToken)
    {
        // Twice: what the first one finalised goes with the second.
        await FullCollection.OfAsync(app.ProcessId, cancellationToken);
        await FullCollection.OfAsync(app.ProcessId, cancellationToken);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", Starter.ApiToken);
        var scrape = await client.GetStringAsync(new Uri(app.Console!, "/metrics"), cancellationToken);
        // What is free between objects is no circuit's.
        return Sum("dotnet_gc_last_collection_heap_size_bytes{") - Sum("dotnet_gc_last_collection_heap_fragmentation_size_bytes{");

        double Sum(string series) => scrape.Split('\n')
            .Where(l => l.StartsWith(series, StringComparison.Ordinal))
            .Sum(l => double.Parse(l.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    private void Row(string name, IReadOnlyList<double> values, string target)
    {
        var figures = new Quantiles([.. values]);
        _table.Add(name, Text(values[0]), Text(figures.Median), Text(figures.At(0.95)), Text(figures.Max), target);
    }

    private static string Words(Random random, int length) => string.Create(length, random, static (text, random) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = i % 6 == 5 ? ' ' : (char)random.Next('a', 'z' + 1);
        }
    });

    private static string Text(double value) => value.ToString(value >= 100 ? "N0" : "N1", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
