using CsCheck;
using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Prefixes;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class PrefixComparerTests
{
    private const long Tokens = TokenizedPrompt.TokensPerTextBlock;

    private static readonly WorkerId s_w1 = new("w1");
    private static readonly WorkerId s_w2 = new("w2");

    private enum Verb
    {
        Serve,
        ServeWithoutTokens,
        Store,
        Remove,
        Purge,
    }

    [Fact]
    public void Compare_UnknownWorker_IsNothing() => Assert.Null(new Bench().Comparer.Compare(new WorkerId("nobody")));

    [Fact]
    public void Compare_WorkerWithoutReports_SaysSo()
    {
        var bench = new Bench();
        bench.Serve(s_w1, "sab");

        var comparison = bench.Compare(s_w1);

        Assert.False(comparison.Reports);
        Assert.Equal(KvTrust.NotReporting, comparison.Trust.Trust);
        Assert.Equal((3L, 3 * Tokens, 0L), (comparison.PredictedBlocks, comparison.PredictedTokens, comparison.ReportedBlocks));
        Assert.Empty(comparison.Rows);
        Assert.Null(Assert.Single(bench.Explorer.Children(null, s_w1)!.Nodes).Match);
    }

    /// <summary>A thousand larger differences of another kind do not hide the one somebody asks for.</summary>
    [Fact]
    public void Compare_MoreDifferencesThanAreListed_HasTheFirstOfEachWay()
    {
        var bench = new Bench();
        for (var i = 0; i < 40 * 40; i++)
        {
            var (first, then) = ((char)('0' + (i / 40)), (char)('0' + (i % 40)));
            bench.Serve(s_w1, $"{first}{then}{then}");
        }

        bench.Serve(s_w2, "q");
        bench.Store(s_w1, "q");

        var comparison = bench.Compare(s_w1);

        Assert.Equal(40 + (40 * 40) + 1, comparison.Differing);
        Assert.Equal(PrefixComparer.MaxRows + 1, comparison.Rows.Length);
        Assert.Equal(Tokens, Assert.Single(comparison.Rows, row => row.Match.OnlyReported > 0).Match.OnlyReported);
    }

    [Fact]
    public void Compare_AllReported_IsTheSame()
    {
        var bench = new Bench();
        bench.Serve(s_w1, "sab");
        bench.Store(s_w1, "sab");

        var comparison = bench.Compare(s_w1);

        Assert.Equal(new PrefixMatch(3 * Tokens, 0, 0, 0), comparison.Total);
        Assert.Equal((12L, 12L * 16), (comparison.ReportedBlocks, comparison.ReportedTokens));
        Assert.Equal((1.0, 1.0), (comparison.Overlap, comparison.KnownShare));
        Assert.Empty(comparison.Rows);
        Assert.Equal(PrefixDifference.Same, Assert.Single(bench.Explorer.Children(null, s_w1)!.Nodes).Match!.Value.Difference);
    }

    [Fact]
    public void Compare_EngineDroppedTheEnd_IsOnlyPredictedThere()
    {
        var bench = new Bench();
        bench.Serve(s_w1, "sabc");
        bench.Store(s_w1, "sabc");
        bench.Remove(s_w1, "sabc", kept: 1);

        var comparison = bench.Compare(s_w1);

        Assert.Equal(new PrefixMatch(Tokens, 3 * Tokens, 0, 0), comparison.Total);
        Assert.Equal(0.25, comparison.Overlap);
        var row = Assert.Single(comparison.Rows);
        Assert.Equal(("system → turn 1 user", PrefixDifference.Partly, true), (row.Name, row.Match.Difference, row.InTree));
    }

    [Fact]
    public void Compare_PredictionForgotten_ListsWhatIsReportedStretchByStretch()
    {
        var bench = new Bench();
        foreach (var prompt in new[] { "sab", "sac" })
        {
            bench.Serve(s_w1, prompt);
            bench.Store(s_w1, prompt);
        }

        bench.Tree.Purge(bench.Worker(s_w1).Slot);
        var comparison = bench.Compare(s_w1);

        Assert.Equal(new PrefixMatch(0, 0, 4 * Tokens, 0), comparison.Total);
        Assert.Equal(0, comparison.Overlap);
        Assert.All(comparison.Rows, r => Assert.Equal((false, PrefixDifference.OnlyReported), (r.InTree, r.Match.Difference)));
        Assert.Equal([("system → turn 1 user", 0, 2), ("turn 1 user", 2, 1), ("turn 1 user", 2, 1)], comparison.Rows.Select(r => (r.Name, r.StartBlock, r.Blocks)));
    }

    [Fact]
    public void Compare_PromptsWithoutTokens_AreUnknown_NotDifferent()
    {
        var bench = new Bench();
        bench.Serve(s_w1, "sab");
        bench.Store(s_w1, "sab");
        bench.Serve(s_w1, "xyz", tokens: false);

        var comparison = bench.Compare(s_w1);

        Assert.Equal(new PrefixMatch(3 * Tokens, 0, 0, 3 * Tokens), comparison.Total);
        Assert.Equal((0.5, 1.0), (comparison.KnownShare, comparison.Overlap));
        Assert.Empty(comparison.Rows);
    }

    [Fact]
    public void Compare_WithinTwoSeconds_IsTheSameAnswer_ThenANewOne()
    {
        var bench = new Bench();
        bench.Serve(s_w1, "sab");
        bench.Store(s_w1, "sab");
        var first = bench.Comparer.Compare(s_w1);
        bench.Remove(s_w1, "sab", kept: 0);

        Assert.Same(first, bench.Comparer.Compare(s_w1));
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(3 * Tokens, bench.Comparer.Compare(s_w1)!.Total.OnlyPredicted);
    }

    [Fact]
    public void AnySequence_AgreesWithANaiveModel() =>
        Gen.Select(
            Gen.Enum<Verb>(),
            Gen.Bool.Select(second => second ? s_w2 : s_w1),
            Gen.Char['a', 'c'].Array[1, 5].Select(letters => new string(letters)),
            Gen.Int[0, 4]).List[1, 40].Sample(steps =>
            {
                var bench = new Bench();
                var model = new NaiveComparison();
                foreach (var (verb, worker, prompt, kept) in steps)
                {
                    switch (verb)
                    {
                        case Verb.Serve or Verb.ServeWithoutTokens:
                            bench.Serve(worker, prompt, tokens: verb == Verb.Serve);
                            model.Serve(worker, prompt, linked: verb == Verb.Serve);
                            break;
                        case Verb.Store:
                            bench.Store(worker, prompt);
                            model.Store(worker, prompt);
                            break;
                        case Verb.Remove:
                            bench.Remove(worker, prompt, kept);
                            model.Remove(worker, prompt, kept);
                            break;
                        default:
                            bench.Tree.Purge(bench.Worker(worker).Slot);
                            model.Purge(worker);
                            break;
                    }
                }

                foreach (var worker in new[] { s_w1, s_w2 }.Where(model.Reports))
                {
                    var comparison = bench.Compare(worker);
                    Assert.Equal(model.Of(worker), comparison.Total);
                    Assert.Equal(comparison.Total.Differing, comparison.Rows.Sum(r => r.Match.Differing));
                    var shown = bench.Explorer.Tree(null, worker)!.Nodes.Aggregate(default(PrefixMatch), (sum, node) => sum + node.Match!.Value);
                    var outside = comparison.Rows.Where(r => !r.InTree).Sum(r => r.Match.OnlyReported);
                    Assert.Equal(comparison.Total, shown with { OnlyReported = shown.OnlyReported + outside });
                }
            }, iter: 300);

    /// <summary>Two workers, of which those report that are told to.</summary>
    private sealed class Bench
    {
        private readonly WorkerRegistry _registry;
        private readonly ReportedCaches _caches;
        private readonly PromptLinks _links = new();
        private readonly Dictionary<WorkerId, ulong> _sequence = [];

        public Bench()
        {
            _registry = new WorkerRegistry(Time);
            Tree = new ApproximatePrefixTree(Time, 1_000_000);
            _caches = new ReportedCaches(new ReportedPrefixIndex(), TokenizedPrompt.TokenBlock, Time);
            Comparer = new PrefixComparer(Tree, _caches, _links, _registry, Time, new GatewayOptions());
            Explorer = new PrefixExplorer(Tree, _registry, new PreviewStore(), Time, new GatewayOptions(), Comparer);
            foreach (var id in new[] { s_w1, s_w2 })
            {
                _registry.Add(new WorkerConfig { Id = id, Address = new Uri("http://10.0.0.1") });
            }
        }

        public FakeTimeProvider Time { get; } = new();

        public ApproximatePrefixTree Tree { get; }

        public PrefixComparer Comparer { get; }

        public PrefixExplorer Explorer { get; }

        public Worker Worker(WorkerId id) => _registry.Find(id)!;

        public PrefixComparison Compare(WorkerId id) => Comparer.Compare(id)!;

        public void Serve(WorkerId id, string letters, bool tokens = true)
        {
            var prompt = TokenizedPrompt.Of(letters);
            Tree.Insert(Worker(id).Slot, prompt.Text, "m");
            if (tokens)
            {
                _links.Record(prompt.Text, prompt.Tokens, prompt.PromptTokens, prompt.Space);
            }
        }

        public void Store(WorkerId id, string letters) => TokenizedPrompt.Of(letters).ReportStored(Feed(id), Next(id));

        public void Remove(WorkerId id, string letters, int kept) => TokenizedPrompt.Of(letters).ReportRemoved(Feed(id), Next(id), kept);

        private KvEventFeed Feed(WorkerId id) => _caches.Open(Worker(id), 0)!;

        private ulong Next(WorkerId id) => (_sequence[id] = _sequence.GetValueOrDefault(id) + 1) - 1;
    }

    /// <summary>Text prefixes by their letters; a text block is reported when the token block at its end is.</summary>
    private sealed class NaiveComparison
    {
        private readonly HashSet<string> _linked = [];
        private readonly HashSet<(WorkerId Worker, string Prefix)> _predicted = [];

        // copies: an engine that stored a block twice holds it until it removed it twice
        private readonly Dictionary<(WorkerId Worker, string Prefix), int> _reported = [];
        private readonly HashSet<WorkerId> _reporting = [];

        public bool Reports(WorkerId worker) => _reporting.Contains(worker);

        public void Serve(WorkerId worker, string letters, bool linked)
        {
            _predicted.UnionWith(Prefixes(letters, 0).Select(p => (worker, p)));
            if (linked)
            {
                _linked.UnionWith(Prefixes(letters, 0));
            }
        }

        public void Store(WorkerId worker, string letters)
        {
            _reporting.Add(worker);
            Count(worker, Prefixes(letters, 0), 1);
        }

        public void Remove(WorkerId worker, string letters, int kept)
        {
            _reporting.Add(worker);
            Count(worker, Prefixes(letters, kept), -1);
        }

        public void Purge(WorkerId worker) => _predicted.RemoveWhere(p => p.Worker == worker);

        public PrefixMatch Of(WorkerId worker)
        {
            var predicted = _predicted.Where(p => p.Worker == worker).ToList();
            var known = predicted.Where(p => _linked.Contains(p.Prefix)).ToList();
            var both = known.Count(IsReported);
            var onlyReported = _linked.Count(p => IsReported((worker, p)) && !_predicted.Contains((worker, p)));
            return new PrefixMatch(both * Tokens, (known.Count - both) * Tokens, onlyReported * Tokens, (predicted.Count - known.Count) * Tokens);
        }

        private bool IsReported((WorkerId Worker, string Prefix) block) => _reported.GetValueOrDefault(block) > 0;

        private void Count(WorkerId worker, IEnumerable<string> prefixes, int copies)
        {
            foreach (var prefix in prefixes)
            {
                _reported[(worker, prefix)] = Math.Max(0, _reported.GetValueOrDefault((worker, prefix)) + copies);
            }
        }

        private static IEnumerable<string> Prefixes(string letters, int from) => Enumerable.Range(1, letters.Length).Where(n => n > from).Select(n => letters[..n]);
    }
}
