namespace PrefixConsole.Gateway.Accuracy;

/// <summary>Sums over served requests. A value type of its own sums: copying it is a snapshot.</summary>
public record struct AccuracyTotals
{
    private CauseSums _lost;

    /// <summary>Requests that a worker served.</summary>
    public long Requests { get; private set; }

    /// <summary>Their prompt tokens.</summary>
    public long PromptOfAll { get; private set; }

    public long AvailableOfAll { get; private set; }

    public long CapturedOfAll { get; private set; }

    /// <summary>Requests whose engine reported cached tokens. All below is of these.</summary>
    public long Reporting { get; private set; }

    public long Prompt { get; private set; }

    public long Available { get; private set; }

    public long Captured { get; private set; }

    public long Delivered { get; private set; }

    public long Unexpected { get; private set; }

    /// <summary>Error of what counted: captured against delivered.</summary>
    public SourceError Error { get; private set; }

    /// <summary>Error of what workers reported, trusted or not.</summary>
    public SourceError Reported { get; private set; }

    /// <summary>Error of what was predicted from what was sent.</summary>
    public SourceError Predicted { get; private set; }

    /// <summary>Tokens lost to a cause; the causes sum to <see cref="Prompt"/> − <see cref="Delivered"/>.</summary>
    public readonly long this[ReuseCause cause] => _lost[(int)cause];

    public readonly double? ReportingShare => Requests == 0 ? null : (double)Reporting / Requests;

    internal void Add(in AccuracyFacts facts)
    {
        Requests++;
        PromptOfAll += facts.Prompt;
        AvailableOfAll += facts.Available;
        CapturedOfAll += facts.Captured;
        if (facts.Account is not { } account)
        {
            return;
        }

        Reporting++;
        Prompt += account.Prompt;
        Available += account.Available;
        Captured += account.Captured;
        Delivered += account.Delivered;
        Unexpected += account.Unexpected;
        Error += SourceError.Of(account.Captured, account);
        Reported += SourceError.Of(account.Reported, account);
        Predicted += SourceError.Of(account.Predicted, account);
        for (var cause = 0; cause < CauseSums.Length; cause++)
        {
            _lost[cause] += account[(ReuseCause)cause];
        }
    }

    internal void Add(in AccuracyTotals other)
    {
        Requests += other.Requests;
        PromptOfAll += other.PromptOfAll;
        AvailableOfAll += other.AvailableOfAll;
        CapturedOfAll += other.CapturedOfAll;
        Reporting += other.Reporting;
        Prompt += other.Prompt;
        Available += other.Available;
        Captured += other.Captured;
        Delivered += other.Delivered;
        Unexpected += other.Unexpected;
        Error += other.Error;
        Reported += other.Reported;
        Predicted += other.Predicted;
        for (var cause = 0; cause < CauseSums.Length; cause++)
        {
            _lost[cause] += other._lost[cause];
        }
    }

    [System.Runtime.CompilerServices.InlineArray(Length)]
    private struct CauseSums : IEquatable<CauseSums>
    {
        public const int Length = (int)ReuseCause.Tokenizer + 1;

        private long _first;

        public readonly bool Equals(CauseSums other) => ((ReadOnlySpan<long>)this).SequenceEqual(other);

        public override readonly bool Equals(object? obj) => obj is CauseSums other && Equals(other);

        public override readonly int GetHashCode() => this[0].GetHashCode();
    }
}
