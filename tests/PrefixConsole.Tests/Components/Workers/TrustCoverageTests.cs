using PrefixConsole.Components.Pages.Workers;
using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Tests.Components.Workers;

public sealed class TrustCoverageTests
{
    [Fact]
    public void Of_Mixed_NamesEachTrustThatOccurs() => Assert.Equal(
        "Reported state of 2 of 4 workers is trusted; 1 untrusted; 1 not reporting.",
        TrustCoverage.Of([With(KvTrust.Trusted), With(KvTrust.Untrusted), With(KvTrust.Trusted), With(KvTrust.NotReporting)]));

    [Fact]
    public void Of_NobodyReports_SaysWhatRoutingGoesBy() =>
        Assert.Equal("No worker reports its cache: routing goes by predictions.", TrustCoverage.Of([With(KvTrust.NotReporting)]));

    private static PrefixConsole.Gateway.Telemetry.WorkerView With(KvTrust trust) => WorkerViews.Of("w") with { Trust = trust };
}
