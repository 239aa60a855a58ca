namespace PrefixConsole.Api.Contracts;

/// <summary>Body of a silence.</summary>
public sealed record SilenceRequest
{
    /// <summary>Minutes from now, 1 to 10,080 (a week).</summary>
    public int? Minutes { get; init; }

    /// <summary>Why, at most 500 characters.</summary>
    public string? Reason { get; init; }
}
