namespace PrefixConsole.Api.Contracts;

/// <summary>A worker over a time.</summary>
/// <param name="From">Asked for.</param>
/// <param name="To">Asked for.</param>
/// <param name="Problem">Why there is less than was asked for; null when there is not.</param>
/// <param name="MostWorkersInSample">Workers that one sample of the fleet keeps at most; a larger fleet takes turns.</param>
/// <param name="Samples">Oldest first; empty where nothing of it is stored.</param>
public sealed record WorkerSamplesDto(DateTimeOffset From, DateTimeOffset To, string? Problem, int MostWorkersInSample, IReadOnlyList<WorkerSampleDto> Samples);
