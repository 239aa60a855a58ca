namespace PrefixConsole.Gateway.Tokens;

/// <summary>A small chat template: a preset, or its three pieces.</summary>
public sealed class ChatTemplateOptions
{
    /// <value>chatml, llama3 or none. The pieces below win over it.</value>
    public string? Preset { get; set; }

    /// <value>Text before the first message.</value>
    public string? Start { get; set; }

    /// <value>Text of a message, with <c>{role}</c> and <c>{content}</c>.</value>
    public string? Message { get; set; }

    /// <value>Text after the last message, which the model goes on from.</value>
    public string? GenerationPrompt { get; set; }
}
