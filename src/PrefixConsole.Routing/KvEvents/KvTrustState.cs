namespace PrefixConsole.Routing.KvEvents;

/// <summary>A trust, why it is so in words for the operator, and since when.</summary>
public sealed record KvTrustState(KvTrust Trust, string Cause, DateTimeOffset Since)
{
    /// <summary>Answers in a row that must contradict the index before it is not trusted any more.</summary>
    public const int ContradictionsToDistrust = 5;
}
