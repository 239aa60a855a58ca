using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>Columns of the tables of who holds what.</summary>
internal static class PrefixShareColumns
{
    public const string Name = "name";
    public const string Holders = "holders";

    private const string OnlyA = "only-a";
    private const string Both = "both";
    private const string OnlyB = "only-b";

    private static readonly SortColumn<PrefixShareRow>[] s_what =
    [
        new(Name, "Prefix", "Operator's label, else which part of the chat it is", false, r => r.Name),
        new("namespace", "Model", "Model, adapter and tenant", false, r => r.Namespace),
        new("start", "From block", "Text blocks of the prompt before it", true, r => r.StartBlock),
        new("tokens", "Tokens", "In the run, counted once", true, r => r.Tokens),
    ];

    private static readonly SortColumn<PrefixShareRow>[] s_use =
    [
        new(Holders, "Holders", "Workers that hold any of it", true, r => r.Holders.Length),
        new("held", "Held", "Tokens counted for every worker that holds them", true, r => r.HeldTokens),
        new("duplicated", "Duplicated", "Sum over blocks of (holders − 1) × tokens", true, r => r.DuplicatedTokens),
        new("heat", "Hits/min", "Recent hits, exponentially decayed", true, r => r.HitsPerMinute),
        new("idle", "Idle", "Since it was last used", true, r => r.Idle),
    ];

    public static IReadOnlyList<SortColumn<PrefixShareRow>> Of(PrefixLens lens, string? a, string? b) => lens is PrefixLens.Compare
        ?
        [
            .. s_what,
            new(OnlyA, $"Only {a}", $"Tokens that {a} holds and {b} does not", true, r => r.OnlyA),
            new(Both, "Both", "Tokens that both hold", true, r => r.Both),
            new(OnlyB, $"Only {b}", $"Tokens that {b} holds and {a} does not", true, r => r.OnlyB),
            .. s_use.Where(c => c.Key is "heat" or "idle"),
        ]
        : [.. s_what, .. s_use];

    public static string Text(string key, PrefixShareRow row) => key switch
    {
        "namespace" => row.Namespace,
        "start" => Figures.Count(row.StartBlock),
        "tokens" => Figures.Count(row.Tokens),
        "held" => Figures.Count(row.HeldTokens),
        "duplicated" => Figures.Count(row.DuplicatedTokens),
        "heat" => Figures.Rate(row.HitsPerMinute),
        "idle" => Figures.Age(row.Idle),
        OnlyA => Figures.Count(row.OnlyA),
        Both => Figures.Count(row.Both),
        OnlyB => Figures.Count(row.OnlyB),
        _ => Figures.Missing,
    };
}
