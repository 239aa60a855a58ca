using PrefixConsole.Components.Controls;

namespace PrefixConsole.Tests.Components.Controls;

public sealed class StoredTimeTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly StoredTime _time = new();

    private (bool IsOther, bool IsDue) Ask(string? range, string? from, string? to, int seconds, string of = "")
    {
        var asked = _time.Ask(range, from, to, s_now.AddSeconds(seconds), length => length / 60, of);
        return (asked.IsOther, asked.IsDue);
    }

    [Fact]
    public void TimeThatEndsNow_IsReadAgainAfterAWhile()
    {
        Assert.Equal((true, true), Ask("1h", null, null, 0));
        Assert.Equal((false, false), Ask("1h", null, null, 59));
        Assert.Equal((false, true), Ask("1h", null, null, 60));
        Assert.Equal((false, false), Ask("1h", null, null, 61));
    }

    [Fact]
    public void TimeThatIsOver_IsReadOnce()
    {
        Assert.Equal((true, true), Ask(null, "2026-11-22T10:00Z", "2026-11-22T11:00Z", 0));
        Assert.Equal((false, false), Ask(null, "2026-11-22T10:00Z", "2026-11-22T11:00Z", 100_000));
    }

    [Fact]
    public void AnotherTime_OrThatOfSomethingElse_IsReadAtOnce()
    {
        Assert.Equal((true, true), Ask("1h", null, null, 0, "a"));
        Assert.Equal((true, true), Ask("1h", null, null, 1, "b"));
        Assert.Equal((true, true), Ask("6h", null, null, 2, "b"));
        Assert.Equal((true, true), Ask(null, null, null, 3, "b"));
    }

    [Fact]
    public void Live_AndNonsense_ReadNothing()
    {
        Assert.Equal((false, false), Ask(null, null, null, 0));
        Assert.Equal((false, false), Ask("2h", "x", "NaN", 1000));
    }
}
