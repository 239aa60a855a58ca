namespace PrefixConsole.Components.Pages.DryRuns;

/// <summary>What is known of the prompt, as the page's URL names it; nothing for a text.</summary>
internal static class TryModes
{
    /// <summary>A whole request body.</summary>
    public const string Request = "request";

    /// <summary>A prefix of the predicted tree, and some tokens after it.</summary>
    public const string Prefix = "prefix";

    /// <summary>A number of tokens that nobody has sent.</summary>
    public const string Tokens = "tokens";

    public static IReadOnlyList<string> All { get; } = [Request, Prefix, Tokens];
}
