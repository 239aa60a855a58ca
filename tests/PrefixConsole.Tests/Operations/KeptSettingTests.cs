using PrefixConsole.Storage.Revisions;
using PrefixConsole.Tests.Whole;

namespace PrefixConsole.Tests.Operations;

/// <summary>A setting that is changed while the database is away, over processes that end before it answers.</summary>
public sealed class KeptSettingTests
{
    private const string Key = "test.words";

    private readonly string _file = LateStore.NewFile();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EndsBeforeTheDatabaseAnswers_TheNextWithItHasBoth_AndOnlyTheSettingIsStored()
    {
        await RunAsync(open: true, words => words.Set("a", "kept"));
        await RunAsync(open: false, words => words.Set("b", "meanwhile"));

        await RunAsync(open: true, words => Assert.Equal("a=kept b=meanwhile", words.Text));

        await using var store = await new LateStore(_file, open: true).StartAsync();
        Assert.Equal([Key], await store.KeysAsync());
    }

    [Fact]
    public async Task StillAwayAtTheNextStart_TakesItsPartFromTheSpool_AndAddsToIt()
    {
        await RunAsync(open: true, words => words.Set("a", "kept"));
        await RunAsync(open: false, words => words.Set("b", "first"));
        await RunAsync(open: false, words =>
        {
            Assert.Equal("b=first", words.Text);
            words.Set("b", "second");
            words.Set("c", "second");
        });

        await RunAsync(open: false, words => Assert.Equal("b=second c=second", words.Text));
        await RunAsync(open: true, words => Assert.Equal("a=kept b=second c=second", words.Text));
    }

    /// <summary>The part reached the database, and nobody took it up before that was away again.</summary>
    [Fact]
    public async Task PartThatCouldNotBeRead_IsNotReplacedByTheNext()
    {
        await RunAsync(open: true, words => words.Set("a", "kept"));
        await RunAsync(open: false, words =>
        {
            words.Set("b", "first");
            words.Set("c", "first");
        });
        await using (await new LateStore(_file, open: true).StartAsync())
        {
        }

        await RunAsync(open: false, words =>
        {
            Assert.Equal("", words.Text);
            words.Set("c", "second");
        });

        await RunAsync(open: true, words => Assert.Equal("a=kept b=first c=second", words.Text));
    }

    [Fact]
    public async Task ComesBackWhileItRuns_IsWrittenWhole_AndThePartIsGone()
    {
        await RunAsync(open: true, words => words.Set("a", "kept"));
        await using (var store = await new LateStore(_file, open: false).StartAsync())
        {
            var words = new Words(store.Settings);
            await words.Setting.StartAsync(Stop);
            words.Set("b", "meanwhile");
            store.ComeBack();
            await Eventually.TrueAsync(() => words.Setting.IsKnown, "what is stored is known");
            words.Set("b", "after");
            words.Setting.Stop();
        }

        await using var next = await new LateStore(_file, open: true).StartAsync();
        Assert.Equal([Key], await next.KeysAsync());
        await RunAsync(next, words => Assert.Equal("a=kept b=after", words.Text));
    }

    [Fact]
    public async Task PartOfAnotherVersion_StaysWhereItIs()
    {
        await using (var store = await new LateStore(_file, open: true).StartAsync())
        {
            await store.Settings.WriteAsync(Key + ".meanwhile.x", new[] { 1 });
        }

        await RunAsync(open: true, words => words.Set("a", "kept"));

        await using var next = await new LateStore(_file, open: true).StartAsync();
        Assert.Equal([Key, Key + ".meanwhile.x"], await next.KeysAsync());
    }

    private static async Task RunAsync(LateStore store, Action<Words> act)
    {
        var words = new Words(store.Settings);
        await words.Setting.StartAsync(Stop);
        act(words);
        words.Setting.Stop();
    }

    private async Task RunAsync(bool open, Action<Words> act)
    {
        await using var store = await new LateStore(_file, open).StartAsync();
        await RunAsync(store, act);
    }

    private sealed class Words
    {
        private readonly Lock _gate = new();
        private readonly SortedDictionary<string, string> _words = new(StringComparer.Ordinal);

        public Words(SettingStore settings) => Setting = new KeptSetting<SortedDictionary<string, string>>(
            settings,
            Key,
            _gate,
            stored =>
            {
                foreach (var (name, word) in stored ?? [])
                {
                    _words.TryAdd(name, word);
                }
            },
            () => _words);

        public KeptSetting<SortedDictionary<string, string>> Setting { get; }

        public string Text => string.Join(' ', _words.Select(w => $"{w.Key}={w.Value}"));

        public void Set(string name, string word)
        {
            lock (_gate)
            {
                _words[name] = word;
                Setting.Save();
            }
        }
    }
}
