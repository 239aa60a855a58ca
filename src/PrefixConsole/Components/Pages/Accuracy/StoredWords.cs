using PrefixConsole.Components.Controls;
using PrefixConsole.Storage.Decisions;

namespace PrefixConsole.Components.Pages.Accuracy;

/// <summary>What share of the truth figures from stored decisions are.</summary>
internal static class StoredWords
{
    public static string CoverageOf(StoredAccuracy stored)
    {
        var part = stored.Since is { } since
            ? $": the newest {Figures.Count(stored.Decisions)} stored decisions, those since {Figures.DateAndTime(since)}"
            : $": {Figures.Count(stored.Decisions)} stored decisions";
        return part + stored.Requests switch
        {
            0 => ", of how many requests is not known",
            var requests when stored.Decisions >= requests => ", all there were",
            var requests => $" of {Figures.Count(requests)} requests ({Figures.Percent(stored.Decisions, requests)})",
        };
    }

    /// <summary>What to mind of a sample; empty where all is stored.</summary>
    public static string CautionOf(StoredAccuracy stored) => stored.Requests > 0 && stored.Decisions >= stored.Requests
        ? ""
        : ". Failed, retried and mispredicted requests are stored sooner than others, so here they can weigh more than they did";
}
