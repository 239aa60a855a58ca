using PrefixConsole.Benchmarks.GatewayLoad.Contenders;

namespace PrefixConsole.Benchmarks.GatewayLoad.Parts;

/// <summary>Most requests per second, by prompt size and concurrency.</summary>
internal static class ClosedPart
{
    /// <summary>Prompts from this size on are held to <see cref="LargeShare"/>.</summary>
    private const int LargeKilobytes = 64;

    private const double SmallShare = 0.9;
    private const double LargeShare = 0.6;

    public static async Task<IEnumerable<Target>> RunAsync(Bench bench, bool stream, CancellationToken cancellationToken)
    {
        List<Target> targets = [];
        foreach (var kilobytes in bench.Options.Bodies)
        {
            foreach (var connections in bench.Options.Connections)
            {
                var name = $"{kilobytes} KB prompts, {connections} connections{(stream ? $", {EchoServer.Chunks} chunks" : "")}";
                var cell = await bench.ClosedAsync(name, bench.Bodies(kilobytes, stream), connections, [.. bench.Started], cancellationToken);
                CellTable.Write(bench.Output, cell);
                var share = kilobytes >= LargeKilobytes ? LargeShare : SmallShare;
                targets.Add(new Target($"rate of plain YARP, {name}", cell.Ratio(Contender.Gateway, Contender.Yarp, f => f.Load.Rate), share, AtLeast: true));
            }
        }

        return targets;
    }
}
