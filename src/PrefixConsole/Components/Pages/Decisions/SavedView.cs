namespace PrefixConsole.Components.Pages.Decisions;

/// <summary>Filters and time of the decisions page under a name.</summary>
/// <param name="Name">As typed; shown as text only.</param>
/// <param name="Query">Query string with its question mark; empty for everything.</param>
public sealed record SavedView(string Name, string Query);
