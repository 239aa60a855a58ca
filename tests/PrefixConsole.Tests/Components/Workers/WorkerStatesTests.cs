using PrefixConsole.Components.Pages.Workers;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Components.Workers;

public sealed class WorkerStatesTests
{
    [Theory]
    [InlineData(WorkerStatus.Ready, Temperature.Unknown, KvTrust.NotReporting, "ready")]
    [InlineData(WorkerStatus.Ready, Temperature.Warm, KvTrust.Trusted, "ready, warm")]
    [InlineData(WorkerStatus.Ready, Temperature.Hot, KvTrust.CatchingUp, "ready, hot")]
    [InlineData(WorkerStatus.Ready, Temperature.Cold, KvTrust.Silent, "ready, cold, untrusted")]
    [InlineData(WorkerStatus.Ready, Temperature.Hot, KvTrust.Untrusted, "ready, hot, untrusted")]
    [InlineData(WorkerStatus.NotReady, Temperature.Unknown, KvTrust.Silent, "down")]
    [InlineData(WorkerStatus.Draining, Temperature.Unknown, KvTrust.Untrusted, "draining")]
    public void LabelOf_TellsHotColdAndUntrustedApart(WorkerStatus status, Temperature temperature, KvTrust trust, string expected) =>
        Assert.Equal(expected, WorkerStates.LabelOf(Of("w", status, temperature, trust)));

    [Fact]
    public void RankOf_IsWorstFirst_AndTheMoreIsWrongTheWorse()
    {
        WorkerView[] worstFirst =
        [
            Of("down", WorkerStatus.NotReady, Temperature.Unknown, KvTrust.Silent),
            Of("draining", WorkerStatus.Draining, Temperature.Unknown, KvTrust.Trusted),
            Of("pending", WorkerStatus.Pending, Temperature.Unknown, KvTrust.Trusted),
            Of("hot, untrusted", WorkerStatus.Ready, Temperature.Hot, KvTrust.Untrusted),
            Of("hot", WorkerStatus.Ready, Temperature.Hot, KvTrust.Trusted),
            Of("cold, untrusted", WorkerStatus.Ready, Temperature.Cold, KvTrust.Untrusted),
            Of("cold", WorkerStatus.Ready, Temperature.Cold, KvTrust.Trusted),
            Of("warm", WorkerStatus.Ready, Temperature.Warm, KvTrust.Trusted),
            Of("ready", WorkerStatus.Ready, Temperature.Unknown, KvTrust.Trusted),
        ];

        Assert.Equal(worstFirst, worstFirst.Reverse().OrderBy(WorkerStates.RankOf));
        Assert.Distinct(worstFirst.Select(WorkerStates.RankOf));
    }

    [Theory]
    [InlineData("down", false)]
    [InlineData("draining", true)]
    [InlineData("untrusted", true)]
    [InlineData("ready", false)]
    public void Is_OfADrainingWorkerWhoseReportsDoNotCount(string word, bool expected) =>
        Assert.Equal(expected, WorkerStates.Is(Of("w", WorkerStatus.Draining, Temperature.Unknown, KvTrust.Silent), word));

    private static WorkerView Of(string id, WorkerStatus status, Temperature temperature, KvTrust trust) =>
        WorkerViews.Of(id, status: status) with { Temperature = new WorkerTemperature(temperature, "why"), Trust = trust };
}
