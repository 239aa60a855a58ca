using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PrefixConsole.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace PrefixConsole.Browser.Tests;

/// <summary>The ingest of KV events of the demo fleet, in a real browser.</summary>
public sealed partial class IngestTests(ConsoleFixture fixture)
{
    private const string Feed = "sim-4/0";

    [Fact]
    public async Task Feeds_UnderTraffic_AreTrustedAndCanBeQuarantinedAndReleased()
    {
        await using var console = await fixture.OpenAsync("/ingest");
        await Expect(console.ById("ingest-row")).ToHaveCountAsync(4);
        await Expect(console.Page.Locator("[data-testid=ingest-trust][data-trust=trusted]")).ToHaveCountAsync(4);

        await ActAsync(console);
        await Expect(TrustOf(console)).ToHaveAttributeAsync("data-trust", "untrusted");

        await using (var workers = await fixture.OpenAsync("/workers"))
        {
            var row = workers.ById("worker-row").Filter(new() { HasText = "sim-4" });
            await Expect(row.GetByTestId("worker-trust")).ToHaveAttributeAsync("data-trust", "untrusted");
            await Expect(workers.ById("coverage")).ToContainTextAsync("1 untrusted");
        }

        await ActAsync(console);
        await Expect(TrustOf(console)).ToHaveAttributeAsync("data-trust", Usable());
        console.AssertNoErrors();
    }

    [Fact]
    public async Task Feed_Selected_ShowsItsCauseAndIsInTheAddress()
    {
        await using var console = await fixture.OpenAsync("/ingest");

        await console.Page.Locator("[data-feed='sim-1/0']").GetByTestId("ingest-pick").ClickAsync();

        await Expect(console.ById("ingest-detail")).ToContainTextAsync("tcp://127.0.0.1");
        await Expect(console.Page).ToHaveURLAsync(InAddress());
        console.AssertNoErrors();
    }

    /// <summary>The switches of a simulated worker: its cache lost, its events stopped until it counts as silent, and all of it taken back.</summary>
    [Fact]
    public async Task Faults_OfASimulatedWorker_AreSeenAndTakenBack()
    {
        await using var console = await fixture.OpenAsync("/workers/sim-3");
        await Expect(console.ById("faults-now")).ToContainTextAsync("No fault.");
        await console.ById("fault-clear").ClickAsync();
        await Expect(console.ById("faults-now")).ToContainTextAsync("blocks were lost");

        await console.ById("fault-stop").ClickAsync();
        await Expect(console.ById("faults-now")).ToContainTextAsync("Now it ");
        await Expect(console.ById("worker-trust")).ToHaveAttributeAsync("data-trust", Unusable(), new() { Timeout = 90_000 });

        await console.ById("fault-undo").ClickAsync();
        await Expect(console.ById("faults-now")).ToContainTextAsync("No fault.");
        await Expect(console.ById("worker-trust")).ToHaveAttributeAsync("data-trust", Usable(), new() { Timeout = 90_000 });

        await console.ById("fault-restart").ClickAsync();
        await Expect(console.ById("faults-now")).ToContainTextAsync("Restarted.");
        await Expect(console.ById("worker-trust")).ToHaveAttributeAsync("data-trust", "trusted", new() { Timeout = 90_000 });
        console.AssertNoErrors();
    }

    private static async Task ActAsync(ConsolePage console)
    {
        await Row(console).GetByTestId("ingest-quarantine").ClickAsync();
        await console.ById("ingest-confirm").ClickAsync();
    }

    private static ILocator TrustOf(ConsolePage console) => Row(console).GetByTestId("ingest-trust");

    private static ILocator Row(ConsolePage console) => console.Page.Locator($"[data-feed='{Feed}']");

    [GeneratedRegex("^(trusted|catching-up)$")]
    private static partial Regex Usable();

    [GeneratedRegex("^(silent|untrusted)$")]
    private static partial Regex Unusable();

    [GeneratedRegex("feed=sim-1(/|%2F)0")]
    private static partial Regex InAddress();
}
