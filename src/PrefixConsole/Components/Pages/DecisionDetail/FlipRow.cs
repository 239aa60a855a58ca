using System.Globalization;
using PrefixConsole.Components.Controls;
using PrefixConsole.Routing.Scheduling.Explaining;

namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>A flip point in words.</summary>
internal sealed record FlipRow(string What, string From, string To, string By, string Winner, string Sentence)
{
    public static FlipRow Of(FlipPoint flip)
    {
        var by = flip.To - flip.From;
        switch (flip.Kind)
        {
            case FlipKind.Weight:
                var percent = double.IsInfinity(flip.Relative) ? "" : (by / flip.From).ToString("+0.0 %;−0.0 %", CultureInfo.InvariantCulture);
                return new FlipRow(
                    $"weight of {flip.Subject}", Figures.Number(flip.From, 4), Figures.Number(flip.To, 4), percent, flip.Winner.Value,
                    $"With the weight of {flip.Subject} {(by < 0 ? "below" : "above")} {Figures.Number(flip.To, 4)} instead of {Figures.Number(flip.From, 4)}{(percent.Length > 0 ? $" ({percent})" : "")}, {flip.Winner} wins.");
            case FlipKind.Load:
                return new FlipRow(
                    $"requests at {flip.Subject}", Figures.Count((long)flip.From), Figures.Count((long)flip.To), $"{(by < 0 ? "−" : "+")}{Figures.Count((long)flip.Size)}", flip.Winner.Value,
                    $"With {Figures.Count((long)flip.Size)} {(by < 0 ? "fewer" : "more")} request{(flip.Size == 1 ? "" : "s")} at {flip.Subject}, {flip.Winner} wins.");
            default:
                return new FlipRow(
                    $"blocks cached at {flip.Subject}", Figures.Count((long)flip.From), Figures.Count((long)flip.To), $"+{Figures.Count((long)by)}", flip.Winner.Value,
                    $"With {Figures.Count((long)by)} more leading block{(by == 1 ? "" : "s")} cached, {flip.Winner} wins.");
        }
    }
}
