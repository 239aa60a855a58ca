using PrefixConsole.Routing.Scorers;

namespace PrefixConsole.Routing.Tests.Scorers;

/// <summary>Cases 18 to 23 and 27 of <c>field/dynamo.md</c> §7.</summary>
public sealed class DynamoCostTests
{
    [Fact]
    public void Case18_HoldersWinAgainstAnIdleWorker()
    {
        var weights = new DynamoWeights { PrefillScale = 2 };
        Assert.Equal(7, DynamoCost.Of(Load(64, device: 2, decode: 3), weights).Total, 9);
        Assert.Equal(8, DynamoCost.Of(Load(64), weights).Total, 9);
    }

    [Theory]
    [InlineData(1.0, 9.0)]
    [InlineData(1.5, 7.0)]
    public void Case19_CreditDecides(double credit, double warm)
    {
        var weights = new DynamoWeights { OverlapCredit = credit };
        Assert.Equal(warm, DynamoCost.Of(Load(128, device: 4, decode: 5), weights).Total, 9);
        Assert.Equal(8, DynamoCost.Of(Load(128), weights).Total, 9);
    }

    [Fact]
    public void Case20_MoreCachedThanThePrompt_CountsAsPrefill()
    {
        var load = Load(64, activePrefill: 16, device: 6, decode: 5);
        var cost = DynamoCost.Of(load, new DynamoWeights { PrefillScale = 2 });
        Assert.Equal(7.0, cost.Total, 9);
        Assert.Equal((14, 12, 5, 0), (cost.Prefill, cost.Credit, cost.Decode, cost.Requests));
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(32, 228)]
    public void Case21_ActiveRequests(double weight, double expected) =>
        Assert.Equal(expected, DynamoCost.Of(Load(0, decode: 100, requests: 4), new DynamoWeights { ActiveRequest = weight }).Total, 9);

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 4.714286)]
    public void Case22_CreditDecaysWithPrefillLoad(double decay, double warm)
    {
        var weights = new DynamoWeights { CreditDecay = decay };
        Assert.Equal(warm, DynamoCost.Of(Load(64, activePrefill: 48, device: 4), weights).Total, 5);
        Assert.Equal(4, DynamoCost.Of(Load(64), weights).Total, 9);
    }

    [Fact]
    public void Case23_SharedCache_CountsBeyondTheDevice()
    {
        var weights = new DynamoWeights { SharedCache = 0.5 };
        Assert.Equal(1, DynamoCost.Of(Load(4, block: 1, device: 2, shared: 2), weights).Total, 9);
        Assert.Equal(2, DynamoCost.Of(Load(4, block: 1, shared: 4), weights).Total, 9);
    }

    [Fact]
    public void LowerTiers_HaveTheirCredits() =>
        Assert.Equal(8 - 2 - 1.5 - 0.25, DynamoCost.Of(Load(128, device: 2, host: 2, disk: 1), new DynamoWeights()).Total, 9);

    private static DynamoLoad Load(
        int prompt, double block = 16, double activePrefill = 0, double device = 0, double host = 0, double disk = 0, double shared = 0, double decode = 0, int requests = 0) =>
        new(prompt, block, activePrefill, LeastActivePrefillTokens: 0, device, host, disk, shared, decode, requests);
}
