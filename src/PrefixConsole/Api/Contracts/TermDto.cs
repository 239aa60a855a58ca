namespace PrefixConsole.Api.Contracts;

/// <summary>A term that a scorer's raw value is made of, such as the blocks that a cost counts.</summary>
/// <param name="Name">Lower case with dashes.</param>
/// <param name="Values">One per cell of the row, in its order; null: signal missing.</param>
public sealed record TermDto(string Name, IReadOnlyList<double?> Values);
