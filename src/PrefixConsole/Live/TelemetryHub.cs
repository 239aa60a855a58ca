using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using PrefixConsole.Access;
using PrefixConsole.Api;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Live;

/// <summary>
/// The console's data for outside clients, at <c>/hubs/telemetry</c> (JSON protocol, camel case; the same objects as the admin API).
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>GetOverview(), GetWorkers(), GetDecisions(filter), GetStrategy()</term><description>one answer</description></item>
/// <item><term>StreamDecisions(filter)</term><description>batches, at most 4 a second; all new requests as long as there are no more than 100, of more the newest 25; says how many were skipped</description></item>
/// <item><term>StreamWorkers()</term><description>the entire fleet at once, then on change, at most 2 a second</description></item>
/// <item><term>StreamStrategy()</term><description>the active revision at once, then on change</description></item>
/// </list>
/// A slow client gets fewer and newer answers, never a queue: the next one is made when the last one was taken. A connection may
/// have 8 streams at a time; a user may have as many connections and tabs as <c>Access:ConnectionsPerUser</c> says, and one too many is closed
/// with the reason.
/// </remarks>
[Authorize(AccessPolicies.Read)]
public sealed class TelemetryHub(
    FleetMonitor monitor,
    DecisionLog log,
    StrategyStore strategies,
    StrategyCatalog catalog,
    StrategyChanges changes,
    SessionBook sessions,
    OpenConnections connections,
    TimeProvider time) : Hub
{
    public const string Path = "/hubs/telemetry";

    /// <summary>Most streams of one connection at a time.</summary>
    public const int MaxStreams = 8;

    private static readonly object s_streamsKey = new();
    private static readonly object s_placeKey = new();
    private static readonly TimeSpan s_decisionInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_workerInterval = TimeSpan.FromMilliseconds(500);

    public override Task OnConnectedAsync()
    {
        Context.Items[s_placeKey] = connections.Take(Context.User) ?? throw new HubException(connections.Message);
        Context.Items[s_streamsKey] = new StreamCount();
        return base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        (Context.Items[s_placeKey] as IDisposable)?.Dispose();
        return base.OnDisconnectedAsync(exception);
    }

    /// <summary>The last minute, and a sample per second of the last five.</summary>
    public OverviewDto GetOverview() => OverviewDto.From(monitor.Overview());

    /// <summary>All workers.</summary>
    public IReadOnlyList<WorkerDto> GetWorkers() => ReadWorkers();

    /// <summary>A page of the decision log, newest first.</summary>
    public DecisionPageDto GetDecisions(DecisionQueryDto? filter)
    {
        filter ??= new DecisionQueryDto();
        return filter.Limit is < 1 or > DecisionQuery.MaxLimit
            ? throw new HubException($"limit must be between 1 and {DecisionQuery.MaxLimit}")
            : DecisionsApi.Read(log, filter.ToFilter(), filter.Limit, filter.Before);
    }

    /// <summary>The active revision.</summary>
    public StrategyDto GetStrategy() => ReadStrategy();

    /// <summary>Requests that match, from now on, and their ends.</summary>
    public async IAsyncEnumerable<DecisionBatchDto> StreamDecisions(
        DecisionQueryDto? filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var place = TakeStream();
        var throttle = new SignalThrottle(time, s_decisionInterval);
        var feed = new DecisionFeed(log, (filter ?? new DecisionQueryDto()).ToFilter());
        using var subscription = log.Subscribe(throttle.Signal);
        using var session = WakeAtItsEnd(throttle);
        while (true)
        {
            CurrentOnly.Check(sessions, Context);
            if (feed.Read() is { } batch)
            {
                yield return batch;
            }

            await throttle.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The fleet, now and whenever it changes or is sampled.</summary>
    public async IAsyncEnumerable<IReadOnlyList<WorkerDto>> StreamWorkers([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var place = TakeStream();
        var throttle = new SignalThrottle(time, s_workerInterval);
        using var subscription = monitor.Subscribe(throttle.Signal);
        using var session = WakeAtItsEnd(throttle);
        throttle.Signal();
        while (true)
        {
            await throttle.WaitAsync(cancellationToken);
            CurrentOnly.Check(sessions, Context);
            yield return ReadWorkers();
        }
    }

    /// <summary>The active revision, now and whenever another is applied.</summary>
    public async IAsyncEnumerable<StrategyDto> StreamStrategy([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var place = TakeStream();
        var throttle = new SignalThrottle(time, s_decisionInterval);
        using var session = WakeAtItsEnd(throttle);
        strategies.Changed += throttle.Signal;
        try
        {
            throttle.Signal();
            while (true)
            {
                await throttle.WaitAsync(cancellationToken);
                CurrentOnly.Check(sessions, Context);
                yield return ReadStrategy();
            }
        }
        finally
        {
            strategies.Changed -= throttle.Signal;
        }
    }

    private IReadOnlyList<WorkerDto> ReadWorkers() => [.. monitor.Workers().Select(WorkerDto.From)];

    private StrategyDto ReadStrategy() => StrategyDto.From(strategies.Current, catalog, changes);

    private SessionWake WakeAtItsEnd(SignalThrottle throttle) => new(sessions, throttle.Signal);

    private StreamCount.Place TakeStream() =>
        ((StreamCount)Context.Items[s_streamsKey]!).Take() ?? throw new HubException($"a connection may have {MaxStreams} streams at a time");
}
