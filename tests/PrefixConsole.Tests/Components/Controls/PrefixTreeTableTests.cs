using Bunit;
using PrefixConsole.Components.Controls;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Tests.Components.Workers;

namespace PrefixConsole.Tests.Components.Controls;

public sealed class PrefixTreeTableTests : FleetPageContext
{
    private IRenderedComponent<PrefixTreeTable> Open(string? worker) =>
        Render<PrefixTreeTable>(p => p.Add(x => x.Worker, worker is null ? null : new WorkerId(worker)));

    [Fact]
    public void Empty_SaysWhy() => Assert.NotEmpty(Open("sim-1").FindAll(Test("prefixes-empty")));

    [Fact]
    public void Toggle_OpensALevelAndSaysSo()
    {
        Insert(0, 1);
        Insert(0, 2);
        var table = Open("sim-1");
        Assert.Equal("false", table.Find(Test("prefix-toggle")).GetAttribute("aria-expanded"));

        table.Find(Test("prefix-toggle")).Click();

        Assert.Equal("true", table.Find(Test("prefix-toggle")).GetAttribute("aria-expanded"));
        Assert.Equal(3, table.FindAll(Test("prefix-row")).Count);
        Assert.Contains("showing 100 % of the 1,920 tokens predicted for this worker", table.Find(Test("prefix-coverage")).TextContent);
    }

    [Fact]
    public void Holders_OfAWorker_LeavesItOut()
    {
        Insert(0, 1);
        Insert(1, 2);

        Assert.Equal("sim-2", Open("sim-1").Find(".holders").TextContent.Trim());
        Assert.Equal(2, Open(null).FindAll(".holders .worker").Count);
    }

    [Fact]
    public void NewData_WhileOpen_StaysOpen()
    {
        Insert(0, 1);
        Insert(0, 2);
        var table = Open("sim-1");
        table.Find(Test("prefix-toggle")).Click();

        Insert(0, 3);
        Ready("sim-1");
        Time.Advance(TimeSpan.FromSeconds(5));

        table.WaitForAssertion(() => Assert.Equal(4, table.FindAll(Test("prefix-row")).Count));
    }

    [Fact]
    public void RenderedAgain_SameWorker_KeepsItsOwnPace()
    {
        Insert(0, 1);
        var table = Open("sim-1");
        Insert(0, 2);

        table.Render(p => p.Add(x => x.Worker, new WorkerId("sim-1")));

        Assert.Contains("1,280 tokens", table.Find(Test("prefix-coverage")).TextContent);
    }
}
