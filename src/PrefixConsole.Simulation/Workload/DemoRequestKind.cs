namespace PrefixConsole.Simulation.Workload;

public enum DemoRequestKind
{
    /// <summary>A turn of a conversation under a shared system prompt.</summary>
    Chat,

    /// <summary>A step of an agent with tools and a growing context.</summary>
    Agent,

    /// <summary>A prompt that shares nothing with any other.</summary>
    OneOff,
}
