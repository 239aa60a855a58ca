using System.Collections.Immutable;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>One scorer's row of a decision's matrix, over the decision's surviving candidates in their order.</summary>
/// <remarks>All rows of a decision lie in one array: thousands of decisions are kept, and what is kept costs the collector by the object.</remarks>
public readonly struct ScorerRow
{
    private readonly float[] _cells;
    private readonly int _start;
    private readonly int _count;
    private readonly ImmutableArray<string> _terms;

    /// <param name="scorer">Name of the scorer.</param>
    /// <param name="weight">Weight in the active revision.</param>
    /// <param name="raw">Inputs in their own unit.</param>
    /// <param name="scores">Clamped scores, as many.</param>
    /// <param name="terms">Names of the terms that the inputs are made of.</param>
    /// <param name="values">For each term as many values as inputs, term after term.</param>
    public ScorerRow(
        string scorer, float weight, ReadOnlySpan<float> raw, ReadOnlySpan<float> scores, ImmutableArray<string> terms = default, ReadOnlySpan<float> values = default)
        : this(scorer, weight, [.. raw, .. scores, .. values], 0, raw.Length, terms)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, raw.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, (terms.IsDefault ? 0 : terms.Length) * raw.Length);
    }

    /// <summary>A view of <paramref name="count"/> inputs at <paramref name="start"/> and as many scores after them.</summary>
    /// <remarks>Behind them, for each of <paramref name="terms"/>, as many values again.</remarks>
    internal ScorerRow(string scorer, float weight, float[] cells, int start, int count, ImmutableArray<string> terms = default)
    {
        (Scorer, Weight, _cells, _start, _count, _terms) = (scorer, weight, cells, start, count, terms);
    }

    /// <summary>Name of the scorer.</summary>
    public string Scorer { get; }

    /// <summary>Weight in the active revision.</summary>
    public float Weight { get; }

    /// <summary>Input in its own unit; NaN: signal missing.</summary>
    public ReadOnlySpan<float> Raw => _cells.AsSpan(_start, _count);

    /// <summary>Names of the terms the input is made of; empty for most scorers.</summary>
    public ImmutableArray<string> TermNames => _terms.IsDefault ? [] : _terms;

    /// <summary>Values of a term, in the order of the candidates.</summary>
    public ReadOnlySpan<float> Term(int index) => _cells.AsSpan(_start + ((2 + index) * _count), _count);

    /// <summary>Clamped score in [0, 1]; contribution = weight × score.</summary>
    public ReadOnlySpan<float> Scores => _cells.AsSpan(_start + _count, _count);
}
