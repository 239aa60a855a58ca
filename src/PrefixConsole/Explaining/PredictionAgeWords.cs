using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Explaining;

/// <summary>How old what was predicted of a worker was, in words.</summary>
internal static class PredictionAgeWords
{
    /// <summary>What the age is of.</summary>
    public const string Meaning =
        "A worker is predicted to hold a prompt because one with the same start was sent there and answered. The age is that of the last such request that is kept: with the same head, the start that decisions keep one key of. Of less than the head only an earlier request of the same session can be told; blocks beyond the head may be of another request, and older.";

    /// <summary>In one sentence, with the id of the request where there is one.</summary>
    public static string Of(PredictionAge age) => age.By is { } by ? $"{Sent(age)}{by}{After(age)}" : Without(age);

    /// <summary>What comes before the id of the request that was sent there; it ends with a blank.</summary>
    public static string Sent(PredictionAge age) =>
        $"{(age.State == PredictionAgeState.SameSession ? $"less than the head of {Figures.Count(age.HeadBlocks)} blocks; its session was " : "")}sent there {Figures.Duration(age.Age)} before, by ";

    /// <summary>What comes after it; empty when there is nothing to add.</summary>
    public static string After(PredictionAge age) => (age.State, age.Since) switch
    {
        (PredictionAgeState.Unanswered, 0) => ", whose answer is not known to have begun by then",
        (PredictionAgeState.Unanswered, var others) => $" and {Figures.Count(others)} before it, whose answers are not known to have begun by then",
        (_, 0) => "",
        (_, var since) => $"; {Figures.Count(since)} since, not known to have been answered by then",
    };

    /// <summary>Why there is no request to name.</summary>
    public static string Without(PredictionAge age) => age.State switch
    {
        PredictionAgeState.NothingPredicted => "nothing was predicted of it",
        PredictionAgeState.PartOfHead => $"not told: less than the head of {Figures.Count(age.HeadBlocks)} blocks",
        PredictionAgeState.NoKey => "not told: this decision kept no key of its head",
        PredictionAgeState.NotSearched => "not looked for: this decision is read from the store, which cannot be searched by heads",
        _ => NotKept(age),
    };

    private static string NotKept(PredictionAge age)
    {
        var reach = age.Reach is { } back ? $"not among the decisions kept (they reach back {Figures.Duration(back)})" : "no decision before this one is kept";
        return age.OtherHeads switch
        {
            0 => reach,
            1 => $"{reach}; one sent there has a head of another length and cannot be compared",
            var others => $"{reach}; {Figures.Count(others)} sent there have heads of another length and cannot be compared",
        };
    }
}
