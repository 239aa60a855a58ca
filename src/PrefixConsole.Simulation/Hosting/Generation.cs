using System.Text;
using PrefixConsole.Simulation.Engine;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>An answer in the making, as the wire formats write it.</summary>
internal sealed class Generation
{
    public required string Id { get; init; }

    /// <summary>Unix time in seconds.</summary>
    public required long Created { get; init; }

    /// <summary>Model name as the client asked for it.</summary>
    public required string Model { get; init; }

    public required EngineRequest Request { get; init; }

    /// <summary>The client wants a chunk with usage at the end of the stream.</summary>
    public required bool IncludeUsage { get; init; }

    public StringBuilder Text { get; } = new();

    /// <summary>Tokens handed out, which is less than the engine made when a stop string cut the answer.</summary>
    public int OutputTokens { get; set; }

    /// <summary>OpenAI's word: stop or length.</summary>
    public string FinishReason { get; set; } = "stop";

    public int PromptTokens => Request.PromptTokens;

    public int CachedTokens => Request.CachedTokens;
}
