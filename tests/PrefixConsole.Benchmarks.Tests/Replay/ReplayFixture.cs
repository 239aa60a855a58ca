using PrefixConsole.Benchmarks.Replay;
using PrefixConsole.Benchmarks.Traces;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Benchmarks.Tests.Replay;

/// <summary>The excerpt of a published trace and what a replay of it needs.</summary>
internal static class ReplayFixture
{
    public static string ExcerptPath { get; } = Path.Combine(AppContext.BaseDirectory, "Replay", "Data", "mooncake_arxiv_first1000.jsonl.gz");

    private static readonly List<TraceRequest> s_excerpt = TraceReader.Read(ExcerptPath);

    public static StrategyCatalog Catalog { get; } = new();

    public static ReplayOptions Options(int workers = 4, double share = 0.3, double load = 0.5, int seed = 1, int limit = int.MaxValue) =>
        new() { Workers = workers, CacheShare = share, Load = load, Seed = seed, Limit = limit };

    public static ReplayWorkload Excerpt(ReplayOptions options, IEngineModel model) =>
        ReplayWorkload.Prepare(s_excerpt, model, options);

    public static ReplayResult Run(string strategy, ReplayOptions options, IEngineModel? model = null)
    {
        model ??= new PlainEngineModel();
        var named = Assert.Single(StrategyArgument.Parse(strategy, Catalog));
        return new ReplayRun(Excerpt(options, model), model, options, Catalog, named.Spec).Run(named.Name, _ => { });
    }

    /// <summary>A request of whole blocks of 512 tokens and one token more, so that all of them are cacheable.</summary>
    public static TraceRequest Request(double milliseconds, int outputTokens, params long[] ids) =>
        new(milliseconds, (ids.Length * 512) + 1, outputTokens, ids);
}
