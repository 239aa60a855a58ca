using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PrefixConsole.Alerts;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Revisions;
using PrefixConsole.Storage.Writing;
using PrefixConsole.Tests.Components.Workers;
using PrefixConsole.Tests.Whole;

namespace PrefixConsole.Tests.Alerts;

/// <summary>Restarts and faults over a real SQLite file.</summary>
public sealed class AlertMonitorTests : FleetPageContext, IAsyncLifetime
{
    private readonly AlertRule _down = AlertRules.Find("worker-down")!;
    private StoreConnection _connection = null!;
    private StoreWriter _writer = null!;
    private SampleRecorder _recorder = null!;
    private AlertBook _book = null!;
    private Func<AlertMonitor> _open = null!;
    private AlertMonitor? _opened;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Made once the rows of the run before are there, as at a start.
    private AlertMonitor Alerts => _opened ??= _open();

    private long Now => Time.GetUtcNow().ToUnixTimeSeconds() / 10 * 10;

    public async ValueTask InitializeAsync()
    {
        var options = Options.Create(new StorageOptions
        {
            Provider = StorageProviders.Sqlite,
            Path = Path.Combine(Path.GetTempPath(), "prefixconsole-tests", Guid.NewGuid().ToString("N"), "console.db"),
        });
        _connection = new StoreConnection(options.Value, Path.GetTempPath());
        var state = new StoreState(_connection, Time);
        var writes = new KeptWrites(_connection, state);
        var sampled = new SampledWrites(_connection, state);
        _writer = new StoreWriter(_connection, state, writes, sampled, new Retention(state, options, Time), options, TimeProvider.System, NullLogger<StoreWriter>.Instance);
        await _writer.StartAsync(Stop);
        await Eventually.TrueAsync(() => state.View.Status == StoreStatus.Ready, "the database is open");
        _recorder = new SampleRecorder(Monitor, Store, sampled);
        _book = new AlertBook(new SettingStore(_connection, writes, state, Time));
        _open = () => new AlertMonitor(
            _book, _recorder, Monitor, new FleetHistory(new SampleArchive(_connection, state), _recorder), new AlertArchive(_connection, state), writes, state, Time);
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        _opened?.Dispose();
        await _writer.StopAsync(CancellationToken.None);
        _writer.Dispose();
        Dispose();
    }

    [Fact]
    public async Task Start_RuleThatFiredAndStillDoes_GoesOnAndIsNotSaidTwice()
    {
        await StoreAsync(notReady: 1, before: true);

        await Alerts.StartAsync(Stop);

        await Eventually.TrueAsync(() => View().State == AlertState.Firing, "it goes on firing");
        Assert.Equal("+", await ChangesAsync());
    }

    [Fact]
    public async Task Start_RuleThatEndedMeanwhile_IsSaidToBeResolved()
    {
        await StoreAsync(notReady: 0, before: true);

        await Alerts.StartAsync(Stop);

        await Eventually.TrueAsync(async () => await ChangesAsync() == "-+", "it is said to be resolved");
        Assert.Equal(AlertState.Ok, View().State);
    }

    [Fact]
    public async Task Start_RuleThatBeganMeanwhile_IsSaidToFireOnce()
    {
        await StoreAsync(notReady: 1, before: null);

        await Alerts.StartAsync(Stop);
        await Eventually.TrueAsync(() => View().State == AlertState.Firing, "it fires");
        await Alerts.StartAsync(Stop);

        Assert.Equal("+", await ChangesAsync());
    }

    [Fact]
    public async Task SwitchedOff_EndsAndIsNotLookedAt()
    {
        await StoreAsync(notReady: 1, before: true);
        await Alerts.StartAsync(Stop);
        await Eventually.TrueAsync(() => View().State == AlertState.Firing, "it goes on firing");

        Assert.True(_book.Set(_down.Id, null, s => s with { Enabled = false }));

        Assert.Equal((AlertState.Ok, false, null), (View().State, View().Enabled, View().Value));
        Assert.Equal("-+", await ChangesAsync());
    }

    [Fact]
    public async Task AnotherThreshold_EndsWhatFiredWithTheOldOne()
    {
        await StoreAsync(notReady: 1, before: true);
        await Alerts.StartAsync(Stop);
        await Eventually.TrueAsync(() => View().State == AlertState.Firing, "it goes on firing");

        Assert.True(_book.Set(_down.Id, null, s => s with { Threshold = 3 }));

        Assert.Equal("-+", await ChangesAsync());
    }

    [Fact]
    public async Task StoredSamples_AreBackTested()
    {
        await StoreAsync(notReady: 1, before: null);

        var test = await Alerts.BackTestAsync(_down, 0, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), Stop);

        Assert.Equal((1, 1.0, null), (test.Fired, test.Measured, test.Problem));
    }

    [Fact]
    public async Task BrokenStore_IsSaidAndIsNoEmptyHistory()
    {
        await using (var db = _connection.Open())
        {
            await db.Database.ExecuteSqlRawAsync("DROP TABLE alerts; DROP TABLE samples;", Stop);
        }

        var (rows, problem) = await Alerts.HistoryAsync(new AlertHistoryFilter(), 10, Stop);
        var test = await Alerts.BackTestAsync(_down, 0, TimeSpan.Zero, TimeSpan.FromHours(1), Stop);

        Assert.Empty(rows);
        Assert.Contains("not reachable", problem);
        Assert.Contains("not reachable", test.Problem);
    }

    [Fact]
    public async Task History_IsPagedAndFiltered_EachRowOnce()
    {
        await using (var db = _connection.Open())
        {
            for (var i = 0; i < 10; i++)
            {
                // Two of one moment, as rules that look at the same sample have.
                var at = Time.GetUtcNow().AddMinutes(-i / 2);
                // The newest of each rule is over: a start that still finds one firing notes that.
                db.Alerts.Add(new AlertRow { Id = Guid.CreateVersion7(at), At = at, Rule = i % 2 == 0 ? "queue" : "kv-usage", Firing = i > 1, Threshold = 0, Note = "" });
            }

            await db.SaveChangesAsync(Stop);
        }

        var (all, problem) = await Alerts.HistoryAsync(new AlertHistoryFilter(), 100, Stop);
        Assert.Null(problem);
        var paged = new List<AlertRow>();
        for (Guid? before = null; ;)
        {
            (var page, problem) = await Alerts.HistoryAsync(new AlertHistoryFilter { Before = before }, 3, Stop);
            Assert.Null(problem);
            paged.AddRange(page);
            if (page.Count < 3)
            {
                break;
            }

            before = page[^1].Id;
        }

        Assert.Equal(10, all.Count);
        Assert.Equal(all.Select(r => r.Id), paged.Select(r => r.Id));
        Assert.Equal(5, (await Alerts.HistoryAsync(new AlertHistoryFilter { Rule = "queue" }, 100, Stop)).Rows.Count(r => r.Rule == "queue"));
        Assert.Empty((await Alerts.HistoryAsync(new AlertHistoryFilter { Before = Guid.NewGuid() }, 100, Stop)).Rows);
    }

    [Fact]
    public async Task StoredSamples_ByModel_AreReplayed_AndTheWorstIsNamed()
    {
        await using (var db = _connection.Open())
        {
            for (var i = 60; i > 0; i--)
            {
                db.Samples.Add(new SampleRow
                {
                    At = Now - (10 * i),
                    Requests = 20,
                    Detail = new() { ServerFailures = 5, Models = [new ModelCount("big", 10, 5), new ModelCount("small", 10, 0)] },
                });
            }

            await db.SaveChangesAsync(Stop);
        }

        await Alerts.StartAsync(Stop);
        await Eventually.TrueAsync(() => Alerts.Read().Single(v => v.Rule.Id == "model-errors").State == AlertState.Firing, "it fires");

        var view = Alerts.Read().Single(v => v.Rule.Id == "model-errors");
        Assert.Equal((0.5, "big"), (view.Value, view.Model));
        var change = (await Alerts.HistoryAsync(new AlertHistoryFilter { Rule = "model-errors" }, 10, Stop)).Rows.Single();
        Assert.StartsWith("model big", change.Note, StringComparison.Ordinal);
        var test = await Alerts.BackTestAsync(view.Rule, 0.6, TimeSpan.Zero, TimeSpan.FromHours(1), Stop);
        Assert.Equal((0, 1.0), (test.Fired, test.Measured));
    }

    [Fact]
    public async Task Recorder_CountsWhoIsReady()
    {
        Ready("sim-1");
        Registry.SetStatus(Registry.Find(new WorkerId("sim-2"))!, WorkerStatus.Draining, "an operator");
        await _recorder.StartAsync(Stop);
        for (var i = 0; i < 20; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Monitor.Sample();
        }

        Assert.Equal((2, 1, 0), (_recorder.Recent(0, long.MaxValue)[^1].Workers, _recorder.Recent(0, long.MaxValue)[^1].Ready, _recorder.Recent(0, long.MaxValue)[^1].NotReady));
        await _recorder.StopAsync(Stop);
    }

    /// <summary>Ten minutes of samples, and what was said of the rule before.</summary>
    private async Task StoreAsync(int notReady, bool? before)
    {
        await using var db = _connection.Open();
        for (var i = 60; i > 0; i--)
        {
            db.Samples.Add(new SampleRow { At = Now - (10 * i), NotReady = notReady, Ready = 2, Workers = 3, Detail = new() { ServerFailures = 0 } });
        }

        if (before is { } firing)
        {
            var at = Time.GetUtcNow().AddMinutes(-5);
            db.Alerts.Add(new AlertRow { Id = Guid.CreateVersion7(at), At = at, Rule = _down.Id, Firing = firing, Threshold = 0, Note = "" });
        }

        await db.SaveChangesAsync(Stop);
    }

    private AlertView View() => Alerts.Read().Single(v => v.Rule.Id == _down.Id);

    /// <summary>What was said of the rule, newest first: + began to fire, - resolved.</summary>
    private async Task<string> ChangesAsync() => string.Concat((await Alerts.HistoryAsync(new AlertHistoryFilter(), 10, Stop)).Rows.Where(r => r.Rule == _down.Id).Select(r => r.Firing ? "+" : "-"));
}
