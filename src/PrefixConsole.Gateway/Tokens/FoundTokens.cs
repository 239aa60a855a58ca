using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Gateway.Tokens;

/// <summary>Token ids of a prompt and how they were found.</summary>
/// <param name="Ids">All of them, or those of its start; empty when there are none.</param>
/// <param name="Complete">They are all.</param>
/// <param name="How">From where, and what it cost.</param>
internal readonly record struct FoundTokens(int[] Ids, bool Complete, PromptTokenization How)
{
    public static FoundTokens None(TimeSpan time, string? note) => new([], false, new PromptTokenization(TokenOrigin.None, time, note));
}
