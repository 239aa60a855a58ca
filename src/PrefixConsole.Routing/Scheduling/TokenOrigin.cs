namespace PrefixConsole.Routing.Scheduling;

/// <summary>Where a prompt's token ids came from.</summary>
public enum TokenOrigin
{
    /// <summary>There are none: the prompt is cut by text, and tokens are an estimate.</summary>
    None,

    /// <summary>The client sent token ids.</summary>
    Request,

    /// <summary>A worker's <c>/tokenize</c>, now or remembered.</summary>
    Worker,

    /// <summary>A local tokenizer file.</summary>
    File,
}
