namespace PrefixConsole.Components.Pages.DryRuns;

/// <summary>A file to save in the browser.</summary>
/// <param name="Name">Suggested name.</param>
/// <param name="Type">Media type.</param>
/// <param name="Text">Content.</param>
public sealed record TryFile(string Name, string Type, string Text);
