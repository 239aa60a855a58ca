namespace PrefixConsole.Api.Contracts;

/// <summary>Body of a label: null or empty takes it away.</summary>
public sealed record LabelRequest
{
    /// <summary>At most 80 characters, none of them control characters.</summary>
    public string? Label { get; init; }
}
