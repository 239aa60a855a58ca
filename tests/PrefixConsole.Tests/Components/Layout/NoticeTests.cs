using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Layout;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Tests.Components.Workers;

namespace PrefixConsole.Tests.Components.Layout;

public sealed class NoticeTests : FleetPageContext
{
    private StrategyChanges Changes => Services.GetRequiredService<StrategyChanges>();

    [Fact]
    public async Task Pending_CountsDown_AndIsKept()
    {
        await Changes.ApplyAsync(Administrator, new StrategySpec { Name = StrategyNames.Random }, "try", 1, TimeSpan.FromMinutes(5));
        var notice = Render<PendingNotice>();

        Assert.Equal("5:00", notice.Find(Test("pending-left")).TextContent);
        Assert.Matches(@"(?s)/api/strategy/confirm' .*If-Match: ""rev-2"".*/api/strategy/revert' .*If-Match: ""rev-2""", notice.Find(Test("pending-api-call")).TextContent);
        Time.Advance(TimeSpan.FromSeconds(61));
        notice.WaitForAssertion(() => Assert.Equal("3:59", notice.Find(Test("pending-left")).TextContent));
        notice.Find(Test("confirm-change")).Click();

        notice.WaitForAssertion(() => Assert.Empty(notice.FindAll(Test("pending-change"))));
        Assert.Equal(2, Store.Current.Number);
    }

    [Fact]
    public async Task Pending_RevertedNow_ComesBack()
    {
        await Changes.ApplyAsync(Administrator, new StrategySpec { Name = StrategyNames.Random }, "try", 1, TimeSpan.FromMinutes(5));
        var notice = Render<PendingNotice>();

        notice.Find(Test("revert-change")).Click();

        notice.WaitForAssertion(() => Assert.Equal(StrategyNames.ApproximateTree, Store.Current.Spec.Name));
        Assert.Empty(notice.FindAll(Test("pending-change")));
    }

    [Fact]
    public async Task Pending_ForAViewer_CanOnlyBeSeen()
    {
        await Changes.ApplyAsync(Administrator, new StrategySpec { Name = StrategyNames.Random }, "try", 1, TimeSpan.FromMinutes(5));
        Desk.Seat(Viewer);

        var notice = Render<PendingNotice>();

        Assert.True(notice.Find(Test("confirm-change")).HasAttribute("disabled"));
        Assert.True(notice.Find(Test("revert-change")).HasAttribute("disabled"));
    }

    [Fact]
    public void Search_FindsWorkersRequestsAndTenants()
    {
        Log.Complete(Log.Record(DecisionSamples.Scored("req-abc")), DecisionSamples.Done());
        var search = Render<SearchBox>();

        search.Find(Test("search-input")).Input("sim");
        Assert.Equal(["/workers/sim-1", "/workers/sim-2"], search.FindAll(Test("search-hit")).Select(h => h.GetAttribute("href")));
        search.Find(Test("search-input")).Input("req-a");
        Assert.Equal("/decisions/req-abc", search.Find(Test("search-hit")).GetAttribute("href"));
        search.Find(Test("search-input")).Input("acm");
        Assert.Equal("/decisions?tenant=acme", search.Find(Test("search-hit")).GetAttribute("href"));
        search.Find(Test("search-input")).Input("add a w");
        Assert.Equal("/workers?add=1", search.Find(Test("search-hit")).GetAttribute("href"));
        search.Find(Test("search-input")).Input("zzz");
        Assert.Contains("Nothing in memory is called so", search.Find(Test("search-none")).TextContent);
        Assert.Empty(search.FindAll(Test("search-hit")));
        search.Find(Test("search-input")).Input("gone-from-memory");
        Assert.StartsWith(SearchHit.MayBeStored, search.Find(Test("search-hit")).TextContent, StringComparison.Ordinal);
        Assert.Contains("Nothing in memory is called so", search.Find(Test("search-none")).TextContent);
        search.Find(Test("search-input")).Input("<script>alert(1)</script>");
        Assert.Empty(search.FindAll("script"));
    }

    [Fact]
    public void Search_FindsAPrefixByTheStartOfItsId()
    {
        ulong[] hashes = [.. Enumerable.Range(1, 8).Select(i => 0xabc0_0000_0000_0000 + (ulong)i)];
        Tree.Insert(0, new PromptBlocks { Hashes = hashes, Unit = PrefixUnit.TextBytes, BlockSize = 256, TotalUnits = 2048 }, "m");
        var search = Render<SearchBox>();

        search.Find(Test("search-input")).Input("abc00000");

        Assert.Equal("/prefixes?node=abc0000000000008", search.Find(Test("search-hit")).GetAttribute("href"));
        Assert.Empty(search.FindAll(Test("search-none")));
    }

    [Fact]
    public void Hidden_TabStandsStill()
    {
        var session = Services.GetRequiredService<ConsoleSession>();
        Assert.False(session.Still);
        session.Hidden = true;
        Assert.True(session.Still);
        session.Hidden = false;
        session.Paused = true;
        Assert.True(session.Still);
    }
}
