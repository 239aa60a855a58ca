namespace PrefixConsole.Benchmarks.PredictedTree;

/// <summary>What the `tree` verb was asked for, checked.</summary>
internal sealed record TreeOptions(int Workers, long BudgetTokens, int Rounds)
{
    public const long DefaultBudget = 65_536 * 1_024;

    private const int MaxWorkers = 4_096;
    private const long MaxBudget = 1L << 40;
    private const int MaxRounds = 1_000;

    /// <exception cref="UsageException">A value is out of its range.</exception>
    public TreeOptions Checked()
    {
        Within("--workers", Workers, 1, MaxWorkers);
        Within("--budget", BudgetTokens, PromptExpansion.TokensPerId, MaxBudget);
        Within("--rounds", Rounds, 1, MaxRounds);
        return this;
    }

    private static void Within(string option, long value, long min, long max)
    {
        if (value < min || value > max)
        {
            throw new UsageException($"{option} must be {min:N0} to {max:N0}, not {value:N0}");
        }
    }
}
