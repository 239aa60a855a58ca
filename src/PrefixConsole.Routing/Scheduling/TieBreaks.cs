using System.Globalization;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>Words for how equals were told apart; made once, so that a tie allocates nothing.</summary>
internal static class TieBreaks
{
    public const string FewestProcessed = "fewest processed";

    private static readonly string[] s_randomAmong = Create();

    public static string RandomAmong(int count) => s_randomAmong[count];

    private static string[] Create()
    {
        var words = new string[Workers.WorkerRegistry.MaxWorkers + 1];
        for (var count = 0; count < words.Length; count++)
        {
            words[count] = string.Create(CultureInfo.InvariantCulture, $"random among {count}");
        }

        return words;
    }
}
