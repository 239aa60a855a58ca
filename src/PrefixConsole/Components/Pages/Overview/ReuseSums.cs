using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Components.Pages.Overview;

/// <summary>How much reuse of prompt tokens there was in some time.</summary>
/// <param name="Prompt">Prompt tokens of served requests, estimated.</param>
/// <param name="Available">Those that some worker was predicted to hold.</param>
/// <param name="Captured">Those that the chosen one was.</param>
/// <param name="Delivered">Those that engines reported as cached; null when none reported. To compare with <paramref name="Reporting"/> only.</param>
/// <param name="Reporting">Prompt tokens of the requests whose engine reported.</param>
public sealed record ReuseSums(long Prompt, long Available, long Captured, long? Delivered, long Reporting)
{
    public static ReuseSums Of(OverviewView view) => new(view.PromptTokens, view.AvailableTokens, view.CapturedTokens, view.DeliveredTokens, view.ReportingPromptTokens);

    /// <summary>What is missing in them; null when nothing is.</summary>
    public string? Note { get; private init; }

    /// <summary>Of stored samples. Those of before tokens were counted add nothing, and are said to.</summary>
    public static ReuseSums Of(IReadOnlyCollection<SampleRow> samples)
    {
        var (prompt, available, captured, delivered, reporting) = (0L, 0L, 0L, 0L, 0L);
        var counted = 0;
        foreach (var facts in samples.Select(s => s.Detail).OfType<SampleFacts>())
        {
            counted++;
            prompt += facts.Prompt;
            available += facts.Available;
            captured += facts.Captured;
            delivered += facts.Delivered;
            reporting += facts.Reporting;
        }

        return new ReuseSums(prompt, available, captured, reporting == 0 ? null : delivered, reporting)
        {
            Note = counted == samples.Count ? null : $"Of {Figures.Count(counted)} of {Figures.Count(samples.Count)} samples: the others were stored before tokens were counted.",
        };
    }
}
