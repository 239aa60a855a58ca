namespace PrefixConsole.Routing.Prefixes;

/// <summary>What a stretch of a prompt is, without its text: this is what names a prefix in the console.</summary>
public enum PromptPart
{
    /// <summary>Raw prompt of a completion.</summary>
    Prompt,
    System,
    Tools,
    User,
    Assistant,
    Tool,
}
