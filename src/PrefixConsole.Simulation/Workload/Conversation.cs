using System.Text.Json.Nodes;

namespace PrefixConsole.Simulation.Workload;

/// <summary>A chat or an agent's task that grows with every answer.</summary>
internal sealed class Conversation
{
    public required string Id { get; init; }

    public required DemoRequestKind Kind { get; init; }

    /// <summary>Tools of an agent.</summary>
    public JsonArray? Tools { get; init; }

    public JsonArray Messages { get; } = [];

    /// <summary>Turns it still has.</summary>
    public required int TurnsLeft { get; set; }

    /// <summary>A request of it is under way: the next turn needs the answer.</summary>
    public bool Busy { get; set; }
}
