using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Pages.Prefixes;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Components.Prefixes;

public sealed class PrefixLensTests : PageContext
{
    private string Url => Services.GetRequiredService<NavigationManager>().Uri;

    [Fact]
    public void Compare_ByDefault_TakesTheFirstTwoWorkersAndShowsAllSides()
    {
        Fill();

        var page = Show("lens=ab");

        Assert.Equal(["64 tok", "128 tok", "192 tok"], page.FindAll(Test("lens-sums") + " .value").Select(v => v.TextContent));
        Assert.Equal(["Only on sim-1", "On both", "Only on sim-2"], page.FindAll(Test("lens-sums") + " .name").Select(v => v.TextContent));
        Assert.Equal(3, page.FindAll(Test("lens-row")).Count);
        Assert.Equal("/api/prefixes/lens?lens=ab&a=sim-1&b=sim-2&format=csv", page.Find(Test("lens-csv")).GetAttribute("href"));
        Assert.Equal("true", page.Find(Test("lens-ab")).GetAttribute("aria-current"));
        Assert.Empty(page.FindAll(Test("prefix-worker")));
    }

    [Fact]
    public void Compare_SideChosen_IsInTheUrlAndListsThatSide()
    {
        Fill();
        var page = Show("lens=ab&a=sim-2&b=sim-1");

        page.Find(Test("side-only-a")).Click();
        page.Render();

        Assert.Contains("show=only-a", Url, StringComparison.Ordinal);
        Assert.Equal("192", Assert.Single(page.FindAll(Test("lens-row"))).QuerySelectorAll("td")[4].TextContent);
        Assert.Equal("true", page.Find(Test("side-only-a")).GetAttribute("aria-pressed"));
        page.Find(Test("side-only-a")).Click();
        page.Render();
        Assert.DoesNotContain("show=", Url, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_OtherWorkerChosen_IsInTheUrl()
    {
        Registry.Add(new WorkerConfig { Id = new WorkerId("sim-3"), Address = new Uri("http://localhost:1"), Models = ["m"] });
        Fill();
        var page = Show("lens=ab");

        page.Find(Test("lens-b")).Change("sim-3");
        page.Render();

        Assert.Contains("b=sim-3", Url, StringComparison.Ordinal);
        Assert.Equal(["192 tok", "0 tok", "0 tok"], page.FindAll(Test("lens-sums") + " .value").Select(v => v.TextContent));
    }

    [Theory]
    [InlineData("lens=ab&a=gone", "There is no worker called gone. Choose another one as A.")]
    [InlineData("lens=ab&b=gone", "There is no worker called gone. Choose another one as B.")]
    [InlineData("lens=ab&a=sim-1&b=sim-1", "A and B are both sim-1. Choose another worker for one of them.")]
    public void Compare_WorkersThatCannotBeCompared_SayWhy(string query, string problem)
    {
        Fill();

        var page = Show(query);

        Assert.Equal(problem, page.Find(Test("lens-problem")).TextContent);
        Assert.NotEmpty(page.FindAll(Test("lens-a")));
        Assert.Empty(page.FindAll(Test("lens-row")));
    }

    [Fact]
    public void Compare_OneWorker_SaysTwoAreNeeded()
    {
        Registry.Remove(new WorkerId("sim-2"));

        Assert.Contains("Two workers are needed", Show("lens=ab").Find(Test("lens-problem")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Duplicates_ShowWhatIsHeldTwiceWithItsShare()
    {
        Fill();

        var page = Show("lens=duplicates");

        Assert.Equal("128 tok, 25 % of held", Words(page.Find(Test("lens-duplicated-tokens"))));
        var row = Assert.Single(page.FindAll(Test("lens-row")));
        Assert.Equal(["m", "0", "128", "2", "256", "128"], row.QuerySelectorAll("td").Skip(1).Take(6).Select(d => d.TextContent));
        Assert.Contains("showing 1 of 1 runs", page.Find(Test("lens-foot")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Duplicates_None_SaysSo() =>
        Assert.Contains("nothing is duplicated", Show("lens=duplicates").Find(Test("lens-empty")).TextContent, StringComparison.Ordinal);

    [Fact]
    public void Cold_ByIdleTime_ListsTheLargestFirst()
    {
        Fill();
        Time.Advance(TimeSpan.FromMinutes(15));
        var page = Show("lens=cold");
        Assert.Equal(3, page.FindAll(Test("lens-row")).Count);
        Assert.Equal("512 tok, 100 % of held", Words(page.Find(Test("lens-cold-tokens"))));

        page.Find(Test("lens-idle")).Change("20");
        page.Render();

        Assert.Contains("idle=20", Url, StringComparison.Ordinal);
        Assert.Contains("within the last 20 min", page.Find(Test("lens-empty")).TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("10081")]
    public void Cold_BadIdleTime_IsSaidBesideTheField(string idle)
    {
        var page = Show("lens=cold&idle=" + idle);

        var error = page.Find(Test("lens-idle-error"));
        Assert.Equal(("alert", "must be a whole number from 0 to 10,080; 10 is used"), (error.GetAttribute("role"), error.TextContent));
        Assert.Equal("true", page.Find(Test("lens-idle")).GetAttribute("aria-invalid"));
    }

    [Fact]
    public void Namespace_Chosen_LeavesOutTheOthers()
    {
        Fill();
        Serve(0, "m · tenant acme", 101, 102);
        var page = Show("lens=cold&idle=0");
        Assert.Equal(4, page.FindAll(Test("lens-row")).Count);

        page.Find(Test("lens-namespace")).Change("m · tenant acme");
        page.Render();

        Assert.Equal("128", Assert.Single(page.FindAll(Test("lens-row"))).QuerySelectorAll("td")[3].TextContent);
        Assert.Contains("namespace=m%20%C2%B7%20tenant%20acme", page.Find(Test("lens-json")).GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void Sort_ClickOnAHead_OrdersAndIsInTheUrl()
    {
        Fill();
        var page = Show("lens=cold&idle=0");
        Assert.Equal(["128", "192", "64"], Tokens(page));

        page.FindAll(Test("lens-table") + " th button")[3].Click();
        page.Render();

        Assert.EndsWith("sort=tokens", Url, StringComparison.Ordinal);
        Assert.Equal(["192", "128", "64"], Tokens(page));
    }

    [Fact]
    public void Unknown_Lens_ShowsTheMap() =>
        Assert.NotEmpty(Show("lens=other").FindAll(Test("prefixes-empty")));

    private static string[] Tokens(IRenderedComponent<PrefixesPage> page) =>
        [.. page.FindAll(Test("lens-row")).Select(r => r.QuerySelectorAll("td")[3].TextContent)];

    private static string Words(AngleSharp.Dom.IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private IRenderedComponent<PrefixesPage> Show(string query)
    {
        GoTo("/prefixes?" + query);
        return Render<PrefixesPage>();
    }

    /// <summary>Two shared blocks; one more on sim-1, three more on sim-2.</summary>
    private void Fill()
    {
        Serve(0, "m", 1, 2, 3);
        Serve(1, "m", 1, 2, 7, 8, 9);
    }

    private void Serve(int slot, string space, params ulong[] hashes) =>
        Tree.Insert(slot, new PromptBlocks { Hashes = hashes, Unit = PrefixUnit.TextBytes, BlockSize = 256, TotalUnits = hashes.Length * 256 }, space);
}
