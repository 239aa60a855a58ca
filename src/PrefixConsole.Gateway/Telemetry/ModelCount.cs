using System.Collections.Immutable;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>How requests for one model ended.</summary>
/// <param name="Model">As <see cref="ModelNames"/> has it.</param>
/// <param name="Requests">Those that ended.</param>
/// <param name="Failures">Those of them that failed on the server's side.</param>
public readonly record struct ModelCount(string Model, int Requests, int Failures)
{
    /// <summary>
    /// Sums by model, in the order of their names; beyond <see cref="ModelNames.Limit"/> of them those with the fewest failures are added up as
    /// <see cref="ModelNames.Other"/>. Null: not counted by model, which adds nothing.
    /// </summary>
    public static ImmutableArray<ModelCount>? Add(ImmutableArray<ModelCount>? a, ImmutableArray<ModelCount>? b)
    {
        if (a is not { IsEmpty: false } first)
        {
            return b ?? a;
        }

        if (b is not { IsEmpty: false } second)
        {
            return first;
        }

        var sums = Sum(first.Concat(second));
        // Over a long time more models come and go than are served at once.
        return sums.Length <= ModelNames.Limit + 1 ? sums : Sum(sums
            .OrderByDescending(m => m.Failures)
            .ThenByDescending(m => m.Requests)
            .Select((m, rank) => rank < ModelNames.Limit ? m : m with { Model = ModelNames.Other }));
    }

    private static ImmutableArray<ModelCount> Sum(IEnumerable<ModelCount> counts) =>
    [
        .. counts
            .GroupBy(m => m.Model, StringComparer.Ordinal)
            .Select(g => new ModelCount(g.Key, g.Sum(m => m.Requests), g.Sum(m => m.Failures)))
            .OrderBy(m => m.Model, StringComparer.Ordinal),
    ];
}
