using System.Text.RegularExpressions;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Pages.DecisionDetail;
using PrefixConsole.Components.Pages.WorkerDetail;
using PrefixConsole.Gateway.Pins;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Storage.Audit;

namespace PrefixConsole.Tests.Components.Workers;

/// <summary>Pinning a test request to a worker, from its page, and the decision that comes of it.</summary>
public sealed class PinWorkerTests : FleetPageContext
{
    private static readonly WorkerId s_sim1 = new("sim-1");

    private WorkerPins Pins => Services.GetRequiredService<WorkerPins>();

    private IRenderedComponent<WorkerDetailPage> Open() => Render<WorkerDetailPage>(p => p.Add(x => x.Id, "sim-1"));

    private static string Token(IRenderedComponent<WorkerDetailPage> page) => Regex.Match(page.Find(Test("pin-curl")).TextContent, "pin_[0-9a-f]+").Value;

    [Fact]
    public async Task Pin_ShowsACommandWithATokenThatCounts_AndIsWrittenDownWithoutIt()
    {
        Ready("sim-1");
        var page = Open();

        page.Find(Test("pin")).Click();

        var curl = page.Find(Test("pin-curl")).TextContent;
        Assert.Equal(s_sim1, Pins.Find(Token(page)));
        Assert.Matches(@"(?s)^\s*curl -i http://localhost:8000/v1/chat/completions \\.*-H 'x-prefix-pin: pin_[0-9a-f]+' \\\s+-d '\{""model"":""m""", curl);
        Assert.Contains("12:10:00 UTC", page.Find(Test("pin-note")).TextContent);
        Assert.Empty(page.FindAll(Test("pin-status")));
        var (rows, _) = await Audit.ReadAsync(new AuditFilter { Action = "worker.pin" }, 10, Xunit.TestContext.Current.CancellationToken);
        var row = Assert.Single(rows);
        Assert.Equal(("ada", "sim-1"), (row.Who, row.Target));
        Assert.DoesNotContain(Token(page), row.After + row.Before + row.Note, StringComparison.Ordinal);
        page.Find(Test("pin-copy")).Click();
        Assert.Contains(Token(page), (string)JSInterop.VerifyInvoke("navigator.clipboard.writeText").Arguments[0]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WorkerStatus.Draining, "pinned requests are the only ones it gets")]
    [InlineData(WorkerStatus.NotReady, "answered with 503 until it is")]
    public void Pin_WorkerThatIsNotReady_SaysWhatThatMeans(WorkerStatus status, string words)
    {
        Registry.SetStatus(Registry.Find(s_sim1)!, status, "test");
        var page = Open();

        page.Find(Test("pin")).Click();

        Assert.Contains(words, page.Find(Test("pin-status")).TextContent);
    }

    [Fact]
    public async Task End_EndsAllOfTheWorker_AndIsWrittenDown()
    {
        var page = Open();
        Pins.Create(s_sim1);
        page.Find(Test("pin")).Click();
        var token = Token(page);
        Assert.Contains("End all 2 pins of sim-1", page.Find(Test("pin-end")).TextContent);

        page.Find(Test("pin-end")).Click();

        Assert.Null(Pins.Find(token));
        Assert.Contains("was ended", page.Find(Test("pin-over")).TextContent);
        Assert.Empty(page.FindAll(Test("pin-end")));
        var (rows, _) = await Audit.ReadAsync(new AuditFilter { Action = "worker.unpin" }, 10, Xunit.TestContext.Current.CancellationToken);
        Assert.Single(rows);
        page.Find(Test("pin-again")).Click();
        Assert.Equal(s_sim1, Pins.Find(Token(page)));
        page.Find(Test("pin-close")).Click();
        Assert.Empty(page.FindAll(Test("pin-worker")));
    }

    [Fact]
    public void Pin_Expired_SaysSoAndOffersAnother()
    {
        var page = Open();
        page.Find(Test("pin")).Click();

        Time.Advance(WorkerPins.Life);
        page.Render();

        Assert.Contains("expired at 12:10:00 UTC", page.Find(Test("pin-over")).TextContent);
        Assert.Empty(page.FindAll(Test("pin-curl")));
        Assert.Single(page.FindAll(Test("pin-again")));
    }

    [Fact]
    public void Pin_TooMany_SaysWhatToDo()
    {
        for (var i = 0; i < WorkerPins.MaxPins; i++)
        {
            Pins.Create(new WorkerId("sim-2"));
        }

        var page = Open();
        page.Find(Test("pin")).Click();

        Assert.Contains("64 pins count already", page.Find(Test("pin-problem")).TextContent);
        Assert.Empty(page.FindAll(Test("pin-curl")));
    }

    [Fact]
    public void Viewer_MayNot()
    {
        Desk.Seat(Viewer);

        Assert.True(Open().Find(Test("pin")).HasAttribute("disabled"));
        Assert.Equal(0, Pins.Of(s_sim1).Count);
    }

    [Fact]
    public void Decision_OfAPinnedRequest_IsExplainedAsOne()
    {
        Ready("sim-1");
        Ready("sim-2");
        Store.Apply(new StrategySpec { Name = StrategyNames.ApproximatePrefix }, "ann", "test", null);
        var plain = DecisionSamples.Request("r-pin");
        var result = Scheduler.Schedule(new RoutingRequest
        {
            Id = plain.Id,
            Model = plain.Model,
            Namespace = plain.Namespace,
            Blocks = plain.Blocks,
            PromptTokens = plain.PromptTokens,
            Pinned = s_sim1,
        });
        Log.Record(result.Decision);

        var page = Render<DecisionDetailPage>(p => p.Add(x => x.Id, "r-pin"));

        Assert.Contains("sim-1 was pinned", page.Find(Test("decision-headline")).TextContent);
        Assert.Single(page.FindAll(Test("decision-pinned")));
        Assert.Contains("removed by pinned", page.Find("[data-worker='sim-2']").TextContent);
        Assert.Contains("were not asked", page.Find(Test("no-scorers")).TextContent);
        Assert.Empty(page.FindAll(Test("decision-pick")));
        Assert.Contains("An operator's pin decided", page.Find(Test("flip-none")).TextContent);
        Assert.Empty(page.FindAll(Test("flip-table")));
    }
}
