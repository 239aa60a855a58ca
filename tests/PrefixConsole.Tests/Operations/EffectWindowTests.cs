using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Operations;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Tests.Operations;

public sealed class EffectWindowTests
{
    /// <summary>A worker that refuses at once has the best time to first byte of all, and serves nobody.</summary>
    [Fact]
    public void Goodput_CountsNoFailure_HoweverSoonItCame()
    {
        var counts = new long[LatencyBuckets.Count];
        counts[0] = 100;
        var row = new SampleRow { At = 10, Requests = 100, Errors = 40, Detail = new SampleFacts { FirstToken = [.. counts], Good = 60 } };

        var window = EffectWindow.Of([row, new SampleRow { At = 20, Requests = 300, Detail = new SampleFacts { Good = 300 } }])!;

        Assert.Equal((400L, 0.1, 0.9), (window.Requests, window.ErrorRate, window.GoodShare));
        Assert.Null(EffectWindow.Of([new SampleRow { At = 10, Requests = 100 }])!.GoodShare);
        Assert.Null(EffectWindow.Of([]));
    }
}
