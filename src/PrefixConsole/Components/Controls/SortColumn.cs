namespace PrefixConsole.Components.Controls;

/// <summary>A column of a table that its URL can sort.</summary>
/// <param name="Key">Its name in the URL.</param>
/// <param name="Title">Its head.</param>
/// <param name="Hint">What the figure is, for who hovers the head.</param>
/// <param name="Number">Right-aligned, and largest first.</param>
/// <param name="Value">What it sorts by; null where it is not known.</param>
public record SortColumn<TRow>(string Key, string Title, string Hint, bool Number, Func<TRow, IComparable?> Value);
