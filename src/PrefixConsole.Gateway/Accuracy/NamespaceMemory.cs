namespace PrefixConsole.Gateway.Accuracy;

/// <summary>Under which namespaces the start of a prompt was served lately. Thread-safe.</summary>
/// <remarks>
/// Memory is fixed: 16,384 sets of four places of 48 bytes, 3 MB; within a set the place that was used longest ago is taken. A place keeps the last four
/// namespaces: with more the content is common to all of them, and any one is enough to say so.
/// </remarks>
internal sealed class NamespaceMemory
{
    public const int Places = 65_536;
    private const int Ways = 4;

    private readonly Lock _gate = new();
    private readonly Place[] _places;
    private uint _tick;

    /// <param name="places">Prefixes remembered; a power of two of at least four.</param>
    public NamespaceMemory(int places = Places)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(places, Ways);
        ArgumentOutOfRangeException.ThrowIfNotEqual(System.Numerics.BitOperations.IsPow2(places), true, nameof(places));
        _places = new Place[places];
    }

    /// <summary>A worker served the prompt.</summary>
    public void Remember(in NeutralPrefix prefix)
    {
        lock (_gate)
        {
            Remember(prefix.First, prefix.Seed);
            Remember(prefix.Eighth, prefix.Seed);
            Remember(prefix.Last, prefix.Seed);
        }
    }

    /// <summary>Leading blocks known to have been served under another namespace and not under this one; 0 when this one was served too.</summary>
    public int BlocksElsewhere(in NeutralPrefix prefix)
    {
        lock (_gate)
        {
            return !OnlyElsewhere(prefix.First, prefix.Seed) ? 0
                : !OnlyElsewhere(prefix.Eighth, prefix.Seed) ? NeutralPrefix.FirstBlocks
                : !OnlyElsewhere(prefix.Last, prefix.Seed) ? NeutralPrefix.EighthBlocks
                : NeutralPrefix.LastBlocks;
        }
    }

    private bool OnlyElsewhere(ulong content, ulong seed)
    {
        foreach (ref var place in SetOf(content))
        {
            if (content != 0 && place.Content == content)
            {
                place.Used = ++_tick;
                return !place.Has(seed);
            }
        }

        return false;
    }

    private void Remember(ulong content, ulong seed)
    {
        if (content == 0)
        {
            return;
        }

        var set = SetOf(content);
        ref var oldest = ref set[0];
        foreach (ref var place in set)
        {
            if (place.Content == content)
            {
                place.Used = ++_tick;
                place.Add(seed);
                return;
            }

            // by distance, so that a tick that has gone round does not make the newest the oldest
            if (_tick - place.Used > _tick - oldest.Used)
            {
                oldest = ref place;
            }
        }

        oldest = new Place { Content = content, Used = ++_tick };
        oldest.Add(seed);
    }

    private Span<Place> SetOf(ulong content)
    {
        var sets = (ulong)(_places.Length / Ways);
        return _places.AsSpan((int)(content % sets) * Ways, Ways);
    }

    private struct Place
    {
        private ulong _a;
        private ulong _b;
        private ulong _c;
        private ulong _d;

        public ulong Content { get; init; }

        public uint Used { get; set; }

        public readonly bool Has(ulong seed) => _a == seed || _b == seed || _c == seed || _d == seed;

        public void Add(ulong seed)
        {
            if (!Has(seed))
            {
                (_a, _b, _c, _d) = (seed, _a, _b, _c);
            }
        }
    }
}
