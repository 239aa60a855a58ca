namespace PrefixConsole.Components.Pages.Strategy;

/// <summary>One line of "what changes". Null: not there on that side.</summary>
public sealed record SpecChange(string What, string? From, string? To);
