using Bunit;
using PrefixConsole.Components.Pages.Overview;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Components.Overview;

public sealed class OverviewPageTests : PageContext
{
    [Fact]
    public void NoTraffic_ShowsWhatToSendAndDashesForWhatWasNotMeasured()
    {
        var page = Render<OverviewPage>();

        Assert.Contains("curl", page.Find(Test("no-traffic")).TextContent);
        Assert.Contains("not reported", page.Find(Test("reuse-funnel")).TextContent);
        Assert.Contains("—", page.FindAll(".tile")[2].TextContent);
    }

    [Fact]
    public void NoWorkers_SaysHowToAddOne()
    {
        foreach (var worker in Registry.Workers)
        {
            Registry.Remove(worker.Id);
        }

        var page = Render<OverviewPage>();

        Assert.Contains("/api/workers", page.Find(Test("no-workers")).TextContent);
    }

    [Fact]
    public void WorkerAdded_AppearsWithoutAReload()
    {
        var page = Render<OverviewPage>();

        Registry.Add(new WorkerConfig { Id = new WorkerId("late-9"), Address = new Uri("http://10.0.0.9:8000") });

        page.WaitForAssertion(() => Assert.Contains("late-9", page.Find(Test("worker-strip")).TextContent), TimeSpan.FromSeconds(5));
    }
}
