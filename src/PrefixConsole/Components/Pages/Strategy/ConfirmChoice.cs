namespace PrefixConsole.Components.Pages.Strategy;

/// <summary>A time within which a change must be confirmed, or after which a trial ends.</summary>
/// <param name="Key">In forms.</param>
/// <param name="Title">In the list.</param>
/// <param name="Wait">Null: it stays.</param>
/// <param name="Duration">The time in words.</param>
public sealed record ConfirmChoice(string Key, string Title, TimeSpan? Wait, string Duration)
{
    public static IReadOnlyList<ConfirmChoice> All { get; } =
    [
        new("stay", "it stays", null, ""),
        new("1m", "revert after 1 minute", TimeSpan.FromMinutes(1), "1 minute"),
        new("5m", "revert after 5 minutes", TimeSpan.FromMinutes(5), "5 minutes"),
        new("15m", "revert after 15 minutes", TimeSpan.FromMinutes(15), "15 minutes"),
        new("1h", "revert after 1 hour", TimeSpan.FromHours(1), "1 hour"),
    ];

    /// <summary>Of trials.</summary>
    public static IReadOnlyList<ConfirmChoice> Ends { get; } =
    [
        new("stay", "when somebody ends it", null, ""),
        new("15m", "after 15 minutes", TimeSpan.FromMinutes(15), "15 minutes"),
        new("1h", "after 1 hour", TimeSpan.FromHours(1), "1 hour"),
        new("4h", "after 4 hours", TimeSpan.FromHours(4), "4 hours"),
        new("24h", "after 24 hours", TimeSpan.FromHours(24), "24 hours"),
    ];

    public static ConfirmChoice Find(IReadOnlyList<ConfirmChoice> choices, string? key) => choices.FirstOrDefault(c => c.Key == key) ?? choices[0];
}
