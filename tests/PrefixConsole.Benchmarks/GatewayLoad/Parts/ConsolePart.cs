using System.Text.Json;
using PrefixConsole.Benchmarks.GatewayLoad.Contenders;
using PrefixConsole.Benchmarks.GatewayLoad.Generators;

namespace PrefixConsole.Benchmarks.GatewayLoad.Parts;

/// <summary>
/// What consoles that watch cost: hub clients with a live tail and the fleet, and a browser on the decisions page, in alternating
/// rounds with and without. They run on the same cores as the gateway, when these are idle; the CPU per request at a fixed rate is
/// the gateway's alone.
/// </summary>
internal static class ConsolePart
{
    private const int Kilobytes = 2;
    private const int Connections = 32;
    private const double Rate = 500;
    private const double Limit = 0.95;

    // Within what the log keeps of the newest.
    private const int LastOfClosed = 10_000;
    private const string Watched = "watched";
    private const string Alone = "alone";

    public static async Task<IEnumerable<Target>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var gateway = bench.Find(Contender.Gateway);
        var bodies = bench.Bodies(Kilobytes, stream: false);
        await bench.WarmUpAsync(gateway, bodies, cancellationToken);
        var closed = new Cell($"consoles, {Kilobytes} KB prompts, {Connections} connections");
        var paced = new Cell($"consoles, {Kilobytes} KB prompts, {Rate} requests/s paced");
        var (decidedPaced, decidedClosed) = (new DecisionTails(), new DecisionTails());
        var watchers = "";
        var (readPaced, readClosed) = (0L, 0L);
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            foreach (var watched in round % 2 == 0 ? [false, true] : new[] { true, false })
            {
                using var consoles = watched ? await Watchers.OpenAsync(gateway, cancellationToken) : null;
                watchers = consoles?.Description ?? watchers;
                var name = watched ? Watched : Alone;
                var before = consoles?.Batches ?? 0;
                paced.Add(await bench.MeasureAsync(name, gateway, round, () => PacedLoop.RunAsync(gateway.Address, bodies, Connections, Rate, bench.Options.Duration, cancellationToken)));
                readPaced += (consoles?.Batches ?? 0) - before;
                decidedPaced.Add(watched, await DecisionTimesAsync(gateway, (int)(Rate * bench.Options.Duration.TotalSeconds), cancellationToken));
                before = consoles?.Batches ?? 0;
                closed.Add(await bench.MeasureAsync(name, gateway, round, () => bench.ClosedOnceAsync(gateway, bodies, Connections, cancellationToken)));
                readClosed += (consoles?.Batches ?? 0) - before;
                decidedClosed.Add(watched, await DecisionTimesAsync(gateway, LastOfClosed, cancellationToken));
            }
        }

        var seconds = bench.Options.Rounds * bench.Options.Duration.TotalSeconds;
        await bench.Output.WriteLineAsync(FormattableString.Invariant(
            $"watched by {watchers}; batches a hub client read per second: {readPaced / seconds / Watchers.Clients:0.0} paced, {readClosed / seconds / Watchers.Clients:0.0} in the closed loop"));
        CellTable.Write(bench.Output, paced, Alone);
        CellTable.Write(bench.Output, closed, Alone);
        await bench.Output.WriteLineAsync(decidedPaced.Describe(paced.Name));
        await bench.Output.WriteLineAsync(decidedClosed.Describe(closed.Name));
        return
        [
            new Target($"rate with consoles, of that without, {closed.Name}", closed.Ratio(Watched, Alone, f => f.Load.Rate), Limit, AtLeast: true),
            new Target($"CPU per request without consoles, of that with, {closed.Name}", closed.Ratio(Alone, Watched, f => f.CpuPerRequest), Limit, AtLeast: true),
            new Target($"p99 of a decision without consoles, of that with, {closed.Name}", decidedClosed.Ratios.Median, Limit, AtLeast: true),
            new Target($"p99 of a decision without consoles, of that with, {paced.Name}", decidedPaced.Ratios.Median, Limit, AtLeast: true),
        ];
    }

    /// <summary>What choosing took for the newest requests, ms, by the gateway's own clock.</summary>
    private static async Task<double[]> DecisionTimesAsync(Contender gateway, int count, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", Starter.ApiToken);
        List<double> times = [];
        var before = "";
        while (times.Count < count)
        {
            using var page = JsonDocument.Parse(await client.GetStringAsync(
                new Uri(gateway.Console!, FormattableString.Invariant($"/api/decisions?limit={Math.Min(1000, count - times.Count)}{before}")), cancellationToken));
            times.AddRange(page.RootElement.GetProperty("items").EnumerateArray().Select(d => d.GetProperty("decisionMs").GetDouble()));
            if (page.RootElement.GetProperty("nextBefore").ValueKind != JsonValueKind.Number)
            {
                break;
            }

            before = FormattableString.Invariant($"&before={page.RootElement.GetProperty("nextBefore").GetInt64()}");
        }

        return [.. times];
    }
}
