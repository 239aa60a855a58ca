using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>A message that could not be used, or not all of it. Its content is not kept.</summary>
/// <param name="Worker">Whose.</param>
/// <param name="Rank">Data-parallel rank, 0 when the engine has one.</param>
/// <param name="At">When it was looked into.</param>
/// <param name="Sequence">Its number; null when it came without one, or where that could not be read.</param>
/// <param name="Cause">NotABatch, NotAnEvent, UnknownType, MissingField, BadField, BadBlockSize, CountMismatch or TooLarge; of the first event that was wrong.</param>
/// <param name="Problem">Why it is no batch; null when it is one.</param>
/// <param name="Events">Its events that could not be used; 0 when it is no batch.</param>
/// <param name="Bytes">Length of the frame with the events, as it came.</param>
/// <param name="Sha256">Of that frame, in hexadecimal digits; null when more than 16 MiB of such frames came within a second.</param>
public sealed record RejectedFrameDto(
    string Worker, int Rank, DateTimeOffset At, ulong? Sequence, string Cause, string? Problem, int Events, int Bytes, string? Sha256)
{
    internal static RejectedFrameDto From(RejectedRow row) => new(
        row.Worker.Value, row.Rank, row.Frame.At, row.Frame.Sequence, row.Frame.Fault.ToString(), row.Frame.Problem, row.Frame.Events, row.Frame.Bytes, row.Frame.Sha256);
}
