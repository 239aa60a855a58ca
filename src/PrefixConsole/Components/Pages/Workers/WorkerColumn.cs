using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Workers;

/// <summary>A column of the fleet's table.</summary>
/// <param name="Key">Its name in the URL.</param>
/// <param name="Title">Its head.</param>
/// <param name="Hint">What the figure is, for who hovers the head.</param>
/// <param name="Number">Right-aligned, and largest first.</param>
/// <param name="Value">What it sorts by; null where it is not known.</param>
public sealed record WorkerColumn(string Key, string Title, string Hint, bool Number, Func<WorkerView, IComparable?> Value)
    : SortColumn<WorkerView>(Key, Title, Hint, Number, Value)
{
    /// <summary>Listed unless the URL says otherwise.</summary>
    public bool Usual { get; init; } = true;

    /// <summary>What a group of workers adds up; null for a figure whose sum says nothing.</summary>
    public Func<WorkerView, double?>? Summed { get; init; }

    /// <summary>Decimals of the sum.</summary>
    public int Decimals { get; init; }

    /// <summary>Over the workers that have the figure; a dash when none has.</summary>
    public string SumOf(IEnumerable<WorkerView> workers)
    {
        double?[] known = Summed is { } summed ? [.. workers.Select(summed).Where(v => v is not null)] : [];
        return known.Length == 0 ? Figures.Missing : Figures.Number(known.Sum(), Decimals);
    }
}
