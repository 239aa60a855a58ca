namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>Counts what a reader does with the lock in its hands and gives way after each turn.</summary>
internal sealed class ReadingTurn(TreeGate gate)
{
    /// <summary>Units of work, siblings visited or holders copied, after which the lock is offered: about 10 µs.</summary>
    public const int Length = 128;

    private int _work;

    /// <summary>Most work done between two offers so far.</summary>
    public int Longest { get; private set; }

    /// <summary>To be called where the reader depends on nothing that may change.</summary>
    public void Spend(int work)
    {
        _work += work;
        Longest = Math.Max(Longest, _work);
        if (_work >= Length)
        {
            _work = 0;
            gate.GiveWay();
        }
    }
}
