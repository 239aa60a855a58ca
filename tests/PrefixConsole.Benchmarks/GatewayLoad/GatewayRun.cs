using PrefixConsole.Benchmarks.GatewayLoad.Contenders;
using PrefixConsole.Benchmarks.GatewayLoad.Generators;
using PrefixConsole.Benchmarks.GatewayLoad.Parts;
using PrefixConsole.Benchmarks.Measuring;
using PrefixConsole.Benchmarks.Output;

namespace PrefixConsole.Benchmarks.GatewayLoad;

/// <summary>Starts the contenders, runs the parts that were asked for, and ends with the targets.</summary>
internal sealed class GatewayRun(LoadOptions options, TextWriter output, TextWriter error)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("prefixconsole-load-");
        List<Contender> started = [];
        try
        {
            await output.WriteLineAsync(Machine.Describe());
            IClosedLoop loop = options.UseWrk ? new WrkLoop(Installed.Find("wrk")!, folder.FullName) : new ProgramLoop();
            var bench = new Bench(options, loop, started, folder.FullName, output);
            await StartAsync(bench, folder.FullName, cancellationToken);
            await output.WriteLineAsync($"closed loop by {loop.Name}; {options.Rounds} rounds of {options.Duration.TotalSeconds:0.#} s, contenders interleaved; {EchoServer.Workers} workers; contenders: {string.Join(", ", started.Select(c => c.Name))}");

            List<Target> targets = [];
            foreach (var (name, run) in Parts())
            {
                if (options.Parts.Contains(name))
                {
                    await output.WriteLineAsync();
                    targets.AddRange(await run(bench, cancellationToken));
                }
            }

            Write(targets);
            await output.WriteLineAsync($"load average at the end: {Machine.Describe()}");
            if (bench.Errors > 0)
            {
                await error.WriteLineAsync($"{bench.Errors} requests failed: the figures do not count.");
                return Verbs.CheckFailed;
            }

            return Verbs.Done;
        }
        catch (InvalidOperationException e)
        {
            await error.WriteLineAsync(e.Message);
            return Verbs.CheckFailed;
        }
        finally
        {
            foreach (var contender in started)
            {
                contender.Dispose();
            }

            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<(string Name, Func<Bench, CancellationToken, Task<IEnumerable<Target>>> Run)> Parts() =>
    [
        (LoadParts.Closed, (bench, token) => ClosedPart.RunAsync(bench, stream: false, token)),
        (LoadParts.Stream, (bench, token) => ClosedPart.RunAsync(bench, stream: true, token)),
        (LoadParts.Paced, PacedPart.RunAsync),
        (LoadParts.Console, ConsolePart.RunAsync),
        (LoadParts.Settings, SettingsPart.RunAsync),
    ];

    private async Task StartAsync(Bench bench, string folder, CancellationToken cancellationToken)
    {
        var (direct, workers) = await Starter.EchoAsync(cancellationToken);
        bench.Started.Add(direct);
        List<Task<Contender>> starting = [Starter.AppAsync(Contender.Gateway, options.App, workers, cancellationToken)];
        if (options.Baseline is { } baseline)
        {
            starting.Add(Starter.AppAsync(Contender.Baseline, baseline, workers, cancellationToken));
        }

        starting.Add(Starter.YarpAsync(Contender.Yarp, direct.Address, [], cancellationToken));
        starting.Add(Starter.YarpAsync(Contender.TunedYarp, direct.Address, YarpSettings.Tuned, cancellationToken));
        if (Installed.Find("nginx") is { } nginx)
        {
            starting.Add(Starter.NginxAsync(nginx, direct.Address, folder, cancellationToken));
        }
        else
        {
            await output.WriteLineAsync("skipped: nginx (not installed)");
        }

        foreach (var contender in starting)
        {
            bench.Started.Add(await contender);
        }
    }

    private void Write(List<Target> targets)
    {
        if (targets.Count == 0)
        {
            return;
        }

        var table = new TextTable("target", "measured", "wanted", "reached");
        foreach (var target in targets)
        {
            table.Add(target.Name, Target.Number(target.Measured) + target.Unit, target.Wanted, target.Reached ? "yes" : "NO");
        }

        output.WriteLine();
        table.Write(output);
    }
}
