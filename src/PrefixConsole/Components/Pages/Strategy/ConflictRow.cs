namespace PrefixConsole.Components.Pages.Strategy;

/// <summary>One thing that two editors of the same revision left as it was, changed, or changed differently. Null: not there on that side.</summary>
public sealed record ConflictRow(string What, string? Base, string? Theirs, string? Mine);
