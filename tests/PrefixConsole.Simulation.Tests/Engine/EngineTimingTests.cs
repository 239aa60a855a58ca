using PrefixConsole.Simulation.Engine;

namespace PrefixConsole.Simulation.Tests.Engine;

public sealed class EngineTimingTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 16.5)]
    [InlineData(1000, 32.1)]
    [InlineData(4096, 85.8)]
    [InlineData(8192, 169.1)]
    public void PrefillMilliseconds_NewTokens_FollowsPolynomial(int tokens, double expected) =>
        Assert.Equal(expected, EngineTiming.PrefillMilliseconds(tokens), 0.05);

    [Theory]
    [InlineData(0, 5.74)]
    [InlineData(0.25, 17.6)]
    [InlineData(0.5, 26.3)]
    [InlineData(1, 34.0)]
    [InlineData(7, 34.0)]
    [InlineData(-1, 5.74)]
    public void DecodeMilliseconds_Fill_FollowsPolynomialOfClampedFill(double fill, double expected) =>
        Assert.Equal(expected, EngineTiming.DecodeMilliseconds(fill), 0.05);
}
