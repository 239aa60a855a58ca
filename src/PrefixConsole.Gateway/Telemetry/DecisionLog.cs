using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>The last decisions, in a ring; the oldest leave first. Writers never wait for readers.</summary>
public sealed class DecisionLog(int capacity)
{
    public int Capacity { get; } = capacity;

    /// <summary>Decisions ever recorded.</summary>
    public long Total => throw new NotImplementedException();

    public DecisionEntry Record(RoutingDecision decision) => throw new NotImplementedException();

    /// <summary>A second decision for a request whose first worker failed.</summary>
    public void Retry(DecisionEntry entry, RoutingDecision second) => throw new NotImplementedException();

    public void Complete(DecisionEntry entry, DecisionOutcome outcome) => throw new NotImplementedException();

    /// <summary>Newest first, at most <paramref name="count"/>, only those before <paramref name="beforeSequence"/> when given.</summary>
    public IReadOnlyList<DecisionEntry> Latest(int count, DecisionFilter? filter = null, long? beforeSequence = null) => throw new NotImplementedException();

    public DecisionEntry? Find(string id) => throw new NotImplementedException();

    /// <summary>Calls <paramref name="signal"/> after records and completions, on the writer's thread: it must only set a flag. Dispose to stop.</summary>
    public IDisposable Subscribe(Action signal) => throw new NotImplementedException();
}
