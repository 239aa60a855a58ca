using System.Globalization;
using PrefixConsole.Operations;

namespace PrefixConsole.Components.Pages.Strategy;

/// <summary>Guardrails as ticked and typed.</summary>
public sealed class GuardDraft
{
    public bool Errors { get; set; }

    public string ErrorPercent { get; set; } = Text(Guardrails.Proposed.ErrorPercent);

    public bool Times { get; set; }

    public string TtftTimes { get; set; } = Text(Guardrails.Proposed.TtftTimes);

    public bool Seconds { get; set; }

    public string TtftSeconds { get; set; } = Text(Guardrails.Proposed.TtftSeconds);

    /// <summary>Null when none is ticked; what is no number is NaN, which no check accepts.</summary>
    public Guardrails? Read()
    {
        var guards = new Guardrails(Number(Errors, ErrorPercent), Number(Times, TtftTimes), Number(Seconds, TtftSeconds));
        return guards.IsEmpty ? null : guards;
    }

    private static double? Number(bool ticked, string text) =>
        !ticked ? null : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    private static string Text(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
