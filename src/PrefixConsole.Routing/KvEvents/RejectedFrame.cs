namespace PrefixConsole.Routing.KvEvents;

/// <summary>A message of a feed that could not be used, or not all of it. Its content is not kept: the hash tells whether it is one that somebody has.</summary>
/// <param name="At">When it was looked into.</param>
/// <param name="Sequence">Its number; null when it came without one, or where that could not be read.</param>
/// <param name="Fault">Why; where several of its events were wrong, of the first.</param>
/// <param name="Problem">Why it is no batch, in words that quote nothing of it; null when it is one.</param>
/// <param name="Events">Its events that could not be used; 0 when it is no batch.</param>
/// <param name="Bytes">Length of the frame with the events, as it came.</param>
/// <param name="Sha256">Hash of that frame, in hexadecimal digits; null when more came at once than is hashed, see <see cref="RejectedFrames.HashedPerSecond"/>.</param>
public sealed record RejectedFrame(DateTimeOffset At, ulong? Sequence, KvEventFault Fault, string? Problem, int Events, int Bytes, string? Sha256);
