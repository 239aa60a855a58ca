using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Names a run by where it lies in the chat, never by its text.</summary>
internal static class PrefixNames
{
    /// <summary>"system", "system → turn 1 user", "turn 3 assistant", "tools", "prompt".</summary>
    public static string Of(PrefixNodeInfo node) => Of(node.First, node.Last);

    /// <summary>Of a stretch from one part of the chat to another.</summary>
    public static string Of(PromptSegment from, PromptSegment to)
    {
        var first = Of(from);
        var last = Of(to);
        return first == last ? first : $"{first} → {last}";
    }

    public static string Of(PromptPart part) => part switch
    {
        PromptPart.System => "system",
        PromptPart.Tools => "tools",
        PromptPart.User => "user",
        PromptPart.Assistant => "assistant",
        PromptPart.Tool => "tool",
        _ => "prompt",
    };

    private static string Of(PromptSegment segment)
    {
        var part = Of(segment.Part);
        var inTurn = segment.Part is PromptPart.User or PromptPart.Assistant or PromptPart.Tool;
        return inTurn && segment.Turn > 0 ? FormattableString.Invariant($"turn {segment.Turn} {part}") : part;
    }
}
