namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Latencies of one second, at most <paramref name="limit"/>: past that each new one takes the place of the oldest.</summary>
internal sealed class LatencySamples(int limit)
{
    private float[] _values = [];
    private int _seen;

    public int Count => Math.Min(_seen, limit);

    public void Add(float milliseconds)
    {
        var at = _seen++ % limit;
        if (at >= _values.Length)
        {
            Array.Resize(ref _values, Math.Min(limit, Math.Max(8, _values.Length * 2)));
        }

        _values[at] = milliseconds;
    }

    public void Clear() => _seen = 0;

    public void CopyTo(List<float> target) => target.AddRange(_values.AsSpan(0, Count));
}
