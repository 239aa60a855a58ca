namespace PrefixConsole.Components.Controls;

/// <summary>A value of the URL that cannot be used.</summary>
/// <param name="Name">Of the parameter.</param>
/// <param name="Value">As it was given, cut to what fits a line.</param>
/// <param name="Expected">What it should be, to follow "expected".</param>
public sealed record QueryError(string Name, string Value, string Expected);
