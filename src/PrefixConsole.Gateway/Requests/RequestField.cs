namespace PrefixConsole.Gateway.Requests;

/// <summary>Top-level fields that routing reads.</summary>
internal enum RequestField
{
    None,
    Model,
    Messages,
    Prompt,
    Input,
    System,
    Instructions,
    Tools,
    Functions,
    Documents,
    ChatTemplate,
    ChatTemplateArguments,
    AddGenerationPrompt,
    ContinueFinalMessage,
    AddSpecialTokens,
    CacheSalt,
    Stream,
    StreamOptions,
}
