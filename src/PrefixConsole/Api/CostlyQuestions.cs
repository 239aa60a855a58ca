namespace PrefixConsole.Api;

/// <summary>How many costly questions each actor has open. Bounded by the requests in flight: a name without any is forgotten.</summary>
internal sealed class CostlyQuestions
{
    /// <summary>Of one actor at a time: what a person with two tabs asks, and not enough to keep the processors from the gateway.</summary>
    public const int AtOnce = 2;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);

    /// <summary>A place to dispose of with the answer; null when all are taken.</summary>
    public IDisposable? Take(string who)
    {
        lock (_gate)
        {
            var open = _open.GetValueOrDefault(who);
            if (open >= AtOnce)
            {
                return null;
            }

            _open[who] = open + 1;
        }

        return new Place(this, who);
    }

    private void Leave(string who)
    {
        lock (_gate)
        {
            if (--_open[who] == 0)
            {
                _open.Remove(who);
            }
        }
    }

    private sealed class Place(CostlyQuestions questions, string who) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                questions.Leave(who);
            }
        }
    }
}
