using PrefixConsole.Access;
using PrefixConsole.Alerts;
using PrefixConsole.Tests.Components;
using PrefixConsole.Tests.Whole;

namespace PrefixConsole.Tests.Operations;

/// <summary>Started while the database is away: what is stored is taken up when it is back, and nothing made meanwhile replaces it.</summary>
public sealed class LateStoreTests
{
    private const string Rule = "kv-usage";
    private const string OtherRule = "queue";

    private static readonly Actor s_ada = new("ada", Roles.Admin, Roles.Of(Roles.Admin)!.Value, "test");

    private readonly string _file = LateStore.NewFile();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tokens_AreTakenUpLater_AndNoneCanBeMadeBefore()
    {
        string secret;
        await using (var first = await new LateStore(_file, open: true).StartAsync())
        {
            var book = await TokensAsync(first);
            secret = book.Create("old", ["read"], s_ada).Secret!;
        }

        await using var second = await new LateStore(_file, open: false).StartAsync();
        var tokens = await TokensAsync(second);
        Assert.Null(tokens.Find(secret));
        Assert.Contains("could not be read yet", tokens.Create("new", ["read"], s_ada).Error!.Message, StringComparison.Ordinal);

        second.ComeBack();
        await Eventually.TrueAsync(() => tokens.Find(secret) is not null, "the token made earlier counts again");

        Assert.NotNull(tokens.Create("new", ["read"], s_ada).Secret);
        Assert.Equal(["new", "old"], tokens.Tokens.Select(t => t.Name).Order());
        await tokens.StopAsync(Stop);
    }

    [Fact]
    public async Task AlertSettings_AreMerged_TheNewerOfARuleCounts()
    {
        await using (var first = await new LateStore(_file, open: true).StartAsync())
        {
            var book = await AlertsAsync(first);
            book.Set(Rule, null, s => s with { Threshold = 0.5 });
            book.Set(OtherRule, null, s => s with { Threshold = 7 });
        }

        await using (var second = await new LateStore(_file, open: false).StartAsync())
        {
            var book = await AlertsAsync(second);
            Assert.True(book.Set(Rule, null, s => s with { Threshold = 0.6 }));
            second.ComeBack();
            await Eventually.TrueAsync(() => book.Of(OtherRule).Threshold == 7, "the stored setting of the other rule counts");
            Assert.Equal(0.6, book.Of(Rule).Threshold);
        }

        await using var third = await new LateStore(_file, open: true).StartAsync();
        var after = await AlertsAsync(third);
        Assert.Equal((0.6, 7), (after.Of(Rule).Threshold!.Value, after.Of(OtherRule).Threshold!.Value));
    }

    [Fact]
    public async Task AlertRule_SilencedMeanwhile_KeepsItsStoredThresholdAndRevision()
    {
        int edited;
        await using (var first = await new LateStore(_file, open: true).StartAsync())
        {
            var book = await AlertsAsync(first);
            book.Set(OtherRule, null, s => s with { Threshold = 7 });
            book.Set(Rule, null, s => s with { Threshold = 0.5 });
            edited = book.Of(Rule).Revision;
        }

        await using var second = await new LateStore(_file, open: false).StartAsync();
        var late = await AlertsAsync(second);
        late.Silence(Rule, DateTimeOffset.MaxValue, "ada", "known");
        second.ComeBack();
        await Eventually.TrueAsync(() => late.Of(OtherRule).Threshold == 7, "what was stored is taken up");

        Assert.Equal((0.5, "known", edited), (late.Of(Rule).Threshold!.Value, late.Of(Rule).SilenceReason, late.Of(Rule).Revision));
    }

    [Fact]
    public async Task AlertSettings_ChangedInRunsThatNeverReachedTheDatabase_AreNotLost()
    {
        await AlertsAsync(open: true, book =>
        {
            book.Set(Rule, null, s => s with { Threshold = 0.5 });
            book.Set(OtherRule, null, s => s with { Threshold = 7 });
        });
        await AlertsAsync(open: false, book =>
        {
            book.Set(OtherRule, null, s => s with { Threshold = 8 });
            book.Silence(Rule, DateTimeOffset.MaxValue, "ada", "known");
        });
        await AlertsAsync(open: false, book =>
        {
            Assert.Equal(("known", 8), (book.Of(Rule).SilenceReason, book.Of(OtherRule).Threshold));
            book.Silence(OtherRule, DateTimeOffset.MaxValue, "bob", "moved");
        });

        await AlertsAsync(open: true, book =>
        {
            Assert.Equal((0.5, "known"), (book.Of(Rule).Threshold, book.Of(Rule).SilenceReason));
            Assert.Equal((8, "moved"), (book.Of(OtherRule).Threshold, book.Of(OtherRule).SilenceReason));
        });
    }

    private async Task AlertsAsync(bool open, Action<AlertBook> act)
    {
        await using var store = await new LateStore(_file, open).StartAsync();
        var book = await AlertsAsync(store);
        act(book);
        await book.StopAsync(Stop);
    }

    private static async Task<TokenBook> TokensAsync(LateStore store)
    {
        var book = new TokenBook(new ChangingOptions<AccessOptions>(new AccessOptions()), store.Settings, TimeProvider.System);
        await book.StartAsync(Stop);
        return book;
    }

    private static async Task<AlertBook> AlertsAsync(LateStore store)
    {
        var book = new AlertBook(store.Settings);
        await book.StartAsync(Stop);
        return book;
    }
}
