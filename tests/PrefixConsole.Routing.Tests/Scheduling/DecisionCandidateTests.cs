using System.Runtime.CompilerServices;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Tests.Scheduling;

public sealed class DecisionCandidateTests
{
    [Fact]
    public void Size_IsThatOfARecordKeptTwentyThousandTimesPerWorker() => Assert.InRange(Unsafe.SizeOf<DecisionCandidate>(), 1, 104);

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(int.MaxValue - 1)]
    public void Numbers_ThatMayBeMissing_ComeBackAsTheyWere(int? value)
    {
        var candidate = new DecisionCandidate
        {
            Worker = new WorkerId("w"),
            PredictedBlocks = 1,
            InFlight = 0,
            Waiting = value,
            Running = value,
            MetricsAge = value,
            KvUsage = null,
            RemovedBy = null,
            Column = 0,
        };

        Assert.Equal((value, value, value), (candidate.Waiting, candidate.Running, candidate.MetricsAge));
    }
}
