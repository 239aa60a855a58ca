using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Access;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Operations;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Revisions;
using PrefixConsole.Storage.Writing;
using PrefixConsole.Tests.Components;

namespace PrefixConsole.Tests.Operations;

/// <summary>Changes, trials and schedule over a clock that a test moves, with requests that end as it says.</summary>
internal sealed class TrialBench : IDisposable
{
    private readonly FleetMonitor _monitor;
    private readonly DecisionLog _log = new(1000);

    /// <param name="late">Where settings and audit are stored; nowhere when null.</param>
    /// <param name="at">The time; 12:00 of a day when null.</param>
    /// <param name="configured">Strategy of the configuration.</param>
    public TrialBench(LateStore? late = null, DateTimeOffset? at = null, string configured = StrategyNames.ApproximatePrefix)
    {
        Time.SetUtcNow(at ?? Time.GetUtcNow());
        Store = new StrategyStore(new StrategyCatalog(), Time, Spec(configured), seed: 1);
        var registry = new WorkerRegistry(Time);
        var options = new GatewayOptions();
        _monitor = new FleetMonitor(
            registry, new ApproximatePrefixTree(Time, 1000), new ReportedCaches(new ReportedPrefixIndex(), PrefixHasher.DefaultTokenBlock, Time), _log, Time, options);
        var connection = new StoreConnection(new StorageOptions { Provider = StorageProviders.None }, Path.GetTempPath());
        var state = new StoreState(connection, Time);
        var writes = new KeptWrites(connection, state);
        Samples = new SampleRecorder(_monitor, Store, new SampledWrites(connection, state));
        Audit = late?.Audit ?? new AuditLog(connection, writes, state, Time);
        Acts = new Acts(Audit, Time);
        Settings = late?.Settings ?? new SettingStore(connection, writes, state, Time);
        var guards = new ChangeGuards(_log, Samples, Options.Create(options), Time);
        Changes = new StrategyChanges(Store, Acts, Settings, guards, Time, NullLogger<StrategyChanges>.Instance);
        Trials = new StrategyTrials(Store, Acts, Settings, guards, Time, NullLogger<StrategyTrials>.Instance);
        Schedule = new ScheduledChanges(Changes, Store, new StrategyCatalog(), Acts, Settings, Time);
    }

    public ScheduledChanges Schedule { get; }

    public static Actor Ada { get; } = new("ada", Roles.Operator, Roles.Of(Roles.Operator)!.Value, "test");

    public static Actor Viewer { get; } = new("vic", Roles.Viewer, Permissions.Read, "test");

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public StrategyStore Store { get; }

    public StrategyChanges Changes { get; }

    public StrategyTrials Trials { get; }

    public SampleRecorder Samples { get; }

    public AuditLog Audit { get; }

    public Acts Acts { get; }

    public SettingStore Settings { get; }

    public static StrategySpec Spec(string name) => new() { Name = name };

    /// <summary>One request a second of each revision, which ends at once.</summary>
    public void Traffic(int seconds, params (int Revision, int TtftMs, bool Fails)[] sides)
    {
        for (var i = 0; i < seconds; i++)
        {
            foreach (var (revision, ttft, fails) in sides)
            {
                var decision = Decide(revision);
                _log.Complete(
                    _log.Record(decision),
                    fails ? DecisionSamples.Failed() : DecisionSamples.Done() with { TimeToFirstToken = TimeSpan.FromMilliseconds(ttft) });
            }

            Time.Advance(TimeSpan.FromSeconds(1));
            _monitor.Sample();
        }
    }

    public async Task<AuditRow> LastAuditAsync()
    {
        var (rows, _) = await Audit.ReadAsync(new AuditFilter(), 1, TestContext.Current.CancellationToken);
        return rows[0];
    }

    public void Dispose()
    {
        Schedule.Dispose();
        Trials.Dispose();
        Changes.Dispose();
        Acts.Dispose();
        _monitor.Dispose();
    }

    private RoutingDecision Decide(int revision)
    {
        var sample = DecisionSamples.Scored($"r{_log.Total}");
        return new RoutingDecision
        {
            Id = sample.Id,
            Attempt = 1,
            At = Time.GetUtcNow(),
            Request = sample.Request,
            Revision = revision,
            Strategy = "s",
            Candidates = sample.Candidates,
            Scorers = sample.Scorers,
            Totals = sample.Totals,
            Winner = sample.Winner,
            Reason = sample.Reason,
            Picker = sample.Picker,
            TieBreak = sample.TieBreak,
            Margin = sample.Margin,
            OverlapTime = sample.OverlapTime,
            ScheduleTime = sample.ScheduleTime,
        };
    }
}
