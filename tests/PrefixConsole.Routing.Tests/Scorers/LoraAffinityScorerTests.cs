using PrefixConsole.Routing.Scorers;
using PrefixConsole.Routing.Tests.Scheduling;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Routing.Tests.Scorers;

/// <summary>The values of llm-d's cases.</summary>
public sealed class LoraAffinityScorerTests
{
    [Theory]
    [InlineData(2, "L", "", 1)]
    [InlineData(2, "other", "", 0.8)]
    [InlineData(2, "", "", 0.8)]
    [InlineData(2, "x,y", "L", 0.6)]
    [InlineData(2, "x,y", "", 0)]
    [InlineData(0, "", "", 0)]
    public void Score_Known_IsOfItsTier(int max, string active, string waiting, float expected)
    {
        var request = TestRequest.Create();
        var metrics = new WorkerMetrics(null, null, null, null, null, null, null, 0)
        {
            ActiveAdapters = [.. Names(active, request.Model)],
            WaitingAdapters = [.. Names(waiting, request.Model)],
            MaxAdapters = max,
        };

        var (_, scores) = new LoraAffinityScorer().Score([Candidates.One(0) with { Adapters = metrics }], request);

        Assert.Equal(expected, scores[0], 1e-5f);
    }

    [Fact]
    public void Score_NotReported_IsZero()
    {
        var (raw, scores) = new LoraAffinityScorer().Score([Candidates.One(0)]);
        Assert.Equal((float.NaN, 0f), (raw[0], scores[0]));
    }

    private static IEnumerable<string> Names(string list, string requested) =>
        list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => n == "L" ? requested : n);
}
