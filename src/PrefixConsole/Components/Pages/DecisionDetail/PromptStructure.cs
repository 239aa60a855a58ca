using PrefixConsole.Components.Controls;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>What a prompt is made of, without its text: "system, tools, 3 user, 2 assistant".</summary>
internal static class PromptStructure
{
    public static string Of(PromptShape blocks)
    {
        if (blocks.Segments.IsDefaultOrEmpty)
        {
            return Figures.Missing;
        }

        return string.Join(", ", blocks.Segments.GroupBy(s => s.Part).Select(g => g.Count() == 1 ? NameOf(g.Key) : $"{g.Count()} × {NameOf(g.Key)}"));
    }

    public static string NameOf(PromptPart part) => part switch
    {
        PromptPart.System => "system",
        PromptPart.Tools => "tools",
        PromptPart.User => "user",
        PromptPart.Assistant => "assistant",
        PromptPart.Tool => "tool result",
        _ => "raw prompt",
    };
}
