using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>
/// Requests by model, second by second, as long as <see cref="RollingStats"/> keeps its seconds. Memory is bounded by
/// <see cref="ModelNames.Limit"/>. Thread-safe.
/// </summary>
internal sealed class ModelSeconds(TimeProvider time, long start)
{
    private const int Slots = RollingStats.Window + 4;

    private readonly Lock _gate = new();
    private readonly long[] _seconds = [.. Enumerable.Repeat(-1L, Slots)];
    private readonly Dictionary<string, (int Requests, int Failures)>[] _counts =
        [.. Enumerable.Range(0, Slots).Select(_ => new Dictionary<string, (int, int)>(StringComparer.Ordinal))];

    public void Add(string model, bool failed)
    {
        lock (_gate)
        {
            var second = (long)time.GetElapsedTime(start).TotalSeconds;
            var slot = second % Slots;
            if (_seconds[slot] != second)
            {
                _seconds[slot] = second;
                _counts[slot].Clear();
            }

            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts[slot], model, out _);
            count = (count.Requests + 1, count.Failures + (failed ? 1 : 0));
        }
    }

    /// <summary>Those of a second; empty for one without requests, or out of the window.</summary>
    public ImmutableArray<ModelCount> Of(long second)
    {
        lock (_gate)
        {
            var slot = second % Slots;
            return _seconds[slot] != second
                ? []
                : [.. _counts[slot].Select(c => new ModelCount(c.Key, c.Value.Requests, c.Value.Failures)).OrderBy(m => m.Model, StringComparer.Ordinal)];
        }
    }
}
