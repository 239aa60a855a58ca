using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Pages.Overview;
using PrefixConsole.Components.Pages.Workers;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Testing.Backends;

namespace PrefixConsole.Tests.Components.Workers;

/// <summary>The form that adds a worker: its place in the URL, its errors, the check, the sample, and what it says afterwards.</summary>
public sealed class AddWorkerTests : FleetPageContext
{
    private string Uri => Services.GetRequiredService<NavigationManager>().Uri;

    private IRenderedComponent<WorkersPage> Open()
    {
        GoTo("/workers?add=1");
        return Render<WorkersPage>();
    }

    private static void Fill(IRenderedComponent<WorkersPage> page, params (string Field, string Text)[] typed)
    {
        foreach (var (field, text) in typed)
        {
            page.Find(Test($"field-{field}")).Change(text);
        }
    }

    [Fact]
    public void Form_IsOpenedByItsUrl_AndClosedIntoIt()
    {
        GoTo("/workers?q=sim");
        var page = Render<WorkersPage>();
        Assert.Empty(page.FindAll(Test("add-worker-form")));

        page.Find(Test("add-worker")).Click();

        Assert.Contains("add=1", Uri);
        Assert.Contains("q=sim", Uri);
        page.WaitForAssertion(() => Assert.Single(page.FindAll(Test("add-worker-form"))));
        Assert.Equal("true", page.Find(Test("add-worker")).GetAttribute("aria-expanded"));
        page.Find(Test("add-worker-cancel")).Click();
        Assert.DoesNotContain("add", Uri);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(Test("add-worker-form"))));
    }

    [Fact]
    public void Overview_WithoutWorkers_LeadsToTheForm()
    {
        Registry.Remove(new WorkerId("sim-1"));
        Registry.Remove(new WorkerId("sim-2"));

        Assert.Equal("/workers?add=1", Render<OverviewPage>().Find(Test("no-workers") + " a").GetAttribute("href"));
    }

    [Fact]
    public void Viewer_IsToldWhatIsNeeded()
    {
        Desk.Seat(Viewer);

        var page = Open();

        Assert.Empty(page.FindAll(Test("add-worker-form")));
        Assert.Contains("Needs the role operator", page.Find(Test("add-worker-refused")).TextContent);
    }

    [Fact]
    public void Add_NothingTyped_SaysSoBesideTheFields()
    {
        var page = Open();

        page.Find(Test("add-worker-form")).Submit();

        Assert.Contains("must be 1 to 64 characters", page.Find(Test("error-id")).TextContent);
        Assert.Contains("must be an absolute http or https address", page.Find(Test("error-url")).TextContent);
        Assert.Equal("true", page.Find(Test("field-url")).GetAttribute("aria-invalid"));
        Assert.Contains("error-url", page.Find($"#{page.Find(Test("field-url")).GetAttribute("aria-describedby")}").InnerHtml);
        Assert.Equal(2, Registry.Workers.Length);
    }

    [Theory]
    [InlineData("id", "sim 1", "must be 1 to 64 characters")]
    [InlineData("id", "sim-1", "'sim-1' is taken")]
    [InlineData("url", "http://169.254.169.254", "must not be a link-local")]
    [InlineData("metricsUrl", "metrics", "must be an absolute http or https address")]
    [InlineData("kvBlocks", "many", "must be a whole number")]
    [InlineData("kvBlocks", "-1", "must be between 1 and")]
    [InlineData("blockSize", "9999", "must be between 1 and 4096")]
    [InlineData("kvEvents.endpoint", "10.0.0.5:5557", "must be an address such as tcp://")]
    [InlineData("kvEvents.ranks", "x", "must be a whole number")]
    public void Field_LeftWithAnError_SaysItThereAndNowhereElse(string field, string typed, string error)
    {
        var page = Open();

        Fill(page, (field, typed));

        Assert.Contains(error, page.Find(Test($"error-{field}")).TextContent);
        Assert.Single(page.FindAll(Test("add-worker-form") + " [role=alert]"));
    }

    [Fact]
    public void Field_ReplayWithoutAnEndpoint_AsksForTheEndpoint()
    {
        var page = Open();

        Fill(page, ("kvEvents.replayEndpoint", "tcp://10.0.0.5:5558"));
        Assert.Single(page.FindAll(Test("error-kvEvents.endpoint")));
        Fill(page, ("kvEvents.endpoint", "tcp://10.0.0.5:5557"), ("kvEvents.ranks", "65"));

        Assert.Empty(page.FindAll(Test("error-kvEvents.endpoint")));
        Assert.Contains("between 1 and 64", page.Find(Test("error-kvEvents.ranks")).TextContent);
    }

    [Fact]
    public void Add_AllOptions_AreTheWorkers_AndItSaysWhatHappensNext()
    {
        var page = Open();
        FillAll(page);

        page.Find(Test("add-worker-form")).Submit();

        var config = Registry.Find(new WorkerId("gpu-1"))!.Config;
        Assert.Equal(("http://10.0.0.5:8000/", "http://10.0.0.5:8002/metrics"), (config.Address.ToString(), config.MetricsAddress!.ToString()));
        Assert.Equal(["m1", "m2"], config.Models);
        Assert.Equal(["lora"], config.Adapters);
        Assert.Equal((WorkerRole.Decode, EngineKind.Sglang, 100, 32), (config.Role, config.Engine, config.KvBlocks, config.BlockSize));
        Assert.Equal(new KvEventSource("tcp://10.0.0.5:5557", "tcp://10.0.0.5:5561", "kv@", 4), config.KvEvents);
        var said = page.Find(Test("worker-was-added"));
        Assert.Contains("gpu-1 was added", said.TextContent);
        Assert.Equal("/workers/gpu-1", said.QuerySelector("a")!.GetAttribute("href"));
        Assert.Empty(page.FindAll(Test("add-worker-form")));

        page.Find(Test("add-another")).Click();
        Assert.Equal("", page.Find(Test("field-id")).GetAttribute("value"));
        page.Find(Test("add-worker-cancel")).Click();
        page.WaitForAssertion(() => Assert.DoesNotContain("add=", Uri));
    }

    [Fact]
    public void Sample_IsWhatIsTyped_AndTheConfigurationReadsItBack()
    {
        var page = Open();
        var before = page.Find(Test("sample-json")).TextContent;
        Assert.Contains("http://10.0.0.5:8000", before);
        Assert.DoesNotContain("KvEvents", before);
        FillAll(page);

        var json = page.Find(Test("sample-json")).TextContent;

        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));
        var worker = Assert.Single(new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection("Workers").Get<WorkerOptions[]>()!);
        Assert.Empty(Fleet.Add(worker));
        Assert.Equal(new KvEventSource("tcp://10.0.0.5:5557", "tcp://10.0.0.5:5561", "kv@", 4), Registry.Find(new WorkerId("gpu-1"))!.Config.KvEvents);
        Assert.Equal(["m1", "m2"], worker.Models);
        Assert.Equal(("Decode", "Sglang", 100, 32), (worker.Role, worker.Engine, worker.KvBlocks, worker.BlockSize));
        page.Find(Test("copy-sample")).Click();
        Assert.Equal(json, JSInterop.VerifyInvoke("navigator.clipboard.writeText").Arguments[0]);
        page.WaitForAssertion(() => Assert.Equal("Copied", page.Find(Test("copy-sample")).TextContent));
    }

    [Fact]
    public async Task Check_SaysWhatWasFound_NeedsNoName_AndIsWrittenDown()
    {
        await using var worker = await FakeWorker.StartAsync();
        var page = Open();
        Fill(page, ("url", worker.Address.ToString()), ("models", "m, x"));

        await page.Find(Test("check-worker")).ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("answered 200 at /health", page.Find(Test("check-health")).TextContent), TimeSpan.FromSeconds(10));
        Assert.Contains("! note:", page.Find(Test("check-models")).TextContent);
        Assert.Contains("no endpoint typed", page.Find(Test("check-kvEvents")).TextContent);
        Assert.Empty(page.FindAll(Test("error-id")));
        Assert.Equal(2, Registry.Workers.Length);
        var (rows, _) = await Audit.ReadAsync(new AuditFilter { Action = "worker.check" }, 10, Xunit.TestContext.Current.CancellationToken);
        Assert.Equal("ada", Assert.Single(rows).Who);

        Fill(page, ("url", "http://10.0.0.5:8000"));
        Assert.Empty(page.FindAll(Test("worker-check")));
    }

    [Fact]
    public void Check_AddressThatMayNotBeAdded_IsNotAsked()
    {
        var page = Open();
        Fill(page, ("url", "http://169.254.169.254"));

        page.Find(Test("check-worker")).Click();

        Assert.Empty(page.FindAll(Test("worker-check")));
        Assert.Empty(page.FindAll(Test("checking")));
        Assert.Single(page.FindAll(Test("error-url")));
    }

    [Fact]
    public async Task Check_StillRunning_EndsWhenItIsStopped_AndWhenTheFormCloses()
    {
        await using var worker = await FakeWorker.StartAsync();
        var page = Open();
        foreach (var way in new[] { "stop-check", "add-worker-cancel" })
        {
            var left = new TaskCompletionSource();
            var asked = new TaskCompletionSource();
            worker.Health = context =>
            {
                asked.SetResult();
                return FakeAnswers.Hang(left)(context);
            };
            Fill(page, ("url", worker.Address.ToString()));
            var checking = page.Find(Test("check-worker")).ClickAsync(new());
            await asked.Task.WaitAsync(TimeSpan.FromSeconds(10), Xunit.TestContext.Current.CancellationToken);
            page.WaitForAssertion(() => Assert.Single(page.FindAll(Test("checking"))));

            await page.Find(Test(way)).ClickAsync(new());

            await left.Task.WaitAsync(TimeSpan.FromSeconds(10), Xunit.TestContext.Current.CancellationToken);
            await checking;
            Assert.Empty(page.FindAll(Test("worker-check")));
        }

        Assert.Empty(page.FindAll(Test("add-worker-form")));
    }

    private static void FillAll(IRenderedComponent<WorkersPage> page) => Fill(
        page,
        ("id", " gpu-1 "), ("url", "http://10.0.0.5:8000"), ("models", "m1, m2"), ("adapters", "lora"), ("role", "Decode"), ("engine", "Sglang"),
        ("metricsUrl", "http://10.0.0.5:8002/metrics"), ("kvBlocks", "100"), ("blockSize", "32"),
        ("kvEvents.endpoint", "tcp://10.0.0.5:5557"), ("kvEvents.replayEndpoint", "tcp://10.0.0.5:5561"), ("kvEvents.topic", "kv@"), ("kvEvents.ranks", "4"));
}
