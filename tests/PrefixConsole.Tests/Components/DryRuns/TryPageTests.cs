using System.Text;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using PrefixConsole.Components.Pages.DryRuns;
using PrefixConsole.Gateway.DryRuns;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Components.DryRuns;

public sealed class TryPageTests : PageContext
{
    private const string Canary = "canary-55e2";
    private readonly BunitJSModuleInterop _script;

    public TryPageTests()
    {
        _script = JSInterop.SetupModule("/js/prompt.js");
        _script.Mode = JSRuntimeMode.Loose;
        foreach (var worker in Registry.Workers)
        {
            Registry.SetStatus(worker, WorkerStatus.Ready, "test");
        }
    }

    private string Url => Services.GetRequiredService<NavigationManager>().Uri;

    [Fact]
    public void Empty_SaysWhatItDoesAndThatNothingIsKept()
    {
        var page = Render<TryPage>();

        Assert.Contains("not logged, not stored", page.Find(Test("try-empty")).TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(Test("try-agreement")));
        Assert.Equal("m", page.Find(Test("try-model")).QuerySelector("option")!.TextContent);
        Assert.Single(_script.Invocations["attach"]);
    }

    [Fact]
    public void Ask_ShowsEveryStrategyTheWorkersAndTheActiveMatrix()
    {
        var page = Asked(Canary + new string('x', 3000));

        var rows = page.FindAll(Test("try-row"));
        Assert.Equal(11, rows.Count);
        Assert.Equal(StrategyNames.ApproximateTree, rows[0].GetAttribute("data-strategy"));
        Assert.Contains("active · revision 1", rows[0].TextContent, StringComparison.Ordinal);
        Assert.All(rows, row => Assert.Single(row.QuerySelectorAll(Test("try-chosen"))));
        Assert.Matches("^([0-9]+ of|All) 11 strategies choose sim-[12]$", page.Find(Test("try-agreement")).TextContent);
        Assert.Contains("estimated", page.Find(Test("try-tokens")).TextContent, StringComparison.Ordinal);
        Assert.Equal(2, page.FindAll(Test("candidate-row")).Count);
        Assert.Equal(["0 of 11", "0 of 11"], page.FindAll(Test("try-worker")).Select(r => r.QuerySelectorAll("td")[2].TextContent));
        Assert.DoesNotContain(Canary, page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, Url, StringComparison.Ordinal);
        Assert.Equal((0, 0), (Log.Total, Tree.TotalBlocks));
    }

    [Fact]
    public void Ask_PromptServedBefore_ShowsCachedBlocksAtTheHolder()
    {
        Scheduler.RecordServed(Seen(new string('x', 3000)), Registry.Find(new WorkerId("sim-2"))!);

        var page = Asked(new string('x', 3000));

        var holder = page.Find(Test("try-worker"));
        Assert.Equal(("sim-2", "11 of 11"), (holder.GetAttribute("data-worker"), holder.QuerySelectorAll("td")[2].TextContent));
        Assert.Equal("sim-2", page.Find(Test("try-winner")).TextContent.Trim());
        Assert.Contains("cache-hit", page.Find(Test("try-row")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Ask_LargestPaste_IsReadAsAStreamAndNeverBound()
    {
        var pasted = Paste(new string('x', DryRunner.MaxPromptBytes));
        var page = Render<TryPage>();

        page.Find(Test("try-ask")).Click();

        page.WaitForAssertion(() => Assert.Equal(11, page.FindAll(Test("try-row")).Count));
        Assert.True(pasted.Opened);
        var area = page.Find(Test("try-text"));
        Assert.False(area.HasAttribute("value") || area.HasAttribute("blazor:onchange") || area.HasAttribute("blazor:oninput"));
        Assert.Equal("1,048,576 of 1,048,576 bytes · about 262,144 tokens", page.Find(Test("try-size")).TextContent);
    }

    [Fact]
    public void Ask_LargerPaste_IsNotReadAndTheSizeIsSaid()
    {
        var pasted = Paste(new string('x', DryRunner.MaxPromptBytes + 1));
        var page = Render<TryPage>();

        page.Find(Test("try-ask")).Click();

        page.WaitForAssertion(() => Assert.Equal("The text has 1,048,577 bytes; at most 1,048,576 (1 MiB) can be asked about.", page.Find(Test("try-error")).TextContent));
        Assert.False(pasted.Opened);
        Assert.Equal("alert", page.Find(Test("try-error")).GetAttribute("role"));
    }

    [Theory]
    [InlineData("/try", "", "The text is empty: paste a prompt.")]
    [InlineData("/try?mode=request", "", "The request is empty: paste the JSON body of a request.")]
    [InlineData("/try?mode=request", "{", "The request body is not valid JSON (line 1, byte 2), or nested deeper than 64.")]
    [InlineData("/try?mode=request", """{"model":"m"}""", "You must provide the parameter 'messages'.")]
    [InlineData("/try?mode=request", """{"model":"x","messages":[{"role":"user","content":"a"}]}""", "'model' is not served by any worker; known: m.")]
    [InlineData("/try?model=gone", "hello", "is not served by any worker; known: m")]
    [InlineData("/try?tenant=acme", "hello", "cannot be chosen: Gateway:TrustTenantHeader is off, so every request is of the tenant 'default'")]
    public void BadQuestion_IsSaidBesideTheField(string path, string text, string message)
    {
        GoTo(path);

        Paste(text);
        var page = Render<TryPage>();
        page.Find(Test("try-ask")).Click();

        page.WaitForAssertion(() => Assert.Equal(message, page.Find(Test("try-error")).TextContent));
        Assert.NotEmpty(page.FindAll("[aria-invalid=true]"));
        Assert.Empty(page.FindAll(Test("try-row")));
    }

    [Fact]
    public void NoWorkers_SaysWhatToDoBeforeAndAfterAsking()
    {
        foreach (var worker in Registry.Workers)
        {
            Registry.Remove(worker.Id);
        }

        GoTo("/try?model=m");
        Paste("hello");
        var page = Render<TryPage>();

        Assert.Equal("/workers?add=1", page.Find(Test("try-no-workers") + " a").GetAttribute("href"));
        page.Find(Test("try-ask")).Click();
        page.WaitForAssertion(() => Assert.Contains("no worker is there", page.Find(Test("try-error")).TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void NoHealthyWorker_IsAnAnswerWithDashes()
    {
        foreach (var worker in Registry.Workers)
        {
            Registry.SetStatus(worker, WorkerStatus.NotReady, "test");
        }

        var page = Asked("hello");

        Assert.StartsWith("No worker was chosen: no healthy worker", page.Find(Test("try-agreement")).TextContent, StringComparison.Ordinal);
        Assert.All(page.FindAll(Test("try-winner")), cell => Assert.Equal("—", cell.TextContent.Trim()));
    }

    [Fact]
    public void CtrlEnter_Asks()
    {
        Paste("hello");
        var page = Render<TryPage>();

        _ = page.InvokeAsync(page.Instance.OnAsk);

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(Test("try-row"))));
    }

    [Fact]
    public void Size_IsTold_AndMarksTheAnswerAsOld()
    {
        var page = Asked("hello");
        Assert.Empty(page.FindAll(Test("try-outdated")));

        page.InvokeAsync(() => page.Instance.OnSize(1234));

        Assert.StartsWith("1,234 of", page.Find(Test("try-size")).TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll(Test("try-outdated")));
    }

    [Fact]
    public void Clear_EmptiesTheAreaAndForgetsTheAnswer()
    {
        var page = Asked("hello");

        page.Find(Test("try-clear")).Click();

        Assert.Single(_script.Invocations["clear"]);
        Assert.Empty(page.FindAll(Test("try-row")));
        Assert.StartsWith("0 of", page.Find(Test("try-size")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Browser_CannotBeRead_SaysSo()
    {
        _script.Setup<IJSStreamReference>("read", _ => true).SetException(new JSException("gone"));
        var page = Render<TryPage>();

        page.Find(Test("try-ask")).Click();

        page.WaitForAssertion(() => Assert.Contains("Ask again", page.Find(Test("try-problem")).TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Sort_IsKeptInTheUrl()
    {
        var page = Asked("hello");

        page.Find(Test("try-strategies") + " th button").Click();
        page.Render();

        Assert.EndsWith("sort=strategy", Url, StringComparison.Ordinal);
        var titles = page.FindAll(Test("try-row")).Select(r => Catalog.Strategies.First(s => s.Name == r.GetAttribute("data-strategy")).Title).ToArray();
        Assert.Equal(titles.Order(), titles);
        Assert.NotEqual(Catalog.Strategies.Select(s => s.Title).Take(titles.Length), titles);
    }

    [Fact]
    public void Mode_Request_HasNoModelAndAnotherCall()
    {
        var page = Render<TryPage>();
        Assert.Contains("\"text\":\"your prompt\"", page.Find(Test("api-call")).TextContent, StringComparison.Ordinal);

        page.Find(Test("try-mode-request")).Click();
        page.Render();

        Assert.EndsWith("mode=request", Url, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(Test("try-model")));
        Assert.Contains("\"request\":{\"model\":\"m\"", page.Find(Test("api-call")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Mode_Prefix_AsksAboutAPromptThatBeginsSo()
    {
        Scheduler.RecordServed(Seen(new string('x', 3000)), Registry.Find(new WorkerId("sim-2"))!);
        var run = Explorer.Tree(null, null)!.Nodes.Single().Id;
        var page = Render<TryPage>();
        page.Find(Test("try-mode-prefix")).Click();
        page.Render();
        Assert.Empty(page.FindAll(Test("try-model")));
        Assert.Empty(page.FindAll(Test("try-tenant")));
        Assert.True(page.Find(".prompt").HasAttribute("hidden"));

        page.Find(Test("try-prefix")).Change(" " + run + " ");
        page.Find(Test("try-tokencount")).Change("100");
        page.Render();
        Assert.Contains($"\"prefix\":\"{run}\",\"tokens\":100", page.Find(Test("api-call")).TextContent, StringComparison.Ordinal);
        page.Find(Test("try-ask")).Click();

        page.WaitForAssertion(() => Assert.Equal("sim-2", page.Find(Test("try-winner")).TextContent.Trim()));
        Assert.Contains($"prefix={run}", Url, StringComparison.Ordinal);
        Assert.Contains("no text", page.Find(Test("try-tokens")).TextContent, StringComparison.Ordinal);
        Assert.Empty(_script.Invocations["read"]);
    }

    [Fact]
    public void Mode_Tokens_AsksAboutAColdPrompt()
    {
        GoTo("/try?mode=tokens&tokens=2000");
        var page = Render<TryPage>();
        page.Find(Test("try-ask")).Click();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(Test("try-row"))));
        Assert.StartsWith("2,000 tokens", page.Find(Test("try-tokens")).TextContent, StringComparison.Ordinal);
        Assert.Contains("\"tokens\":2000", page.Find(Test("api-call")).TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?mode=prefix", "must have 16 hexadecimal digits, as the Prefixes page shows them")]
    [InlineData("?mode=prefix&prefix=%3Cscript%3E", "must have 16 hexadecimal digits, as the Prefixes page shows them")]
    [InlineData("?mode=prefix&prefix=0123456789abcdef", "is not in the predicted tree now: no run ends there. Take a hash from the Prefixes page")]
    [InlineData("?mode=prefix&prefix=0123456789abcdef&tokens=-5", "must be a whole number from 0 to 262144")]
    [InlineData("?mode=tokens", "must be a whole number from 1 to 262144")]
    [InlineData("?mode=tokens&tokens=many", "must be a whole number from 1 to 262144")]
    public void Imagined_Wrong_IsSaidBesideTheField(string query, string message)
    {
        GoTo("/try" + query);
        var page = Render<TryPage>();
        page.Find(Test("try-ask")).Click();

        page.WaitForAssertion(() => Assert.Equal(message, page.Find(Test("try-error")).TextContent));
        Assert.NotEmpty(page.FindAll("[aria-invalid=true]"));
        Assert.Empty(page.FindAll("script"));
    }

    [Fact]
    public void EarlierRevisions_AreChosenAndCompared()
    {
        Store.Apply(new StrategySpec { Name = StrategyNames.RoundRobin }, "ada", "try it", null);
        Store.Apply(new StrategySpec { Name = StrategyNames.Random }, "ada", "and this", null);
        var page = Render<TryPage>();
        Assert.Equal(2, page.FindAll(Test("try-revision")).Count);

        page.FindAll(Test("try-revision"))[0].Change(true);
        page.Render();
        Assert.EndsWith("also=2", Url, StringComparison.Ordinal);
        Assert.Contains("\"revisions\":[2]", page.Find(Test("api-call")).TextContent, StringComparison.Ordinal);
        Paste("hello");
        page.Find(Test("try-ask")).Click();

        page.WaitForAssertion(() => Assert.Equal("revision 2", Assert.Single(page.FindAll(Test("try-earlier"))).TextContent));
    }

    [Fact]
    public void Salt_KeepsPrefixesApart_AndStaysOutOfTheUrl()
    {
        Scheduler.RecordServed(Seen(new string('x', 3000)), Registry.Find(new WorkerId("sim-2"))!);
        Paste(new string('x', 3000));
        var page = Render<TryPage>();
        page.Find(Test("try-salt")).Change("a-secret-salt");
        page.Find(Test("try-ask")).Click();

        page.WaitForAssertion(() => Assert.Equal("0 of 11", page.Find(Test("try-worker")).QuerySelectorAll("td")[2].TextContent));
        Assert.DoesNotContain("a-secret-salt", Url, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret-salt", page.Find(Test("api-call")).TextContent, StringComparison.Ordinal);
        Assert.Contains("\"cacheSalt\":\"your salt\"", page.Find(Test("api-call")).TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("try-csv", "try.csv", "strategy,active,worker")]
    [InlineData("try-json", "try.json", "\"choices\"")]
    public void Export_IsSavedByTheBrowserWithoutThePrompt(string button, string name, string content)
    {
        var page = Asked(Canary);

        page.Find(Test(button)).Click();

        var saved = Assert.Single(_script.Invocations["save"]).Arguments;
        Assert.Equal(name, saved[0]);
        Assert.Contains(content, (string)saved[2]!, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, (string)saved[2]!, StringComparison.Ordinal);
    }

    private PastedText Paste(string text)
    {
        var pasted = new PastedText(text);
        _script.Setup<IJSStreamReference>("read", _ => true).SetResult(pasted);
        return pasted;
    }

    private IRenderedComponent<TryPage> Asked(string text)
    {
        Paste(text);
        var page = Render<TryPage>();
        page.Find(Test("try-ask")).Click();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(Test("try-row"))));
        return page;
    }

    /// <summary>The request that the text stands for, by its hashes: the mark of a user message, then the text.</summary>
    private static RoutingRequest Seen(string text)
    {
        var space = new PrefixNamespace("m", Tenant: "default");
        byte[] prefix = [0xFF, (byte)'m', .. "user"u8, 0xFF, (byte)'c', .. Encoding.UTF8.GetBytes(text)];
        return new()
        {
            Id = "r",
            Model = "m",
            Namespace = space,
            Blocks = PrefixHasher.HashText(prefix, space, 256, []),
            PromptTokens = text.Length / 4,
        };
    }
}
