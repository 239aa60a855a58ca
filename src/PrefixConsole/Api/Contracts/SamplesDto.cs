namespace PrefixConsole.Api.Contracts;

/// <summary>The fleet over a time.</summary>
/// <param name="From">Asked for.</param>
/// <param name="To">Asked for.</param>
/// <param name="Problem">Why only what is in memory is here; null when all that is stored is.</param>
/// <param name="Samples">Oldest first; of ten seconds, or longer where they were folded to fit.</param>
public sealed record SamplesDto(DateTimeOffset From, DateTimeOffset To, string? Problem, IReadOnlyList<SampleDto> Samples);
