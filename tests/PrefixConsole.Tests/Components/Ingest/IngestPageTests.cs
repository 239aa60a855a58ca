using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Pages.Ingest;
using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Components.Ingest;

public sealed class IngestPageTests : PageContext
{
    private string Uri => Services.GetRequiredService<NavigationManager>().Uri;

    [Fact]
    public void NoFeeds_SaysHowToStartEngines()
    {
        var empty = Render<IngestPage>().Find(Test("ingest-empty")).TextContent;

        Assert.Contains("enable_kv_cache_events", empty);
        Assert.Contains("Workers:0:KvEvents:Endpoint", empty);
        Assert.Contains("/workers/sim-1/kv-events", empty);
    }

    /// <summary>A listener that cannot listen is why there are no feeds, so it must be said there too.</summary>
    [Fact]
    public void NoFeeds_AListenerThatFails_IsSaid()
    {
        Transports.Listener = new KvListenerView { Endpoint = "tcp://*:5557", Peers = 0, Malformed = 0, Unknown = 12, LastUnknown = "kv@x@m", Problem = "AddressAlreadyInUse" };

        var page = Render<IngestPage>();

        Assert.NotNull(page.Find(Test("ingest-empty")));
        var listener = page.Find(Test("ingest-listener"));
        Assert.Contains("Listening on tcp://*:5557: AddressAlreadyInUse, 12 messages of unknown workers (last topic kv@x@m)", listener.TextContent, StringComparison.Ordinal);
        Assert.Contains("bad", listener.ClassList);
    }

    [Fact]
    public void Feed_WithoutSocket_HasDashesWithReasonsAndNotZero()
    {
        Hear("sim-1", 0);

        var row = Rows(Render<IngestPage>())[0];

        Assert.Equal("no socket: its events come over HTTP, or not at all", row.Children[5].QuerySelector(".missing")!.GetAttribute("title"));
        Assert.Equal("nothing measured yet", row.Children[2].QuerySelector(".missing")!.GetAttribute("title"));
        Assert.Equal("0", row.Children[6].TextContent.Trim());
    }

    [Fact]
    public void WorkerWithoutFeed_IsListedAndCannotBeActedOn()
    {
        Hear("sim-1", 0);

        var row = Rows(Render<IngestPage>())[1];

        Assert.Contains("not reporting", row.TextContent);
        Assert.Equal("nothing reported", row.Children[12].QuerySelector(".missing")!.GetAttribute("title"));
        Assert.All(row.QuerySelectorAll(".actions button"), b => Assert.True(b.HasAttribute("disabled")));
    }

    [Fact]
    public void Totals_CountTrustedOfThoseThatReport()
    {
        Hear("sim-1", 0);
        Hear("sim-2", 0);
        Hear("sim-2", 9);
        Transports.Set("sim-1", lag: TimeSpan.FromMilliseconds(40), malformed: 2);

        var totals = Render<IngestPage>().Find(Test("ingest-totals")).TextContent;

        Assert.Contains("Feeds trusted1 of 2", totals);
        Assert.Contains("Max lag40 ms", totals);
        Assert.Contains("Decode errors2", totals);
    }

    [Fact]
    public void Errors_AreNamedByCause()
    {
        Hear("sim-1", 0).OnRejected(KvEventFault.UnknownType);
        Transports.Set("sim-1", malformed: 2);

        var cell = Rows(Render<IngestPage>())[0].Children[12];

        Assert.Equal("3", cell.TextContent);
        Assert.Equal("event of an unknown type: 1\nnot a message of KV events: 2", cell.GetAttribute("title"));
    }

    [Fact]
    public void Quarantine_ActsOnlyWhenConfirmed_AndReleases()
    {
        var feed = Hear("sim-1", 0);
        var page = Render<IngestPage>();

        page.FindAll(Test("ingest-quarantine"))[0].Click();
        page.Find(Test("ingest-cancel")).Click();
        Assert.False(feed.View().Quarantined);

        page.FindAll(Test("ingest-quarantine"))[0].Click();
        page.Find(Test("ingest-confirm")).Click();
        Assert.True(feed.View().Quarantined);
        Assert.Equal("Release", page.FindAll(Test("ingest-quarantine"))[0].TextContent);
        Assert.Equal("untrusted", page.FindAll(Test("ingest-trust"))[0].GetAttribute("data-trust"));

        page.FindAll(Test("ingest-quarantine"))[0].Click();
        page.Find(Test("ingest-confirm")).Click();
        Assert.False(feed.View().Quarantined);
    }

    [Fact]
    public void Resync_Confirmed_StartsTheFeedOver()
    {
        var feed = Hear("sim-1", 0);
        var page = Render<IngestPage>();

        page.FindAll(Test("ingest-resync"))[0].Click();
        Assert.Contains("no replay", page.Find("[role=alertdialog]").TextContent);
        page.Find(Test("ingest-confirm")).Click();

        Assert.Equal(KvTrust.CatchingUp, feed.Trust.Trust);
        Assert.Contains("started over by an operator", feed.Trust.Cause);
    }

    [Fact]
    public void Confirm_FeedGoneMeanwhile_SaysSo()
    {
        Hear("sim-1", 0);
        Hear("sim-2", 0);
        var page = Render<IngestPage>();
        page.FindAll(Test("ingest-resync"))[0].Click();
        Fleet.Remove(new WorkerId("sim-1"));

        page.Find(Test("ingest-confirm")).Click();

        Assert.Contains("sim-1/0 has gone", page.Find("[role=alert]").TextContent);
    }

    [Fact]
    public void Viewer_CannotBeginWhatNeedsAnOperator()
    {
        var feed = Hear("sim-1", 0);
        Desk.Seat(Viewer);

        var page = Render<IngestPage>();
        var buttons = Rows(page)[0].QuerySelectorAll(".actions button");

        Assert.Equal(2, buttons.Length);
        Assert.All(buttons, b => Assert.True(b.HasAttribute("disabled")));
        Assert.All(buttons, b => Assert.Equal("Needs the role operator or admin", b.GetAttribute("title")));
        Assert.Empty(page.FindAll("[role=alertdialog]"));
        Assert.False(feed.View().Quarantined);
    }

    [Fact]
    public void Memory_IsToldOfEachFeedAndOfAll_AsAnEstimate()
    {
        Hear("sim-1", 0);
        GoTo("/ingest?feed=sim-1/0");

        var page = Render<IngestPage>();

        Assert.Matches("^Memory, estimated[0-9.]+ KiB$", page.FindAll(Test("ingest-totals") + " .tile").Single(t => t.TextContent.StartsWith("Memory", StringComparison.Ordinal)).TextContent);
        Assert.Matches("^[0-9.]+ (B|KiB)$", Rows(page)[0].Children[13].TextContent);
        Assert.Equal("nothing reported", Rows(page)[1].Children[13].QuerySelector(".missing")!.GetAttribute("title"));
        Assert.Matches(@"Memory, estimated\s*[0-9.]+ (B|KiB)", page.Find(Test("ingest-detail")).TextContent);
    }

    [Fact]
    public void Rejected_None_SaysSo()
    {
        Hear("sim-1", 0);
        GoTo("/ingest?feed=sim-1/0");

        var page = Render<IngestPage>();

        Assert.Equal("None.", page.Find(Test("no-rejected")).TextContent);
        Assert.Empty(page.FindAll(Test("rejected-frame")));
    }

    [Fact]
    public void Rejected_Frames_HaveNumberCauseLengthAndHash()
    {
        var feed = Hear("sim-1", 0);
        feed.RejectedFrames.Add(4, KvEventFault.UnknownType, null, 2, "secret"u8);
        feed.RejectedFrames.Add(null, KvEventFault.NotABatch, "it has not three frames", 0, [1, 2, 3]);
        GoTo("/ingest?feed=sim-1/0");

        var page = Render<IngestPage>();
        var rows = page.FindAll(Test("rejected-frame"));

        Assert.Equal(["12:00:00.000", "—", "not a batch of events: it has not three frames", "—", "3", "039058c6f2c0cb49…"], rows[0].Children.Select(c => c.TextContent.Trim()));
        Assert.Equal(["12:00:00.000", "4", "event of an unknown type", "2", "6", "2bb80d537b1da3e3…"], rows[1].Children.Select(c => c.TextContent.Trim()));
        Assert.Equal("2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b", rows[1].QuerySelector(".hash")!.GetAttribute("title"));
        Assert.Equal("/api/ingest/sim-1/rejected?rank=0&format=csv", page.Find(Test("rejected-csv")).GetAttribute("href"));
        Assert.DoesNotContain("secret", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_Chosen_GoesToTheUrlAndOpensItsDetail()
    {
        Hear("sim-1", 0);
        Transports.Set("sim-1", connected: false);
        var page = Render<IngestPage>();

        page.FindAll(Test("ingest-pick"))[0].Click();

        Assert.Contains("feed=sim-1", Uri);
        var detail = page.Find(Test("ingest-detail")).TextContent;
        Assert.Contains("tcp://127.0.0.1:5557 · not connected", detail);
        Assert.Contains("3 batches, 4,096 bytes", detail);
        Assert.Contains("api/ingest/sim-1/resync?rank=0", detail);
        Assert.Equal(Reported.Feeds[0].Trust.Cause, page.Find(Test("ingest-cause")).TextContent);
    }

    [Fact]
    public void Feed_OfTheUrlUnknown_IsSaid()
    {
        Hear("sim-1", 0);
        GoTo("/ingest?feed=gone/3");

        Assert.Contains("no feed gone/3", Render<IngestPage>().Find(Test("ingest-unknown")).TextContent);
    }

    [Fact]
    public void Sort_ByGaps_PutsTheWorstFirstAndTheUnknownLast()
    {
        Hear("sim-1", 0);
        Hear("sim-2", 0);
        Hear("sim-2", 9);
        Registry.Add(new WorkerConfig { Id = new WorkerId("a-quiet"), Address = new Uri("http://localhost:1"), Models = ["m"] });
        GoTo("/ingest?sort=gaps");

        Assert.Equal(["sim-2/0", "sim-1/0", "a-quiet/0"], Rows(Render<IngestPage>()).Select(r => r.GetAttribute("data-feed")));
    }

    private KvEventFeed Hear(string worker, ulong sequence)
    {
        var feed = Reported.Open(Registry.Find(new WorkerId(worker))!, 0)!;
        feed.Receive(sequence, sequence + 1);
        feed.EndBatch();
        return feed;
    }

    private IReadOnlyList<AngleSharp.Dom.IElement> Rows(IRenderedComponent<IngestPage> page) => page.FindAll(Test("ingest-row"));
}
