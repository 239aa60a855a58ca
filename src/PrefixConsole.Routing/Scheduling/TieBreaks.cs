using System.Globalization;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>Words for how equals were told apart; made once, so that a tie allocates nothing.</summary>
public static class TieBreaks
{
    /// <summary>Equally loaded; the one that was sent the fewest requests ever.</summary>
    public const string FewestProcessed = "fewest processed";

    private const string Random = "random among ";

    private static readonly string[] s_randomAmong = Create();

    /// <summary>Drawn among so many equals.</summary>
    public static string RandomAmong(int count) => s_randomAmong[count];

    /// <summary>How many equals it was drawn among; null when these are not the words of a draw.</summary>
    public static int? DrawnAmong(string tieBreak) =>
        IsDraw(tieBreak) && int.TryParse(tieBreak.AsSpan(Random.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;

    /// <summary>Whether these are the words of a draw.</summary>
    public static bool IsDraw(string tieBreak) => tieBreak.StartsWith(Random, StringComparison.Ordinal);

    private static string[] Create()
    {
        var words = new string[Workers.WorkerRegistry.MaxWorkers + 1];
        for (var count = 0; count < words.Length; count++)
        {
            words[count] = string.Create(CultureInfo.InvariantCulture, $"{Random}{count}");
        }

        return words;
    }
}
