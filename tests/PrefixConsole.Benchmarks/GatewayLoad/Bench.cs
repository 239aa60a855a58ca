using PrefixConsole.Benchmarks.GatewayLoad.Contenders;
using PrefixConsole.Benchmarks.GatewayLoad.Generators;

namespace PrefixConsole.Benchmarks.GatewayLoad;

/// <summary>What the parts share: the running contenders, the bodies, the count of errors.</summary>
internal sealed class Bench(LoadOptions options, IClosedLoop loop, List<Contender> started, string folder, TextWriter output)
{
    /// <summary>
    /// Hot methods are compiled again in the background, and the compiler waits for a calm moment: under steady load on two cores the
    /// gateway reached its rate after 16 s, at five times the CPU time before. So the first warm-up is several bursts with pauses.
    /// </summary>
    private const int FirstBursts = 8;

    private const int NextBursts = 2;

    private static readonly TimeSpan s_burst = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(300);

    private readonly Dictionary<(int, bool), BodySet> _bodies = [];
    private readonly HashSet<(string, int, bool)> _warm = [];

    public LoadOptions Options => options;

    public TextWriter Output => output;

    public List<Contender> Started => started;

    public long Errors { get; private set; }

    public Contender Find(string name) => started.Single(contender => contender.Name == name);

    public BodySet Bodies(int kilobytes, bool stream)
    {
        if (!_bodies.TryGetValue((kilobytes, stream), out var set))
        {
            set = BodySet.Create(kilobytes, stream, folder);
            _bodies.Add((kilobytes, stream), set);
        }

        return set;
    }

    /// <summary>One interleaved cell of the closed loop. The order turns by one each round, so that nobody always follows the same one.</summary>
    public Task<Cell> ClosedAsync(string name, BodySet bodies, int connections, IReadOnlyList<Contender> contenders, CancellationToken cancellationToken) =>
        RunAsync(name, bodies, contenders, contender => loop.RunAsync(contender.Address, bodies, connections, options.Duration, cancellationToken), cancellationToken);

    public Task<Cell> PacedAsync(string name, BodySet bodies, int connections, double rate, IReadOnlyList<Contender> contenders, CancellationToken cancellationToken) =>
        RunAsync(name, bodies, contenders, contender => PacedLoop.RunAsync(contender.Address, bodies, connections, rate, options.Duration, cancellationToken), cancellationToken);

    /// <summary>One measurement with the contender's CPU time around it.</summary>
    public async Task<Figure> MeasureAsync(string name, Contender contender, int round, Func<Task<LoadResult>> run)
    {
        var before = contender.CpuTime();
        var load = await run();
        Errors += load.Errors;
        return new Figure(name, round, load, contender.CpuTime() - before);
    }

    public Task<LoadResult> ClosedOnceAsync(Contender contender, BodySet bodies, int connections, CancellationToken cancellationToken) =>
        loop.RunAsync(contender.Address, bodies, connections, options.Duration, cancellationToken);

    /// <summary>Until the hot paths are compiled, once per contender and kind of body; errors count here too.</summary>
    public async Task WarmUpAsync(Contender contender, BodySet bodies, CancellationToken cancellationToken)
    {
        var first = !_warm.Any(warm => warm.Item1 == contender.Name);
        if (_warm.Add((contender.Name, bodies.Kilobytes, bodies.Stream)))
        {
            // a trial run with short measurements is no measurement anyway
            var trial = options.Duration < TimeSpan.FromSeconds(1);
            for (var burst = 0; burst < (trial ? 1 : first ? FirstBursts : NextBursts); burst++)
            {
                Errors += (await loop.RunAsync(contender.Address, bodies, 16, trial ? options.Duration : s_burst, cancellationToken)).Errors;
                await Task.Delay(s_pause, cancellationToken);
            }
        }
    }

    private async Task<Cell> RunAsync(string name, BodySet bodies, IReadOnlyList<Contender> contenders, Func<Contender, Task<LoadResult>> run, CancellationToken cancellationToken)
    {
        foreach (var contender in contenders)
        {
            await WarmUpAsync(contender, bodies, cancellationToken);
        }

        var cell = new Cell(name);
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var turn = 0; turn < contenders.Count; turn++)
            {
                var contender = contenders[(turn + round) % contenders.Count];
                cell.Add(await MeasureAsync(contender.Name, contender, round, () => run(contender)));
            }
        }

        return cell;
    }
}
