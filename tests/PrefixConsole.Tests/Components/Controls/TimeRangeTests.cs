using PrefixConsole.Components.Controls;

namespace PrefixConsole.Tests.Components.Controls;

public sealed class TimeRangeTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("1h", null, null)]
    [InlineData("1h", "junk", "junk")]
    [InlineData(null, "2026-11-22T10:00:00Z", null)]
    [InlineData(null, "2026-11-22T10:00:00+01:00", "2026-11-22T11:00:00Z")]
    [InlineData(null, "2026-11-22T10:00", "2026-11-23")]
    [InlineData(null, null, null)]
    [InlineData("", "", "")]
    public void Check_Usable_SaysNothing(string? range, string? from, string? to)
    {
        Assert.Empty(TimeRange.Check(range, from, to, s_now));
        Assert.Equal(!string.IsNullOrEmpty(range + from), TimeRange.Read(range, from, to, s_now) is not null);
    }

    [Theory]
    [InlineData(null, null, "2026-11-22T10:00:00Z", null, "2026-11-22T10:00:00Z")]
    [InlineData("", "", "2999-01-01", null, "2999-01-01T00:00:00Z")]
    [InlineData(null, "2026-11-22T10:00:00.5Z", null, "2026-11-22T10:00:00.5Z", null)]
    [InlineData("1h", null, "junk", "2026-11-22T11:00:00Z", null)]
    [InlineData(null, null, null, null, null)]
    [InlineData("2h", "junk", null, null, null)]
    [InlineData(null, "2026-11-22T10:00:00Z", "2026-11-22T09:00:00Z", null, null)]
    public void ReadOpen_LeavesEitherEndOpen(string? range, string? from, string? to, string? first, string? last)
    {
        var time = TimeRange.ReadOpen(range, from, to, s_now);

        Assert.Equal((first, last), (TimeRange.Write(time.From), TimeRange.Write(time.To)));
    }

    [Theory]
    [InlineData("", true, false)]
    [InlineData("?range=1h", true, false)]
    [InlineData("decisions?x=/", true, false)]
    [InlineData("decisions/r-1", false, false)]
    [InlineData("workers", false, false)]
    [InlineData("workers/gpu-1?show=x#y", true, false)]
    [InlineData("workers/gpu-1/x", false, false)]
    [InlineData("accuracy/", true, false)]
    [InlineData("audit", true, true)]
    [InlineData("alerts?rule=x", true, true)]
    [InlineData("settings", false, false)]
    [InlineData("nowhere", false, false)]
    public void Pages_FollowATimeOrSayWhyNot(string path, bool follows, bool open)
    {
        Assert.Equal((follows, open), (PageTimes.Follow(path), PageTimes.AreOpen(path)));
        Assert.NotEmpty(PageTimes.WhyNow(path));
    }

    [Theory]
    [InlineData("2h", null, null, "range")]
    [InlineData("<script>", null, null, "range")]
    [InlineData(null, "yesterday", null, "from")]
    [InlineData(null, null, "2026-11-22T10:00:00Z", "from")]
    [InlineData(null, "2026-11-22T10:00:00Z", "2026-13-01", "to")]
    [InlineData(null, "2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z", "to")]
    [InlineData(null, "2026-11-22T10:00:00Z", "2026-11-22T09:00:00Z", "to")]
    [InlineData(null, "2026-11-23T10:00:00Z", null, "from")]
    [InlineData(null, "NaN", "-1", "from,to")]
    public void Check_Unusable_SaysWhichAndThePageIsLive(string? range, string? from, string? to, string wrong)
    {
        Assert.Equal(wrong, string.Join(',', TimeRange.Check(range, from, to, s_now).Select(e => e.Name)));
        Assert.Null(TimeRange.Read(range, from, to, s_now));
    }
}
