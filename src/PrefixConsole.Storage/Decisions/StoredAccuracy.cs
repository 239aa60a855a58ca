using PrefixConsole.Gateway.Accuracy;

namespace PrefixConsole.Storage.Decisions;

/// <summary>Accuracy of a time, counted from stored decisions, which are a sample.</summary>
/// <param name="Tally">What was counted; its window is <see cref="AccuracyWindow.All"/>.</param>
/// <param name="Decisions">Stored decisions that were read, the newest; those that nobody served are among them.</param>
/// <param name="Since">When the oldest of them was made, if more are stored of that time than are read; null when all were read.</param>
/// <param name="Requests">Requests that ended in the time that was read, stored or not, by the fleet's samples; a lower bound where samples are missing.</param>
public sealed record StoredAccuracy(AccuracyTally Tally, int Decisions, DateTimeOffset? Since, long Requests);
