namespace PrefixConsole.Routing.Scheduling;

/// <summary>Min-max normalisation over the candidates of one decision.</summary>
internal static class RelativeScore
{
    /// <summary>Replaces counts by (max − n) ÷ (max − min): the fewest become 1, the most 0; all equal become 1.</summary>
    public static void FewestBest(Span<float> counts)
    {
        var least = float.PositiveInfinity;
        var most = float.NegativeInfinity;
        foreach (var count in counts)
        {
            least = Math.Min(least, count);
            most = Math.Max(most, count);
        }

        foreach (ref var count in counts)
        {
            count = most == least ? 1 : (most - count) / (most - least);
        }
    }
}
