namespace PrefixConsole.Api.Contracts;

/// <summary>Body of a rotation of an API token.</summary>
public sealed record RotateRequest
{
    /// <summary>Minutes that the old secret stays valid, 0 to 1,440 (a day).</summary>
    public int? OverlapMinutes { get; init; }
}
