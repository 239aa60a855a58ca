using Bunit;
using PrefixConsole.Components.Pages.WorkerDetail;
using PrefixConsole.Components.Pages.Workers;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Components.Workers;

public sealed class WorkersPageTests : PageContext
{
    [Fact]
    public void Workers_WithoutMetrics_ShowADashAndNotZero()
    {
        var page = Render<WorkersPage>();

        var row = page.FindAll(Test("worker-row"))[0];
        Assert.Contains("—", row.Children[3].TextContent);
        Assert.Equal("no metric", row.Children[3].GetAttribute("title"));
        Assert.Equal("0", row.Children[2].TextContent);
    }

    [Fact]
    public void Filter_MatchesNothing_OffersToClear()
    {
        GoTo("/workers?q=nobody");

        var page = Render<WorkersPage>();

        Assert.Empty(page.FindAll(Test("worker-row")));
        Assert.Contains("Clear the filter", page.Markup);
    }

    [Fact]
    public void Drain_Clicked_StopsNewRequestsAndOffersUndrain()
    {
        var page = Render<WorkersPage>();

        page.FindAll(Test("worker-row"))[0].QuerySelector("td.actions button")!.Click();

        Assert.Equal(WorkerStatus.Draining, Registry.Workers[0].Status);
        page.WaitForAssertion(() => Assert.Contains("Undrain", page.FindAll(Test("worker-row"))[0].TextContent));
    }

    [Fact]
    public void Add_InvalidWorker_SaysWhyBesideTheFieldAndAddsNothing()
    {
        var before = Registry.Workers.Length;
        var page = Render<WorkersPage>();
        page.Find(Test("add-worker")).Click();

        page.FindAll($"{Test("add-worker-form")} input")[0].Change("bad name!");
        page.FindAll($"{Test("add-worker-form")} input")[1].Change("ftp://x");
        page.Find(Test("add-worker-form")).Submit();

        Assert.Equal(before, Registry.Workers.Length);
        Assert.Equal(2, page.FindAll(".mud-input-helper-text.mud-input-error").Count);
    }

    [Fact]
    public void Detail_UnknownWorker_LeadsBack()
    {
        var page = Render<WorkerDetailPage>(p => p.Add(d => d.Id, "nobody"));

        Assert.Contains("nobody", page.Find(Test("worker-unknown")).TextContent);
        Assert.NotNull(page.Find("a[href='/workers']"));
    }

    [Fact]
    public void Detail_PrefixOpened_ShowsWhatFollowsAndStaysOpen()
    {
        var worker = Registry.Workers[0];
        for (ulong own = 1; own <= 2; own++)
        {
            ulong[] hashes = [1, 2, 3, (own * 100) + 1, (own * 100) + 2];
            Tree.Insert(worker.Slot, new PromptBlocks { Hashes = hashes, Unit = PrefixUnit.TextBytes, BlockSize = 256, TotalUnits = 5 * 256 }, "m");
        }

        var page = Render<WorkerDetailPage>(p => p.Add(d => d.Id, worker.Id.Value));
        Assert.Single(page.FindAll(Test("prefix-row")));

        page.Find(Test("prefix-toggle")).Click();

        Assert.Equal(3, page.FindAll(Test("prefix-row")).Count);
        Assert.Equal("true", page.Find(Test("prefix-toggle")).GetAttribute("aria-expanded"));
        Assert.Contains("100 %", page.Find(Test("prefix-coverage")).TextContent);
    }

    [Fact]
    public void Detail_Remove_NeedsTheNameTyped()
    {
        var worker = Registry.Workers[0];
        var page = Render<WorkerDetailPage>(p => p.Add(d => d.Id, worker.Id.Value));
        page.Find("button.danger").Click();

        Assert.True(page.Find(Test("remove-confirm")).HasAttribute("disabled"));
        page.Find(Test("remove-name")).Input(worker.Id.Value);
        page.Find(Test("remove-confirm")).Click();

        Assert.Null(Registry.Find(worker.Id));
    }
}
