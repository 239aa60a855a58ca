using PrefixConsole.Benchmarks.GatewayLoad.Contenders;

namespace PrefixConsole.Benchmarks.GatewayLoad.Parts;

/// <summary>What each setting of the libraries does to plain YARP, alone.</summary>
internal static class SettingsPart
{
    public static async Task<IEnumerable<Target>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        List<Contender> contenders = [bench.Find(Contender.Yarp), bench.Find(Contender.TunedYarp)];
        try
        {
            foreach (var setting in YarpSettings.All)
            {
                contenders.Add(await Starter.YarpAsync(setting, bench.Find(Contender.Direct).Address, [setting], cancellationToken));
            }

            foreach (var kilobytes in bench.Options.Bodies)
            {
                foreach (var connections in bench.Options.Connections)
                {
                    var name = $"YARP with one setting, {kilobytes} KB prompts, {connections} connections";
                    CellTable.Write(bench.Output, await bench.ClosedAsync(name, bench.Bodies(kilobytes, stream: false), connections, contenders, cancellationToken));
                }
            }
        }
        finally
        {
            // the first two belong to the run
            foreach (var contender in contenders.Skip(2))
            {
                contender.Dispose();
            }
        }

        return [];
    }
}
