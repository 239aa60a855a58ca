using PrefixConsole.Components.Controls;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>How a prompt's tokens were found, in a line: <c>1,234 · worker /tokenize, 2.1 ms</c>.</summary>
internal static class TokenText
{
    public static string Of(in DecidedRequest request)
    {
        var how = request.Tokenization;
        var text = how.Origin is TokenOrigin.None
            ? "estimated from text"
            : $"{Figures.Count(request.TokenBlocks.TotalUnits)} · {Source(how.Origin)}";
        text += how.Time > TimeSpan.Zero ? $", {Figures.Duration(how.Time)}" : "";
        return how.Note is { } note ? $"{text} ({note})" : text;
    }

    private static string Source(TokenOrigin origin) => origin switch
    {
        TokenOrigin.Request => "sent by the client",
        TokenOrigin.File => "local tokenizer",
        _ => "worker /tokenize",
    };
}
